"""Every defect at once: each is reported, nothing is planned, and mended step by step it runs."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines import cli
from seqpt_lib import intake, schema
from seqpt_lib.errors import GateFailed
from seqpt_lib.settings import settings
from tests.support import dirty, rows, steps
from tests.support.mending import mending_sql

pytestmark = pytest.mark.xdist_group("runner")

ORG, ORG_ID = "Demo Motors", 1
CANARIES = re.compile(r"canary|müller|mÃ¼ller|demo-\d|password|\b99 of|score 99", re.IGNORECASE)
Findings = dict[int, list[tuple[str, str, int]]]


@pytest.fixture
def dirty_database(demo_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PYTHONPATH", str(Path(cli.__file__).parents[1]))
    rows.run_script(dirty.DIRT)
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
    """Do what the page says, check by check, and what only people can do."""
    for check in expected(dirty.SOURCES):
        if check not in {"contract", "duplicate_tables"}:
            rows.run_script(mending_sql(check, ORG_ID))
    rows.run_script("DELETE FROM mvp_users")
    schema.prepare()
    rows.run_script(mending_sql("contract", ORG_ID))
    intake.choose_archetypes(ORG, "Continuous support")


def drop_triggers(check: str) -> None:
    """Run the statements that the section's SQL gives."""
    for (statement,) in rows.query(mending_sql(check, ORG_ID).rstrip().rstrip(";")):
        rows.run_script(statement)


def stop_at(gate: str, notebook: str, findings: Findings) -> None:
    """See that a step's gate stops with just these findings, then mend them."""
    with pytest.raises(GateFailed) as stop:
        steps.run_step(notebook, org=ORG)
    assert stop.value.exit_code == 11
    wanted = expected(findings)
    found = found_in(gate)
    assert {check: found.get(check) for check in wanted} == wanted
    for check in wanted:
        drop_triggers(check)


def scanned(folder: Path) -> dict[str, Any]:
    """Find what must not be told, in every file of a run folder."""
    hits = {}
    for file in folder.rglob("*"):
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        if told := CANARIES.findall(text):
            hits[str(file.relative_to(folder))] = told[:3]
    return hits


def test_it_reports_every_defect_and_runs_once_it_is_mended(dirty_database: str) -> None:
    code, said = run()

    assert code == 11, said
    assert found_in("sources") == expected(dirty.SOURCES) | {
        "other_organizations": ("info", 1),
        "role_matrix_changed": ("info", 1),
        "targets_size": ("critical", 1),
    }
    for check, (severity, _count) in expected(dirty.SOURCES).items():
        assert severity == "info" or f"mend-data.md#{check}" in said
    assert "Nothing was written." in said
    assert rows.scalar("SELECT count(*) FROM learning_plans") == 0
    assert scanned(settings().runs) == {}
    assert CANARIES.findall(said) == []
    kept = rows.query("SELECT row_to_json(g)::text FROM gate_result g")
    assert [row for (row,) in kept if CANARIES.search(row)] == []

    mend_sources()
    steps.run_step("02_validate_sources", org=ORG)
    stop_at("gaps", "03_compute_gaps", dirty.GAPS)
    steps.run_step("03_compute_gaps", org=ORG)
    stop_at("objectives", "04_generate_objectives", dirty.OBJECTIVES)
    steps.run_step("04_generate_objectives", org=ORG)
    stop_at("plans", "05_write_plans", dirty.PLANS)

    code, said = run()

    assert code == 0, said
    assert rows.scalar("SELECT count(*) FROM plan_status WHERE is_current") > 30
    assert scanned(settings().runs) == {}


def test_all_28_lines_are_in_it() -> None:
    lines = dirty.SOURCES | dirty.GAPS | dirty.OBJECTIVES | dirty.PLANS

    assert sorted(lines) == list(range(1, 29))
