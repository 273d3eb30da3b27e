"""Many organizations through workers of this machine, and through a scheduler's."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import many
from pipelines.spec import PipelineSpec
from seqpt_lib import store
from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import batches
from tests.support import rows
from tests.support.generated import make_organization
from tests.support.running import FINISH, OPEN, WRITE, Write, ledger_rows, wait_for

pytestmark = pytest.mark.xdist_group("runner")

FAILS_FOR_B = "if org == 'b':\n    raise ZeroDivisionError('by b')"
COUNTS = """\
import os, pathlib, time
pathlib.Path({folder!r}, f"{{org}}-{{os.getpid()}}").touch()
while org == {slow!r} and not pathlib.Path({folder!r}, "go").exists():
    time.sleep(0.05)"""


def run_rows(key: str = "%") -> list[tuple[str, str]]:
    query = (
        "SELECT organization_public_key, status FROM pipeline_run r JOIN organization o "
        f"ON o.id = r.organization_id WHERE :run = '' AND organization_public_key LIKE '{key}' "
        "ORDER BY 1, 2"
    )
    return [(str(key), str(status)) for key, status in ledger_rows(query, "")]


def children(pid: int) -> list[int]:
    """The processes that a process began itself."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [line.split() for line in listed.stdout.splitlines()]
    return [int(child) for child, parent in pairs if int(parent) == pid]


def run_all(spec: PipelineSpec, *orgs: str, jobs: str = "2", scheduler: str = "") -> int:
    return many.run_all(spec, list(orgs), {}, jobs, scheduler, prepare=lambda: None)


@pytest.fixture(autouse=True)
def _modules_for_workers(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT_ROOT))
    for key in ("a", "b", "c"):
        make_organization(key, 2)


@pytest.fixture
def _without_archetype_or_answers() -> None:
    make_organization("silent", 0)
    make_organization("bare", 1)
    rows.run("UPDATE organization SET selected_archetype = NULL WHERE organization_name = 'bare'")


@pytest.mark.usefixtures("_without_archetype_or_answers")
def test_organizations_with_an_archetype_and_answers_can_be_run() -> None:
    with store.connect() as connection:
        found = [each.handle for each in batches.ready_organizations(connection, page=2)]
        assert batches.count_ready(connection) == len(found)
    assert found == ["a", "b", "c"]


