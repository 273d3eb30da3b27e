"""Every defect at once: each is reported, nothing is planned, and mended step by step it runs."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines import cli
from seqpt_lib import schema, store
from seqpt_lib.errors import GateFailed
from seqpt_lib.schema.load import load_knowledge
from seqpt_lib.settings import settings
from tests.support import dirty, rows, steps
from tests.support.mending import drop_what_writes, mending_sql

pytestmark = pytest.mark.xdist_group("runner")

ORG, ORG_ID = "Demo Motors", 1
CANARIES = re.compile(r"canary|m(ü|Ã¼)ller|864213579|password_hash", re.IGNORECASE)
LEDGER = ("gate_result", "pipeline_step", "pipeline_run")
Findings = dict[int, list[tuple[str, str, int]]]


@pytest.fixture
def dirty_database(demo_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PYTHONPATH", str(Path(cli.__file__).parents[1]))
    rows.run_script(dirty.PRIVATE)
    rows.run_script(dirty.DIRT)
    with store.transaction() as connection:
        load_knowledge(connection)  # an earlier run has met these texts
    rows.run_script(dirty.LEFT_BEHIND)
    return demo_database


def run() -> tuple[int, str]:
    said = CliRunner().invoke(cli.app, ["run", ORG])
    return said.exit_code, said.output


def found_in(gate: str) -> dict[str, tuple[str, int]]:
    """Give what the last run's gate found: severity and count by check."""
    return {
        check: (severity, count)
        for check, severity, count in rows.query(
            "SELECT check_id, severity, unexpected_count FROM gate_result WHERE NOT success "
            "AND gate = :gate AND run_id = (SELECT run_id FROM gate_result WHERE gate = :gate "
            "ORDER BY id DESC LIMIT 1)",
            gate=gate,
        )
    }


def expected(findings: Findings) -> dict[str, tuple[str, int]]:
    return {check: (severity, count) for row in findings.values() for check, severity, count in row}


def mend_sources() -> None:
    """Do what the page says, check by check; the contract comes last, when no row breaks it."""
    for check in expected(dirty.SOURCES):
        if check != "contract":
            rows.run_script(mending_sql(check, ORG_ID))
    schema.prepare()  # make migrate, as the section on duplicate tables says
    rows.run_script(mending_sql("contract", ORG_ID))


def stop_at(gate: str, notebook: str, findings: Findings) -> None:
    """See that a step's gate stops with just these findings, then mend them."""
    with pytest.raises(GateFailed) as stop:
        steps.run_step(notebook, org=ORG)
    assert stop.value.exit_code == 11
    wanted = expected(findings)
    assert found_in(gate) == wanted
    for check in wanted:
        drop_what_writes(check, ORG_ID)


def parts(file: Path) -> Iterator[bytes]:
    """Give the content of a file, or of the files that it packs."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    else:
        yield file.read_bytes()


def told_in_files(folder: Path) -> dict[str, Any]:
    """Find what must not be told, in every file of the run folders."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 5
    hits = {
        str(file.relative_to(folder)): told
        for file in files
        for content in parts(file)
        if (told := CANARIES.search(content.decode(errors="replace")))
    }
    return {name: told[0] for name, told in hits.items()}


def told_in_ledger() -> list[str]:
    """Find what must not be told, in whatever the ledger keeps."""
    kept = [
        row for table in LEDGER for (row,) in rows.query(f"SELECT t::text FROM seqpt.{table} t")
    ]
    assert len(kept) > len(LEDGER)
    return [row for row in kept if CANARIES.search(row)]


def see_that_nothing_private_is_told(said: str) -> None:
    assert told_in_files(settings().runs) == {}
    assert told_in_ledger() == []
    assert CANARIES.search(said) is None


def test_it_reports_every_defect_and_runs_once_it_is_mended(dirty_database: str) -> None:
    code, said = run()

    assert code == 11, said
    assert found_in("sources") == expected(dirty.SOURCES)
    for check, (severity, _count) in expected(dirty.SOURCES).items():
        assert severity == "info" or f"mend-data.md#{check}" in said
    assert "Nothing was written." in said
    assert rows.scalar("SELECT count(*) FROM learning_plans") == 0
    see_that_nothing_private_is_told(said)

    mend_sources()
    rows.run_script(dirty.LOST_AGAIN)
    steps.run_step("02_validate_sources", org=ORG)
    stop_at("gaps", "03_compute_gaps", dirty.GAPS)
    steps.run_step("03_compute_gaps", org=ORG)
    stop_at("objectives", "04_generate_objectives", dirty.OBJECTIVES)
    steps.run_step("04_generate_objectives", org=ORG)
    stop_at("plans", "05_write_plans", dirty.PLANS)
    rows.run_script(mending_sql("contract", ORG_ID))

    code, said = run()

    assert code == 0, said
    assert rows.scalar("SELECT count(*) FROM plan_status WHERE is_current") > 30
    see_that_nothing_private_is_told(said)


def test_all_28_lines_are_in_it() -> None:
    lines = dirty.SOURCES | dirty.GAPS | dirty.OBJECTIVES | dirty.PLANS

    assert sorted(lines) == list(range(1, 29))
