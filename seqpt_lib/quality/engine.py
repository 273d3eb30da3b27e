"""Running a suite with Great Expectations over a connection of ours, inside its transaction."""

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from seqpt_lib.errors import MAX_LISTED, DatabaseError
from seqpt_lib.quality import data_docs
from seqpt_lib.quality.own_levels import stage_own_levels, stage_own_role_levels
from seqpt_lib.quality.suites import Expectation, GateSuite, TableSuite, bind
from seqpt_lib.store import Connection
from seqpt_lib.store.copying import STAGED_ANSWERS, count_rows, stage_current_answers
from seqpt_lib.store.engine import telling_failures
from seqpt_lib.store.ledger import CheckResult
from seqpt_lib.store.sessions import first_failure, lent

ROWS_QUERY = "unexpected_rows_query"
PLACEHOLDER_ADDRESS = "postgresql+psycopg2://postgres@127.0.0.1/postgres"
"""Great Expectations insists on an address with a host; the lent connection takes its place.

A name instead of a number would make it compile a pattern for names in all scripts first.
"""

NO_TABLE = "SELECT 1 AS one"
"""The batch of checks that bring a query of their own; Great Expectations wants one."""

Asked = tuple[TableSuite, Expectation]

RESULT_FORMAT = {"result_format": "COMPLETE", "exclude_unexpected_values": True}
"""A check's query selects ids only, so these are all that its rows can show."""

CURRENT_ANSWERS = "current_answer(:organization_id)"

STAGES = {"own_levels": stage_own_levels, "own_role_levels": stage_own_role_levels}
"""By name in a suite: what makes the temporary tables that its queries compare with."""


def run_suite(
    suite: GateSuite,
    connection: Connection,
    organization_id: int,
    folder: Path | None = None,
    run_id: str = "",
) -> list[CheckResult]:
    """Run all checks of a gate in the database.

    No answers and no people are pulled into memory. A stage reads the two matrices, and personal
    ones of the people whose derived levels are compared.

    Args:
        suite: The checks.
        connection: A connection in a transaction; what it has written is judged too.
        organization_id: The organization that is judged.
        folder: The run folder that gets the Data Docs; none are built without it.
        run_id: The run that the Data Docs name.

    Returns:
        One result per check, in the suite's order.

    Raises:
        DatabaseError: If a check cannot be run.
    """
    with telling_failures():
        _stage(suite, connection, organization_id)
    with telling_failures(), _quiet(), lent(connection) as borrowed:
        context = data_docs.open_context(folder)
        source = _source(context, borrowed)
        counts = [count_rows(connection, bind(t.query, organization_id)) for t in suite.tables]
        found: dict[str, Any] = {}
        for query, asked in _batches(suite):
            found |= _judge(connection, source, query, asked, organization_id)
        results = [
            _result(table, check, found[check.meta.id], count, organization_id)
            for table, count in zip(suite.tables, counts, strict=True)
            for check in table.expectations
        ]
        if folder:
            outcomes = [found[result.check_id] for result in results]
            data_docs.build(context, suite.gate, run_id, outcomes)
        return results


def _source(context: Any, borrowed: dict[str, Any]) -> Any:
    return context.data_sources.add_postgres(
        name="database",
        connection_string=PLACEHOLDER_ADDRESS,
        create_temp_table=False,
        kwargs=borrowed,
    )


def _stage(suite: GateSuite, connection: Connection, organization_id: int) -> None:
    """Make the temporary tables that the suite's queries compare with."""
    for stage in suite.stages:
        STAGES[stage](connection, organization_id)
    if any(CURRENT_ANSWERS in query for query in _queries(suite)):
        stage_current_answers(connection, organization_id)


def _batches(suite: GateSuite) -> Iterator[tuple[str, list[Asked]]]:
    """Give the checks to ask together: all that bring a query of their own, the others by table."""
    asked = [(table, check) for table in suite.tables for check in table.expectations]
    batches = [(NO_TABLE, [pair for pair in asked if ROWS_QUERY in pair[1].kwargs])] + [
        (table.query, [(table, c) for c in table.expectations if ROWS_QUERY not in c.kwargs])
        for table in suite.tables
    ]
    return ((query, pairs) for query, pairs in batches if pairs)


def _judge(
    connection: Connection, source: Any, query: str, asked: list[Asked], organization_id: int
) -> dict[str, Any]:
    """Let Great Expectations judge a batch; gives what it found by the check's id."""
    import great_expectations as gx

    name = asked[0][1].meta.id
    asset = source.add_query_asset(name=name, query=bind(query, organization_id))
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    expectations = [_bound(table, check, organization_id) for table, check in asked]
    results = batch.validate(
        gx.ExpectationSuite(name=name, expectations=expectations), result_format=RESULT_FORMAT
    ).results
    found = {result.expectation_config.meta["id"]: result for result in results}
    judged = [(table, check, found[check.meta.id]) for table, check in asked]
    _refuse_failures(judged, first_failure(connection), organization_id)
    return found


