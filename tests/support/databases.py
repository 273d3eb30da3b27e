"""A real PostgreSQL server for tests: databases are prepared once and cloned for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import make_url

from seqpt_lib import intake, schema
from seqpt_lib.settings import PROJECT_ROOT, settings
from seqpt_lib.store import engine
from tests.support import derik, steps

SAMPLE = PROJECT_ROOT.parent / "shared" / "sample"
SAMPLE_ARCHETYPE = "Needs-based, project-oriented training"

DEMO_CONTEXT = PROJECT_ROOT / "data" / "demo" / "context"

MEMORY = Path("/dev/shm")  # Linux keeps its files in memory; macOS has no such folder
ROOM = 1 << 30
"""Bytes that a server of tests may take: about four times what it does take."""

Builder = Callable[[], object]


def import_sample(archetype: str = SAMPLE_ARCHETYPE) -> intake.ImportReport:
    return intake.import_survey(SAMPLE, "sample", "Sample Survey", archetype)


def give_demo_context(org: str = "demo") -> intake.ContextReport:
    return intake.give_context(DEMO_CONTEXT, org)


TEMPLATES: dict[str, tuple[str, Builder]] = {
    "derik": ("template0", derik.make_database),
    "migrated": ("template0", schema.prepare),
    "demo": ("migrated", intake.load_demo),
    "planned": ("demo", lambda: steps.run_steps("demo")),
    "with_context": ("planned", give_demo_context),
    "sample": ("demo", import_sample),
}
"""By name: the template it starts from, and what is done to it."""


def forget_settings() -> None:
    """Make the process read its environment again: settings and engines are kept otherwise."""
    if engine.engine.cache_info().currsize:
        engine.engine().dispose()  # a template with open sessions cannot be copied
    for cached in (settings, engine.engine, engine.schema_engine):
        cached.cache_clear()


def room_in_memory() -> Path | None:
    """A folder in memory with room for a server of each test process, where there is one.

    A database is some 480 files, and hundreds are made and dropped: a disk takes ten times as long.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    try:
        is_roomy = shutil.disk_usage(MEMORY).free >= ROOM * processes
    except OSError:
        return None
    return MEMORY if is_roomy and os.access(MEMORY, os.W_OK | os.X_OK) else None


@dataclass
class Server:
    """A server on which databases are made from templates and dropped again."""

    home_address: str
    is_in_memory: bool = False
    _made: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=count)

    def address(self, name: str) -> str:
        return make_url(self.home_address).set(database=name).render_as_string(hide_password=False)

    @cached_property
    def _connection(self) -> psycopg2.extensions.connection:
        connection = psycopg2.connect(self.home_address)
        connection.autocommit = True
        return connection

    def execute(self, statement: str) -> None:
        """Run a statement that stands outside of transactions, on the server's own database."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement)

    def close(self) -> None:
        self._connection.close()

    def hurry(self) -> None:
        """Leave out what guards data against a crash, and what looks after databases that stay."""
        self.execute("ALTER SYSTEM SET fsync = off")
        self.execute("ALTER SYSTEM SET autovacuum = off")
        self.execute("ALTER SYSTEM SET max_wal_size = '256MB'")
        self.execute("SELECT pg_reload_conf()")

    def create(self, name: str, template: str) -> None:
        # Copying files asks for two checkpoints, which are dear on a disk and nothing in memory.
        strategy = "FILE_COPY" if self.is_in_memory else "WAL_LOG"
        self.execute(
            f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' STRATEGY {strategy}"
        )

    def template(self, name: str) -> str:
        """Make a template database the first time it is asked for."""
        if name in TEMPLATES and name not in self._made:
            base, build = TEMPLATES[name]
            self.create(name, self.template(base))
            with pytest.MonkeyPatch.context() as patch, pointed_at(self.address(name), patch):
                build()
            self._made.add(name)
        return name

    @contextmanager
    def clone(self, template: str) -> Iterator[str]:
        """Give the address of a fresh copy of a template; it is dropped afterwards."""
        name = f"test_{next(self._numbers)}"
        self.create(name, self.template(template))
        try:
            yield self.address(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def pointed_at(address: str, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the code find a database by ``DATABASE_URL``, and nothing of it in its caches."""
    patch.setenv("DATABASE_URL", address)
    forget_settings()
    try:
        yield address
    finally:
        forget_settings()
