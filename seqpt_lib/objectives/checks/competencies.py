"""Checks ``own_competency`` and ``names_known``: one competency, and none that does not exist."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from seqpt_lib import reference
from seqpt_lib.model.levels import ROLE_MARKERS
from seqpt_lib.model.names import fold_name
from seqpt_lib.objectives.checks.topics import other_topic
from seqpt_lib.objectives.checks.values import Finding, Grounds, joined
from seqpt_lib.objectives.checks.words import spans, words

_QUOTE, _INSIDE = "[\"'“”„\u201a\u2018\u2019«»]", "[^\"'“”„\u201a\u2018\u2019«»]"
_LISTED = re.compile(
    r"\b(?:competenc(?:e|y|es|ies)|kompetenz(?:en)?|roles?|rollen?)\b"
    r"(?:\s+(?:of|called|named|as|der|des|einer|eines|namens|als))?[\s:]+"
    rf"(?P<names>{_QUOTE}{_INSIDE}+{_QUOTE}(?:(?:\s*,)?(?:\s+(?:and|or|und|oder))?\s+{_QUOTE}{_INSIDE}+{_QUOTE})*)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<!elche )(?<!what )(?<!which )(?<!keine )(?<!no )"
    r"\b(?:[Cc]ompetenc(?:e|y|es|ies)|[Kk]ompetenz(?:en)?|[Rr]oles?|[Rr]ollen?)\b"
    r"(?:\s+(?:of|as|called|named|namens)(?:\s+(?:a|an|the))?)?[\s:]+"
    r"(?P<name>[A-ZÄÖÜ][^\s.,;:()]*(?:\s+[A-ZÄÖÜ][^\s.,;:()]*)*)"
)
_ENGLISH = (
    re.compile(
        r"\b(?:competenc(?:e|y|ies)|roles?|skills?)\s+(?:in|for)\s+(?:the\s+)?"
        r"(?P<name>[A-Z][\w/&-]*(?:\s+(?:and\s+|of\s+)?[A-Z][\w/&-]*)*)"
    ),
    re.compile(
        r"(?P<name>(?:\b[A-Z][\w/&-]*\s+(?:and\s+|of\s+)?)+)(?:competenc(?:e|y|ies)|skills?|roles?)\b"
    ),
    re.compile(
        r"\bcompetenc(?:y|ies)\s+(?:of|in|for|called|named)\s+(?P<name>[a-z]+(?:\s[a-z]+){0,2})"
    ),
)
_GERMAN = (re.compile(r"\b(?P<name>[A-ZÄÖÜ][\w-]*)-(?:Kompetenz(?:en)?|Rollen?)\b"),)
_FANCIED = {
    "en": re.compile(
        r"\broles?\s+(?:of|as)\s+(?:an?\s+|the\s+)?(?P<name>(?:[a-z-]+\s){1,2}(?:shepherd|whisperer"
        r"|guardian|wizard|ninja|guru|sherpa|evangelist|alchemist|ambassador|pathfinder|navigator"
        r"|keeper|herald|oracle|captain|gardener|weaver|broker|steward|champion|scout|hunter"
        r"|doctor|detective|conductor|storyteller|trailblazer|catalyst|custodian|warden))\b"
    ),
    "de": re.compile(
        r"\bRollen?\s+(?:des|der|eine[rs]|als)\s+(?P<name>[A-ZÄÖÜ]\w{3,}(?:lots|hüter|flüster|wächter"
        r"|hirt|magier|zauber|navigator|botschafter|detektiv|gärtner|weber|makler|pfadfind|dirigent"
        r"|kapitän|pilot|schmied|jäger|späher|künstler|schatzsuch|bewahr|heiler|dolmetsch|kundschaft"
        r"|apostel|katalysator|kurator|sammler|brückenbau)\w{0,5})\b"
    ),
}
"""Roles that no master data have and that are named as such; "the role of a buyer" is none."""

_BRITISH = re.compile(r"is(?=ation|ing\b|ed\b)")


def check_own_competency(
    parts: Mapping[str, str], competency_id: int, grounds: Grounds
) -> list[Finding]:
    """Find names, key terms and the topic of another competency.

    A key term may stand where the organization calls a process, method or tool so, and in the
    timeframe, which says when and not what.

    Args:
        parts: The objective.
        competency_id: Its competency.
        grounds: With the names and key terms of all competencies.

    Returns:
        One finding per other competency that is named, or one for the topic.

    Source: docs/explanation/checks.md, "What is checked".
    """
    tokens = _spelled(words(joined(parts)))
    content = _spelled(words(joined({**parts, "timeframe": ""})))
    own = _spelled_all([grounds.template.get(field, "") for field in grounds.template])
    free = _spelled_all(grounds.allowed_names)
    findings = []
    for other in sorted({*grounds.competency_names, *grounds.key_terms} - {competency_id}):
        names = [
            n for n in grounds.competency_names.get(other, ()) if spans(tokens, _spelled_name(n))
        ]
        terms = _terms(content, grounds.key_terms.get(other, ()), [*own, *free])
        if found := [*names, *terms]:
            findings.append(
                Finding(
                    "own_competency", f'"{found[0]}" belongs to another competency; leave it out'
                )
            )
    if findings:
        return findings
    topic = other_topic(parts, competency_id, grounds.language, grounds.allowed_names)
    if topic is None:
        return []
    name = grounds.competency_names[topic][0 if grounds.language == "en" else 1]
    return [Finding("own_competency", f'it is about "{name}"; keep to what the template trains')]


def check_names_known(parts: Mapping[str, str], grounds: Grounds) -> list[Finding]:
    """Find a competency or role that is named as one and is not in the master data.

    Args:
        parts: The objective.
        grounds: With the names of the competencies.

    Returns:
        One finding per name.

    Source: docs/explanation/checks.md, "What is checked".
    """
    text = joined(parts)
    names = [name for names in grounds.competency_names.values() for name in names]
    known = {fold_name(name) for name in (*names, *role_names())}
    unknown = sorted(
        {
            *(name for name in _quoted(text) if fold_name(name) not in known),
            *(
                spellings[0]
                for spellings in _named(text, grounds.language)
                if not any(_is_known(fold_name(name), known, text) for name in spellings)
            ),
        }
    )
    return [
        Finding(
            "names_known", f'there is no competency or role "{name}"; name one that exists or none'
        )
        for name in unknown
    ]


@cache
def role_names() -> tuple[str, ...]:
    """List the names of the roles, in both languages, markers left out.

    Returns:
        The names.
    """
    described = reference.described("roles", "role_cluster_id")
    return tuple(
        role["name"][language]
        for role_id, role in described.items()
        if role_id not in ROLE_MARKERS
        for language in reference.LANGUAGES
    )


def _quoted(text: str) -> Iterator[str]:
    """Names in quotation marks: they end there, so they are known as a whole or not at all."""
    for listed in _LISTED.finditer(text):
        yield from (
            quoted.strip(" ,.;:")
            for quoted in re.findall(rf"{_QUOTE}({_INSIDE}+){_QUOTE}", listed["names"])
        )


def _named(text: str, language: str) -> Iterator[tuple[str, ...]]:
    """Names without quotation marks, each with its spellings that may be known.

    What the gate finds too has one spelling, as there: a hyphen is no blank.
    """
    yield from ((found["name"].strip(),) for found in _NAMED.finditer(text))
    for pattern in (_FANCIED[language], *(_ENGLISH if language == "en" else _GERMAN)):
        for found in pattern.finditer(text):
            name = found["name"].strip()
            yield name, name.replace("-", " ")


def _is_known(name: str, known: set[str], text: str) -> bool:
    folded = fold_name(text)
    return any(
        f"{name} ".startswith(f"{other} ") or (other.startswith(f"{name} ") and other in folded)
        for other in known
    )


def _terms(tokens: Sequence[str], terms: Sequence[str], free: Iterable[Sequence[str]]) -> list[str]:
    text = " ".join(tokens)
    if not terms or not _any_pattern(tuple(terms)).search(text):
        return []
    return [
        term
        for term, pattern in _patterns(tuple(terms))
        if pattern.search(text) and not any(pattern.search(" ".join(name)) for name in free)
    ]


@lru_cache(maxsize=64)
def _any_pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """All terms at once: most texts have none, and one search says so."""
    stems = (re.escape(" ".join(_spelled(words(term.rstrip("*"))))) for term in terms)
    return re.compile(rf"\b(?:{'|'.join(stems)})")


@lru_cache(maxsize=256)
def _spelled_name(name: str) -> tuple[str, ...]:
    return tuple(_spelled(words(name)))


@lru_cache(maxsize=64)
def _patterns(terms: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((term, _pattern(term)) for term in terms)


def _pattern(term: str) -> re.Pattern[str]:
    plain = " ".join(_spelled(words(term.rstrip("*"))))
    return re.compile(rf"\b{re.escape(plain)}" + ("" if term.endswith("*") else r"s?\b"))


def _spelled(tokens: Sequence[str]) -> list[str]:
    """One spelling of words that have two."""
    return _BRITISH.sub("iz", " ".join(tokens)).replace("modelling", "modeling").split()


def _spelled_all(texts: Iterable[str]) -> list[list[str]]:
    return [_spelled(words(text)) for text in texts]
