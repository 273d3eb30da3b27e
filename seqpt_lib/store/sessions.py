"""Sessions: each counts its statements, shows no values in its errors, and can be lent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import psycopg2
import psycopg2.extensions
from sqlalchemy import Connection

from seqpt_lib.store.discretion import without_values


class CountingCursor(psycopg2.extensions.cursor):
    """A cursor that counts statements, whoever sends them, and whose errors quote no values."""

    sent_count: ClassVar[int] = 0
    """Statements sent by this process, COPY included."""

    def execute(self, query: Any, parameters: Any = None) -> None:
        """Send one statement and count it; a failure is kept, since a borrower may swallow it."""
        CountingCursor.sent_count += 1
        try:
            with without_values():
                super().execute(query, parameters)
        except psycopg2.Error as error:
            if isinstance(self.connection, SeqptConnection):
                self.connection.keep_failure(str(query), error)
            raise

    def executemany(self, query: Any, parameters: Any) -> None:
        """Send one statement once per set of parameters."""
        with without_values():
            super().executemany(query, parameters)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        """Send one COPY and count it."""
        CountingCursor.sent_count += 1
        with without_values():
            super().copy_expert(sql, file, size)


class SeqptConnection(psycopg2.extensions.connection):
    """A session that counts its statements and can be lent without being committed or closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cursor_factory = CountingCursor
        self.is_lent = False
        self.is_let_go = False
        self.first_failure: tuple[str, str] | None = None

    def keep_failure(self, statement: str, error: psycopg2.Error) -> None:
        """Keep the first failure of a lent session: what follows says only that it is aborted."""
        if self.is_lent and not self.first_failure:
            self.first_failure = (statement, str(error).strip())

    def commit(self) -> None:
        """Commit, unless the session is lent: then the lender decides."""
        if not self.is_lent:
            with without_values():  # a deferred constraint speaks up only now
                super().commit()

    def rollback(self) -> None:
        """Roll back, unless the session is lent: then the lender decides."""
        if not self.is_lent:
            super().rollback()

    def close(self) -> None:
        """Close, if the engine has let it go: a borrower may try long after it was lent."""
        if self.is_let_go:
            super().close()


@contextmanager
def lent(connection: Connection) -> Iterator[dict[str, Any]]:
    """Lend a connection, with its open transaction, to a library that makes its own engine.

    Args:
        connection: The connection to lend; the borrower can neither commit nor close it.

    Yields:
        The keyword arguments of ``create_engine`` that lead to this connection.
    """
    from sqlalchemy.pool import StaticPool

    session = _session(connection)
    session.is_lent = True
    session.first_failure = None
    try:
        yield {
            "creator": lambda: session,
            "poolclass": StaticPool,
            "hide_parameters": True,
            "pool_reset_on_return": None,
        }
    finally:
        session.is_lent = False


def first_failure(connection: Connection) -> tuple[str, str] | None:
    """Give the first statement that failed while a connection was lent.

    Args:
        connection: The connection.

    Returns:
        The statement and the database's message; None if all went well.
    """
    return _session(connection).first_failure


def _session(connection: Connection) -> SeqptConnection:
    session = connection.connection.driver_connection
    if not isinstance(session, SeqptConnection):
        raise TypeError("only connections of seqpt_lib.store can be lent")
    return session


def take_statement_count() -> int:
    """Count the statements that this process sent since the last call, and start again at 0.

    Returns:
        Number of statements, COPY and those of Great Expectations included.
    """
    count, CountingCursor.sent_count = CountingCursor.sent_count, 0
    return count
