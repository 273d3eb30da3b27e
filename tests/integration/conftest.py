"""What tests share: a server and tiny pipelines for the runner, the role of nightly runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from sqlalchemy import make_url, text

from pipelines.spec import PipelineSpec, load
from seqpt_lib import schema, store
from seqpt_lib.settings import PROJECT_ROOT
from tests.support import rows
from tests.support.databases import forget_settings
from tests.support.openai_server import ModelServer, asked_server
from tests.support.roles import MAKE_ROLE, ROLE, SCRIPT, TAKE_FROM_EVERYBODY
from tests.support.running import Write, notebook
from tests.support.wording import worded


@pytest.fixture(scope="module")
def runner_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An embedded server of the module's own, for this process and its kernels."""
    home = tmp_path_factory.mktemp("runner")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQPT_HOME", str(home))
        patch.setenv("SEQPT_RUNS", str(home / "runs"))
        patch.setenv("DATABASE_URL", "")
        patch.setenv("PYTHONPATH", str(PROJECT_ROOT))
        forget_settings()
        schema.prepare()
        with store.transaction() as connection:
            connection.execute(
                text(
                    "INSERT INTO organization "
                    "(organization_name, organization_public_key, selected_archetype) VALUES "
                    "('Acme', 'acme', 'Certification'), ('Bare', 'bare', NULL)"
                )
            )
        yield
    forget_settings()


@pytest.fixture
def pipeline(tmp_path: Path) -> Write:
    """Write a pipeline of one notebook per step, each given as its cells."""

    def write(steps: dict[str, list[str]], **changes: Any) -> PipelineSpec:
        (tmp_path / "notebooks").mkdir()
        (tmp_path / "expectations").mkdir()
        (tmp_path / "expectations" / "guard.yaml").touch()
        entries = []
        for name, cells in steps.items():
            file = tmp_path / "notebooks" / f"{name}.ipynb"
            nbformat.write(notebook(name, cells), file)
            entries.append({"id": name, "notebook": str(file), "timeout_minutes": 2} | changes)
        content = {"name": "tiny", "title": "tiny plans", "steps": entries}
        (tmp_path / "tiny.yaml").write_text(yaml.safe_dump(content))
        return load(tmp_path / "tiny.yaml", tmp_path)

    return write


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A model that words objectives well; this process asks it."""
    with asked_server() as running:
        running.answer = worded
        yield running


@pytest.fixture
def bare_role(demo_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address by which the role, without any grant, comes to the demo's database."""
    rows.run_script(MAKE_ROLE)
    yield make_url(demo_database).set(username=ROLE).render_as_string(hide_password=False)
    rows.run_script(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")  # roles belong to the whole server


@pytest.fixture
def run_role(bare_role: str) -> str:
    """The same after the script ran, twice, where nothing is given to everybody."""
    rows.run_script(TAKE_FROM_EVERYBODY)
    for _ in range(2):
        rows.run_script(SCRIPT.read_text(encoding="utf-8"))
    return bare_role
