"""Checks ``fields``, ``length`` and ``placeholder``: the objective is whole and finished."""

import re
import unicodedata
from collections.abc import Mapping

from seqpt_lib.objectives.checks.values import FIELDS, Finding, joined
from seqpt_lib.objectives.checks.words import whole_words

SHORTEST, LONGEST = 12, 70
"""Words of a whole objective."""

PART_WORDS = {
    "timeframe": (2, 15),
    "statement": (4, 30),
    "demonstration": (4, 32),
    "benefit": (4, 28),
}
"""Words of each part. Every template keeps to these."""

BEGINNINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {"demonstration": ("by ",), "benefit": ("so that ",)},
    "de": {"demonstration": ("indem ",), "benefit": ("damit ", "sodass ", "so dass ")},
}
"""How a part begins so that the four make one sentence."""

_PLACEHOLDERS = (
    r"[{}<>\[\]]",
    r"\.\.\.|…|_{2,}|\?\?|#\w|%[sd]\b|\$\w|%\w+%|\*{3,}",
    r"\b(todo|tbd|tbc|fixme|xx+|xyz?|n/a|lorem|ipsum|foo|foobar|placeholder)\b",
    r"\b(undefined|null|none|nan)\b",
    r"\b(insert|fill in|add|enter)\s+\w*\s*here\b|\bhier\s+(einfügen|eintragen|ergänzen)\b",
    r"\bto be (defined|determined|added|completed)\b|\b(noch )?zu ergänzen\b",
    r"\b(company|tool|process|method|product|project|team|role)[ _-]?name\b",
    r"\b(ihr|your)\s+(unternehmen|firma|company|organi[sz]ation)\b|\bmusterfirma\b",
    r"\b(tool|process|method|werkzeug|prozess|methode|firma|company)\s+[a-z]\b",
    r"\b(timeframe|statement|demonstration|benefit|zeitrahmen)\s*:",
)
_PLACEHOLDER = re.compile("|".join(_PLACEHOLDERS), re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def check_fields(parts: Mapping[str, str], language: str) -> list[Finding]:
    """Find parts that are missing, blank, of several lines, or begin so that no sentence comes out.

    Args:
        parts: The objective.
        language: ``en`` or ``de``.

    Returns:
        One finding per part that is wrong.

    Source: docs/explanation/checks.md, "What is checked".
    """
    problems = {field: _field_problem(parts.get(field, ""), field, language) for field in FIELDS}
    return [
        Finding("fields", f"{field}: {problem}") for field, problem in problems.items() if problem
    ]


def check_length(parts: Mapping[str, str]) -> list[Finding]:
    """Find an objective, or a part of one, that is too short or too long.

    Args:
        parts: The objective.

    Returns:
        One finding for the whole, and one per part.

    Source: docs/explanation/checks.md, "What is checked".
    """
    counts = {field: len(whole_words(parts.get(field, ""))) for field in FIELDS}
    bounds = {**PART_WORDS, "all parts together": (SHORTEST, LONGEST)}
    counts["all parts together"] = sum(counts.values())
    return [
        Finding("length", f"{name}: {count} words; write {bounds[name][0]} to {bounds[name][1]}")
        for name, count in counts.items()
        if count and not bounds[name][0] <= count <= bounds[name][1]
    ]


def check_placeholder(parts: Mapping[str, str]) -> list[Finding]:
    """Find what was to be filled in later.

    Args:
        parts: The objective.

    Returns:
        One finding, or none.

    Source: docs/explanation/checks.md, "What is checked".
    """
    found = _PLACEHOLDER.search(joined(parts))
    if found is None:
        return []
    return [Finding("placeholder", f'"{found[0]}" stands for something; write what it is')]


def _field_problem(text: str, field: str, language: str) -> str:
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        return "it is empty; write it"
    if _LINE_BREAKS.search(text):
        return "it has several lines; write one"
    beginnings = BEGINNINGS.get(language, {}).get(field, ())
    if beginnings and not text.startswith(beginnings):
        return f'begin with "{beginnings[0].strip()}"'
    if text[-1] in ".,;:!":
        return "end without a full stop or comma; the parts make one sentence"
    return ""
