"""Check ``known_names``: only tools, methods and processes that the organization names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from seqpt_lib import reference
from seqpt_lib.objectives.checks.competencies import role_names
from seqpt_lib.objectives.checks.plain_words import (
    ACRONYMS,
    CALENDAR,
    OPENERS,
    german_stems,
    is_german_word,
)
from seqpt_lib.objectives.checks.values import FIELDS, Finding, Grounds, joined
from seqpt_lib.objectives.checks.words import fold, spans, words

_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_ODD = re.compile(r"[A-ZÄÖÜ].*[A-ZÄÖÜ]|[a-zäöüß][A-ZÄÖÜ]|[^\W\d_]\d|\d[^\W\d_]")
_QUOTED = re.compile(
    r"[\"“”„«»]([^\"“”„«»]{2,80})[\"“”„«»]|(?<!\w)['\u2018\u201a\u2019]([^'\u2018\u2019\u201a]{2,80})['\u2019\u2018](?!\w)"
)
_CALLED = re.compile(
    r"\b(?:called|named|known as|namens|genannt\w*|sogenannt\w*|branded)\s+(?:the\s+)?([^\W_]+)"
)
_KIND = re.compile(
    r"(?:werkzeug|tool|software|programm|plattform|methode|methodik|verfahren|app|anwendung|datenbank"
    r"|framework|suite|technik|ansatz|norm|standard|produkt|loesung)s?$"
)
_BARE_AFTER = frozenset(
    words("""
    mit in per via mittels mithilfe von aus unter ueber auf fuer durch nach zu ohne statt wie
    als bei an teilnehmenden sie nutzen verwenden und oder sowie gemaess laut
    """)
)
"""A name stands behind these without an article; a German noun in the singular hardly ever does."""

_PLURAL = re.compile(r".{6,}(?:e|er|el)n$")
_SHOWN = 3


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

    is_hyphenated: bool = False
    """True if a hyphen and another word follow."""

    @property
    def folded(self) -> str:
        """The word as it is compared."""
        return fold(self.text)


def check_known_names(
    parts: Mapping[str, str], competency_id: int, grounds: Grounds
) -> list[Finding]:
    """Find names of tools and methods that the organization does not use, and names nobody knows.

    Allowed are the names of the organization's context, what the passages and the template say,
    the competency's own name and the names of roles.

    Args:
        parts: The objective.
        competency_id: Its competency.
        grounds: With what is allowed.

    Returns:
        One finding that lists up to three names, or none.

    Source: docs/explanation/checks.md, "Known names".
    """
    tokens = [token for field in FIELDS for token in _tokens(parts.get(field, ""))]
    folded = [token.folded for token in tokens]
    allowed = _allowed_at(folded, competency_id, grounds)
    suspects = _lexicon_at(tokens, folded) | set(_unknown_at(tokens, grounds))
    free = "\n".join(
        " ".join(words(text)) for text in (*grounds.passages, joined(grounds.template))
    )
    names = [
        " ".join(tokens[at].text for at in run)
        for run in _runs(sorted(suspects - allowed))
        if not _stands_in([folded[at] for at in run], free)
    ]
    if not names:
        return []
    shown = ", ".join(f'"{name}"' for name in dict.fromkeys(names[:_SHOWN]))
    return [
        Finding(
            "known_names",
            f"{shown}: the organization's context names no such tool or method; leave it out",
        )
    ]


@cache
def known_tools() -> tuple[tuple[tuple[str, ...], bool], ...]:
    """List the well-known tools and methods.

    Returns:
        Folded words of each, and whether it counts only as it is written.
    """
    return tuple(
        (tuple(words(name)) if kind != "as_written" else tuple(name.split()), kind == "as_written")
        for kind, names in reference.known_tools().items()
        for name in names
    )


def _tokens(text: str) -> Iterator[Token]:
    marked = {
        at
        for pattern in (_QUOTED, _CALLED)
        for match in pattern.finditer(text)
        for group in match.groups()
        if group
        for at in range(match.start(), match.end())
    }
    last, end = "", 0
    for match in _TOKEN.finditer(text):
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
            is_hyphenated=re.match(r"-\w", text[match.end() :]) is not None,
        )
        last, end = match[0], match.end()


def _allowed_at(folded: Sequence[str], competency_id: int, grounds: Grounds) -> set[int]:
    """Positions of names that may stand, and of single words of the organization's names."""
    names = [
        *grounds.allowed_names,
        *grounds.competency_names.get(competency_id, ()),
        *role_names(),
    ]
    whole = [words(name) for name in (*names, "Systems Engineering", "System Engineering")]
    single = {
        fold(token)
        for name in grounds.allowed_names
        for token in _TOKEN.findall(name)
        if not token.islower()
    }
    covered = {
        start + at for name in whole for start in spans(folded, name) for at in range(len(name))
    }
    return covered | {
        at
        for at, token in enumerate(folded)
        if token in single or token.removesuffix("s") in single
    }


def _lexicon_at(tokens: Sequence[Token], folded: Sequence[str]) -> set[int]:
    text = [token.text for token in tokens]
    present = set(folded)
    found = set()
    for name, as_written in known_tools():
        if as_written:
            starts = [at for at in spans(text, name) if not tokens[at].is_first]
        else:
            starts = spans(folded, name) if present.issuperset(name) else []
        found |= {start + at for start in starts for at in range(len(name))}
    return found


def _unknown_at(tokens: Sequence[Token], grounds: Grounds) -> Iterator[int]:
    is_english = grounds.language == "en"
    stems = frozenset() if is_english else german_stems(grounds.vocabulary)
    for at, token in enumerate(tokens):
        if token.text in ACRONYMS:
            continue
        if token.is_marked or _ODD.search(token.text):
            yield at
        elif not token.text[0].isupper():
            continue
        elif (
            _is_english_name(token, grounds.vocabulary)
            if is_english
            else _is_german_name(token, grounds.vocabulary, stems)
        ):
            yield at


def _is_english_name(token: Token, vocabulary: frozenset[str]) -> bool:
    if token.folded in CALENDAR:
        return False
    return not token.is_first or token.folded not in vocabulary | OPENERS


def _is_german_name(token: Token, vocabulary: frozenset[str], stems: frozenset[str]) -> bool:
    """A noun that is no German word, where a name may stand."""
    if token.folded in vocabulary:
        return False
    if _KIND.search(token.before):
        return True
    may_be = token.before in _BARE_AFTER or token.is_after_noun or token.is_hyphenated
    is_plural = _PLURAL.match(token.folded) and not token.is_hyphenated
    return bool(may_be and not is_plural and not is_german_word(token.folded, stems))


def _runs(positions: Sequence[int]) -> Iterator[list[int]]:
    """Neighbouring positions make one name."""
    run: list[int] = []
    for at in positions:
        if run and at != run[-1] + 1:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _stands_in(name: Iterable[str], free: str) -> bool:
    return re.search(rf"\b{re.escape(' '.join(name))}\b", free) is not None
