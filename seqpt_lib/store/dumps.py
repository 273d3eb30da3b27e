"""Restoring a dump: into a staging database of the embedded server, renamed when all is there."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
import psycopg2.extensions
from sqlalchemy import NullPool, create_engine

from seqpt_lib.errors import DatabaseError, DataError, SeqptError
from seqpt_lib.settings import settings
from seqpt_lib.store.discretion import condition
from seqpt_lib.store.engine import telling_failures
from seqpt_lib.store.organizations import Organization, find_organization
from seqpt_lib.store.server import embedded_address

Session = psycopg2.extensions.connection

TARGET, STAGING, REPLACED = "seqpt", "seqpt_load", "seqpt_replaced"
LOAD_LOCK = 7_153_883
"""Key of the advisory lock, on the server's own database, of the one process that loads."""

HASH_MARK = "seqpt load, sha256 "
"""How the comment on a loaded database begins; the hash of the dump follows."""

NAMING_CLASSES = {"0A", "23", "2B", "3D", "3F", "42", "55"}
"""Classes of SQLSTATE whose messages hold names of objects, and no value of a row ..."""

SYNTAX_ERROR = "42601"
"""... but for this one, which quotes what it stumbles over."""

SERVER_CLASSES = {"08", "53", "57"}
"""Classes of SQLSTATE that say something about the server, and nothing about the dump."""

NOTHING_LOADED = "Nothing was loaded."
END_OF_ROWS = b"\\."
READ_LENGTH = 1 << 16


@dataclass(frozen=True)
class Statements:
    """What stands between two COPY blocks."""

    first_line: int
    sql: bytes


@dataclass
class Rows:
    """A COPY block; its rows are read from the file while they are sent."""

    first_line: int
    """Where its COPY statement stands; the rows begin on the next line."""

    table: str
    statement: bytes
    lines: Iterator[tuple[int, bytes]]
    """The numbered lines after the statement; those of the rows are taken."""

    is_cut_off: bool = False
    """Whether the lines ended before the rows did."""

    _has_ended: bool = False

    def read(self, size: int) -> bytes:
        """Give the next rows.

        Args:
            size: About how many bytes; whole rows are given.

        Returns:
            The rows as they stand in the file; nothing after the last.
        """
        parts: list[bytes] = []
        while size > 0 and not self._has_ended:
            _, line = next(self.lines, (0, b""))
            self.is_cut_off = not line
            self._has_ended = not line or (line[:2] == END_OF_ROWS and not line[2:].strip())
            if not self._has_ended:
                parts.append(line)
                size -= len(line)
        return b"".join(parts)


@dataclass(frozen=True)
class Contents:
    """What a database holds."""

    is_empty: bool
    """Whether there is no table, view or sequence but the system's."""

    table_count: int
    organization_keys: list[str] | None
    """Public keys by id; None if there is no table of organizations as the survey app has it."""

    sha256: str
    """Hash of the dump that was loaded; empty if none was."""


@contextmanager
def loading() -> Iterator[Session]:
    """Keep other loads out, and leave no staging database behind: not a killed process's either.

    Yields:
        A session on the embedded server's own database; it knows the ``server_version``.

    Raises:
        DatabaseError: If the server does not start or refuses, or another process loads.
    """
    with telling_failures(), _session("postgres") as session:
        session.autocommit = True
        if not _rows(session, "SELECT pg_try_advisory_lock(%s)", LOAD_LOCK)[0][0]:
            raise DatabaseError(
                "another process loads a dump into the embedded database",
                "Wait until it is done, then load again.",
            )
        _drop_leftovers(session)
        try:
            yield session
        finally:
            _drop_leftovers(session)


def contents(session: Session, database: str) -> Contents:
    """Look into a database of the embedded server.

    Args:
        session: The session of the load.
        database: Its name; it need not exist.

    Returns:
        What it holds.
    """
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    comments = _rows(session, query, database)
    if not comments:
        return Contents(is_empty=True, table_count=0, organization_keys=None, sha256="")
    comment = str(comments[0][0] or "")
    sha256 = comment.removeprefix(HASH_MARK) if comment.startswith(HASH_MARK) else ""
    with _session(database) as inside:
        kinds = _rows(
            inside,
            "SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') "
            "AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%%'",
        )
        table_count = sum(kind in {"r", "p"} for (kind,) in kinds)
        return Contents(not kinds, table_count, _keys(inside), sha256)


def restore(name: str, pieces: Iterable[Statements | Rows]) -> None:
    """Fill the staging database in one transaction.

    Args:
        name: The dump's file, for messages.
        pieces: What it consists of, in its order; made while they are sent.

    Raises:
        DataError: If a statement or a row is refused.
        DatabaseError: If the server cannot go on.
    """
    with _session(STAGING) as session, session, session.cursor() as cursor:
        for piece in pieces:
            try:
                if isinstance(piece, Statements):
                    cursor.execute(piece.sql)
                else:
                    source: Any = piece  # its type also asks for readline, which nobody calls
                    cursor.copy_expert(piece.statement, source, READ_LENGTH)
            except psycopg2.Error as error:
                raise _explained(name, piece, error) from None


