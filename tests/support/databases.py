"""A real PostgreSQL server for tests: databases are prepared once and cloned for each test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import psycopg2
import pytest
from sqlalchemy import make_url

from seqpt_lib import intake, schema
from seqpt_lib.settings import PROJECT_ROOT, settings
from seqpt_lib.store import engine
from tests.support import derik, steps

SAMPLE = PROJECT_ROOT.parent / "shared" / "sample"
SAMPLE_ARCHETYPE = "Needs-based, project-oriented training"

Builder = Callable[[], object]


def import_sample(archetype: str = SAMPLE_ARCHETYPE) -> intake.ImportReport:
    return intake.import_survey(SAMPLE, "sample", "Sample Survey", archetype)


TEMPLATES: dict[str, tuple[str, Builder]] = {
    "derik": ("template0", derik.make_database),
    "migrated": ("template0", schema.prepare),
    "demo": ("migrated", intake.load_demo),
    "planned": ("demo", lambda: steps.run_steps("demo")),
    "sample": ("demo", import_sample),
}
"""By name: the template it starts from, and what is done to it."""


def forget_settings() -> None:
    """Make the process read its environment again: settings and engines are kept otherwise."""
    for cached in (settings, engine.engine, engine.schema_engine):
        cached.cache_clear()


@dataclass
class Server:
    """A server on which databases are made from templates and dropped again."""

    home_address: str
    _made: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=count)

    def address(self, name: str) -> str:
        return make_url(self.home_address).set(database=name).render_as_string(hide_password=False)

    def execute(self, statement: str) -> None:
        """Run a statement that stands outside of transactions, on the server's own database."""
        connection = psycopg2.connect(self.home_address)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def create(self, name: str, template: str) -> None:
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")

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
