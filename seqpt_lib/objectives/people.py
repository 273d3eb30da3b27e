"""People's names are taken out of everything that is sent to a model."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from seqpt_lib.objectives.checks.grounds import vocabulary
from seqpt_lib.objectives.checks.words import fold

SOMEBODY = {"en": "a colleague", "de": "eine Person"}
"""Stands where a person was named, by language."""

_PART = re.compile(r"[^\W\d_]+")
_SHORTEST_PART = 3
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPELLINGS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_SPELLED = re.compile("|".join([*_SPELLINGS, *_SPELLINGS.values()]), re.IGNORECASE)
_JOINT = re.compile(r"(?:\\[ -]|\u2010|\u2011)+")


def without_people(names: Iterable[str], language: str) -> Callable[[str], str]:
    """Make what replaces the names of people in a text.

    Taken out are e-mail addresses, whole names in either order, user names, and single parts of a
    name that stand there with a capital or in capitals, have three letters or more and are no word
    of the reference texts: "Mark" is one. A genitive counts as the name: "Webers"; an umlaut may be
    written as two letters, and a hyphen may be missing.

    Args:
        names: Names and user names of people.
        language: ``en`` or ``de``: the language of the words that stand instead.

    Returns:
        A function from text to text.

    Source: docs/how-to/use-a-model.md, "What is sent".
    """
    given = [unicodedata.normalize("NFC", name) for name in names]
    patterns = cache(lambda: _patterns(given))  # made for the first text; often there is none

    def replace(text: str) -> str:
        for pattern in patterns() if text else []:
            text = pattern.sub(SOMEBODY[language], text)
        return text

    return replace


def _patterns(names: list[str]) -> list[re.Pattern[str]]:
    whole = {order for name in names for order in _orders(name)}
    known = vocabulary("en") | vocabulary("de")
    parts = {part for name in names for part in _PART.findall(name) if _tells(part, known)}
    spelled = {spelling for part in parts for spelling in (part.capitalize(), part.upper())}
    named = [_pattern(whole, re.IGNORECASE), _pattern(spelled, 0)]
    return [_ADDRESS, *(pattern for pattern in named if pattern)]


def _orders(name: str) -> list[str]:
    """Write a name as given, and last part first, with and without a comma."""
    name = " ".join(name.split())
    first, _, last = name.rpartition(" ")
    return [name, f"{last} {first}", f"{last}, {first}"] if first else [name]


def _tells(part: str, known: frozenset[str]) -> bool:
    return len(part) >= _SHORTEST_PART and fold(part) not in known


def _pattern(names: Iterable[str], flags: int) -> re.Pattern[str] | None:
    listed = "|".join(_loosely(name) for name in sorted(names, key=len, reverse=True) if name)
    if not listed:
        return None
    return re.compile(rf"(?<![^\W_])(?:{listed})(?:['\u2019]?[sS])?(?![^\W_])", flags)


def _loosely(name: str) -> str:
    """Let umlauts be written as two letters, and blanks or hyphens stand for each other."""
    joined = _JOINT.sub(lambda _: r"[\s\-\u2010\u2011]+", re.escape(name))
    return _SPELLED.sub(_either, joined)


def _either(found: re.Match[str]) -> str:
    letters = found[0]
    single = next(one for one, two in _SPELLINGS.items() if letters.lower() in {one, two})
    two = _SPELLINGS[single]
    if letters.islower():
        return f"(?:{single}|{two})"
    return f"(?:{single.upper()}|{two.upper()}|{two.capitalize()})"
