"""What a person reads about a run, to the letter."""

import pytest

from pipelines import terminal
from pipelines.results import StepResult
from seqpt_lib.errors import (
    DatabaseError,
    DataError,
    GateFailed,
    KernelDied,
    NotebookError,
    UsageError,
)
from tests.unit.run_results import (
    check,
    committed,
    done,
    ended,
    in_project_folder,  # noqa: F401  # a fixture of this module too
    planned,
    run_of,
    shown,
)

SCORES = "survey_results: score in 0, 1, 2, 4, 6"


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


def test_shows_a_run_that_had_nothing_to_do() -> None:
    before = "2026-11-21T02-00-00Z-01ab"
    steps = [planned("migrate_schema"), planned("write_plans")]
    for step in steps:
        step.skip(before)

    assert shown(run_of(*steps)) == (
        f"""\
learning plans for Demo Motors (demo), run 2026-11-22T14-05-11Z-7f3a
  1/2 migrate_schema  skipped          unchanged since run {before}
  2/2 write_plans     skipped          unchanged since run {before}
  Nothing changed since run {before}: 0 rows written."""
    )


def test_where_the_report_is_unchanged_it_says_where_the_last_one_lies() -> None:
    before = "2026-11-21T02-00-00Z-01ab"
    step = planned("report")
    step.export = "report.html"
    step.skip(before)
    run = run_of(step)
    folder = run.folder.path.parent / before
    folder.mkdir(parents=True)
    (folder / "report.html").touch()

    assert terminal.closing_lines(run)[-1] == f"  report: data/runs/demo/{before}/report.html"


def test_a_run_says_which_one_it_resumes() -> None:
    run = run_of(done("migrate_schema"))
    run.resumes = "2026-11-21T02-00-00Z-01ab"

    assert terminal.head_line(run).endswith(
        "-7f3a, resumes run 2026-11-21T02-00-00Z-01ab, which was killed"
    )


def test_shows_which_checks_stopped_a_step_and_what_to_do() -> None:
    stopped = ended("validate_sources", GateFailed("gate sources: 2 failed"), writes=False)
    stopped.gates = {
        "sources": [
            check(count=3, rows_query="SELECT id FROM answers\n  WHERE score = 3"),
            check("420 rows", count=8),
            check("no key is singleuser", count=1, severity="warning", rows_query="SELECT 17"),
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
          why: It is no level.
          fix: Correct the score.
          rows: SELECT id FROM answers WHERE score = 3
          how: docs/how-to/mend-data.md#score_in_0_1_2_4_6
        survey_results: 420 rows   8 of 412 rows: id 17, id 18, id 19, id 20, id 21
          why: It is no level.
          fix: Correct the score.
          how: docs/how-to/mend-data.md#420_rows
        warning: survey_results: no key is singleuser   1 of 412 rows: id 17
          rows: SELECT 17
          how: docs/how-to/mend-data.md#no_key_is_singleuser
  Not run: compute_gaps. Nothing was written.
  Then: make run ORG=demo        Notebook: data/runs/validate_sources.ipynb"""
    )


def test_shows_every_warning_with_where_to_read_how_to_mend_it() -> None:
    step = done("validate_sources")
    step.gates = {"sources": [check(f"rule {n}", count=1, severity="warning") for n in range(8)]}

    lines = terminal.step_lines(run_of(step), step)

    assert len([line for line in lines if line.startswith("        warning: ")]) == 8
    assert lines[-1] == "          how: docs/how-to/mend-data.md#rule_7"


def test_the_sql_that_shows_the_rows_is_whole_however_long() -> None:
    step = done("validate_sources")
    query = f"SELECT id FROM answers WHERE {' AND '.join(f'score <> {n}' for n in range(300))}"
    step.gates = {"sources": [check(count=1, severity="warning", rows_query=query)]}

    assert f"          rows: {query}" in terminal.step_lines(run_of(step), step)


def test_says_no_more_rows_than_there_are() -> None:
    step = done("validate_sources")
    step.gates = {"sources": [check("pairs", count=413, severity="info")]}

    assert "   413 rows: id 17," in terminal.step_lines(run_of(step), step)[1]


def test_a_gate_that_passed_shows_its_notes_only() -> None:
    step = done("validate_sources", "31 checks")
    step.gates = {"sources": [check(), check(severity="info", count=4)]}

    assert terminal.step_lines(run_of(step), step) == [
        "  1/1 validate_sources  done     0.9 s   31 checks",
        f"        note: {SCORES}   4 of 412 rows: id 17, id 18, id 19, id 20",
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
            committed(ended("compute_gaps", DataError("no module"))),
            "compute_gaps wrote before it stopped, its notebook shows what; "
            "earlier steps' results stay.",
            id="the data do not allow what came after the commit",
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
