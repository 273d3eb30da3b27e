"""Tiny notebooks through the real runner: what they consist of, and what a run left behind."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from sqlalchemy import text

from pipelines.spec import PipelineSpec
from seqpt_lib import store
from seqpt_lib.settings import settings
from seqpt_lib.store import Organization

PARAMETERS = 'org: str = "acme"\nrun_id: str = ""\npeople: int = 1\n'
OPEN = "from seqpt_lib import store\nstep = store.open_step('{step}', org=org, run_id=run_id)"
FINISH = "step.finish('all well', {'need': 0}, people=people)"
WRITE = """\
from sqlalchemy import text
with step.writing() as connection:
    rows = connection.execute(text(
        "INSERT INTO need VALUES (:organization, 1, 1, 1, 1) ON CONFLICT DO NOTHING"
    ), {"organization": step.organization.id}).rowcount"""
GATE = """\
from seqpt_lib.store import ledger
ledger.record_gate(step.connection, run_id, "guard", [
    ledger.CheckResult("c1", "need", "level on the scale", "critical", %s, 9, %s, [], "Mend it."),
    ledger.CheckResult("c2", "app_user", "everyone answered", "warning", False, 9, 1, ["id 4"], ""),
])"""
GATE_PASSES = GATE % (True, 0)
GATE_FAILS = GATE % (False, 2)
LOAD_DEMO = """\
from sqlalchemy import text
from seqpt_lib import store
with store.transaction() as connection:
    connection.execute(text(
        "INSERT INTO organization "
        "(id, organization_name, organization_public_key, selected_archetype) "
        "VALUES (999, 'Demo', 'demo', 'Certification')"
    ))"""
RAISE = """\
from seqpt_lib.errors import GateFailed
raise GateFailed("gate guard: 1 of 2 checks failed", "Mend it.")"""

Write = Callable[..., PipelineSpec]


def notebook(step: str, cells: list[str]) -> nbformat.NotebookNode:
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    sources = [cell.replace("{step}", step) for cell in cells]
    rest = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=[parameters, *rest])


def newest_run(key: str = "acme") -> Path:
    return max((settings().runs / key).iterdir(), key=lambda folder: folder.stat().st_mtime_ns)


def run_json(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "run.json").read_text())
    return content


def ledger_rows(query: str, run_id: str) -> list[tuple[Any, ...]]:
    with store.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), {"run": run_id})]


def run_row(run_id: str) -> tuple[Any, ...]:
    columns = "status, exit_code, message, is_dry_run, finished_at IS NOT NULL"
    (row,) = ledger_rows(f"SELECT {columns} FROM pipeline_run WHERE run_id = :run", run_id)
    return row


def step_rows(run_id: str) -> list[tuple[Any, ...]]:
    return ledger_rows(
        "SELECT step, status FROM pipeline_step WHERE run_id = :run ORDER BY finished_at", run_id
    )


def organization(org: str) -> Organization:
    with store.connect() as connection:
        return store.find_organization(connection, org)


def needs_stored() -> int:
    return len(ledger_rows("SELECT 1 FROM need WHERE :run = :run", ""))


def wait_for(condition: Callable[[], object], seconds: float = 240) -> None:
    """Look until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
