"""Words as the checks compare them: without case, punctuation and ways of spelling."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
WORD = re.compile(r"[^\W_]+")
JOINTS = re.compile(r"(?<=\w)['\u2019\-\u2010\u2011](?=\w)|\u00ad")


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """Fold case, umlauts that are written as two letters, and compatible characters.

    Args:
        text: Any text.

    Returns:
        The folded text, to compare with another folded text and for nothing else.
    """
    return unicodedata.normalize("NFKC", text).lower().translate(UMLAUTS)


def words(text: str) -> list[str]:
    """Split a text into folded words; a hyphen parts two words.

    Args:
        text: Any text.

    Returns:
        Its words in order.
    """
    return WORD.findall(fold(text))


def whole_words(text: str) -> list[str]:
    """Split a text into folded words as a person counts them: "two-day" is one.

    Args:
        text: Any text.

    Returns:
        Its words in order.
    """
    return WORD.findall(fold(JOINTS.sub("", text)))


def spans(tokens: Sequence[str], sought: Sequence[str]) -> list[int]:
    """Find where a sequence of words stands.

    Args:
        tokens: Folded words of a text.
        sought: Folded words to find, in this order, none between them.

    Returns:
        The positions of their first word; empty if there is nothing to find.
    """
    count = len(sought)
    if not count or sought[0] not in tokens:
        return []
    return [
        start
        for start, token in enumerate(tokens)
        if token == sought[0] and list(tokens[start : start + count]) == list(sought)
    ]
