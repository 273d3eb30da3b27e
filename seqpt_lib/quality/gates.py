"""A gate: run the suite, keep the results, stop at critical failures, show the rest."""

import logging
from contextlib import nullcontext

import pandas as pd

from seqpt_lib.errors import GateFailed
from seqpt_lib.quality.engine import run_suite
from seqpt_lib.quality.suites import SEVERITIES, load_suite
from seqpt_lib.store import Connection, engine, ledger
from seqpt_lib.store.ledger import MENDING_PAGE, CheckResult
from seqpt_lib.store.steps import Step

FINDING_COLUMNS = [
    "check",
    "severity",
    "table",
    "rule",
    "unexpected_count",
    "keys",
    "why",
    "fix",
    "mend",
    "rows_query",
]

log = logging.getLogger(__name__)


def gate(name: str, step: Step, connection: Connection | None = None) -> pd.DataFrame:
    """Judge an organization's rows and stop where a critical check fails.

    Args:
        name: Name of the gate; its suite is ``expectations/<name>.yaml``.
        step: The step that asks.
        connection: The transaction whose writes are judged before they are committed; none where
            the step writes nothing.

    Returns:
        One row per check: as ``results_table``.

    Raises:
        GateFailed: If a critical check fails. The caller's transaction is undone by it.
        DatabaseError: If a check cannot be run.
    """
    results = judge(name, step, connection)
    stop_if_critical(name, results)
    return results_table(results)


def judge(name: str, step: Step, connection: Connection | None = None) -> list[CheckResult]:
    """Judge an organization's rows. Results are kept in the ledger whatever happens next.

    Args:
        name: Name of the gate.
        step: The step that asks; its run folder gets the Data Docs.
        connection: As for ``gate``.

    Returns:
        One per check, in the suite's order.

    Raises:
        DatabaseError: If a check cannot be run.
    """
    suite = load_suite(name)
    with nullcontext(connection) if connection else engine.transaction() as judged:
        results = run_suite(
            suite, judged, step.organization.id, step.folder.path, run_id=step.run_id
        )
    with step.beside() as own:
        ledger.record_gate(own, step.run_id, name, results)
    log.info("gate %s: %d checks, %d failed", name, len(results), len(_failed(results)))
    return results


def stop_if_critical(name: str, results: list[CheckResult]) -> None:
    """Stop where a critical check failed.

    Args:
        name: Name of the gate.
        results: What it found.

    Raises:
        GateFailed: Names each critical finding: table, rule, rows, up to five keys.
    """
    stopping = [result for result in _failed(results) if result.severity == SEVERITIES[0]]
    if stopping:
        raise GateFailed(
            f"gate {name}: {len(stopping)} of {len(results)} checks failed: "
            + "; ".join(_finding(result) for result in stopping),
            stopping[0].fix,
        )


def results_table(results: list[CheckResult]) -> pd.DataFrame:
    """Show the results of a gate, failures first.

    Args:
        results: One per check.

    Returns:
        One row per check: ``check``, ``table``, ``rule``, ``severity``, ``result`` (``ok`` or
        ``failed``), ``row_count`` (rows judged, where it failed), ``unexpected_count``, ``keys``
        (up to five).
    """
    frame = pd.DataFrame(
        {
            "check": result.check_id,
            "table": result.table_name,
            "rule": result.rule,
            "severity": result.severity,
            "result": "ok" if result.success else "failed",
            "row_count": result.shown_count,
            "unexpected_count": result.unexpected_count,
            "keys": ", ".join(result.keys),
        }
        for result in results
    )
    frame = frame.astype({"row_count": "Int64"})
    return frame.sort_values("result", kind="stable", ignore_index=True)


def findings_table(results: list[CheckResult]) -> pd.DataFrame:
    """Show what failed, for a person: what is wrong, why it matters, how to mend it.

    Args:
        results: One per check.

    Returns:
        One row per failed check, the worst first: ``check``, ``severity``, ``table``, ``rule``,
        ``unexpected_count``, ``keys`` (up to five), ``why``, ``fix``, ``mend`` (where the page
        is that says how), ``rows_query`` (SQL that shows the rows).
    """
    worst_first = sorted(_failed(results), key=lambda result: SEVERITIES.index(result.severity))
    return pd.DataFrame([_described(result) for result in worst_first], columns=FINDING_COLUMNS)


def _described(result: CheckResult) -> tuple[object, ...]:
    return (
        result.check_id,
        result.severity,
        result.table_name,
        result.rule,
        result.unexpected_count,
        ", ".join(result.keys),
        result.why,
        result.fix,
        f"{MENDING_PAGE}#{result.check_id}",
        result.rows_query,
    )


def _failed(results: list[CheckResult]) -> list[CheckResult]:
    return [result for result in results if not result.success]


def _finding(result: CheckResult) -> str:
    keys = f" ({', '.join(result.keys)})" if result.keys else ""
    return f"{result.table_name}: {result.rule}: {result.unexpected_count} rows{keys}"
