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
from seqpt_lib.store.engine import first_failure, lent, telling_failures
from seqpt_lib.store.ledger import CheckResult

ROWS_QUERY = "unexpected_rows_query"
PLACEHOLDER_ADDRESS = "postgresql+psycopg2://postgres@127.0.0.1/postgres"
"""Great Expectations insists on an address with a host; the lent connection takes its place.

A name instead of a number would make it compile a pattern for names in all scripts first.
"""

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
        source = context.data_sources.add_postgres(
            name="database",
            connection_string=PLACEHOLDER_ADDRESS,
            create_temp_table=False,
            kwargs=borrowed,
        )
        judged = [
            pair
            for number, table in enumerate(suite.tables)
            for pair in _judge_table(connection, source, f"{number}_", table, organization_id)
        ]
        if folder:
            data_docs.build(context, suite.gate, run_id, [outcome for _, outcome in judged])
        return [result for result, _ in judged]


def _stage(suite: GateSuite, connection: Connection, organization_id: int) -> None:
    """Make the temporary tables that the suite's queries compare with."""
    for stage in suite.stages:
        STAGES[stage](connection, organization_id)
    if any(CURRENT_ANSWERS in query for query in _queries(suite)):
        stage_current_answers(connection, organization_id)


def _judge_table(
    connection: Connection, source: Any, prefix: str, table: TableSuite, organization_id: int
) -> list[tuple[CheckResult, Any]]:
    """Give the result of each check of a table, and what Great Expectations found."""
    query = bind(table.query, organization_id)
    count = count_rows(connection, query)
    asset = source.add_query_asset(name=prefix + table.table, query=query)
    judged = list(_judge(asset, table, organization_id))
    _refuse_failures(table, judged, first_failure(connection), organization_id)
    return [
        (_result(table, check, outcome, count, organization_id), outcome)
        for check, outcome in judged
    ]


def _judge(
    asset: Any, table: TableSuite, organization_id: int
) -> Iterator[tuple[Expectation, Any]]:
    """Let Great Expectations judge one table; its results come in an order of its own."""
    import great_expectations as gx

    batch = asset.add_batch_definition_whole_table("all").get_batch()
    expectations = [_bound(table, check, organization_id) for check in table.expectations]
    suite = gx.ExpectationSuite(name=asset.name, expectations=expectations)
    results = batch.validate(suite, result_format=RESULT_FORMAT).results
    by_id = {result.expectation_config.meta["id"]: result for result in results}
    for check in table.expectations:
        yield check, by_id[check.meta.id]


def _bound(table: TableSuite, check: Expectation, organization_id: int) -> dict[str, Any]:
    kwargs = {
        name: _asked(value, organization_id) if isinstance(value, str) else value
        for name, value in check.kwargs.items()
    }
    return {
        "type": check.type,
        "kwargs": kwargs,
        "severity": check.severity,
        "meta": {"id": check.meta.id},
        "description": _described(table, check, organization_id),
    }


def _asked(query: str, organization_id: int) -> str:
    """Write a query as it is sent: Great Expectations asks each one twice, so answers are kept."""
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
    table: TableSuite,
    judged: list[tuple[Expectation, Any]],
    failure: tuple[str, str] | None,
    organization_id: int,
) -> None:
    """Stop where a check cannot be run, and name the one that failed first, with the cause.

    A failure ends the transaction, and Great Expectations tries again: in the end all checks of
    the table say only that the transaction is aborted.
    """
    failed = [
        (check, message)
        for check, outcome in judged
        for message in _messages(outcome.exception_info)
    ]
    if not failed:
        return
    statement, cause = failure or ("", failed[0][1])
    asked = _shown(statement.replace("%%", "%"))
    failed.sort(key=lambda one: _shown(_asked(_rows_query(one[0]), organization_id)) not in asked)
    check = failed[0][0]
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
