"""What a person reads about a run, to the letter."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from papermill.exceptions import PapermillExecutionError

from pipelines import cli, terminal
from pipelines.cli import reporting
from pipelines.kernels import Interrupted
from pipelines.records import as_json
from pipelines.results import RunResult, StepResult, cause_in_notebook, refuse_unguarded
from seqpt_lib.errors import (
    DatabaseError,
    DataError,
    GateFailed,
    KernelDied,
    NotebookError,
    SeqptError,
    UsageError,
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
    rule: str = "score in 0, 1, 2, 4, 6", *, count: int = 0, severity: str = "critical"
) -> CheckResult:
    keys = [f"id {number}" for number in range(17, 17 + count)]
    return CheckResult(
        rule, "survey_results", rule, severity, not count, 412, count, keys, "Correct the score."
    )


def done(step: str, summary: str = "", rows: int = 0, **numbers: int) -> StepResult:
    result = planned(step)
    result.record = StepRecord(step, summary, dict(numbers), {"need": rows}, sql_statements=20)
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


def test_shows_a_good_run() -> None:
    migrated = done("migrate_schema", "schema at 0007")
    written = done("write_plans", "36 new plans", rows=120, plans=36)
    written.seconds = 123.4

    assert shown(run_of(migrated, written)) == (
        """\
learning plans for Demo Motors (demo), run 2026-11-22T14-05-11Z-7f3a
  1/2 migrate_schema  done     0.9 s   schema at 0007
  2/2 write_plans     done     123 s   36 new plans
  Done in 124 s: 120 rows written, 40 SQL statements.
  plans: table learning_plans (36 current)
  notebooks: data/runs/demo/2026-11-22T14-05-11Z-7f3a"""
    )


def test_shows_which_checks_stopped_a_step_and_what_to_do() -> None:
    stopped = ended("validate_sources", GateFailed("gate sources: 2 failed"), writes=False)
    stopped.gates = {
        "sources": [
            check(count=3),
            check("420 rows", count=8),
            check("no key is singleuser", count=1, severity="warning"),
            check("all roles known"),
        ]
    }
    stopped.notebook.parent.mkdir(parents=True)
    stopped.notebook.touch()
    run = run_of(done("migrate_schema", "schema at 0007"), stopped, planned("compute_gaps"))

    assert shown(run) == (
        """\
learning plans for Demo Motors (demo), run 2026-11-22T14-05-11Z-7f3a
  1/3 migrate_schema    done     0.9 s   schema at 0007
  2/3 validate_sources  STOPPED 12.3 s   gate sources: 2 of 4 checks failed
        survey_results: score in 0, 1, 2, 4, 6   3 of 412 rows: id 17, id 18, id 19
          fix: Correct the score.
        survey_results: 420 rows   8 of 412 rows: id 17, id 18, id 19, id 20, id 21
          fix: Correct the score.
        warning: survey_results: no key is singleuser   1 of 412 rows: id 17
  Not run: compute_gaps. Nothing was written.
  Then: make run ORG=demo        Notebook: data/runs/validate_sources.ipynb"""
    )


def test_shows_five_warnings_and_counts_the_rest() -> None:
    step = done("validate_sources")
    step.gates = {"sources": [check(f"rule {n}", count=1, severity="warning") for n in range(8)]}

    lines = terminal.step_lines(run_of(step), step)

    assert len(lines) == 7
    assert lines[-1] == "        warning: and 3 more"


def test_a_gate_that_passed_shows_nothing() -> None:
    step = done("validate_sources", "31 checks")
    step.gates = {"sources": [check(), check(severity="info", count=4)]}

    assert terminal.step_lines(run_of(step), step) == [
        "  1/1 validate_sources  done     0.9 s   31 checks"
    ]


def test_shows_a_dry_run() -> None:
    left_out = planned("migrate_schema")
    left_out.summary = "a dry run never migrates"
    run = run_of(left_out, done("write_plans", "1 changed", rows=3, plans=36), is_dry_run=True)

    assert shown(run) == (
        """\
