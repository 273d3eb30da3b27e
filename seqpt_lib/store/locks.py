"""One run at a time for an organization, whichever machine it is started on."""

import logging
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from seqpt_lib.errors import DatabaseError
from seqpt_lib.store import engine
from seqpt_lib.store.organizations import Organization

ORGANIZATION_LOCKS = 7_153_882
"""First key of the advisory locks; the second is the organization's id."""

LOOK_SECONDS = 0.5
"""How often a run that waits looks whether it may begin."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OrganizationLock:
    """The lock of one organization, while this process holds it."""

    organization: Organization
    _connection: Connection

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """Lend the connection that holds the lock, which commits each statement by itself.

        Yields:
            That connection, or a new one where it is lost.

        Raises:
            DatabaseError: If the database cannot be reached or refuses a statement.
        """
        if self._answers():
            with engine.telling_failures():
                yield self._connection
        else:
            with engine.connect() as connection:
                yield connection

    def _answers(self) -> bool:
        try:
            return bool(self._connection.scalar(text("SELECT true")))
        except SQLAlchemyError as error:
            _log_lost(error)
            return False

    def refuse_if_lost(self) -> None:
        """Make sure that the lock is still held.

        Raises:
            DatabaseError: If its connection is gone, and with it the lock.
        """
        held = text(
            "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND granted "
            "AND locktype = 'advisory' AND classid = :space AND objid = :organization"
        )
        try:
            is_held = bool(self._connection.scalar(held, _keys(self.organization)))
        except SQLAlchemyError as error:
            _log_lost(error)
            is_held = False
        if not is_held:
            raise DatabaseError(
                f"the connection that keeps other runs of organization {self.organization.key} "
                "out was lost: another run may have begun",
                "Run again; ask the server's log why it ended the connection.",
            )


@contextmanager
def organization_lock(
    organization: Organization, on_wait: Callable[[str], None] | None = None
) -> Iterator[OrganizationLock]:
    """Keep every other run and dry run of an organization out.

    The lock belongs to a connection of its own, so it ends with the process that holds it.

    Args:
        organization: The organization.
        on_wait: Is told once which process runs it now, and then this one waits; without it,
            nobody waits.

    Yields:
        The lock, which can be asked whether it is still held.

    Raises:
        DatabaseError: If another process runs it now, and nobody waits; says which.
    """
    keys = _keys(organization)
    with engine.connect() as connection:
        is_told = False
        while not connection.scalar(
            text("SELECT pg_try_advisory_lock(:space, :organization)"), keys
        ):
            holder = running_process(connection, organization) or "pid unknown"
            if not on_wait:
                raise DatabaseError(
                    f"organization {organization.key} is being run by another process ({holder})",
                    "Wait until it is done, then run again.",
                )
            if not is_told:
                on_wait(holder)
            is_told = True
            time.sleep(LOOK_SECONDS)
        name = {"name": f"seqpt, pid {os.getpid()} on {platform.node()}"}
        try:
            connection.execute(text("SELECT set_config('application_name', :name, false)"), name)
            yield OrganizationLock(organization, connection)
        finally:
            _release(connection, keys)


def running_process(connection: Connection, organization: Organization) -> str | None:
    """Tell which process runs an organization now.

    Args:
        connection: A connection.
        organization: The organization.

    Returns:
        For example ``"pid 4711 on night-server"``; None if none does.
    """
    name: str | None = connection.scalar(
        text(
            "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
            "AND classid = :space AND objid = :organization AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        ),
        _keys(organization),
    )
    return name and name.removeprefix("seqpt, ")


def _keys(organization: Organization) -> dict[str, int]:
    return {"space": ORGANIZATION_LOCKS, "organization": organization.id}


def _release(connection: Connection, keys: dict[str, int]) -> None:
    # The session is kept for the next use, so the lock would be, too.
    try:
        connection.execute(text("SELECT pg_advisory_unlock(:space, :organization)"), keys)
    except SQLAlchemyError as error:
        _log_lost(error)
        connection.invalidate()  # it may be there all the same


def _log_lost(error: SQLAlchemyError) -> None:
    cause = error.orig if isinstance(error, DBAPIError) else type(error).__name__
    log.warning("the connection that held the organization's lock was lost: %s", cause)
