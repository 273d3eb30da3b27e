"""One run at a time for an organization, whichever machine it is started on."""

import logging
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from seqpt_lib.errors import DatabaseError
from seqpt_lib.store import engine
from seqpt_lib.store.organizations import Organization

ORGANIZATION_LOCKS = 7_153_882
"""First key of the advisory locks; the second is the organization's id."""

LOOK_SECONDS = 0.5
"""How often a run that waits looks whether it may begin."""

log = logging.getLogger(__name__)


@contextmanager
def organization_lock(
    organization: Organization, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Keep every other run and dry run of an organization out.

    The lock belongs to a connection of its own, so it ends with the process that holds it.

    Args:
        organization: The organization.
        on_wait: Is told once which process runs it now, and then this one waits; without it,
            nobody waits.

    Raises:
        DatabaseError: If another process runs it now, and nobody waits; says which.
    """
    keys = {"space": ORGANIZATION_LOCKS, "organization": organization.id}
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
        connection.execute(text("SELECT set_config('application_name', :name, false)"), name)
        try:
            yield
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
        {"space": ORGANIZATION_LOCKS, "organization": organization.id},
    )
    return name and name.removeprefix("seqpt, ")


def _release(connection: Connection, keys: dict[str, int]) -> None:
    # Closing would do, but a little later: the next run could still find the lock held.
    try:
        connection.execute(text("SELECT pg_advisory_unlock(:space, :organization)"), keys)
    except DBAPIError as error:
        log.warning("the connection that held the organization's lock was lost: %s", error.orig)
