"""The forms in which a verb may stand."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from seqpt_lib.objectives.checks.words import fold

PREFIXES = (
    "auseinander", "gegenueber", "zusammen", "zurueck", "hervor", "voran", "weiter", "wieder",
    "heraus", "durch", "nach", "fest", "ueber", "neu", "bei", "dar", "ein", "auf", "aus", "ab",
    "an", "um", "vor", "her", "zu",
)  # fmt: skip
"""Parts of a German verb that may stand at the end of its clause, folded."""

_SHORTEST_STEM = 4
_VOWELS = "aeiou"
_BRITISH = (("ize", "ise"), ("ise", "ize"), ("yze", "yse"), ("yse", "yze"))


@lru_cache(maxsize=16)
def form_levels(language: str, verbs: tuple[tuple[int, tuple[str, ...]], ...]) -> dict[str, int]:
    """List the forms of all verbs.

    Args:
        language: ``en`` or ``de``.
        verbs: By level, the verbs.

    Returns:
        Level by folded form.
    """
    forms = english_forms if language == "en" else german_forms
    levels: dict[str, int] = {}
    for level, listed in verbs:
        for verb in listed:
            for form in forms(fold(verb)):
                levels.setdefault(form, level)
    levels.update({fold(verb): level for level, listed in verbs for verb in listed})
    return levels


def hashable(verbs: Mapping[int, Sequence[str]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Turn lists of verbs into what a cache can hold.

    Args:
        verbs: By level, the verbs.

    Returns:
        The same, in the order of the levels.
    """
    return tuple((level, tuple(verbs[level])) for level in sorted(verbs))


def english_forms(verb: str) -> set[str]:
    """List the forms of an English verb, in both spellings.

    Args:
        verb: The plain form, folded.

    Returns:
        Plain form, third person, gerund and past; some that no dictionary has are among them.
    """
    spelled = {verb, *(verb[:-3] + new for old, new in _BRITISH if verb.endswith(old))}
    return {form for plain in spelled for form in _inflected(plain)}


def german_forms(verb: str) -> set[str]:
    """List the forms of a German verb.

    Args:
        verb: The infinitive, folded.

    Returns:
        Infinitive, with "zu", third person and participle of the regular verbs.
    """
    stem = re.sub(r"e?n$", "", verb)
    forms = {verb, f"{stem}t", f"{stem}et", f"ge{stem}t"}
    for prefix in PREFIXES:
        rest = verb.removeprefix(prefix)
        if rest != verb and len(rest) >= _SHORTEST_STEM:
            forms |= {f"{prefix}zu{rest}", f"{prefix}ge{stem.removeprefix(prefix)}t"}
    return forms


def _inflected(plain: str) -> set[str]:
    forms = {plain, plain + "s", plain + "es", plain + "ing", plain + "ed"}
    if plain.endswith("e"):
        forms |= {plain[:-1] + "ing", plain + "d"}
    if plain.endswith("y") and plain[-2] not in _VOWELS:
        forms |= {plain[:-1] + "ies", plain[:-1] + "ied"}
    if plain[-1] not in _VOWELS + "wxy" and plain[-2] in _VOWELS:
        forms |= {plain + plain[-1] + "ing", plain + plain[-1] + "ed"}
    return forms
