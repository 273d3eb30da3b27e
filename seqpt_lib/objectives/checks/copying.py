"""Checks ``copied`` and ``near_duplicates``: the words are the objective's own."""

import re
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache

from seqpt_lib.model.names import fold_name
from seqpt_lib.objectives.checks.values import Finding, joined
from seqpt_lib.objectives.checks.words import fold, whole_words

MOST_SHARED = 12
"""Consecutive words that an objective may share with a text that its writer has seen."""

MOST_ALIKE_WHOLE, MOST_ALIKE_STATEMENT = 0.6, 0.7
"""Share of the words in one of two objectives that stand in both. No two templates come near it."""

_COMMON = frozenset(
    fold(
        """
    a an the of in on at to for and or by so that with from their its they them it is are be as
    this these participants within after end week weeks month months day days der die das den
    dem des ein eine einer eines einem einen und oder mit von vom zu zum zur im in am an auf aus
    bei für sie ihr ihre ihren ihrer ihres indem damit teilnehmenden nach innerhalb ende wochen
    monaten tag tage es ist sind wird werden sich nicht dass
    """
    ).split()
)


def check_copied(parts: Mapping[str, str], passages: Sequence[str]) -> list[Finding]:
    """Find more than twelve consecutive words of a text that the writer has seen.

    Args:
        parts: The objective.
        passages: The texts.

    Returns:
        One finding, or none.

    Source: docs/explanation/checks.md, "What is checked".
    """
    own = _runs(joined(parts))
    shared = next((run for passage in passages for run in sorted(own & _runs(passage))), None)
    if shared is None:
        return []
    start = " ".join(shared[:5])
    return [
        Finding("copied", f'more than {MOST_SHARED} words from a source: "{start}"; use your own')
    ]


def near_duplicates(
    objectives: Sequence[tuple[Hashable, Mapping[str, str]]],
) -> dict[Hashable, Finding]:
    """Find objectives that say nearly the same as one before them.

    Args:
        objectives: Key and parts of each, in the order that decides which is the first.

    Returns:
        A finding by key, for the later of two.

    Source: docs/explanation/checks.md, "What is checked".
    """
    seen: list[tuple[frozenset[str], frozenset[str], str]] = []
    found: dict[Hashable, Finding] = {}
    for key, parts in objectives:
        statement = parts.get("statement", "")
        marks = (_content(joined(parts)), _content(statement, skip=1), fold_name(statement))
        if any(_are_alike(marks, other) for other in seen):
            found[key] = Finding(
                "near_duplicates",
                "it says nearly what another objective says; choose another content",
            )
        else:
            seen.append(marks)
    return found


@lru_cache(maxsize=4096)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    tokens, count = whole_words(text), MOST_SHARED + 1
    return frozenset(tuple(tokens[at : at + count]) for at in range(len(tokens) - count + 1))


def _content(text: str, skip: int = 0) -> frozenset[str]:
    """The words that carry meaning; ``skip`` leaves out the first of them, the verb."""
    tokens = [token for token in whole_words(text) if token not in _COMMON]
    return frozenset(re.sub(r"(en|es|s|n|e)$", "", token) for token in tokens[skip:])


def _are_alike(
    one: tuple[frozenset[str], frozenset[str], str],
    other: tuple[frozenset[str], frozenset[str], str],
) -> bool:
    whole, statement, folded = one
    return (
        folded == other[2]
        or _likeness(whole, other[0]) >= MOST_ALIKE_WHOLE
        or _likeness(statement, other[1]) >= MOST_ALIKE_STATEMENT
    )


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
