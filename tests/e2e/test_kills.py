"""kill -9 at random moments: the next run ends where an undisturbed one does."""

import atexit
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from seqpt_lib.store.server import embedded_address
from tests.support.commands import ROOT
from tests.support.databases import forget_settings
from tests.support.results import results
from tests.support.rows import query, run_script

PROC = Path("/proc")
pytestmark = [
    pytest.mark.kills,
    pytest.mark.xdist_group("kills"),
    pytest.mark.skipif(not PROC.is_dir(), reason="finds processes as Linux shows them"),
]

SEED = 20261126
VICTIMS = [*["runner"] * 12, *["kernel"] * 5, *["server"] * 3]
FORCED_EVERY = 5
"""Every so many runs is forced, so that the steps that a reset leaves alone are killed too."""

LATEST = 0.8
"""Share of a run's time within which the blows fall: in what is left it only cleans up."""

RESET = """
UPDATE user_se_competency_survey_results SET learning_plan_id = NULL, target_level = NULL,
gap_size = NULL, archetype_source = NULL;
DELETE FROM plan_status; DELETE FROM learning_plans; DELETE FROM objective; DELETE FROM need;
DELETE FROM role_need; DELETE FROM competency_statistic; DELETE FROM role_statistic;
DELETE FROM archetype_fit; DELETE FROM coverage_finding; DELETE FROM gap_basis
"""

random_moments = random.Random(SEED)
MOMENTS = [random_moments.random() for _ in VICTIMS]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home of its own with an embedded server, which this process may look into."""
    folder = Path(tempfile.mkdtemp(prefix="seqpt-kills-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # runs after the server has stopped
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQPT_HOME", str(folder))
        patch.setenv("SEQPT_RUNS", str(folder / "runs"))
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("DATABASE_URL", "")
        forget_settings()
        embedded_address()
        yield folder
    forget_settings()


def begin(*options: str) -> subprocess.Popen[str]:
    command = [str(ROOT / ".venv" / "bin" / "seqpt"), "run", *options, "demo"]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def finish() -> str:
    run = begin()
    printed, _ = run.communicate(timeout=300)
    assert run.returncode == 0, printed
    return printed


@pytest.fixture(scope="module")
def undisturbed(home: Path) -> tuple[dict[str, list[tuple[str, ...]]], dict[bool, float]]:
    """What a run without any blow stores, and how long a run takes: forced, and after a reset."""
    finish()
    expected, seconds = results(), {}
    for is_forced in (True, False):
        run_script(RESET)
        started = time.monotonic()
        run = begin(*["--force"] * is_forced)
        run.communicate(timeout=300)
        seconds[is_forced] = time.monotonic() - started
        assert results() == expected
    return expected, seconds


def children(parent: int) -> list[int]:
    found = []
    for status in PROC.glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = status.read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == parent and fields[0] != "Z":
                found.append(int(status.parent.name))
    return found


def kernels(runner: int) -> list[int]:
    """The kernels of a run: forked from a server that is a child of the run."""
    return [kernel for server in children(runner) for kernel in children(server)]


def victim_of(kind: str, run: subprocess.Popen[str], home: Path) -> int | None:
    if kind == "runner":
        return run.pid
    if kind == "server":
        return int((home / "postgres" / "postmaster.pid").read_text().split()[0])
    while run.poll() is None:
        if found := kernels(run.pid):
            return found[-1]
        time.sleep(0.01)
    return None


def strike(kind: str, run: subprocess.Popen[str], home: Path) -> None:
    victim = victim_of(kind, run, home)
    if victim and run.poll() is None:
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    run.communicate(timeout=300)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def is_answering() -> bool:
    try:
        forget_settings()
        return query("SELECT 1") == [(1,)]
    except Exception:  # noqa: BLE001  # whatever a server says that is just coming back
        return False


def lost_run() -> str:
    running = query("SELECT max(run_id) FROM pipeline_run WHERE status = 'running'")
    return str(running[0][0] or "")


@pytest.mark.parametrize(
    ("number", "kind", "moment"),
    [
        pytest.param(number, kind, moment, id=f"{kind} at {moment:.0%}")
        for number, (kind, moment) in enumerate(zip(VICTIMS, MOMENTS, strict=True))
    ],
)
def test_the_next_run_ends_as_an_undisturbed_one(
    number: int,
    kind: str,
    moment: float,
    home: Path,
    undisturbed: tuple[dict[str, list[tuple[str, ...]]], dict[bool, float]],
) -> None:
    expected, seconds = undisturbed
    is_forced = number % FORCED_EVERY == 0
    run_script(RESET)
    run = begin(*["--force"] * is_forced)
    time.sleep(moment * LATEST * seconds[is_forced])
    strike(kind, run, home)

    if kind == "server":
        printed = finish()
        wait_for(is_answering)
    else:
        killed = lost_run()
        printed = finish()
        assert (f"resumes run {killed}, which was killed" in printed) == bool(killed)
    assert results() == expected
    assert not lost_run()
    assert re.search(r"Nothing changed|Done in", printed)
