"""Check ``verb``: the statement begins with a verb of the objective's level."""

import re
from collections.abc import Mapping, Sequence

from seqpt_lib.objectives.checks.english_leads import english_level
from seqpt_lib.objectives.checks.forms import form_levels, hashable
from seqpt_lib.objectives.checks.german_leads import german_level
from seqpt_lib.objectives.checks.values import Finding, Grounds
from seqpt_lib.objectives.checks.words import fold

Verbs = Mapping[int, Sequence[str]]

_MARKUP = re.compile(r"</?[a-z][^<>]*>|[*_~`\"\u201c\u201d\u201e]+", re.IGNORECASE)
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "their",
        "its",
        "all",
        "every",
        "each",
        "this",
        "these",
        "those",
        "whether",
        "how",
    ]
)
_SHOWN_VERBS = 6
_FEWEST = 2


def check_verb(parts: Mapping[str, str], level: int, grounds: Grounds) -> list[Finding]:
    """Find a statement whose verb is not one of its level, or not where it belongs.

    Args:
        parts: The objective.
        level: Its level.
        grounds: With the verbs of its language.

    Returns:
        One finding, or none.

    Source: docs/explanation/checks.md, "Verb".
    """
    statement = parts.get("statement", "")
    found = level_of(statement, grounds.language, grounds.verbs)
    listed = list(grounds.verbs.get(level, ()))
    wanted = f"a verb of level {level}: {', '.join(listed[:_SHOWN_VERBS])} or another of the list"
    if found is None:
        return [Finding("verb", f"no verb of the list begins the statement; take {wanted}")]
    if found != level:
        return [Finding("verb", f"the verb belongs to level {found}; take {wanted}")]
    if not _stands_plainly(statement, grounds.language, listed):
        order = "participants VERB" if grounds.language == "en" else "VERB die Teilnehmenden"
        return [Finding("verb", f'begin the statement with "{order}", {wanted}, undivided')]
    higher = _second_level(statement, grounds)
    if higher > level:
        return [Finding("verb", f"a second verb belongs to level {higher}; keep only {wanted}")]
    return []


def level_of(statement: str, language: str, verbs: Verbs) -> int | None:
    """Tell the level of a statement's verb, in whatever form it stands.

    Args:
        statement: What participants do.
        language: ``en`` or ``de``.
        verbs: The verbs of each trained level, in this language.

    Returns:
        The level, or ``None`` if no verb of the list begins the statement.

    Source: docs/explanation/checks.md, "Verb".
    """
    levels = form_levels(language, hashable(verbs))
    text = " ".join(_MARKUP.sub(" ", statement).split())
    return english_level(text, levels) if language == "en" else german_level(text, levels)


def _stands_plainly(statement: str, language: str, listed: Sequence[str]) -> bool:
    """As the gate reads it: single blanks, the word itself, nothing before it."""
    written = statement.split(" ")
    if language == "en":
        return written[0] == "participants" and len(written) > _FEWEST and written[1] in listed
    return written[0] in listed and bool(
        re.match(r"(und \w+ )?die Teilnehmenden\b", statement[len(written[0]) + 1 :])
    )


def _second_level(statement: str, grounds: Grounds) -> int:
    """The highest level of a further verb: "list and evaluate", "list it, then evaluate it"."""
    plain = {fold(v): level for level, verbs in grounds.verbs.items() for v in verbs}
    tokens = fold(statement).replace(",", " , ").split()
    first = 1 if grounds.language == "en" else 0
    levels = [0]
    at = first + 1
    while at + 1 < len(tokens) and tokens[at] in {",", "and", "or", "und", "oder", "sowie"}:
        levels.append(plain.get(tokens[at + 1], 0))
        at += 2
    return max([*levels, *_later_levels(statement.split(), plain, grounds.language)])


def _later_levels(written: Sequence[str], verbs: Mapping[str, int], language: str) -> list[int]:
    """The levels of verbs that a later clause begins with.

    An English word after "and" is a verb only if an article or the like follows: "and design" may
    be a noun. A German one is written small, which no noun is.
    """
    levels = []
    for before, word, after in zip(written, written[1:], [*written[2:], ""], strict=False):
        joint = fold(before).strip(",")
        level = verbs.get(fold(word), 0)
        if language == "en":
            is_verb = joint == "then" or (joint in {"and", "or"} and fold(after) in _ARTICLES)
        else:
            is_verb = joint in {"und", "oder", "sowie", "dann"} and word.islower()
        levels.append(level if is_verb else 0)
    return levels