def organization_in(database: str, org: str) -> Organization:
    """Find an organization in a database of the embedded server.

    Args:
        database: Name of the database.
        org: Public key, id or exact name, as a person typed it.

    Returns:
        The organization.

    Raises:
        UsageError: If there is none, with the keys that exist.
    """
    address = embedded_address(database)
    engine = create_engine(
        "postgresql+psycopg2://",
        creator=lambda: psycopg2.connect(address),
        poolclass=NullPool,
        hide_parameters=True,
    )
    with engine.connect() as connection:
        return find_organization(connection, org)


def keep(session: Session, sha256: str) -> None:
    """Make the staging database the real one, in place of an empty one, and note its dump.

    Args:
        session: The session of the load.
        sha256: Hash of the dump.

    Raises:
        DatabaseError: If somebody has the empty database open.
    """
    renames = [f"ALTER DATABASE {STAGING} RENAME TO {TARGET}"]
    if _rows(session, "SELECT 1 FROM pg_database WHERE datname = %s", TARGET):
        renames.insert(0, f"ALTER DATABASE {TARGET} RENAME TO {REPLACED}")
    try:
        with session.cursor() as cursor:  # several statements at once are one transaction
            comment = f"COMMENT ON DATABASE {TARGET} IS '{HASH_MARK}{sha256}'"
            cursor.execute("; ".join([*renames, comment]))
    except psycopg2.errors.ObjectInUse as error:
        raise DatabaseError(
            f"the embedded database in {settings().home} is in use",
            f"Close notebooks and runs, then load again. {NOTHING_LOADED}",
        ) from error


@contextmanager
def _session(database: str) -> Iterator[Session]:
    session = psycopg2.connect(
        embedded_address(database),
        application_name="seqpt load",
        options="-c lc_messages=C",  # what a message says of a line is read from it
    )
    try:
        yield session
    finally:
        session.close()


def _rows(session: Session, query: str, *values: object) -> list[tuple[object, ...]]:
    with session.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _drop_leftovers(session: Session) -> None:
    for database in (STAGING, REPLACED):
        with session.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def _keys(session: Session) -> list[str] | None:
    has_them = _rows(
        session,
        "SELECT count(*) = 3 FROM pg_attribute WHERE attrelid = to_regclass('public.organization') "
        "AND attname IN ('id', 'organization_name', 'organization_public_key')",
    )
    if not has_them[0][0]:
        return None
    keys = _rows(session, "SELECT organization_public_key FROM public.organization ORDER BY id")
    return [str(key) for (key,) in keys]


def _explained(name: str, piece: Statements | Rows, error: psycopg2.Error) -> SeqptError:
    sqlstate = error.pgcode or ""
    message = error.diag.message_primary or str(error).strip().split("\n")[0]
    if not sqlstate or sqlstate[:2] in SERVER_CLASSES:
        return DatabaseError(
            f"the embedded database in {settings().home}: {message}",
            f"See its log in {settings().home / 'postgres' / 'log'}. {NOTHING_LOADED}",
        )
    if isinstance(piece, Rows):
        where = f"{name}, line {_line_of_row(piece, error)}: table {piece.table}"
        return DataError(f"{where}: {condition(error)}", f"Make the dump again. {NOTHING_LOADED}")
    is_safe = sqlstate[:2] in NAMING_CLASSES and sqlstate != SYNTAX_ERROR
    says = message if is_safe else condition(error)
    return DataError(f"{name}, {_lines_of_statement(piece, error)}: {says}", _remedy(message))


def _line_of_row(piece: Rows, error: psycopg2.Error) -> int:
    found = re.search(r"^COPY .*?, line (\d+)", error.diag.context or "", re.MULTILINE)
    return piece.first_line + (int(found[1]) if found else 0)


def _lines_of_statement(piece: Statements, error: psycopg2.Error) -> str:
    position, first = error.diag.statement_position, piece.first_line
    if position is None:
        line_count = piece.sql.count(b"\n")
        return f"lines {first} to {first + line_count - 1}"
    line_count = piece.sql.decode(errors="replace").count("\n", 0, int(position) - 1)
    return f"line {first + line_count}"


def _remedy(message: str) -> str:
    if message.startswith("extension "):
        return (
            "Restore it with psql on a server that has the extension and set DATABASE_URL, or "
            f"drop the extension there if nothing needs it. {NOTHING_LOADED}"
        )
    return f"Make the dump again with pg_dump --format=plain. {NOTHING_LOADED}"
