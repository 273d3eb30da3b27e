"""Running the migrations: once, whoever else tries at the same time."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from seqpt_lib.errors import DatabaseError
from seqpt_lib.schema import ddl
from seqpt_lib.schema.contract import refuse_missing
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import engine

MIGRATION_LOCK = 7_153_881
"""Key of the advisory lock; the session's ``lock_timeout`` bounds the wait for it."""


@cache
def _config() -> Config:
    return Config(str(PROJECT_ROOT / "alembic.ini"))


def head_revision() -> str:
    """Give the revision that this version of the code expects.

    Returns:
        For example ``"0003"``.
    """
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return head or ""


def current_revision(connection: Connection) -> str | None:
    """Read the revision that the database is at.

    Args:
        connection: A connection.

    Returns:
        The revision, or ``None`` if the database was never migrated.
    """
    if not ddl.table_exists(connection, "seqpt.alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM seqpt.alembic_version"))
    return revision


def revisions(connection: Connection) -> tuple[str | None, str]:
    """Read the revision that the database is at, and the one that the code expects.

    Args:
        connection: A connection.

    Returns:
        Both; the first is ``None`` if the database was never migrated.

    Raises:
        DatabaseError: If a newer version has migrated the database.
    """
    before, head = current_revision(connection), head_revision()
    known = {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}
    if before is not None and before not in known:
        raise DatabaseError(
            f"the schema is at {before}, which this version does not know (it knows {head})",
            "Use the version of SE-QPT that migrated it.",
        )
    return before, head


def wait_for_turn(connection: Connection) -> None:
    """Let only one session at a time change schema and reference data; the transaction's end frees.

    Args:
        connection: A connection in a transaction.
    """
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})


def migrate() -> tuple[str | None, str]:
    """Bring the database to the newest revision in one transaction. Safe to run twice and at once.

    Returns:
        The revision before and the revision after.

    Raises:
        DataError: If a table of ours is there with another shape, or one of Derik's is gone or
            lacks a column.
        DatabaseError: If the database cannot be reached, refuses, was migrated by a newer version,
            or another session migrates for longer than the lock's bounded wait.
    """
    with engine.telling_failures(), engine.schema_engine().begin() as connection:
        wait_for_turn(connection)
        before, head = revisions(connection)
        refuse_missing(connection, is_migrated=before is not None)
        if before != head:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return before, head
