"""What the checks are told and what they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with an objective."""

    check: str
    """The check that found it, for example ``verb``."""

    detail: str
    """One line that tells a writer, person or model, what to mend."""


@dataclass(frozen=True)
class Grounds:
    """Everything that the checks know besides the objective."""

    language: str
    """``en`` or ``de``."""

    verbs: Mapping[int, Sequence[str]]
    """The verbs of each trained level, in this language."""

    competency_names: Mapping[int, Sequence[str]]
    """All names of each competency, in both languages."""

    key_terms: Mapping[int, Sequence[str]]
    """Terms that belong to one competency only; ``*`` at the end stands for any ending."""

    allowed_names: Sequence[str]
    """Processes, methods and tools that the organization's context names."""

    passages: Sequence[str]
    """Texts that the writer has seen."""

    template: Mapping[str, str]
    """The four parts of the template of this competency and level."""

    vocabulary: frozenset[str]
    """Folded words of all templates and reference texts of this language."""


FIELDS = ("timeframe", "statement", "demonstration", "benefit")
"""The four parts of an objective, in the order in which they are read."""


def joined(parts: Mapping[str, str]) -> str:
    """Write the parts that are there one after the other.

    Args:
        parts: The parts of an objective; any may be missing.

    Returns:
        One line of text, as a reader meets the words.
    """
    return " ".join(parts.get(field, "") for field in FIELDS).strip()
