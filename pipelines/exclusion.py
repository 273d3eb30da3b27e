"""Keeps every other run of the organization out while one runs."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from pipelines.organizations import find, refuse_without_archetype
from pipelines.signals import raising
from pipelines.watching import watcher
from seqpt_lib import store
from seqpt_lib.store import Connection, Organization
from seqpt_lib.store.locks import OrganizationLock, organization_lock


class Exclusion:
    """The organization's lock of one run, from when the organization is known to the block's end.

    Args:
        held: What is let go at the block's end.
        is_waiting: True to wait for another run of the organization; else it is an error.
    """

    def __init__(self, held: ExitStack, *, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        self._held = held
        self._lock: OrganizationLock | None = None

    def take(self, organization: Organization) -> Organization:
        """Take the lock; who waited for it looks again at what the other has left.

        Args:
            organization: The organization.

        Returns:
            The organization as it is now.

        Raises:
            DatabaseError: If another process runs it now, and nobody waits.
            SignalReceived: If somebody stops the run while it waits.
        """
        waited: list[str] = []

        def wait(holder: str) -> None:
            waited.append(holder)
            watcher().waits(organization.key, holder)

        lock = organization_lock(organization, wait if self._is_waiting else None)
        with raising():
            self._lock = self._held.enter_context(lock)
        if not waited:
            return organization
        found = find(organization.handle)
        refuse_without_archetype(found)
        return found

    def session(self) -> AbstractContextManager[Connection]:
        """Give a connection for a few statements that are committed one by one.

        Returns:
            The lock's own, once it is taken, so that no other has to be opened.
        """
        return self._lock.session() if self._lock else store.connect()

    def refuse_if_lost(self) -> None:
        """Make sure that others are still kept out, where an organization is known.

        Raises:
            DatabaseError: If the connection that holds the lock is gone.
        """
        if self._lock:
            self._lock.refuse_if_lost()


@contextmanager
def excluding_others(*, is_waiting: bool) -> Iterator[Exclusion]:
    """Keep others out during the block, once an organization is taken.

    Args:
        is_waiting: True to wait for another run of the organization; else it is an error.

    Yields:
        What takes the lock.
    """
    with ExitStack() as held:
        yield Exclusion(held, is_waiting=is_waiting)
