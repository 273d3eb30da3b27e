"""The forms in which a verb may stand."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from seqpt_lib.objectives.checks.german_forms import german_forms
from seqpt_lib.objectives.checks.words import fold

_VOWELS = "aeiou"
_BRITISH = (("ize", "ise"), ("ise", "ize"), ("yze", "yse"), ("yse", "yze"))
_IRREGULAR = {
    base: tuple(forms)
    for base, *forms in (
        line.split()
        for line in """
        arise arose arisen|bear bore borne|begin began begun|bind bound|break broke broken
        bring brought|build built|catch caught|choose chose chosen|cut cut|deal dealt
        do did done|draw drew drawn|drive drove driven|feed fed|find found
        foresee foresaw foreseen|forecast forecast|get got
        give gave given|go went gone|hold held|keep kept|know knew known|lay laid|lead led
        learn learnt|leave left
        make made|mean meant|meet met|oversee oversaw overseen|pay paid|put put|read read
        rebuild rebuilt|redraw redrew redrawn|rewrite rewrote rewritten|run ran|say said
        see saw seen
        seek sought|send sent|set set|show showed shown|speak spoke spoken|spell spelt|split split
        spread spread|stand stood|take took taken|teach taught|tell told|think thought
        undertake undertook undertaken|understand understood|win won|write wrote written
        """.replace("\n", "|").split("|")
        if line.strip()
    )
}


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


def _inflected(plain: str) -> set[str]:
    forms = {
        plain,
        *_IRREGULAR.get(plain, ()),
        plain + "s",
        plain + "es",
        plain + "ing",
        plain + "ed",
    }
    if plain.endswith("e"):
        forms |= {plain[:-1] + "ing", plain + "d"}
    if plain.endswith("y") and plain[-2] not in _VOWELS:
        forms |= {plain[:-1] + "ies", plain[:-1] + "ied"}
    if plain[-1] not in _VOWELS + "wxy" and plain[-2] in _VOWELS:
        forms |= {plain + plain[-1] + "ing", plain + plain[-1] + "ed"}
    return forms
