"""``make run`` with a model service, typed as a user types it."""

from pathlib import Path

from tests.support.commands import make
from tests.support.objectives import asked, sources
from tests.support.openai_server import KEY, running_server
from tests.support.rows import row_versions
from tests.support.wording import worded

NOBODY = "http://127.0.0.1:9/v1"
COMPETENCIES = [1, *range(4, 19)]


def test_a_dry_run_asks_once_and_the_run_after_it_pays_nothing(
    context_database: str, tmp_path: Path
) -> None:
    before = sources()
    with running_server() as server:
        server.answer = worded
        dry = make("dry-run", "ORG=demo", runs=tmp_path, **server.variables)
        assert dry.code == 0, dry.err
        assert (asked(server), sources()) == (COMPETENCIES, before)
        run = make("run", "ORG=demo", runs=tmp_path, **server.variables)
        assert run.code == 0, run.err
        assert len(server.requests) == len(COMPETENCIES)
    assert set(sources().values()) == {"model"}
    assert " by a model, " in run.out
    assert " 0 template (fallback)" in run.out
    assert KEY not in run.out + run.err
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and holds_key(file)]


def test_a_model_that_is_required_and_down_stops_with_14_and_changes_no_objective(
    context_database: str, tmp_path: Path
) -> None:
    before = row_versions()
    with running_server() as server:
        variables = server.variables | {"OPENAI_BASE_URL": NOBODY, "SEQPT_MODEL_REQUIRED": "1"}
        run = make("run", "ORG=demo", runs=tmp_path, **variables)
    assert (run.code, run.seqpt_code) == (2, 14)
    assert "openai:gpt-invented is required and did not answer" in run.out + run.err
    assert "OPENAI_BASE_URL" in run.out + run.err
    assert KEY not in run.out + run.err
    assert row_versions() == before


def holds_key(file: Path) -> bool:
    return KEY.encode() in file.read_bytes()
