"""Check ``language``: every part is in the objective's language."""

from collections.abc import Mapping

from seqpt_lib.model.texts import FUNCTION_WORDS, language_of
from seqpt_lib.objectives.checks.values import FIELDS, Finding, joined
from seqpt_lib.objectives.checks.words import fold, words

NAMES = {"en": "English", "de": "German"}

_MARKS = {
    "en": FUNCTION_WORDS["en"]
    | {"participants", "the", "a", "by", "using", "their", "in", "after", "within"},
    "de": FUNCTION_WORDS["de"]
    | {"teilnehmenden", "indem", "damit", "am", "innerhalb", "einer", "ende", "die"},
}
_FOLDED = {language: frozenset(fold(mark) for mark in marks) for language, marks in _MARKS.items()}
_BOTH = _FOLDED["en"] & _FOLDED["de"] | {"in", "am", "die", "so", "was"}


def check_language(parts: Mapping[str, str], language: str) -> list[Finding]:
    """Find an objective, or a part of one, in another language.

    Args:
        parts: The objective.
        language: ``en`` or ``de``.

    Returns:
        One finding that lists the parts, or none.

    Source: docs/explanation/checks.md, "What is checked".
    """
    wrong = [field for field in FIELDS if _is_foreign(parts.get(field, ""), language)]
    whole = language_of(joined(parts))
    if not wrong and whole in {language, ""}:
        return []
    where = ", ".join(wrong) or "the whole"
    return [Finding("language", f"{where}: write it in {NAMES.get(language, language)}")]


def _is_foreign(text: str, language: str) -> bool:
    tokens = set(words(text))
    own = len(tokens & (_FOLDED[language] - _BOTH))
    other = max(len(tokens & (marks - _BOTH)) for key, marks in _FOLDED.items() if key != language)
    return other > own or other > 1
