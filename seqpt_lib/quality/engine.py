"""Running a suite with Great Expectations over a connection of ours, inside its transaction."""

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from seqpt_lib.errors import MAX_LISTED, DatabaseError
from seqpt_lib.quality.suites import Expectation, GateSuite, TableSuite, bind
from seqpt_lib.store import Connection
from seqpt_lib.store.copying import count_rows
from seqpt_lib.store.engine import lent, telling_failures
from seqpt_lib.store.ledger import CheckResult

ROWS_QUERY = "unexpected_rows_expectation"
PLACEHOLDER_ADDRESS = "postgresql+psycopg2://postgres@localhost/postgres"
"""Great Expectations insists on an address with a host; the lent connection takes its place."""


def run_suite(suite: GateSuite, connection: Connection, organization_id: int) -> list[CheckResult]:
    """Run all checks of a gate in the database. No table is pulled into memory.

    Args:
        suite: The checks.
        connection: A connection in a transaction; what it has written is judged too.
        organization_id: The organization that is judged.

    Returns:
        One result per check, in the suite's order.

    Raises:
        DatabaseError: If a check cannot be run.
    """
    with telling_failures(), _quiet(), lent(connection) as borrowed:
        import great_expectations as gx

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
        source = context.data_sources.add_postgres(
            name="database",
            connection_string=PLACEHOLDER_ADDRESS,
            create_temp_table=False,
            kwargs=borrowed,  # type: ignore[call-arg]  # documented, missing in its stub
        )
        results: list[CheckResult] = []
        for number, table in enumerate(suite.tables):
            query = bind(table.query, organization_id)
            count = count_rows(connection, query)
            asset = source.add_query_asset(name=f"{number}_{table.table}", query=query)
            batch = asset.add_batch_definition_whole_table("all").get_batch()
            for check in table.expectations:
                outcome = batch.validate(
                    gx.ExpectationSuite(
                        name=check.meta.id, expectations=[_bound(check, organization_id)]
                    ),
                    result_format=_result_format(check),
                )
                results.append(_result(table, check, outcome.results[0], count))
        return results


def _bound(check: Expectation, organization_id: int) -> dict[str, Any]:
    kwargs = {
        name: bind(value, organization_id) if isinstance(value, str) else value
        for name, value in check.kwargs.items()
    }
    return {
        "type": check.type,
        "kwargs": kwargs,
        "severity": check.severity,
        "meta": {"id": check.meta.id},
    }


def _result_format(check: Expectation) -> dict[str, Any]:
    """Ask for ids only: raw values of people stay in the database."""
    if check.type == ROWS_QUERY:
        return {"result_format": "COMPLETE"}
    keys = {"unexpected_index_column_names": check.meta.keys} if check.meta.keys else {}
    return {
        "result_format": "SUMMARY",
        "exclude_unexpected_values": True,
        "partial_unexpected_count": MAX_LISTED,
        **keys,
    }


def _result(table: TableSuite, check: Expectation, outcome: Any, count: int) -> CheckResult:
    failure = _failure(outcome.exception_info)
    if failure:
        raise DatabaseError(
            f"check {check.meta.id} of {table.table} cannot be run: {failure}",
            "Bring the schema up to date with make migrate, or mend the suite.",
        )
    found = outcome.result
    if check.type == ROWS_QUERY:
        unexpected = int(found["observed_value"])
        keys = found["details"]["unexpected_rows"][:MAX_LISTED]
    elif "unexpected_count" in found:
        unexpected = int(found["unexpected_count"] or 0)  # None where there are no rows
        keys = _index_keys(found.get("partial_unexpected_index_list"), check.meta.keys)
    else:
        unexpected, keys = _missed(check, found["observed_value"], outcome.success), []
    return CheckResult(
        check_id=check.meta.id,
        table_name=table.table,
        rule=check.meta.rule,
        severity=check.severity,
        success=bool(outcome.success),
        evaluated_count=count,
        unexpected_count=unexpected,
        keys=[_key(key) for key in keys],
        fix=check.meta.fix,
    )


def _missed(check: Expectation, observed: Any, success: bool) -> int:
    """Count the rows by which a table misses its expected number; 1 for any other expectation."""
    if success:
        return 0
    return abs(int(observed) - int(check.kwargs["value"])) if "value" in check.kwargs else 1


def _index_keys(found: list[dict[str, Any]] | None, names: list[str]) -> list[dict[str, Any]]:
    """Turn Great Expectations' grouped index list into one dictionary per row."""
    rows: list[dict[str, Any]] = []
    for group in found or []:
        columns = [
            group[name] if isinstance(group[name], list) else [group[name]] for name in names
        ]
        rows += [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    return rows[:MAX_LISTED]


def _key(row: dict[str, Any]) -> str:
    return " ".join(f"{name} {value}" for name, value in row.items())


def _failure(info: dict[str, Any]) -> str | None:
    """Find the message of what an expectation raised; one dictionary, or one per metric."""
    parts = [info] if "raised_exception" in info else list(info.values())
    raised = [str(part["exception_message"]) for part in parts if part["raised_exception"]]
    raised.sort(key=lambda message: "InFailedSqlTransaction" in message)  # the cause comes first
    return raised[0].strip().split("\n")[0] if raised else None


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
