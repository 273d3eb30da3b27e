"""Words that are no names, besides those of the reference texts."""

import re
from collections.abc import Collection
from functools import lru_cache

from seqpt_lib.objectives.checks.german_nouns import COUNTED_HEADS, NOUNS, VERBAL_NOUNS
from seqpt_lib.objectives.checks.words import fold, words

ACRONYMS = frozenset(
    re.findall(
        r"\S+",
        "SE IT KPI KPIs PDF QA HR CEO CTO EU USB CAD R&D FuE OEM OEMs ECU LED GPS OK TV PC PCs V&V "
        "AC DC UV IR LCD CPU PCB PCBs RFID NFC HMI 2D 3D CO2 ID IDs UI AI KI HF NF pH kW kWh",
    )
)
"""General short forms that name no tool and no method."""

CALENDAR = frozenset(
    words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december english german i european french spanish
    italian dutch swiss austrian british american asian chinese japanese latin greek christmas
    easter
    """)
)
"""Words that English writes with a capital anywhere."""

OPENERS = frozenset(
    words("""
    a an the by after before within over during at in on upon following once having throughout
    until for from with under when while as one two three four five six seven eight nine ten
    twelve half every each their participants so all across alongside towards no not given
    having to eleven fifteen twenty thirty forty fifty sixty ninety about above across against along
    amid among around as because before behind below beneath beside besides between beyond both
    despite down except few first second third fourth fifth final following further given halfway
    how if inside instead into its last late later like many midway more most near next no off on
    once only onto or out outside over past per provided rather right several shortly since some
    soon still straight such than that their them then these they this those through till together
    twice under unlike until up upon versus via what whatever whenever where which while who whose
    why within without
    """)
)
"""Words that a part of an English objective may begin with."""

_ENDINGS = ("innen", "ern", "en", "er", "es", "em", "e", "n", "s")
_ABSTRACT = re.compile(
    r"(ung|heit|keit|igkeit|schaft|ation|ition|sion|ktion|taet|nis|ismus|enz|anz|ierung|ment|logie|graphie"
    r"|grafie|ling|tum|mittel|ingenieur|entwickler|haft|barkeit|losigkeit|erei)$"
)
_JOINTS = ("", "s", "n", "en", "es", "e", "er", "ens")
_SHORTEST_PART = 3
_FOLDED_HEADS = tuple(fold(head) for head in COUNTED_HEADS)


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Take each ending that a German word may have off it.

    Args:
        word: A folded word.

    Returns:
        The word, vowels in the plural as in the singular, and what is left without each ending.
    """
    plain = _plain_vowels(word)
    shorter = (plain.removesuffix(ending) for ending in _ENDINGS if plain.endswith(ending))
    return (plain, *(short for short in shorter if len(short) >= _SHORTEST_PART))


@lru_cache(maxsize=8)
def german_stems(vocabulary: frozenset[str]) -> frozenset[str]:
    """List the stems of all German words that are no names.

    Args:
        vocabulary: Folded words of the reference texts.

    Returns:
        Their stems, and those of common nouns.
    """
    listed = {_plain_vowels(fold(noun)) for noun in NOUNS | VERBAL_NOUNS}
    spelled = {stem for noun in listed for stem in (noun, noun.removesuffix("e"))}
    read = {short for word in vocabulary if len(word) >= _SHORTEST_PART for short in stems(word)}
    return frozenset(word for word in read | spelled if len(word) >= _SHORTEST_PART)


def is_german_word(word: str, known: Collection[str]) -> bool:
    """Tell whether a German word is known, made of known words, or shaped like an abstract noun.

    Args:
        word: A folded word.
        known: Stems of the words that are no names.

    Returns:
        True if it is no name.
    """
    return any(
        short in known or _ABSTRACT.search(short) or _is_compound(short, known)
        for short in stems(word)
    )


def needs_an_article(word: str) -> bool:
    """Tell whether a German word is a compound that has an article unless it is a name.

    Args:
        word: A folded word.

    Returns:
        True for the singular of a thing that can be counted: "Planwerk", "Risikokompass".
    """
    return any(
        word.endswith(head) and len(word) >= len(head) + _SHORTEST_PART for head in _FOLDED_HEADS
    )


def _plain_vowels(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _is_compound(word: str, known: Collection[str], depth: int = 2) -> bool:
    return depth > 0 and any(
        word[cut:] in known and _is_first_part(word[:cut], known, depth)
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    )


def _is_first_part(part: str, known: Collection[str], depth: int) -> bool:
    """A word with a joint behind it, or a compound itself."""
    return any(
        word in known or _ABSTRACT.search(word) or _is_compound(word, known, depth - 1)
        for joint in _JOINTS
        if part.endswith(joint)
        for word in [part.removesuffix(joint)]
        if len(word) >= _SHORTEST_PART
    )
