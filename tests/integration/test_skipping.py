"""The demo through the real pipeline, in a folder of its own: what is done again, and what not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from benchmarks.population import add_population
from pipelines import runner
from pipelines.cli import PIPELINE
from pipelines.data_check import check_data
from pipelines.results import RunResult
from pipelines.spec import PipelineSpec, load
from pipelines.wishes import NONE, Wishes
from seqpt_lib import quality, store
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.fingerprints import read_last_steps
from seqpt_lib.store.surveys import find_or_add_organization
from tests.support.databases import Server, pointed_at
from tests.support.rows import query, row_versions
from tests.support.rows import run as run_sql

pytestmark = pytest.mark.xdist_group("skipping")

STEPS = [
    "migrate_schema",
    "validate_sources",
    "compute_gaps",
    "generate_objectives",
    "write_plans",
    "report",
]


def do(
    spec: PipelineSpec, wishes: Wishes = NONE, org: str = "demo", **parameters: str
) -> RunResult:
    result = runner.run(spec, org, parameters, wishes=wishes)
    assert result.exit_code == 0, result.message
    return result


def done(result: RunResult) -> list[str]:
    return [step.step for step in result.steps if step.status == "done"]


@pytest.fixture(scope="module")
def spec(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PipelineSpec]:
    """A copy of the pipeline whose files may be edited, on a database where it has run once."""
    root = tmp_path_factory.mktemp("pipeline")
    for folder in ("notebooks", "expectations", "migrations", "data/reference", "data/demo"):
        shutil.copytree(PROJECT_ROOT / folder, root / folder)
    shutil.copy(PROJECT_ROOT / "alembic.ini", root)
    shutil.copy(PIPELINE, root / "pipeline.yaml")
    copied = load(root / "pipeline.yaml", root)
    with (
        pytest.MonkeyPatch.context() as patch,
        server.clone("demo") as address,
        pointed_at(address, patch),
    ):
        patch.setenv("SEQPT_RUNS", str(root / "runs"))
        patch.setenv("PYTHONPATH", str(PROJECT_ROOT))
        assert done(do(copied)) == STEPS
        yield copied


@pytest.fixture
def settled(spec: PipelineSpec) -> PipelineSpec:
    """The pipeline after a run that had seen all that tests before had changed."""
    do(spec)
    return spec


def test_a_second_run_skips_all_and_writes_nothing(
    settled: PipelineSpec, capsys: pytest.CaptureFixture[str]
) -> None:
    before = row_versions()
    [(since,)] = query("SELECT max(run_id) FROM pipeline_step WHERE status = 'done'")

    result = do(settled)

    assert result.is_unchanged
    assert row_versions() == before
    shown = capsys.readouterr().out
    assert f"  2/6 validate_sources     skipped          unchanged since run {since}\n" in shown
    report = result.folder.path.parent / since / "report.html"
    assert shown.endswith(
        f"  Nothing changed since run {since}: 0 rows written.\n  report: {report}\n"
    )
    steps = query(
        "SELECT step, status FROM pipeline_step WHERE run_id = :run ORDER BY finished_at",
        run=result.folder.run_id,
    )
    assert steps == [(step, "skipped") for step in STEPS]


def edit(notebook: Path, cell: str) -> None:
    content = nbformat.read(notebook, as_version=4)
    content.cells.insert(-1, nbformat.v4.new_code_cell(cell))
    nbformat.write(content, notebook)


def test_an_edited_notebook_is_run_again_and_what_follows(settled: PipelineSpec) -> None:
    edit(settled.root / "notebooks" / "04_generate_objectives.ipynb", "stored.head()")

    assert done(do(settled)) == STEPS[3:]
    assert do(settled).is_unchanged


def test_outputs_that_jupyter_kept_are_no_edit(settled: PipelineSpec) -> None:
    notebook = settled.root / "notebooks" / "03_compute_gaps.ipynb"
    content = nbformat.read(notebook, as_version=4)
    content.cells[-1].outputs = [nbformat.v4.new_output("stream", text="41")]
    nbformat.write(content, notebook)

    assert do(settled).is_unchanged


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param(
            "UPDATE archetype_target SET target_level = 6 WHERE archetype_id = 1 "
            "AND competency_id = 1",
            STEPS[1:],
            id="a changed target: the gate of the sources reads it too",
        ),
        pytest.param(
            "UPDATE learning_format SET effort = effort + 1 "
            "WHERE id = (SELECT max(id) FROM learning_format)",
            STEPS[4:],
            id="a changed format: only the plans read it",
        ),
        pytest.param(
            "DELETE FROM learning_plans WHERE id = (SELECT min(id) FROM learning_plans)",
            STEPS[4:],
            id="a deleted plan",
        ),
        pytest.param(
            "UPDATE user_se_competency_survey_results SET gap_size = 0 "
            "WHERE id = (SELECT min(id) FROM user_se_competency_survey_results "
            "WHERE gap_size > 0)",
            STEPS[2:],
            id="a gap that somebody changed by hand",
        ),
    ],
)
def test_changed_rows_are_met_by_all_that_read_or_wrote_them(
    settled: PipelineSpec, statement: str, expected: list[str]
) -> None:
    run_sql(statement)

    assert done(do(settled)) == expected


def test_rows_of_another_organization_are_none_of_ours(settled: PipelineSpec) -> None:
    run_sql(
        "INSERT INTO organization (organization_name, organization_public_key) "
        "VALUES ('Other', 'other')"
    )
    run_sql(
        "INSERT INTO app_user (organization_id, name, username) "
        "SELECT id, 'P', 'p' FROM organization WHERE organization_public_key = 'other'"
    )

    assert do(settled).is_unchanged


def test_another_parameter_is_a_change_for_the_steps_that_take_it(settled: PipelineSpec) -> None:
    assert done(do(settled, hours_per_week="8")) == STEPS[4:]
    assert done(do(settled)) == STEPS[4:]


def test_a_lost_index_is_looked_for_in_all_steps(settled: PipelineSpec) -> None:
    run_sql("DROP INDEX seqpt.idx_objective_call")

    assert done(do(settled)) == STEPS


def test_what_is_asked_for_is_done(settled: PipelineSpec) -> None:
    assert done(do(settled, Wishes(from_step="write_plans"))) == STEPS[4:]
    assert done(do(settled, Wishes(only="compute_gaps"))) == ["compute_gaps"]
    assert done(do(settled)) == STEPS[3:], "what follows was not done since"
    assert do(settled).is_unchanged


def test_a_file_that_one_step_alone_has_read_since_is_met_by_the_others(
    settled: PipelineSpec,
) -> None:
    roles = settled.root / "data" / "reference" / "roles.yaml"
    roles.write_text(roles.read_text(encoding="utf-8") + "\n# seen by step 1\n", encoding="utf-8")

    assert done(do(settled, Wishes(only="migrate_schema"))) == ["migrate_schema"]
    assert done(do(settled)) == STEPS[1:]
    assert do(settled).is_unchanged


def test_a_report_that_is_gone_is_made_again(settled: PipelineSpec) -> None:
    shutil.rmtree(settled.root / "runs")

    result = do(settled)

    assert done(result) == ["report"]
    assert (result.folder.path / "report.html").exists()
    assert do(settled).is_unchanged
    (result.folder.path / "plan.json").unlink()
    assert done(do(settled)) == ["report"]


def test_the_report_shows_a_check_of_the_data_that_came_after_it(settled: PipelineSpec) -> None:
    check_data("demo", quality.judge, is_schema_current=True)

    assert done(do(settled)) == ["report"]
    assert do(settled).is_unchanged


def test_what_a_dry_run_found_is_no_change(settled: PipelineSpec) -> None:
    assert runner.run(settled, "demo", {}, dry_run=True).exit_code == 0

    assert do(settled).is_unchanged


def test_the_ledger_tells_where_an_embedding_model_gave_nothing(settled: PipelineSpec) -> None:
    run_sql(
        "UPDATE seqpt.pipeline_step SET numbers = numbers || "
        """'{"passages_found": "by words: the embedding model gave nothing"}' """
        "WHERE step = 'generate_objectives'"
    )

    with store.connect() as connection:
        organization = store.find_organization(connection, "demo")
        last = read_last_steps(connection, organization.id, settled.name)

    assert [step for step in STEPS if last[step].lacks_service] == ["generate_objectives"]


def add(key: str, first_id: int) -> None:
    with store.transaction() as connection:
        number, _ = find_or_add_organization(connection, key, key.title(), None)
        store.set_archetypes(connection, number, [4])
        add_population(connection, number, 12, first_id)


def test_the_step_of_all_organizations_is_done_by_the_run_of_one(
    settled: PipelineSpec, capsys: pytest.CaptureFixture[str]
) -> None:
    add("second", 5000)
    [(since,)] = query(
        "SELECT max(run_id) FROM pipeline_step "
        "WHERE step = 'migrate_schema' AND fingerprint IS NOT NULL"
    )

    first = do(settled, org="second")

    assert done(first) == STEPS[1:]
    assert first.steps[0].unchanged_since == since
    said = (
        f"  1/6 migrate_schema       skipped          done for all organizations by run {since}\n"
    )
    assert said in capsys.readouterr().out
    assert do(settled, org="second").is_unchanged
    assert do(settled).is_unchanged
    add("third", 6000)
    assert do(settled, org="third").steps[0].unchanged_since == since, "the one that did it"

    do(settled, Wishes(force=True))
    assert do(settled, org="second").is_unchanged, "what another one does again is no change"

    edit(settled.root / "notebooks" / "01_migrate_schema.ipynb", "1")
    assert done(do(settled)) == STEPS
    assert done(do(settled, org="second")) == STEPS[1:]
    assert do(settled, org="second").is_unchanged
