"""``make bench``: the steps beside plain SQL statements, for growing organizations."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import kernels, many
from benchmarks.databases import (
    MAIN,
    count_answers,
    count_demo,
    drop_database,
    make_database,
    seconds_of_counting,
    seconds_of_plain_statement,
)

SIZES = (1_000, 10_000, 100_000)
LARGE = 1_000_000
"""People of an organization of which only step 3 is measured."""

ORG = "bench"
AMONG_OTHERS, KERNELS, MANY = "others", "kernels", "many"
SMALL, OTHERS = 100, 100_000
"""People of an organization that is measured alone, and then beside so many others."""

PLAIN_RUNS = 2
"""Runs of the plain statement, each on a fresh copy; the fastest is the yardstick."""

MOST_TIMES_PLAIN = 2.0
"""What step 3 may take of the plain statement's time at the largest size."""

MOST_TIMES_ALONE = 1.5
"""What step 3 of a small organization may take beside others of what it takes alone."""

MOST_GATE_MIB, MOST_STEP_MIB = 500, 2048
"""Peak memory of the processes that run step 2 for 100,000 and step 3 for 1,000,000 people."""

REPORTED, MOST_REPORT_SECONDS = 10_000, 10.0
"""People of an organization, and the seconds that its report may take."""

MOST_TIMES_PAPERMILL = 0.2
"""What the demo's notebooks may take with warm kernels of what plain papermill takes."""

MOST_COMMAND_SECONDS = 8.0
"""What the whole of ``make run ORG=demo`` may take, after the set-up."""

MOST_UNCHANGED_SECONDS = 1.0
"""The same where nothing has changed: all steps are skipped."""

COMMAND_RUNS = 3
"""Runs of the whole command; the fastest counts."""

MANY_COUNT = int(os.environ.get("BENCH_ORGANIZATIONS", "200"))
"""Organizations of 25 people for ``make run-all``."""

MOST_SECONDS_EACH, MOST_SECONDS_AGAIN = 1.5, 0.1
"""Throughput on 2 cores: seconds for each organization from nothing, and unchanged again."""

MOST_TIMES_EARLY = 1.25
"""What the largest worker may hold in the last quarter of the time, of what it did in the first."""

COLUMNS = "{:>9}  {:<33}{:>9}{:>12}{:>11}{:>14}"

missed: list[str] = []
"""Goals that were not reached; the bench ends with an error that names them."""


def main() -> None:
    """Measure the sizes given on the command line, "others", "kernels", "many"; or everything."""
    asked = sys.argv[1:]
    named = {AMONG_OTHERS, KERNELS, MANY}
    given = [int(size.replace(",", "").replace("_", "")) for size in asked if size not in named]
    folder = tempfile.mkdtemp(prefix="seqpt-bench-")
    Path(folder).chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    os.environ |= {"SEQPT_HOME": folder, "SEQPT_RUNS": f"{folder}/runs", "DATABASE_URL": ""}
    print(COLUMNS.format("people", "what", "seconds", "rows/s", "peak MiB", "times"))
    for people_count in given if asked else (*SIZES, LARGE):
        _measure(people_count)
    if not asked or AMONG_OTHERS in asked:
        _measure_among_others()
    if not asked or KERNELS in asked:
        _measure_kernels()
    if not asked or MANY in asked:
        _measure_many()
    if missed:
        sys.exit("; ".join(missed))


def _measure(people_count: int) -> None:
    """Measure one size and print its lines."""
    organization_id = make_database({ORG: people_count})[ORG]
    answers = count_answers(organization_id)
    runs = PLAIN_RUNS if people_count < LARGE else 1  # minutes each: chance matters less
    plain = min(seconds_of_plain_statement(organization_id) for _ in range(runs))
    _line(people_count, "one plain SQL statement", plain, answers, None, 1.0)
    if people_count < LARGE:
        _measure_gate(people_count, answers)
    for step, title, rest in [
        ("03_compute_gaps", "step 3 / plain statement", True),
        ("04_generate_objectives", "", False),
        ("05_write_plans", "step 5 / plain statement", False),
        ("03_compute_gaps", "step 3 again, nothing changed", True),
        ("05_write_plans", "step 5 again, nothing changed", False),
        ("06_report", "step 6 / plain statement", False),
    ]:
        if rest or people_count < LARGE:
            figures = _run_step(step)
            times = figures["seconds"] / plain
            if title:
                _line(people_count, title, figures["seconds"], answers, figures["peak_mib"], times)
            if step == "03_compute_gaps" and people_count >= LARGE:
                _expect("step 3, times the plain statement", times, MOST_TIMES_PLAIN)
                _expect("step 3, MiB", figures["peak_mib"], MOST_STEP_MIB)
            if step == "06_report" and people_count == REPORTED:
                _expect("step 6, seconds", figures["seconds"], MOST_REPORT_SECONDS)


