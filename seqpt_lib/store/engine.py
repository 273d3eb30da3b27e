"""Connections: where the database is, how a session is set up, how its failures are told."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg2
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool

from seqpt_lib.errors import DatabaseError, UsageError
from seqpt_lib.settings import settings
from seqpt_lib.store.connecting import SESSION_SETTINGS, connect_or_retry
from seqpt_lib.store.discretion import told
from seqpt_lib.store.server import embedded_address
from seqpt_lib.store.sessions import SeqptConnection

OLDEST_SERVER = 14
CONNECT_TIMEOUT_SECONDS = 10
LOCK_TIMEOUT = "30s"

KEPT_SESSIONS = 2
"""Sessions that a process keeps open for the next use: a step's own, and one beside it."""


def database_address() -> str:
    """Give the address of the database, starting the embedded server if there is no other.

    Returns:
        An address with the driver named: ``postgresql+psycopg2://...``.

    Raises:
        UsageError: If ``DATABASE_URL`` is no PostgreSQL address.
        DatabaseError: If the embedded server does not start.
    """
    given = settings().database_url or settings().server_address
    address = given or embedded_address()
    with_driver, changes = re.subn(
        r"^postgres(ql)?(\+psycopg2)?://", "postgresql+psycopg2://", address
    )
    try:
        make_url(with_driver)
    except (ArgumentError, ValueError):
        changes = 0
    if not changes:
        raise UsageError(
            "DATABASE_URL is no PostgreSQL address",
            "Write it as postgresql://user:password@host:5432/database.",
        )
    return with_driver


@cache
def engine() -> Engine:
    """Make the engine of this process, once.

    Returns:
        An engine whose sessions see ``seqpt`` before ``public`` (a dry run's schema before both).
    """
    shadow = settings().shadow_schema
    path = [f'"{shadow}"'] if shadow else []
    created = _create_engine(
        [*path, "seqpt", "public"],
        poolclass=QueuePool,
        pool_size=KEPT_SESSIONS,
        max_overflow=-1,
        pool_pre_ping=True,
    )
    return created.execution_options(schema_translate_map={"seqpt": None})


@cache
def schema_engine() -> Engine:
    """Make the engine for changes of the schema, once: names stand for ``public`` unless qualified.

    Returns:
        An engine on the same database.
    """
    return _create_engine(["public"], poolclass=NullPool)


def _create_engine(search_path: list[str], **pool: Any) -> Engine:
    created = create_engine(
        database_address(),
        **pool,
        use_native_hstore=False,
        hide_parameters=True,
        connect_args={
            "connection_factory": SeqptConnection,
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "application_name": "seqpt",
        },
    )

    def set_up_session(session: SeqptConnection, _record: object) -> None:
        _refuse_old_server(session)
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(
                f"SET search_path = {', '.join(search_path)}; SET lock_timeout = '{LOCK_TIMEOUT}';"
                + ";".join(f"SET {name} = '{value}'" for name, value in SESSION_SETTINGS.items())
            )
        session.autocommit = False

    event.listen(created, "do_connect", connect_or_retry)
    event.listen(created, "connect", set_up_session)
    event.listen(created, "close", _let_go)
    return created


def _let_go(session: SeqptConnection, _record: object) -> None:
    session.is_let_go = True


@contextmanager
def connect() -> Iterator[Connection]:
    """Open a session that commits each statement by itself: for reading and for the ledger.

    Yields:
        A connection.

    Raises:
        DatabaseError: If the database cannot be reached or refuses a statement.
    """
    with telling_failures(), engine().connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def transaction() -> Iterator[Connection]:
    """Open a transaction: all that is written in it is kept together, or nothing.

    Yields:
        A connection in a transaction that commits at the end of the block.

    Raises:
        DatabaseError: If the database cannot be reached or refuses a statement.
    """
    with telling_failures(), engine().begin() as connection:
        yield connection


@contextmanager
def telling_failures() -> Iterator[None]:
    """Turn a failure of the database into one line that names the database and the cause.

    Raises:
        DatabaseError: In place of any error of SQLAlchemy or psycopg2; that one is not chained,
            for a traceback would show all that it says.
    """
    try:
        yield
    except (SQLAlchemyError, psycopg2.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        said = told(cause) if isinstance(cause, psycopg2.Error) else str(cause).split("\n")[0]
        raise DatabaseError(f"database {shown_address()}: {said}", _remedy(cause)) from None


def _refuse_old_server(session: SeqptConnection) -> None:
    version = session.server_version // 10000
    if version < OLDEST_SERVER:
        raise DatabaseError(
            f"database {shown_address()} is PostgreSQL {version}",
            f"PostgreSQL {OLDEST_SERVER} or newer is needed.",
        )


def shown_address() -> str:
    """Name the database as it may be shown: never with its password.

    Returns:
        For example ``"seqpt_run@localhost:5432/surveys"``, or the folder of the embedded server.
    """
    if settings().database_url is None:
        return f"in {settings().home}"
    address = make_url(database_address())
    # Only what names the place: a password may also stand among the options of the address.
    return address.set(password=None, query={}).render_as_string().split("://", 1)[1]


def _remedy(cause: object) -> str:
    if isinstance(cause, psycopg2.errors.LockNotAvailable):
        return "Another session holds the table; wait for it or end it, then run again."
    if isinstance(cause, psycopg2.errors.UndefinedTable | psycopg2.errors.UndefinedColumn):
        return "Bring the schema up to date with make migrate."
    if isinstance(cause, psycopg2.errors.InsufficientPrivilege):
        return (
            "Run make migrate as the database's owner, "
            "or grant what docs/how-to/database-role.md lists."
        )
    if isinstance(cause, psycopg2.OperationalError):
        return "Check that the server runs, and DATABASE_URL."
    return "Nothing was written."
