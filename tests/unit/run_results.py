"""Made-up runs and steps, to show and to record."""

import re
from pathlib import Path

import pytest

from pipelines import terminal
from pipelines.results import RunResult, StepResult
from seqpt_lib.errors import (
    SeqptError,
)
from seqpt_lib.runs import RunFolder, StepRecord
from seqpt_lib.settings import settings
from seqpt_lib.store import Organization
from seqpt_lib.store.ledger import CheckResult

NOTEBOOK = Path("notebooks/03_compute_gaps.ipynb")
DEMO = Organization(1, "demo", "Demo Motors", "Certification")
RUN_ID = "2026-11-22T14-05-11Z-7f3a"


@pytest.fixture(autouse=True)
def in_project_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings(), "runs", tmp_path / "data" / "runs")


def check(
    rule: str = "score in 0, 1, 2, 4, 6",
    *,
    count: int = 0,
    severity: str = "critical",
    rows_query: str | None = None,
) -> CheckResult:
    keys = [f"id {number}" for number in range(17, 17 + count)]
    return CheckResult(
        check_id=re.sub(r"\W+", "_", rule),
        table_name="survey_results",
        rule=rule,
        severity=severity,
        success=not count,
        evaluated_count=412,
        unexpected_count=count,
        keys=keys,
        fix="Correct the score.",
        why="It is no level.",
        rows_query=rows_query,
    )


def done(step: str, summary: str = "", rows: int = 0, **numbers: int) -> StepResult:
    result = planned(step)
    result.record = StepRecord(step, summary, dict(numbers), rows, ["need"], sql_statements=20)
    result.status = "done"
    result.seconds = 0.94
    return result


def planned(step: str, *, writes: bool = True) -> StepResult:
    return StepResult(step, settings().runs / f"{step}.ipynb", ["need"] if writes else [])


def ended(
    step: str, error: SeqptError, *, writes: bool = True, is_gated: bool = True
) -> StepResult:
    result = planned(step, writes=writes)
    result.gates = {"gaps": []} if is_gated else {}
    result.seconds = 12.34
    result.fail(error)
    return result


def committed(step: StepResult) -> StepResult:
    step.has_committed = True
    return step


def run_of(*steps: StepResult, is_dry_run: bool = False) -> RunResult:
    return RunResult(
        pipeline="learning_plans",
        title="learning plans",
        folder=RunFolder("demo", RUN_ID),
        organization=DEMO,
        parameters={},
        is_dry_run=is_dry_run,
        steps=list(steps),
        again="make run ORG=demo",
        error=next((step.error for step in steps if step.error), None),
    )


def shown(run: RunResult) -> str:
    lines = [terminal.head_line(run)]
    for step in run.steps:
        if step.status != "not run" or step.summary:
            lines += terminal.step_lines(run, step)
    return "\n".join([*lines, *terminal.closing_lines(run)])