def _measure_gate(people_count: int, answers: int) -> None:
    """Print what the gate of the sources takes beside a plain count of the same table."""
    counting = seconds_of_counting()
    _line(people_count, "count(*) of the answers", counting, answers, None, 1.0)
    figures = _run_step("02_validate_sources")
    title, times = "step 2 with gate sources / count", figures["seconds"] / counting
    _line(people_count, title, figures["seconds"], answers, figures["peak_mib"], times)
    _expect("step 2, MiB", figures["peak_mib"], MOST_GATE_MIB)


def _measure_among_others() -> None:
    """Print what step 3 of a small organization takes alone, and beside a large one."""
    seconds = []
    for title, others in (("step 3, alone", {}), ("step 3, beside 100,000 others", {"x": OTHERS})):
        answers = count_answers(make_database({ORG: SMALL, **others})[ORG])
        _run_step("03_compute_gaps")
        figures = min((_run_step("03_compute_gaps") for _ in range(3)), key=lambda f: f["seconds"])
        seconds.append(figures["seconds"])
        times = seconds[-1] / seconds[0]
        _line(SMALL, title, seconds[-1], answers, figures["peak_mib"], times)
    _expect("step 3 beside others, times alone", seconds[1] / seconds[0], MOST_TIMES_ALONE)


def _measure_kernels() -> None:
    """Print what the demo's notebooks take with and without warm kernels, and the whole command."""
    drop_database(MAIN)
    kernels.seconds_of_command()  # loads the demo; from here on nothing changes any more
    answers, people = count_demo()
    plain = kernels.seconds_of_plain_papermill()
    _line(people, "demo by plain papermill", plain, answers, None, 1.0)
    warm = kernels.seconds_of_warm_kernels()
    _line(people, "demo, warm kernels / papermill", warm, answers, None, warm / plain)
    for title, options in (("every step", ["--force"]), ("unchanged", [])):
        whole = min(kernels.seconds_of_command(*options) for _ in range(COMMAND_RUNS))
        _line(people, f"make run, {title} / papermill", whole, answers, None, whole / plain)
        most = MOST_COMMAND_SECONDS if options else MOST_UNCHANGED_SECONDS
        _expect(f"make run, {title}, seconds", whole, most)
    _expect("warm kernels, times plain papermill", warm / plain, MOST_TIMES_PAPERMILL)


def _measure_many() -> None:
    """Print what ``make run-all`` takes for each of many organizations, and its memory."""
    first, *_ = many.make_organizations(MANY_COUNT)
    people = many.PEOPLE * MANY_COUNT
    alone = many.run_all(first, jobs="1").seconds
    _line(many.PEOPLE, "run-all of one organization", alone, many.ANSWERS, None, 1.0)
    for title, most in (
        (f"each of {MANY_COUNT}, from nothing / one", MOST_SECONDS_EACH),
        (f"each of {MANY_COUNT}, again / one", MOST_SECONDS_AGAIN),
    ):
        found = many.run_all()
        each = found.seconds / MANY_COUNT
        _line(people, title, each, many.ANSWERS, found.peak_mib, each / alone)
        print(f"           largest worker, MiB: {found.early_mib:.0f}, then {found.late_mib:.0f}")
        _expect(f"{title}, seconds", each, most)
        if found.early_mib:
            growth = found.late_mib / found.early_mib
            _expect(f"{title}, memory at the end", growth, MOST_TIMES_EARLY)
        else:
            missed.append(f"{title}: no worker was seen, its memory is not measured")


def _run_step(notebook: str) -> dict[str, float]:
    done = subprocess.run(  # our own module
        [sys.executable, "-m", "benchmarks.step", notebook, ORG],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{notebook} failed: {done.stderr.strip().splitlines()[-1]}")
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _expect(what: str, found: float, most: float) -> None:
    if found >= most:
        missed.append(f"{what}: {found:.2f}, not under {most:g}")


def _line(  # the columns of one line
    people: int, what: str, seconds: float, rows: int, peak: float | None, times: float
) -> None:
    print(
        COLUMNS.format(
            f"{people:,}",
            what,
            f"{seconds:.2f}",
            f"{rows / seconds:,.0f}",
            "" if peak is None else f"{peak:,.0f}",
            f"{times:.2f}",
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