dry run of learning plans for Demo Motors (demo), run 2026-11-22T14-05-11Z-7f3a
  1/2 migrate_schema  skipped          a dry run never migrates
  2/2 write_plans     done     0.9 s   1 changed
  Done in 0.9 s: 3 rows would be written, 20 SQL statements.
  Nothing was written: this was a dry run.
  notebooks: data/runs/demo/2026-11-22T14-05-11Z-7f3a"""
    )


@pytest.mark.parametrize(
    ("rows_before", "stopped", "expected"),
    [
        pytest.param(
            0,
            ended("compute_gaps", DataError("no answers")),
            "Nothing was written.",
            id="the data do not allow it",
        ),
        pytest.param(
            4,
            ended("compute_gaps", DataError("no answers")),
            "Nothing was written by compute_gaps; earlier steps' results stay.",
            id="an earlier step wrote",
        ),
        pytest.param(
            4,
            ended("compute_gaps", NotebookError("KeyError"), writes=False),
            "Nothing was written by compute_gaps; earlier steps' results stay.",
            id="an error in a step that never writes",
        ),
        pytest.param(
            0,
            ended("migrate_schema", UsageError("no demo here"), is_gated=False),
            "migrate_schema may have written before it stopped, its notebook shows what; "
            "earlier steps' results stay.",
            id="a step without a gate, which commits as it goes",
        ),
        pytest.param(
            0,
            ended("compute_gaps", KernelDied("killed")),
            "compute_gaps writes all or nothing, its notebook shows which; "
            "earlier steps' results stay.",
            id="killed, perhaps after the commit",
        ),
        pytest.param(
            0,
            ended("compute_gaps", GateFailed("gate gaps did not run")),
            "compute_gaps writes all or nothing, its notebook shows which; "
            "earlier steps' results stay.",
            id="a gate that never ran stopped nothing",
        ),
    ],
)
def test_says_nothing_was_written_only_where_it_is_true(
    rows_before: int, stopped: StepResult, expected: str
) -> None:
    run = run_of(done("migrate_schema", rows=rows_before), stopped, planned("write_plans"))

    assert terminal.closing_lines(run)[0] == f"  Not run: write_plans. {expected}"


def test_counts_what_a_step_wrote_before_it_failed() -> None:
    step = done("compute_gaps", rows=30)
    step.fail(GateFailed("gate gaps did not run"))

    assert terminal.closing_lines(run_of(step))[0] == (
        "  compute_gaps wrote 30 rows before; earlier steps' results stay."
    )


def test_shows_an_error_outside_of_the_steps() -> None:
    run = run_of(planned("migrate_schema"))
    run.fail(DatabaseError("database in .seqpt: gone", "Check that the server runs."))

    assert shown(run).split("\n")[1:] == [
        "  STOPPED: database in .seqpt: gone. Check that the server runs.",
        "  Not run: migrate_schema. Nothing was written.",
        "  Then: make run ORG=demo        Log: data/runs/demo/2026-11-22T14-05-11Z-7f3a/run.log",
    ]


def test_the_first_reason_counts() -> None:
    step = ended("compute_gaps", KernelDied("killed"))
    step.fail(DatabaseError("gone"))

    assert (step.status, str(step.error)) == ("failed", "killed")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(GateFailed("x"), "stopped", id="a gate stops"),
        pytest.param(Interrupted("x"), "stopped", id="a person stops"),
        pytest.param(NotebookError("x"), "failed", id="a cell fails"),
        pytest.param(KernelDied("x"), "failed", id="a kernel fails"),
    ],
)
def test_tells_stopped_from_failed(error: SeqptError, status: str) -> None:
    assert ended("compute_gaps", error).status == status


def in_cell(ename: str, evalue: str) -> PapermillExecutionError:
    return PapermillExecutionError(8, 4, "source", ename, evalue, ["traceback"])


@pytest.mark.parametrize(
    ("error", "expected", "message"),
    [
        pytest.param(
            in_cell("GateFailed", "gate gaps: 1 of 9 checks failed. Correct the rows."),
            GateFailed,
            "gate gaps: 1 of 9 checks failed. Correct the rows.",
            id="one of ours keeps its class and its words",
        ),
        pytest.param(
            in_cell("UsageError", "organization 'x' does not exist"),
            UsageError,
            "organization 'x' does not exist",
            id="a usage error stays one",
        ),
        pytest.param(
            in_cell("KeyError", "'gap_size'"),
            NotebookError,
            "notebooks/03_compute_gaps.ipynb, cell [4]: KeyError: 'gap_size'. "
            "Look at the executed notebook out.ipynb.",
            id="any other names notebook, cell and error",
        ),
        pytest.param(
            in_cell("ValueError", "\x1b[31mred\x1b[0m words\nand a second line"),
            NotebookError,
            "notebooks/03_compute_gaps.ipynb, cell [4]: ValueError: red words. "
            "Look at the executed notebook out.ipynb.",
            id="first line only, without colours",
        ),
        pytest.param(
            in_cell("AssertionError", ""),
            NotebookError,
            "notebooks/03_compute_gaps.ipynb, cell [4]: AssertionError. "
            "Look at the executed notebook out.ipynb.",
            id="an error without words",
        ),
    ],
)
def test_turns_the_error_of_a_cell_into_one_line(
    error: PapermillExecutionError, expected: type[SeqptError], message: str
) -> None:
    cause = cause_in_notebook(error, NOTEBOOK, "out.ipynb")

    assert (type(cause), str(cause)) == (expected, message)


@pytest.mark.parametrize(
    ("checks", "has_record", "expected", "message"),
    [
        pytest.param([], True, GateFailed, "gate gaps did not run in notebooks/03", id="no gate"),
        pytest.param(
            [check(), check(count=2)],
            True,
            GateFailed,
            "gate gaps: 1 of 2 checks failed. Correct the score.",
            id="a failure that the notebook passed over",
        ),
        pytest.param([check()], False, NotebookError, "recorded nothing", id="no record"),
    ],
)
def test_a_step_without_a_passed_gate_or_a_record_counts_as_failed(
    checks: list[CheckResult], has_record: bool, expected: type[SeqptError], message: str
) -> None:
    step = done("compute_gaps") if has_record else planned("compute_gaps")
    step.gates = {"gaps": checks}

    with pytest.raises(expected, match=message):
        refuse_unguarded(step, ["gaps"], NOTEBOOK)


def test_warnings_and_notes_stop_nothing() -> None:
    step = done("compute_gaps")
    step.gates = {"gaps": [check(count=3, severity="warning"), check(count=9, severity="info")]}

    refuse_unguarded(step, ["gaps"], NOTEBOOK)


def test_run_json_says_everything_about_a_run() -> None:
    step = done("compute_gaps", "38 people", rows=30, people=41)
    step.gates = {"gaps": [check(), check(count=1), check(count=2, severity="warning")]}
    run = run_of(step, planned("write_plans"))
    run.started_at = datetime(2026, 11, 22, 14, 5, 11, tzinfo=UTC)
    run.finished_at = datetime(2026, 11, 22, 14, 5, 40, tzinfo=UTC)

    content = as_json(run)

    assert content.pop("versions").keys() == {"python", "seqpt"}
    assert content.pop("steps") == [
        {
            "step": "compute_gaps",
            "status": "done",
            "seconds": 0.94,
            "summary": "38 people",
            "rows_written": {"need": 30},
            "rows": 30,
            "numbers": {"people": 41},
            "sql_statements": 20,
            "gates": {"gaps": {"checks": 3, "failed": 1, "warnings": 1}},
            "notebook": "compute_gaps.ipynb",
        },
        {
            "step": "write_plans",
            "status": "not run",
            "seconds": 0.0,
            "summary": "",
            "rows_written": {},
            "rows": 0,
            "numbers": {},
            "sql_statements": 0,
            "gates": {},
            "notebook": None,
        },
    ]
    assert content == {
        "run_id": RUN_ID,
        "organization": {"id": 1, "key": "demo"},
        "pipeline": "learning_plans",
        "is_dry_run": False,
        "parameters": {},
        "started_at": "2026-11-22T14:05:11+00:00",
        "finished_at": "2026-11-22T14:05:40+00:00",
        "exit_code": 0,
        "message": None,
    }


def ended_command(error: BaseException) -> int:
    with pytest.raises(typer.Exit) as caught, reporting():
        raise error
    return caught.value.exit_code


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        pytest.param(
            DataError("no archetype", "Choose one."),
            12,
            "no archetype. Choose one.",
            id="one of ours",
        ),
        pytest.param(KeyboardInterrupt(), 130, "interrupted by Ctrl-C", id="Ctrl-C"),
    ],
)
def test_a_command_ends_with_one_line_and_its_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, line: str
) -> None:
    assert ended_command(error) == code
    assert capsys.readouterr() == ("", f"seqpt: {line}\n")


def test_an_error_that_nobody_foresaw_leaves_its_traceback_in_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended_command(ZeroDivisionError("by zero\nand more")) == 20

    file = settings().runs / "seqpt-error.log"
    line = f"seqpt: ZeroDivisionError: by zero. The traceback is in {file}.\n"
    assert capsys.readouterr() == ("", line)
    assert "Traceback" in file.read_text()


@pytest.mark.parametrize(
    ("settings_given", "expected"),
    [
        pytest.param([], "make run ORG=demo", id="no parameter"),
        pytest.param(["", "a=1"], 'make run ORG=demo SET="a=1"', id="one, and an empty one"),
        pytest.param(["a=$x"], "make run ORG=demo SET='a=$x'", id="one that a shell would read"),
    ],
)
def test_says_the_command_again(settings_given: list[str], expected: str) -> None:
    assert cli._again("demo", settings_given, cli.PIPELINE, "run") == expected
