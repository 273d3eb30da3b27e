"""``make bench``: steps 2, 3 and 5 beside plain SQL statements, for growing organizations."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

SIZES = (1_000, 10_000, 100_000)
ORG = "bench"
ARCHETYPE_ID = 4
PLAIN_RUNS = 2
"""Runs of the plain statement, each on a fresh copy; the fastest is the yardstick."""

MOST_TIMES_PLAIN = 3.0
"""What step 3 may take of the plain statement's time at the largest size."""

MOST_GATE_MIB = 500
"""Peak memory of the process that runs step 2."""

COLUMNS = "{:>9}  {:<33}{:>9}{:>12}{:>11}{:>14}"


def main() -> None:
    """Measure every size given on the command line, or 1,000, 10,000 and 100,000 people."""
    sizes = [int(size.replace(",", "").replace("_", "")) for size in sys.argv[1:]] or SIZES
    folder = tempfile.mkdtemp(prefix="seqpt-bench-")
    Path(folder).chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    os.environ |= {"SEQPT_HOME": folder, "SEQPT_RUNS": f"{folder}/runs", "DATABASE_URL": ""}
    print(COLUMNS.format("people", "what", "seconds", "rows/s", "peak MiB", "times plain"))
    ratios = {size: _measure(size) for size in sizes}
    largest = max(ratios)
    if largest >= SIZES[-1] and ratios[largest] >= MOST_TIMES_PLAIN:
        sys.exit(f"step 3 took {ratios[largest]:.2f} times the plain statement, not under 3")


def _measure(people_count: int) -> float:
    """Measure one size, print its lines, and give step 3's ratio to the plain statement."""
    organization_id, answers = _prepare(people_count)
    plain = min(_plain_seconds(organization_id) for _ in range(PLAIN_RUNS))
    _line(people_count, "one plain SQL statement", plain, answers, None, plain)
    ratio = 0.0
    _measure_gate(people_count, answers)
    for step, title in [
        ("03_compute_gaps", "step 3 compute_gaps"),
        ("04_generate_objectives", ""),
        ("05_write_plans", "step 5 write_plans"),
        ("03_compute_gaps", "step 3 again, nothing changed"),
        ("05_write_plans", "step 5 again, nothing changed"),
    ]:
        figures = _run_step(step)
        if title:
            _line(people_count, title, figures["seconds"], answers, figures["peak_mib"], plain)
        ratio = ratio or figures["seconds"] / plain  # of the first step: step 3 with all to write
    return ratio


def _measure_gate(people_count: int, answers: int) -> None:
    """Print what the gate of the sources takes beside a plain count of the same table."""
    counting = _seconds_of("SELECT count(*) FROM user_se_competency_survey_results")
    _line(people_count, "count(*) of the answers", counting, answers, None, counting)
    figures = _run_step("02_validate_sources")
    _line(
        people_count,
        "step 2 with gate sources / count",
        figures["seconds"],
        answers,
        figures["peak_mib"],
        counting,
    )
    if figures["peak_mib"] >= MOST_GATE_MIB:
        sys.exit(f"step 2 took {figures['peak_mib']:.0f} MiB, not under {MOST_GATE_MIB}")


def _seconds_of(query: str) -> float:
    from seqpt_lib.store import engine

    with engine.connect() as connection:
        started = time.perf_counter()
        connection.execute(text(query)).all()
        return time.perf_counter() - started


def _prepare(people_count: int) -> tuple[int, int]:
    """Make a fresh database with the population; the caches of this process follow it."""
    from benchmarks.population import add_population
    from seqpt_lib import schema
    from seqpt_lib.store import engine, surveys
    from seqpt_lib.store.organizations import set_archetypes

    _drop_database("seqpt")
    _administer('CREATE DATABASE "seqpt"')
    schema.prepare()
    with engine.transaction() as connection:
        organization_id, _ = surveys.find_or_add_organization(connection, ORG, "Benchmark", None)
        set_archetypes(connection, organization_id, [ARCHETYPE_ID])
        add_population(connection, organization_id, people_count)
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
        count = connection.scalar(text("SELECT count(*) FROM user_se_competency_survey_results"))
    return organization_id, int(count or 0)


def _plain_seconds(organization_id: int) -> float:
    import psycopg2

    _copy_database("seqpt", "plain")
    statement = Path(__file__).with_name("plain.sql").read_text()
    connection = psycopg2.connect(_address("plain"), options="-c search_path=seqpt,public")
    with connection, connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute(statement.format(organization_id=organization_id, archetype_id=ARCHETYPE_ID))
        connection.commit()
        seconds = time.perf_counter() - started
    connection.close()
    _drop_database("plain")
    return seconds


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


def _address(database: str) -> str:
    from seqpt_lib.store.server import embedded_address

    return embedded_address(database)


def _copy_database(source: str, target: str) -> None:
    _administer(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _drop_database(name: str) -> None:
    _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    import psycopg2

    connection = psycopg2.connect(_address("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def _line(  # the columns of one line
    people: int, what: str, seconds: float, rows: int, peak: float | None, plain: float
) -> None:
    print(
        COLUMNS.format(
            f"{people:,}",
            what,
            f"{seconds:.2f}",
            f"{rows / seconds:,.0f}",
            "" if peak is None else f"{peak:,.0f}",
            f"{seconds / plain:.2f}",
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
