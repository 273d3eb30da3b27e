"""The ledger in schema ``seqpt``: runs, their steps, their gates. It outlives the run folders."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from seqpt_lib.runs import StepRecord

MENDING_PAGE = "docs/how-to/mend-data.md"
"""The page that says how to mend what a check finds: a section per check, named by its id."""


@dataclass(frozen=True)
class CheckResult:
    """What a gate found for one check. Keys are ids, never scores or names."""

    check_id: str
    table_name: str
    rule: str
    severity: str
    success: bool
    evaluated_count: int
    unexpected_count: int
    keys: list[str]
    fix: str
    why: str = ""
    rows_query: str | None = None
    """SQL that shows the rows, where there is one."""

    @property
    def shown_count(self) -> int | None:
        """Rows judged; ``None`` for a check that holds, as rows can be people."""
        return None if self.success else self.evaluated_count


def open_run(
    connection: Connection,
    run_id: str,
    organization_id: int,
    pipeline: str,
    parameters: dict[str, Any],
    *,
    is_dry_run: bool = False,
) -> None:
    """Write the row of a run that begins; a run that a step opened is taken over.

    Args:
        connection: A connection.
        run_id: The run.
        organization_id: Its organization.
        pipeline: Name of the pipeline, or ``scratch``.
        parameters: Parameters of the run; ids and small values, never secrets.
        is_dry_run: True if nothing but the ledger is written.
    """
    connection.execute(
        text(
            "INSERT INTO pipeline_run "
            "(run_id, organization_id, pipeline, parameters, is_dry_run, status) "
            "VALUES (:run, :organization, :pipeline, CAST(:parameters AS jsonb), :dry, 'running') "
            "ON CONFLICT (run_id) DO UPDATE SET pipeline = excluded.pipeline, "
            "parameters = excluded.parameters, is_dry_run = excluded.is_dry_run "
            "WHERE pipeline_run.pipeline = 'scratch' AND excluded.pipeline <> 'scratch'"
        ),
        {
            "run": run_id,
            "organization": organization_id,
            "pipeline": pipeline,
            "parameters": json.dumps(parameters),
            "dry": is_dry_run,
        },
    )


def close_lost_runs(connection: Connection, organization_id: int, run_id: str) -> dict[str, bool]:
    """Write of runs that were killed that they are lost.

    Args:
        connection: A connection of the run that holds the organization's lock: so no other runs.
        organization_id: The organization.
        run_id: The run that goes on.

    Returns:
        Whether it was a dry run, by run id; empty if none was killed.
    """
    lost = connection.execute(
        text(
            "UPDATE pipeline_run SET status = 'lost' WHERE organization_id = :organization "
            "AND status = 'running' AND pipeline <> 'scratch' AND run_id <> :run "
            "RETURNING run_id, is_dry_run"
        ),
        {"organization": organization_id, "run": run_id},
    )
    return {row.run_id: row.is_dry_run for row in lost}


def close_run(connection: Connection, run_id: str, exit_code: int, message: str | None) -> None:
    """Write how a run ended.

    Args:
        connection: A connection.
        run_id: The run.
        exit_code: 0 if all steps are done.
        message: The error's line, if there was one.
    """
    connection.execute(
        text(
            "UPDATE pipeline_run SET status = :status, exit_code = :code, message = :message, "
            "finished_at = now() WHERE run_id = :run"
        ),
        {
            "run": run_id,
            "code": exit_code,
            "message": message,
            "status": "done" if exit_code == 0 else "stopped",
        },
    )


def record_numbers(
    connection: Connection,
    run_id: str,
    record: StepRecord,
    numbers: dict[str, float | str],
    rows_written: dict[str, int],
) -> None:
    """Write what a step counted and wrote, hidden numbers too: rows of the database are exempt.

    Args:
        connection: A connection.
        run_id: The run.
        record: What the step says about itself.
        numbers: Its numbers as they are.
        rows_written: Rows written by table.
    """
    connection.execute(
        text(
            "INSERT INTO pipeline_step "
            "(run_id, step, status, seconds, rows_written, numbers, sql_statements) "
            "VALUES (:run, :step, 'done', 0, CAST(:rows AS jsonb), CAST(:numbers AS jsonb), "
            ":statements) ON CONFLICT (run_id, step) DO UPDATE SET "
            "rows_written = excluded.rows_written, numbers = excluded.numbers, "
            "sql_statements = excluded.sql_statements"
        ),
        {
            "run": run_id,
            "step": record.step,
            "rows": json.dumps(rows_written),
            "numbers": json.dumps(numbers),
            "statements": record.sql_statements,
        },
    )


def record_step(
    connection: Connection,
    run_id: str,
    step: str,
    status: str,
    seconds: float,
    message: str | None,
) -> None:
    """Write how a step ended; what it counted is there already if it came that far.

    Args:
        connection: A connection.
        run_id: The run.
        step: Name of the step.
        status: ``done``, ``stopped``, ``failed`` or ``skipped``.
        seconds: Wall-clock time.
        message: The error's line, if there was one.
    """
    connection.execute(
        text(
            "INSERT INTO pipeline_step "
            "(run_id, step, status, seconds, rows_written, numbers, sql_statements, message) "
            "VALUES (:run, :step, :status, :seconds, '{}', '{}', 0, :message) "
            "ON CONFLICT (run_id, step) DO UPDATE SET status = excluded.status, "
            "seconds = excluded.seconds, message = excluded.message, finished_at = now()"
        ),
        {
            "run": run_id,
            "step": step,
            "status": status,
            "seconds": seconds,
            "message": message,
        },
    )


def record_gate(connection: Connection, run_id: str, gate: str, results: list[CheckResult]) -> None:
    """Write what a gate found; a repeated gate of the same run replaces its rows.

    Args:
        connection: A connection.
        run_id: The run.
        gate: Name of the gate.
        results: One per check.
    """
    connection.execute(
        text("DELETE FROM gate_result WHERE run_id = :run AND gate = :gate"),
        {"run": run_id, "gate": gate},
    )
    rows = [vars(result) | {"keys": result.keys} for result in results]
    connection.execute(
        text(
            "INSERT INTO gate_result (run_id, gate, check_id, table_name, rule, severity, "
            "success, evaluated_count, unexpected_count, keys, fix, why, rows_query) "
            "SELECT :run, :gate, r.* FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r "
            "(check_id text, table_name text, rule text, severity text, success boolean, "
            "evaluated_count integer, unexpected_count integer, keys jsonb, fix text, "
            "why text, rows_query text)"
        ),
        {"run": run_id, "gate": gate, "rows": json.dumps(rows)},
    )


def read_gate(connection: Connection, run_id: str, gate: str) -> list[CheckResult]:
    """Read what a gate found in a run.

    Args:
        connection: A connection.
        run_id: The run.
        gate: Name of the gate.

    Returns:
        One per check; empty if the gate did not run.
    """
    rows = connection.execute(
        text(
            "SELECT check_id, table_name, rule, severity, success, evaluated_count, "
            "unexpected_count, keys, fix, why, rows_query FROM gate_result "
            "WHERE run_id = :run AND gate = :gate ORDER BY id"
        ),
        {"run": run_id, "gate": gate},
    )
    return [CheckResult(*row) for row in rows]
