"""Importing a survey: one transaction, nothing overwritten, the same folder twice adds nothing."""

import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from seqpt_lib.errors import UsageError
from seqpt_lib.intake.archetypes import resolve_archetypes
from seqpt_lib.intake.files import read_survey
from seqpt_lib.store import engine, surveys
from seqpt_lib.store.locks import organization_lock
from seqpt_lib.store.organizations import find_organization, set_archetypes

KEY_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,35}")
NAME_LENGTH = 255


@dataclass(frozen=True)
class ImportReport:
    """What an import wrote."""

    key: str
    name: str
    rows_written: dict[str, int]

    @property
    def summary(self) -> str:
        """One line for a person."""
        written = ", ".join(f"{rows} {table}" for table, rows in self.rows_written.items() if rows)
        return f"{self.name} ({self.key}): {written or 'nothing new'}"


def import_survey(
    folder: Path,
    key: str,
    name: str = "",
    archetype: str = "",
    size: str | None = None,
) -> ImportReport:
    """Load a folder of survey files as one organization.

    The same folder again changes nothing; a changed answer is added as a newer one. The column
    ``organization_id`` of the files is ignored.

    Args:
        folder: The folder.
        key: Public key of the organization: short, unique.
        name: Its name; needed for a new organization.
        archetype: Names of its archetypes, separated by semicolons, primary first; may be empty
            and chosen later.
        size: Size category of a new organization, if known.

    Returns:
        What was written.

    Raises:
        UsageError: If key or name is missing or too long, or a file is missing or unreadable.
        DataError: If a row is wrong or an archetype is unknown. Nothing is imported.
        DatabaseError: If the database cannot be reached or refuses, or the organization is being
            run.
    """
    _check_names(key, name)
    # The stack is left last: the lock is held until after the commit.
    with ExitStack() as locks, engine.transaction() as connection:
        archetype_ids = resolve_archetypes(connection, archetype) if archetype.strip() else []
        now = datetime.now(UTC).replace(tzinfo=None)
        rows = read_survey(folder, surveys.known_ids(connection), now)
        organization_id, written = surveys.find_or_add_organization(connection, key, name, size)
        if not written:
            locks.enter_context(organization_lock(find_organization(connection, key)))
        written |= surveys.write_survey(connection, organization_id, key, rows)
        if archetype_ids:
            is_new = set_archetypes(connection, organization_id, archetype_ids) > 0
            written["archetype"] = len(archetype_ids) if is_new else 0
    return ImportReport(key, name or key, written)


def _check_names(key: str, name: str) -> None:
    if not KEY_SHAPE.fullmatch(key):
        raise UsageError(
            f"KEY {key!r} is no key for an organization",
            "Use 1 to 36 letters, digits, dots, dashes or underscores, a letter or digit first.",
        )
    if len(name) > NAME_LENGTH:
        raise UsageError(f"NAME has {len(name)} characters", f"At most {NAME_LENGTH} fit.")
