"""Check ``known_names``: only tools, methods and processes that the organization names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from seqpt_lib import reference
from seqpt_lib.objectives.checks.competencies import role_names
from seqpt_lib.objectives.checks.name_likeness import begins_german_name, is_name
from seqpt_lib.objectives.checks.tokens import TOKEN, Token, tokens_of
from seqpt_lib.objectives.checks.values import FIELDS, Finding, Grounds, joined
from seqpt_lib.objectives.checks.words import fold, spans, words

_SHOWN = 3


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
    tokens = [
        token
        for field in FIELDS
        for token in tokens_of(parts.get(field, ""), grounds.vocabulary, grounds.language)
    ]
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
def known_tools() -> dict[str, list[tuple[tuple[str, ...], bool]]]:
    """List the well-known tools and methods by their first word.

    Returns:
        Folded words of each, and whether it counts only as it is written.
    """
    known: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for kind, names in reference.known_tools().items():
        for name in names:
            as_written = kind == "as_written"
            parts = tuple(name.split() if as_written else words(name))
            known.setdefault(next(iter(parts), ""), []).append((parts, as_written))
    return known


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
        for token in TOKEN.findall(name)
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
    known = known_tools()
    found = set()
    for name, as_written in (tool for word in {*folded, *text} for tool in known.get(word, ())):
        if as_written:
            starts = [at for at in spans(text, name) if not tokens[at].is_first]
        else:
            starts = spans(folded, name)
        found |= {start + at for start in starts for at in range(len(name))}
    return found


def _unknown_at(tokens: Sequence[Token], grounds: Grounds) -> Iterator[int]:
    for at, token in enumerate(tokens):
        if is_name(token, grounds.language, grounds.vocabulary):
            yield at
            if grounds.language == "de" and begins_german_name(token):
                yield at + 1


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
