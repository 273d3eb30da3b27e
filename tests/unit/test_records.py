"""What is left of a run: run.json."""

from dataclasses import asdict
from datetime import UTC, datetime

from pipelines.records import as_json
from tests.unit.run_results import (
    RUN_ID,
    check,
    done,
    in_project_folder,  # noqa: F401  # a fixture of this module too
    planned,
    run_of,
)

STEPS = [
    {
        "step": "compute_gaps",
        "status": "done",
        "seconds": 0.94,
        "unchanged_since": None,
        "summary": "38 people",
        "rows": 30,
        "tables_written": ["need"],
        "numbers": {"people": 41},
        "sql_statements": 20,
        "gates": {
            "gaps": {
                "checks": 3,
                "failed": 1,
                "warnings": 1,
                "notes": 0,
                "results": [
                    asdict(check()) | {"evaluated_count": None},  # it holds
                    asdict(check(count=1)),
                    asdict(check(count=2, severity="warning")),
                ],
            }
        },
        "notebook": "compute_gaps.ipynb",
    },
    {
        "step": "write_plans",
        "status": "not run",
        "seconds": 0.0,
        "unchanged_since": None,
        "summary": "",
        "rows": 0,
        "tables_written": [],
        "numbers": {},
        "sql_statements": 0,
        "gates": {},
        "notebook": None,
    },
]


def test_run_json_says_everything_about_a_run() -> None:
    step = done("compute_gaps", "38 people", rows=30, people=41)
    step.gates = {"gaps": [check(), check(count=1), check(count=2, severity="warning")]}
    run = run_of(step, planned("write_plans"))
    run.started_at = datetime(2026, 11, 22, 14, 5, 11, tzinfo=UTC)
    run.finished_at = datetime(2026, 11, 22, 14, 5, 40, tzinfo=UTC)

    content = as_json(run)

    assert content.pop("versions").keys() == {"python", "seqpt"}
    assert content.pop("steps") == STEPS
    assert content == {
        "run_id": RUN_ID,
        "organization": {"id": 1, "key": "demo"},
        "pipeline": "learning_plans",
        "is_dry_run": False,
        "is_unchanged": False,
        "resumes": None,
        "parameters": {},
        "started_at": "2026-11-22T14:05:11+00:00",
        "finished_at": "2026-11-22T14:05:40+00:00",
        "exit_code": 0,
        "message": None,
    }
