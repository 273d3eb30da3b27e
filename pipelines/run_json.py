"""``run.json``: a run in its folder, for programs to read."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pipelines.results import RunResult, StepResult, failed_checks
from seqpt_lib.runs import StepRecord, write_json


def write_run(run: RunResult) -> None:
    """Store a run in its folder.

    Args:
        run: The run.
    """
    write_json(run.folder.path / "run.json", as_json(run))


def as_json(run: RunResult) -> dict[str, Any]:
    """Give a run as ``run.json`` shows it.

    Args:
        run: The run.

    Returns:
        Numbers, names and ids only; no secrets, nothing about a person.
    """
    organization = run.organization
    return {
        "run_id": run.folder.run_id,
        "organization": {
            "id": organization.id if organization else None,
            "key": run.organization_key,
        },
        "pipeline": run.pipeline,
        "is_dry_run": run.is_dry_run,
        "parameters": run.parameters,
        "started_at": run.started_at.isoformat(timespec="seconds"),
        "finished_at": run.finished_at and run.finished_at.isoformat(timespec="seconds"),
        "exit_code": run.exit_code,
        "message": run.message,
        "steps": [_step_as_json(step) for step in run.steps],
        "versions": {"python": platform.python_version(), "seqpt": _own_version()},
    }


def _step_as_json(step: StepResult) -> dict[str, Any]:
    record = step.record or StepRecord(step.step, step.summary)
    return {
        "step": step.step,
        "status": step.status,
        "seconds": round(step.seconds, 3),
        "summary": record.summary,
        "rows_written": record.rows_written,
        "rows": record.rows,
        "numbers": record.numbers,
        "sql_statements": record.sql_statements,
        "gates": {
            gate: {
                "checks": len(checks),
                "failed": len(failed_checks(checks)),
                "warnings": len(failed_checks(checks, "warning")),
            }
            for gate, checks in step.gates.items()
        },
        "notebook": step.notebook.name if step.status != "not run" else None,
    }


def _own_version() -> str:
    try:
        return version("seqpt")
    except PackageNotFoundError:
        return "not installed"
