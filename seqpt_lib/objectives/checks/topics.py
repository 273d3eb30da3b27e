"""What an objective is about, by the words that it shares with a competency's reference texts."""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache

from seqpt_lib import reference
from seqpt_lib.objectives.checks.words import words

CLEARLY_ANOTHER = 8.0
"""Weight by which the words of another competency must outweigh those of the own one.

On the labelled tuning sets good objectives reach 4.7, and objectives about another competency
begin at 11.7, but for those that only name it. No template is above 0.
"""

MUCH_MORE = 2.0
"""How many times the own weight it must be as well."""

_SHORTEST = 4
_ENDINGS = {
    "en": re.compile(r"(ations|ation|ions|ion|ings|ing|ies|ied|ed|es|s|e|y)$"),
    "de": re.compile(r"(ungen|ung|ionen|en|er|em|es|e|n|s)$"),
}


def other_topic(
    parts: Mapping[str, str], competency_id: int, language: str, free: Iterable[str] = ()
) -> int | None:
    """Tell which other competency an objective is about, if it clearly is.

    A word counts the more, the fewer competencies have it in their texts, so that ordinary words
    count little. When an objective is set does not say what it is about: the timeframe is left out.

    Args:
        parts: The objective.
        competency_id: Its competency.
        language: ``en`` or ``de``.
        free: Names of the organization; their words say nothing about the topic.

    Returns:
        The id of that competency, or ``None``.

    Source: docs/explanation/checks.md, "Another competency".
    """
    content = " ".join(parts.get(part, "") for part in ("statement", "demonstration", "benefit"))
    marks = _stems(content, language) - _stems(" ".join(free), language)
    weights = _weights(language)
    found = {
        other: sum(known[mark] for mark in marks if mark in known)
        for other, known in weights.items()
    }
    own = found.pop(competency_id, 0.0)
    other = max(found, key=lambda key: found[key])
    is_other = found[other] - own >= CLEARLY_ANOTHER and found[other] >= MUCH_MORE * own
    return other if is_other else None


@cache
def _weights(language: str) -> dict[int, dict[str, float]]:
    """Weight of each stem, by competency."""
    templates, terms = reference.objective_templates(), reference.key_terms(language)
    known = {
        competency_id: _stems(
            " ".join(
                [
                    *_texts(texts, language),
                    *(
                        text
                        for (owner, _), template in templates.items()
                        if owner == competency_id
                        for text in template[language].values()
                    ),
                    *terms.get(competency_id, ()),
                ]
            ),
            language,
        )
        for competency_id, texts in reference.competency_texts().items()
    }
    count = {
        stem: sum(stem in stems for stems in known.values())
        for stem in frozenset().union(*known.values())
    }
    return {
        competency_id: {stem: math.log((len(known) + 1) / count[stem]) for stem in stems}
        for competency_id, stems in known.items()
    }


def _texts(content: object, language: str) -> list[str]:
    """All texts of a language, however deep they stand."""
    if isinstance(content, str):
        return [content]
    if not isinstance(content, dict):
        return []
    others = set(reference.LANGUAGES) - {language}
    return [
        text
        for key, value in content.items()
        if key not in others
        for text in _texts(value, language)
    ]


def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(
        _ENDINGS[language].sub("", word) for word in words(text) if len(word) >= _SHORTEST
    )
