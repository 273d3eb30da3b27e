"""The level of a German statement: which verb it says of the participants."""

import re
from collections.abc import Mapping

from seqpt_lib.objectives.checks.german_forms import PREFIXES, infinitives
from seqpt_lib.objectives.checks.words import fold

_SUBJECT = (
    r"(?:(?:die|den|alle[nr]?|jede[mnrs]?|der|das|saemtliche|unsere|diese|neue|einzelne)\s+)*"
    r"(?:teilnehmende\w*(?:\s+person(?:en)?)?|teilnehmer\w*(?:\s+und\s+teilnehmer\w*)?|lernende\w*"
    r"|mitarbeitende\w*|mitarbeiter\w*(?:\s+und\s+mitarbeiter\w*)?|beschaeftigte\w*|fachkraefte\w*"
    r"|absolvent\w*(?:\s+und\s+absolvent\w*)?|ingenieur\w*(?:\s+und\s+ingenieur\w*)?|mitglieder"
    r"|teammitglieder|personen|sie|alle|man)\b"
)
_MODAL = (
    r"(?:koenn(?:en|ten)|kann|soll(?:en|ten)?|muess(?:en|ten)|muss|duerfen|darf|werden|wird|wuerden"
    r"|sind|ist|waeren|haben|hat|vermoegen|vermag|verstehen\s+es|schaffen\s+es|gelingt(?:\s+es)?)\b"
)
_LEADS = re.compile(
    rf"^(?:es\s+)?(?:(?P<modal_first>{_MODAL})|{_SUBJECT}\s+(?P<modal>{_MODAL})|(?P<subject>{_SUBJECT}))\s*",
    re.IGNORECASE,
)
"""A modal verb sends the verb to the end of its clause, wherever the subject stands."""

_JOINING = (
    r"(?:und|oder|sowie|indem|damit|um|als|wie|dass|sodass|wenn|ob|bevor|waehrend|ohne|statt"
    r"|anstatt)"
)
_HELPERS = (
    r"(?:\s+(?:koennen|kann|sollen|muessen|duerfen|lassen|haben|werden|wird|worden|sind|sein))*"
)
_CLAUSE_END = rf"(?=\s*(?:$|[,;.:(\u2013]|\b{_JOINING}\b))"
_SUBORDINATE = re.compile(
    r"^\s*(?:(?:in|an|auf|mit|von|zu|bei|aus|fuer|durch|ueber|nach)\s+)?"
    r"(?:die|der|das|den|dem|denen|deren|dessen|welche\w*|was|wer|wo\w*|wie|warum|wann|ob|dass|weil"
    r"|wenn|sobald|bevor|nachdem|obwohl|da|falls|als)\b"
)
_PASSIVE = re.compile(rf"\b(?:werden|wird)\s+(?=[^,;]*\b(?:durch|von)\s+{_SUBJECT})", re.IGNORECASE)
_ZU = re.compile(rf"\b(?:zu\s+[a-z]+|[a-z]{{2,}}zu[a-z]{{4,}}){_HELPERS}\s*$")
_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_WORDS = re.compile(r"[^\W\d_]+")
_MOST_BETWEEN = 5


def german_level(statement: str, levels: Mapping[str, int]) -> int | None:
    """Tell the level of a German statement's verb.

    Args:
        statement: What participants do, one blank between two words.
        levels: Level by folded form of a verb.

    Returns:
        The level, or ``None`` if no verb of the list stands where the statement's verb does.

    Source: docs/explanation/checks.md, "Verb".
    """
    text = _folded(statement)
    lead = _LEADS.match(text)
    passive = _PASSIVE.search(text)
    if passive and (lead is None or lead["subject"]):
        return _last_verb(text[passive.end() :], levels)
    if lead is None:
        verb = _TOKEN.match(text)
        return _split_level(verb[0], text[verb.end() :], levels) if verb else None
    body = text[lead.end() :]
    if lead["subject"] is None:
        return _last_verb(body, levels)
    for verb in list(_TOKEN.finditer(body))[:_MOST_BETWEEN]:
        level = _split_level(verb[0], body[verb.end() :], levels)
        if level is not None or _may_divide(verb[0], levels):
            return level
        if not re.match(r"(?:der|des|aus|im|in|am|an|vom|von|dieser|dieses|nur|auch)\b", body):
            return None  # no attribute of the subject: this is its verb, and no list has it
    return None


def _folded(statement: str) -> str:
    """Fold a statement, but keep the capitals inside: a noun made of a verb is none."""
    text = re.sub(r"^[^a-z]+", "", fold(statement[:1]) + statement[1:]) if statement else ""
    return _WORDS.sub(
        lambda word: fold(word[0]).capitalize() if word.start() and word[0][0].isupper()
        else fold(word[0]),
        text,
    )  # fmt: skip


def _last_verb(body: str, levels: Mapping[str, int]) -> int | None:
    """Take the first word at the end of a clause that is a form of a verb.

    A clause that only explains a noun is stepped over: "Modelle, die andere erstellen, bewerten".
    """
    for clause in re.finditer(r"[^,;]+", body):
        found = [
            levels[token[1]]
            for token in re.finditer(rf"\b([a-z]+){_HELPERS}{_CLAUSE_END}", clause[0])
            if token[1] in levels
        ]
        explains = clause.start() and _SUBORDINATE.match(clause[0]) and not _ZU.search(clause[0])
        if found and not explains:
            return found[0]
    return None


def _split_level(verb: str, rest: str, levels: Mapping[str, int]) -> int | None:
    """Join a verb with its prefix at the end of the clause: "leiten ... ab" is not "leiten"."""
    ends = re.findall(rf"\b({'|'.join(PREFIXES)}){_CLAUSE_END}", rest)
    for end in ends:
        for infinitive in infinitives(verb):
            if end + infinitive in levels:
                return levels[end + infinitive]
    if ends and _may_divide(verb, levels) and not re.search(r"\b(und|oder|sowie)\b", rest):
        return None
    return levels.get(verb)


def _may_divide(verb: str, levels: Mapping[str, int]) -> bool:
    return any(
        prefix + infinitive in levels for prefix in PREFIXES for infinitive in infinitives(verb)
    )
