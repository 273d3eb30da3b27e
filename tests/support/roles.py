"""The role of nightly runs: how it is made, and how a test acts as it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from seqpt_lib.settings import PROJECT_ROOT
from tests.support.databases import pointed_at

ROLE = "seqpt_run"
SCRIPT = PROJECT_ROOT / "migrations" / "grants" / "run_role.sql"
REMEDY = (
    "Run make migrate as the database's owner, or grant what docs/how-to/database-role.md lists."
)

MAKE_ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        CREATE ROLE {ROLE} LOGIN;
    END IF;
END $$"""

TAKE_FROM_EVERYBODY = """
DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()); END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA seqpt FROM PUBLIC"""


@contextmanager
def acting_as(address: str, **environment: str) -> Iterator[None]:
    """Be somebody else for a while; the owner again afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with pointed_at(address, patch):
            yield