def _bound(table: TableSuite, check: Expectation, organization_id: int) -> dict[str, Any]:
    from seqpt_lib.quality.asked_once import UnexpectedRowsAskedOnce

    kwargs = {
        name: _asked(value, organization_id) if isinstance(value, str) else value
        for name, value in check.kwargs.items()
    }
    has_query = ROWS_QUERY in kwargs
    return {
        "type": UnexpectedRowsAskedOnce.expectation_type if has_query else check.type,
        "kwargs": kwargs,
        "severity": check.severity,
        "meta": {"id": check.meta.id},
        "description": _described(table, check, organization_id),
    }


def _asked(query: str, organization_id: int) -> str:
    """Write a query as it is sent: many ask for the current answers, so these are kept."""
    return bind(query.replace(CURRENT_ANSWERS, STAGED_ANSWERS), organization_id)


def _queries(suite: GateSuite) -> Iterator[str]:
    for table in suite.tables:
        yield from (str(check.kwargs.get(ROWS_QUERY, "")) for check in table.expectations)


def _described(table: TableSuite, check: Expectation, organization_id: int) -> str:
    """Write what the Data Docs say about a check; a dollar sign would begin a placeholder."""
    query = check.kwargs.get(ROWS_QUERY)
    lines = [
        f"{table.table}: {check.meta.rule}",
        f"Severity: {check.severity}. Check: {check.meta.id}.",
        f"Why: {check.meta.why}",
        f"Fix: {check.meta.fix}",
        f"Rows: {_shown(bind(query, organization_id))}" if query else "",
    ]
    return "\n".join(filter(None, lines)).replace("$", "$$")


def _result(
    table: TableSuite, check: Expectation, outcome: Any, count: int, organization_id: int
) -> CheckResult:
    rows = outcome.result.get("details", {}).get("unexpected_rows", [])
    query = check.kwargs.get(ROWS_QUERY)
    return CheckResult(
        check_id=check.meta.id,
        table_name=table.table,
        rule=check.meta.rule,
        severity=check.severity,
        success=bool(outcome.success),
        evaluated_count=count,
        unexpected_count=_unexpected(check, int(outcome.result["observed_value"])),
        keys=[_key(row) for row in rows[:MAX_LISTED]],
        why=check.meta.why,
        fix=check.meta.fix,
        rows_query=_shown(bind(query, organization_id)) if query else None,
    )


def _shown(query: str) -> str:
    """Write a query for a person: Great Expectations wants braces doubled, a server does not."""
    return " ".join(query.replace("{{", "{").replace("}}", "}").split())


def _unexpected(check: Expectation, observed: int) -> int:
    """Count the rows that a query found, or those by which a table misses its number."""
    return observed if ROWS_QUERY in check.kwargs else abs(observed - int(check.kwargs["value"]))


def _key(row: dict[str, Any]) -> str:
    return " ".join(f"{name} {value}" for name, value in row.items())


def _refuse_failures(
    judged: list[tuple[TableSuite, Expectation, Any]],
    failure: tuple[str, str] | None,
    organization_id: int,
) -> None:
    """Stop where a check cannot be run, and name the one that failed first, with the cause.

    A failure ends the transaction, and Great Expectations tries again: in the end all checks of
    the batch say only that the transaction is aborted.
    """
    failed = [
        (table, check, message)
        for table, check, outcome in judged
        for message in _messages(outcome.exception_info)
    ]
    if not failed:
        return
    statement, cause = failure or ("", failed[0][2])
    asked = _shown(statement)
    failed.sort(key=lambda one: _shown(_asked(_rows_query(one[1]), organization_id)) not in asked)
    table, check, _ = failed[0]
    first_line = cause.strip().split("\n")[0]
    raise DatabaseError(
        f"check {check.meta.id} of {table.table} cannot be run: {first_line}",
        "Bring the schema up to date with make migrate, or mend the suite.",
    )


def _rows_query(check: Expectation) -> str:
    return str(check.kwargs.get(ROWS_QUERY, "SELECT count(*)"))


def _messages(info: dict[str, Any]) -> list[str]:
    """List the messages of what an expectation raised; one dictionary, or one per metric."""
    parts = [info] if "raised_exception" in info else list(info.values())
    return [str(part["exception_message"]) for part in parts if part["raised_exception"]]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's remarks (queries without a batch, progress) out of notebooks and logs."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
