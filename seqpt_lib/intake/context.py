"""Giving an organization its context: one transaction, the same folder twice adds nothing."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from seqpt_lib.intake.context_files import read_folder
from seqpt_lib.store import engine
from seqpt_lib.store.knowledge_texts import write_context
from seqpt_lib.store.locks import organization_lock
from seqpt_lib.store.organizations import find_organization


@dataclass(frozen=True)
class ContextReport:
    """What was stored of an organization's context."""

    key: str
    name: str
    rows_written: dict[str, int]
    notes: tuple[str, ...]

    @property
    def summary(self) -> str:
        """One line for a person."""
        written = ", ".join(f"{rows} {table}" for table, rows in self.rows_written.items() if rows)
        return "; ".join([f"{self.name} ({self.key}): {written or 'nothing new'}", *self.notes])


def give_context(folder: Path, org: str) -> ContextReport:
    """Store what a folder says about an organization, in place of what was stored before.

    Args:
        folder: The folder, with ``context.yaml`` and documents (md, txt, pdf, docx).
        org: Public key, id or exact name of the organization.

    Returns:
        What was stored: rows by table, and what was passed over.

    Raises:
        UsageError: If the folder or the organization does not exist.
        DataError: If a file cannot be taken. Nothing is stored.
        DatabaseError: If the database cannot be reached or refuses, or the organization is being
            run.
    """
    given = read_folder(folder)
    # The stack is left last: the lock is held until after the commit.
    with ExitStack() as locks, engine.transaction() as connection:
        organization = find_organization(connection, org)
        locks.enter_context(organization_lock(organization))
        written = write_context(
            connection, organization.id, given.context, given.context_hash, given.documents
        )
    return ContextReport(organization.key, organization.name, written, given.notes)