def test_one_failure_is_its_own_and_a_single_run_says_nothing(
    pipeline: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    spec = pipeline({"first": [OPEN, FAILS_FOR_B, WRITE, FINISH]})

    assert run_all(spec, jobs="1") == 20

    assert run_rows() == [("a", "done"), ("b", "stopped"), ("c", "done")]
    lines = [line for line in capfd.readouterr().out.splitlines() if " organizations, " not in line]
    headings, done, failed, _seconds, named = lines
    assert headings.split("  ")[0] == "organizations"
    assert (done.split(), failed.split()) == (["2", "done", "0"], ["1", "failed", "20"])
    assert named.startswith("  b: failed, code 20: ")
    assert "ZeroDivisionError: by b" in named


def test_named_organizations_are_run_once_by_few_connections(
    pipeline: Write, tmp_path: Path
) -> None:
    looks = f"""\
import pathlib
from sqlalchemy import text
count = step.connection.scalar(text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"))
pathlib.Path({str(tmp_path)!r}, f"{{org}}.count").write_text(str(count))"""
    spec = pipeline({"first": [OPEN, looks, WRITE, FINISH]})

    assert run_all(spec, "c", "a", "a", jobs="1") == 0

    assert run_rows() == [("a", "done"), ("c", "done")]
    counts = [int(file.read_text()) for file in tmp_path.glob("*.count")]
    assert len(counts) == 2
    assert max(counts) <= 1 + many.CONNECTIONS


def test_an_unknown_organization_stops_before_any_begins(pipeline: Write) -> None:
    with pytest.raises(UsageError, match="'x' does not exist"):
        run_all(pipeline({"first": [OPEN, FINISH]}), "a", "x")
    assert run_rows() == []


def test_nothing_to_run_is_an_error(pipeline: Write) -> None:
    rows.run("UPDATE organization SET selected_archetype = NULL")
    with pytest.raises(DataError, match="no organization has an archetype and answers"):
        run_all(pipeline({"first": [OPEN, FINISH]}))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_end_what_runs_and_the_rest_is_not_run(
    pipeline: Write, tmp_path: Path, number: signal.Signals
) -> None:
    counts = COUNTS.format(folder=str(tmp_path), slow="a")
    spec = pipeline({"first": [OPEN, counts, FINISH]})
    command = "from pipelines.cli import main; main()"
    arguments = ["run-all", "--jobs", "1", "--pipeline", str(spec.path)]
    process = subprocess.Popen(
        [sys.executable, "-c", command, *arguments], stdout=subprocess.PIPE, text=True
    )
    try:
        wait_for(lambda: list(tmp_path.glob("a-*")))
        if number == signal.SIGINT:  # a terminal sends it to workers as well
            for child in children(process.pid):
                os.kill(child, number)
        process.send_signal(number)
        said = process.stdout.readline() if process.stdout else ""
        (tmp_path / "go").touch()
        printed, _ = process.communicate(timeout=240)
    finally:
        process.kill()

    assert "what runs ends, nothing more begins" in said
    assert process.returncode == (130 if number == signal.SIGINT else 143)
    assert run_rows() == [("a", "done")]
    assert [line.split() for line in printed.splitlines()[1:3]] == [
        ["1", "done", "0"],
        ["2", "not", "run", "-"],
    ]


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Address of a scheduler with two workers, each a process of its own."""
    file = tmp_path / "scheduler.json"
    where = ["--scheduler-file", str(file)]
    dask = [sys.executable, "-m", "dask"]
    here = ["--host", "127.0.0.1"]
    page = ["--dashboard-address", "127.0.0.1:0"]
    commands = [
        [*dask, "scheduler", *where, *here, "--port", "0", "--no-dashboard", *page],
        *[
            [*dask, "worker", *where, *here, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
            for _ in range(2)
        ],
    ]
    log = (tmp_path / "dask.log").open("w")
    started = [subprocess.Popen(command, stdout=log, stderr=log) for command in commands]
    try:
        wait_for(file.exists)
        yield str(json.loads(file.read_text())["address"])
    finally:
        for process in started:
            process.kill()
            process.wait()
        log.close()


def test_a_killed_workers_organization_is_run_once_again_and_no_other(
    pipeline: Write, tmp_path: Path, scheduler: str
) -> None:
    for key in "defgh":
        make_organization(key, 2)
    kills = f"""\
import os, pathlib, signal
mark = pathlib.Path({str(tmp_path)!r}, "killed")
if org == "c" and not mark.exists():
    mark.touch()
    os.kill(int(os.environ["JPY_PARENT_PID"]), signal.SIGKILL)"""
    counts = COUNTS.format(folder=str(tmp_path), slow="")
    spec = pipeline({"first": [OPEN, counts, WRITE, FINISH], "second": [OPEN, kills, FINISH]})

    assert run_all(spec, scheduler=scheduler) == 0

    expected = [(key, "done") for key in "abcdefgh"]
    assert run_rows() == sorted([*expected, ("c", "lost")])
    assert {key: len(list(tmp_path.glob(f"{key}-*"))) for key in "abcdefgh"} == {
        key: 2 if key == "c" else 1 for key in "abcdefgh"
    }
    with store.connect() as connection:
        found = store.find_organization(connection, "c")
        assert [run.status for run in store.last_runs(connection, found)] == ["done", "lost"]
    assert len(ledger_rows("SELECT 1 FROM need WHERE :run = ''", "")) == 8
