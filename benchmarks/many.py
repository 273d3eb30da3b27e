"""Many small organizations by ``make run-all``: seconds and memory, from nothing and again.

The yardstick is the same command with one organization, by one worker.
"""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.databases import make_database
from seqpt_lib.settings import PROJECT_ROOT

PEOPLE = 25
ANSWERS = 16 * PEOPLE
COMMAND = "from pipelines.cli import main; main()"
LOOK_SECONDS = 5.0
KIBIBYTES = 1024
WORKER = "spawn_main"
"""What the command line of a worker holds; what it forks are kernels and their server."""

PARTS = 4
"""Memory of the workers is compared between the second quarter of the time and the last: in the
first one they start, where most of it passes by if there are few organizations."""


@dataclass(frozen=True)
class Figures:
    """What one call of ``run-all`` took."""

    seconds: float
    early_mib: float
    late_mib: float
    """Memory of the largest worker in the second and in the last quarter of the time."""

    peak_mib: float
    """Memory of all processes together at most, shared pages counted once (Linux: PSS)."""


def make_organizations(count: int) -> list[str]:
    """Make a fresh database with invented organizations of 25 people.

    Args:
        count: How many.

    Returns:
        Their public keys.
    """
    return list(make_database({f"org{number:05}": PEOPLE for number in range(count)}))


def run_all(*orgs: str, jobs: str = "") -> Figures:
    """Time ``seqpt run-all``, from its first import to its end, and look at its memory meanwhile.

    Args:
        orgs: Public keys; none for all.
        jobs: Number of workers; the default if empty.

    Returns:
        The figures.
    """
    started = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "run-all", f"--jobs={jobs}", *orgs],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    looks: list[tuple[float, float]] = []
    watcher = threading.Thread(target=_look, args=(process.pid, looks), daemon=True)
    watcher.start()
    said, _ = process.communicate()
    seconds = perf_counter() - started
    if process.returncode:
        sys.exit(f"run-all failed: {said.strip().splitlines()[-1]}")
    largest = [worker for worker, _ in looks if worker]  # from when there are workers
    part = max(len(largest) // PARTS, 1)
    return Figures(
        seconds,
        max(largest[part : 2 * part], default=0),
        max(largest[-part:], default=0),
        max((whole for _, whole in looks), default=0),
    )


def _look(pid: int, looks: list[tuple[float, float]]) -> None:
    while (found := _processes(pid)) is not None:
        workers = [rss for _, rss, command in found if WORKER in command]
        looks.append(
            (max(workers, default=0), sum(_share_mib(each, rss) for each, rss, _ in found))
        )
        time.sleep(LOOK_SECONDS)


def _processes(pid: int) -> list[tuple[int, float, str]] | None:
    """List a process and all that came of it: id, MiB, command; None when it is gone."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,rss=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    ours = {pid}
    for each, parent, *_ in sorted(rows, key=lambda row: int(row[0])):
        if int(parent) in ours:
            ours.add(int(each))
    found = [
        (int(each), int(rss) / KIBIBYTES, command[0] if command else "")
        for each, _, rss, *command in rows
        if int(each) in ours
    ]
    return found or None


def _share_mib(pid: int, rss: float) -> float:
    """Give the memory of a process, with only its share of pages that others have too."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return rss
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / KIBIBYTES
