"""People's names are taken out of everything that is sent to a model."""

import re
from collections.abc import Callable, Iterable

from seqpt_lib.objectives.checks.grounds import vocabulary
from seqpt_lib.objectives.checks.words import fold

SOMEBODY = {"en": "a colleague", "de": "eine Person"}
"""Stands where a person was named, by language."""

_PART = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SHORTEST_PART = 3
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def without_people(names: Iterable[str], language: str) -> Callable[[str], str]:
    """Make what replaces the names of people in a text.

    Taken out are e-mail addresses, whole names in either order, user names, and single parts of a
    name that are written with a capital or in capitals, have three letters or more and are no word
    of the reference texts: "Mark" is one. A genitive counts as the name: "Webers".

    Args:
        names: Names and user names of people.
        language: ``en`` or ``de``: the language of the words that stand instead.

    Returns:
        A function from text to text.

    Source: docs/how-to/use-a-model.md, "What is sent".
    """
    whole = sorted({w for name in names for w in _orders(name)}, key=len, reverse=True)
    known = vocabulary("en") | vocabulary("de")
    parts = sorted(
        {part for name in whole for part in _PART.findall(name) if _tells(part, known)},
        key=len,
        reverse=True,
    )
    spelled = [spelling for part in parts for spelling in (part, part.upper())]
    named = [_pattern(whole, re.IGNORECASE), _pattern(spelled, 0)]
    patterns = [_ADDRESS, *(pattern for pattern in named if pattern)]

    def replace(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(SOMEBODY[language], text)
        return text

    return replace


def _orders(name: str) -> list[str]:
    """Write a name as given, and last part first, with and without a comma."""
    name = " ".join(name.split())
    first, _, last = name.rpartition(" ")
    return [name, f"{last} {first}", f"{last}, {first}"] if first else [name]


def _tells(part: str, known: frozenset[str]) -> bool:
    return len(part) >= _SHORTEST_PART and part[0].isupper() and fold(part) not in known


def _pattern(names: list[str], flags: int) -> re.Pattern[str] | None:
    if not names:
        return None
    listed = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(rf"(?<![^\W_])(?:{listed})(?:['\u2019]?[sS])?(?![^\W_])", flags)
