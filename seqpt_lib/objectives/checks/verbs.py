"""Check ``verb``: the statement begins with a verb of the objective's level."""

import re
from collections.abc import Mapping, Sequence

from seqpt_lib.objectives.checks.forms import PREFIXES, form_levels, hashable
from seqpt_lib.objectives.checks.values import Finding, Grounds
from seqpt_lib.objectives.checks.words import fold, words

Verbs = Mapping[int, Sequence[str]]

_ENGLISH_LEAD = frozenset(
    words("""
    the all each every of our participant participants learner learners trainee trainees
    attendee attendees employee employees engineer engineers student students team teams
    member members staff people they he she you we who everyone person will would can could
    should shall may must might are is be being been to able also have has had then and both
    capable of in a position expected ready prepared themselves do does
    """)
)
"""Words that may stand before the verb and leave its level as it is."""

_SUBJECT = (
    r"(?:die |alle |jede[rs]? |der )?"
    r"(?:teilnehmende\w*|teilnehmer\w*(?: und teilnehmer\w*)?|lernende\w*|mitarbeitende\w*|sie)\b"
)
_MODAL = (
    r"(?:koennen|kann|sollen|muessen|werden|wird|sind|ist|waeren|duerfen|haben|soll|muss|darf)\b"
)
_GERMAN_LEADS = re.compile(
    rf"^(?:(?P<modal_first>{_MODAL})\s+{_SUBJECT}|{_SUBJECT}\s+(?P<modal>{_MODAL})|{_SUBJECT})\s*"
)
_CLAUSE_END = r"(?=\s*(?:$|[,;.:(]|\b(?:und|oder|sowie|indem|damit|um)\b))"
_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)*")
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
    text = re.sub(r"^[^a-z]+", "", " ".join(fold(statement).split()))
    return _english_level(text, levels) if language == "en" else _german_level(text, levels)


def _english_level(text: str, levels: Mapping[str, int]) -> int | None:
    for token in _TOKEN.findall(text):
        if token in levels:
            return levels[token]
        if token not in _ENGLISH_LEAD and not token.endswith("ly"):
            return None
    return None


def _german_level(text: str, levels: Mapping[str, int]) -> int | None:
    lead = _GERMAN_LEADS.match(text)
    if lead and (lead["modal"] or lead["modal_first"]):
        return _last_infinitive(text[lead.end() :], levels)
    body = text[lead.end() :] if lead else text
    verb = _TOKEN.search(body)
    if verb is None or (not lead and verb.start() > 0):
        return None
    return _split_level(verb[0], body[verb.end() :], levels)


def _last_infinitive(body: str, levels: Mapping[str, int]) -> int | None:
    """Take the first word at the end of a clause that is a form of a verb."""
    for token in re.finditer(rf"\b([a-z]+){_CLAUSE_END}", body):
        if token[1] in levels:
            return levels[token[1]]
    return None


def _split_level(verb: str, rest: str, levels: Mapping[str, int]) -> int | None:
    infinitive = verb if verb.endswith("n") else re.sub(r"e?t$", "", verb) + "en"
    ends = re.findall(rf"\b({'|'.join(PREFIXES)}){_CLAUSE_END}", rest)
    joined = [levels[end + infinitive] for end in ends if end + infinitive in levels]
    if joined:
        return joined[0]
    may_split = any(prefix + infinitive in levels for prefix in PREFIXES)
    if ends and may_split and not re.search(r"\b(und|oder|sowie)\b", rest):
        return None
    return levels.get(verb)


def _stands_plainly(statement: str, language: str, listed: Sequence[str]) -> bool:
    """As the gate reads it: single blanks, the word itself, nothing before it."""
    written = statement.split(" ")
    if language == "en":
        return written[0] == "participants" and len(written) > _FEWEST and written[1] in listed
    return written[0] in listed and bool(
        re.match(r"(und \w+ )?die Teilnehmenden\b", statement[len(written[0]) + 1 :])
    )


def _second_level(statement: str, grounds: Grounds) -> int:
    """The level of a verb that stands beside the first: "list and evaluate"."""
    plain = {fold(v): level for level, verbs in grounds.verbs.items() for v in verbs}
    tokens = fold(statement).replace(",", " , ").split()
    first = 1 if grounds.language == "en" else 0
    levels = [0]
    at = first + 1
    while at + 1 < len(tokens) and tokens[at] in {",", "and", "or", "und", "oder", "sowie"}:
        levels.append(plain.get(tokens[at + 1], 0))
        at += 2
    return max(levels)
