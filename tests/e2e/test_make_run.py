"""What the README promises of ``make run``, typed as a user types it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import ROOT, make
from tests.support.databases import Server, pointed_at
from tests.support.results import everything, results
from tests.support.rows import query
from tests.support.rows import run as run_sql

STEPS = [
    "migrate_schema",
    "validate_sources",
    "compute_gaps",
    "generate_objectives",
    "write_plans",
    "report",
]


NOTHING_TO_COVER = ["seqpt.coverage_finding"]
"""What stays empty for the demo organization: its archetype reaches what each role needs."""


def is_recorded(step: str, within_seconds: int) -> bool:
    """Wait until the ledger says that a step has ended."""
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        if query("SELECT 1 FROM seqpt.pipeline_step WHERE step = :step", step=step):
            return True
        time.sleep(0.1)
    return False


def row_versions_in(home: Path) -> dict[str, Any]:
    """Row versions on the embedded server, by a process of its own: with it the server stops."""
    look = "import json; from tests.support.rows import row_versions as of; print(json.dumps(of()))"
    done = subprocess.run(
        [sys.executable, "-c", look],
        cwd=ROOT,
        env=os.environ | {"SEQPT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=400,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def undisturbed_results(server: Server) -> dict[str, list[tuple[str, ...]]]:
    """What the steps write for the demo organization if nothing comes in between."""
    with (
        pytest.MonkeyPatch.context() as patch,
        server.clone("planned") as address,
        pointed_at(address, patch),
    ):
        return results()


def test_the_first_command_builds_everything_and_the_second_writes_nothing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home = tmp_path_factory.mktemp("h")  # the embedded server, as a user without any other has it
    first = make("run", "ORG=demo", runs=tmp_path, SEQPT_HOME=str(home))
    assert first.code == 0, first.err
    for number, step in enumerate(STEPS, 1):
        assert re.search(rf"  {number}/6 {step} +done +\d+\.\d s   \w", first.out)
    assert "plans: table learning_plans\n" in first.out
    assert "\x1b" not in first.out
    before = row_versions_in(home)
    assert [table for table, found in before.items() if not found] == NOTHING_TO_COVER
    since = first.last_run()["run_id"]
    second = make("run", "ORG=demo", runs=tmp_path, SEQPT_HOME=str(home))
    assert second.code == 0, second.err
    assert "learning plans for Demo Motors (demo), run " in second.out
    assert second.last_run()["is_unchanged"]
    assert f"Nothing changed since run {since}: 0 rows written." in second.out
    assert "Setting up" not in second.out
    assert row_versions_in(home) == before


def test_a_run_killed_half_way_is_made_good_by_the_next(
    undisturbed_results: dict[str, list[tuple[str, ...]]], demo_database: str, tmp_path: Path
) -> None:
    command = [str(ROOT / ".venv" / "bin" / "seqpt"), "run", "demo"]
    environment = os.environ | {"SEQPT_RUNS": str(tmp_path / "killed")}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as runner:
        is_half_way = is_recorded("compute_gaps", within_seconds=400)
        runner.kill()
    assert is_half_way
    assert runner.returncode == -signal.SIGKILL  # it had not ended by itself
    recorded = query("SELECT step FROM seqpt.pipeline_step")
    assert sorted(step for (step,) in recorded) == sorted(STEPS[:3])
    assert query("SELECT count(*) FROM public.learning_plans") == [(0,)]
    run = make("run", "ORG=demo", runs=tmp_path)
    assert run.code == 0, run.err
    assert ", which was killed" in run.out
    assert [step["status"] for step in run.last_run()["steps"]][:2] == ["skipped", "skipped"]
    assert results() == undisturbed_results
    assert len(undisturbed_results["learning_plans"]) == 38


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        pytest.param(
            ["run", "ORG=nobody"],
            2,
            "organization 'nobody' does not exist; known are: demo.",
            id="an organization that does not exist",
        ),
        pytest.param(
            ["archetype", "ORG=demo", "ARCHETYPES=Training on the job"],
            12,
            "The seven are: Common basic understanding; SE for managers;",
            id="an archetype that does not exist",
        ),
    ],
)
def test_a_wrong_command_says_what_is_wrong_in_one_line(
    arguments: list[str], code: int, line: str, demo_database: str, tmp_path: Path
) -> None:
    rows = results()
    typed = make(*arguments, runs=tmp_path)
    assert (typed.code, typed.seqpt_code) == (2, code)
    assert line in typed.complaint
    assert results() == rows


def test_an_organization_without_archetype_is_told_the_command(
    demo_database: str, tmp_path: Path
) -> None:
    run_sql("UPDATE organization SET selected_archetype = NULL")
    rows, runs = everything(), tmp_path / "none"
    run = make("run", "ORG=demo", runs=runs)
    assert run.seqpt_code == 12
    assert "make archetype ORG=demo" in run.complaint
    assert everything() == rows
    assert not runs.exists()


def test_a_database_that_is_down_is_named_without_its_password_and_no_other_is_taken(
    demo_database: str, tmp_path: Path
) -> None:
    rows, runs, home = everything(), tmp_path / "none", tmp_path / "no server"
    address = "postgresql://user:secret@127.0.0.1:9/survey"
    run = make("run", "ORG=demo", runs=runs, DATABASE_URL=address, SEQPT_HOME=str(home))
    assert run.seqpt_code == 13
    assert "127.0.0.1:9/survey" in run.complaint
    assert "secret" not in run.out + run.err
    assert everything() == rows
    assert not runs.exists()
    assert not home.exists()


def test_choosing_an_archetype_migrates_a_database_of_the_survey_app_first(
    derik_database: str, tmp_path: Path
) -> None:
    [(key,)] = query("SELECT organization_public_key FROM public.organization ORDER BY id LIMIT 1")
    chosen = make("archetype", f"ORG={key}", "ARCHETYPES=Certification", runs=tmp_path)
    assert chosen.code == 0, chosen.err
    stored = query(
        "SELECT selected_archetype FROM public.organization WHERE organization_public_key = :key",
        key=key,
    )
    assert stored == [("Certification",)]
