"""A gate: run the suite, keep the results, stop at critical failures, show the rest."""

import logging

import pandas as pd

from seqpt_lib.errors import GateFailed
from seqpt_lib.quality.engine import run_suite
from seqpt_lib.quality.suites import load_suite
from seqpt_lib.store import Connection, engine, ledger
from seqpt_lib.store.ledger import CheckResult
from seqpt_lib.store.steps import Step

log = logging.getLogger(__name__)

CRITICAL = "critical"


def gate(name: str, step: Step, connection: Connection | None = None) -> pd.DataFrame:
    """Judge an organization's rows. Results are kept in the ledger whatever happens next.

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
    suite = load_suite(name)
    if connection is None:
        with step.writing() as own:
            results = run_suite(suite, own, step.organization.id)
    else:
        results = run_suite(suite, connection, step.organization.id)
    with engine.connect() as own:
        ledger.record_gate(own, step.run_id, name, results)
    log.info("gate %s: %d checks, %d failed", name, len(results), len(_failed(results)))
    stopping = [result for result in _failed(results) if result.severity == CRITICAL]
    if stopping:
        raise GateFailed(
            f"gate {name}: {len(stopping)} of {len(results)} checks failed: "
            + "; ".join(_finding(result) for result in stopping),
            stopping[0].fix,
        )
    return results_table(results)


def results_table(results: list[CheckResult]) -> pd.DataFrame:
    """Show the results of a gate, failures first.

    Args:
        results: One per check.

    Returns:
        One row per check: ``check``, ``table``, ``rule``, ``severity``, ``result`` (``ok`` or
        ``failed``), ``row_count`` (rows judged), ``unexpected_count``, ``keys`` (up to five).
    """
    frame = pd.DataFrame(
        {
            "check": result.check_id,
            "table": result.table_name,
            "rule": result.rule,
            "severity": result.severity,
            "result": "ok" if result.success else "failed",
            "row_count": result.evaluated_count,
            "unexpected_count": result.unexpected_count,
            "keys": ", ".join(result.keys),
        }
        for result in results
    )
    return frame.sort_values("result", kind="stable", ignore_index=True)


def _failed(results: list[CheckResult]) -> list[CheckResult]:
    return [result for result in results if not result.success]


def _finding(result: CheckResult) -> str:
    keys = f" ({', '.join(result.keys)})" if result.keys else ""
    return f"{result.table_name}: {result.rule}: {result.unexpected_count} rows{keys}"
