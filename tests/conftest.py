"""Settings that all tests share."""

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from seqpt_lib.store.server import embedded_address
from tests.support.databases import SAMPLE, Server, forget_settings, pointed_at, room_in_memory

# The same examples on every machine and every day; a new example is a new line in a test.
settings.register_profile("local", derandomize=True, deadline=None)
settings.register_profile("ci", parent=settings.get_profile("local"), print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    # pytest-alembic adds a node of its own to this file, which pytest 9.2 refuses. Its tests are
    # imported by name in tests/migrations, so that node may go to a file that does not exist.
    config.option.pytest_alembic_tests_path = "none"
    # Whoever starts tests in the background has Ctrl-C ignored, and so would all that they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of this test process, in a folder of its own."""
    memory = room_in_memory()
    # A short path: the name of a Unix socket has about 100 characters.
    home = Path(tempfile.mkdtemp(prefix="seqpt-tests-", dir=memory))
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server has stopped
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQPT_HOME", str(home / "home"))
        patch.setenv("SEQPT_RUNS", str(home / "runs"))
        patch.delenv("DATABASE_URL", raising=False)
        # Hundreds of gates pass here, and few tests look at their pages.
        patch.setenv("SEQPT_DATA_DOCS", "when_stopped")
        forget_settings()
        started = Server(embedded_address("tests"), is_in_memory=memory is not None)
        started.hurry()
        yield started
        started.close()
    forget_settings()


@pytest.fixture
def empty_database(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """Address of a database with nothing in it; ``DATABASE_URL`` names it."""
    yield from _database("template0", server, monkeypatch, tmp_path)


@pytest.fixture
def derik_database(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """Address of a database with Derik's schema and rows that nobody has migrated."""
    yield from _database("derik", server, monkeypatch, tmp_path)


@pytest.fixture
def database(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Address of a migrated database with the reference data and no organization."""
    yield from _database("migrated", server, monkeypatch, tmp_path)


@pytest.fixture
def demo_database(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Address of a database with the demo organization, imported only."""
    yield from _database("demo", server, monkeypatch, tmp_path)


@pytest.fixture
def planned_database(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """Address of a database with the demo organization after all its steps."""
    yield from _database("planned", server, monkeypatch, tmp_path)


@pytest.fixture
def context_database(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """The same with the demo's context, which no objective has been worded from yet."""
    yield from _database("with_context", server, monkeypatch, tmp_path)


@pytest.fixture
def sample_database(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """Address of a database with the demo organization and the sample survey, imported only."""
    if not SAMPLE.is_dir():
        pytest.skip(f"there is no sample survey in {SAMPLE.parent.name}/{SAMPLE.name}")
    yield from _database("sample", server, monkeypatch, tmp_path)


def _database(
    template: str, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    monkeypatch.setenv("SEQPT_RUNS", str(tmp_path / "runs"))
    with server.clone(template) as address, pointed_at(address, monkeypatch):
        yield address
