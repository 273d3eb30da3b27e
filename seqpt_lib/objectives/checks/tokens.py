"""The words of an objective, each with what tells whether it is a name."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from seqpt_lib.objectives.checks.english_words import lower_case_names
from seqpt_lib.objectives.checks.words import fold

TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
ODD = re.compile(r"[A-ZÄÖÜ].*[A-ZÄÖÜ]|[a-zäöüß][A-ZÄÖÜ]|[^\W\d_]\d|\d[^\W\d_]")
_QUOTED = re.compile(
    r"[\"“”„«»]([^\"“”„«»]{2,80})[\"“”„«»]|(?<!\w)['\u2018\u201a\u2019]([^'\u2018\u2019\u201a]{2,80})['\u2019\u2018](?!\w)"
)
_CALLED = re.compile(
    r"\b(?:called|named|known as|branded|namens)\s+(?:the\s+)?(?!(?:off|for|in|on|upon|out|to|by|at"
    r"|when|after|a|an|is|are|was|were|and|or|with|as|und|oder|die|der|das)\b)([^\W_]+)"
    r"|\b(?:genannt\w*|sogenannt\w*)\s+([A-ZÄÖÜ][^\W_]*)"
)
_CHAINED = re.compile(
    r"\b(?:[A-ZÄÖÜ][^\W_]*-){2,}"
    r"(?:Methode|Methodik|Modell|Technik|Verfahren|Ansatz|Canvas|Board|Tool)\b"
)
"""A method that is called after several words has hyphens between all: "Fünf-Linsen-Methode"."""

_FOLLOWING = re.compile(r"[ -]([^\W_]+)")
_HYPHENATED = re.compile(r"-\w")


@dataclass(frozen=True)
class Token:
    """A word of an objective, as it is written."""

    text: str
    is_first: bool
    """True if it begins a part or a sentence."""

    is_marked: bool
    """True if quotation marks or words such as "called" make it a name."""

    before: str = ""
    """The word before it, folded, if there is only a blank between them."""

    is_after_noun: bool = False
    """True if that word has a capital."""

    after: str = ""
    """The word behind it, as it is written, if there is only a blank or a hyphen between them."""

    is_hyphenated: bool = False
    """True if a hyphen and another word follow."""

    @property
    def folded(self) -> str:
        """The word as it is compared."""
        return fold(self.text)


def tokens_of(text: str, vocabulary: Collection[str], language: str) -> Iterator[Token]:
    """Split a part of an objective into words, with what tells a name.

    Args:
        text: The part.
        vocabulary: Folded words of the reference texts.
        language: ``en`` or ``de``.

    Yields:
        The words in their order.
    """
    chained = [found.span() for found in _CHAINED.finditer(text)]
    lower = lower_case_names(text, vocabulary) if language == "en" else ()
    marked = {at for start, end in (*lower, *chained) for at in range(start, end)} | {
        at
        for pattern in (_QUOTED, _CALLED)
        for match in pattern.finditer(text)
        for group in match.groups()
        if group
        for at in range(match.start(), match.end())
    }
    last, end = "", 0
    for match in TOKEN.finditer(text):
        before = text[: match.start()].rstrip(" \t\"'“”„\u201a\u2018\u2019«»(")
        neighbour = (
            last if not text[end : match.start()].strip(" \"'“”„\u201a\u2018\u2019«»") else ""
        )
        yield Token(
            text=match[0],
            is_first=not before or before[-1] in ".!?:",
            is_marked=match.start() in marked,
            before=fold(neighbour),
            is_after_noun=neighbour[:1].isupper(),
            after=((following := _FOLLOWING.match(text, match.end())) and following[1]) or "",
            is_hyphenated=_HYPHENATED.match(text, match.end()) is not None,
        )
        last, end = match[0], match.end()
