"""What an organization says about itself, and passages of text that support an objective."""

from dataclasses import dataclass
from typing import Literal

PassageMark = dict[str, int | str]
"""Where a passage stands: ``chunk_id``, ``source``, ``position``."""

BY_WORDS, BY_BOTH = "by words", "by words and meaning"
NO_VECTORS = f"{BY_WORDS}: the database has no extension vector"
"""How passages were found; with the reason where an embedding model is set and was not used."""

EntryKind = Literal["process", "method", "tool"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("process", "method", "tool")


@dataclass(frozen=True, order=True)
class ContextEntry:
    """A process, method or tool that an organization names."""

    kind: EntryKind
    name: str
    competency_ids: tuple[int, ...] = ()
    """The competencies it belongs to, ascending; empty: to all of them."""


@dataclass(frozen=True)
class CompanyContext:
    """What an organization's ``context.yaml`` says."""

    industry: str = ""
    entries: tuple[ContextEntry, ...] = ()

    def of_competency(self, competency_id: int) -> tuple[ContextEntry, ...]:
        """List what belongs to a competency.

        Args:
            competency_id: The competency.

        Returns:
            Its entries, those for all competencies included.
        """
        return tuple(
            entry
            for entry in self.entries
            if not entry.competency_ids or competency_id in entry.competency_ids
        )


@dataclass(frozen=True)
class Passage:
    """A piece of text that was found for a competency, and where it stands."""

    chunk_id: int
    source: str
    """For example ``competency 14``, ``process 9``, ``document handbook.pdf``."""

    position: int
    """Number of the chunk in its source, from 1."""

    text: str
    is_company: bool
    """True if it is from the organization's own documents."""

    @property
    def mark(self) -> PassageMark:
        """Where it stands, without its text."""
        return {"chunk_id": self.chunk_id, "source": self.source, "position": self.position}


@dataclass(frozen=True)
class Chunk:
    """A piece of a document, short enough to be found and sent as one."""

    position: int
    """Number of the chunk in its document, from 1."""

    language: str
    """``en`` or ``de``: decides how its words are reduced to their stems."""

    content: str


@dataclass(frozen=True)
class Document:
    """A document of an organization, read and cut."""

    name: str
    """Its file name, unique in the organization."""

    kind: str
    """``md``, ``txt``, ``pdf`` or ``docx``."""

    content_hash: str
    """SHA-256 of the file: equal documents are not written again."""

    byte_count: int
    character_count: int
    """Characters of its text after cleaning."""

    chunks: tuple[Chunk, ...]


def lacks_service(how: str) -> bool:
    """Tell whether passages would be found in another way if the embedding model answered.

    Args:
        how: As ``FoundPassages.how`` says it.

    Returns:
        True if words alone were compared because the model gave nothing.
    """
    return how.startswith(f"{BY_WORDS}: ") and how != NO_VECTORS
