"""The level of an English statement: which verb it says of the participants."""

import re
from collections.abc import Mapping

from seqpt_lib.objectives.checks.words import fold

_PEOPLE = (
    r"(?:participants?|learners?|trainees?|attendees?|employees?|engineers?|students?|teams?"
    r"|members?|staff|people|person|colleagues?|everyone|everybody|anyone|they|he|she|you|we|who)"
)
_BEFORE = re.compile(
    r"^(?:after|by|at|in|on|within|during|following|once|from|with|when|upon|until)\b"
    rf"[^.;:]{{0,80}}?(?=\b(?:the\s+|all\s+|each\s+|every\s+)?{_PEOPLE}\b)"
)
_SUBJECT = re.compile(
    r"^(?:(?:the|each|every|all|any|our|both|of|most|new)\s+)*"
    rf"(?:{_PEOPLE}\b\s*|(?:[a-z'-]+\s+){{1,3}}(?=(?:can|will|should|must|shall|are\s+able)\b))"
)
_ATTRIBUTE = re.compile(
    r"^(?:(?:in|from|of|on|at|with|across|working|attending|taking|who)\s+(?:[a-z'-]+\s+){1,6}?"
    r"(?=(?:can|could|will|would|should|must|may|shall|is|are|have|has)\b)|,[^,]{1,60},)\s*"
)
_FIT = (
    r"(?:able|ready|prepared|trained|qualified|competent|expected|required|equipped|enabled|empowered"
    r"|confident|willing|fit|free|supposed|going|due|encouraged|asked)"
)
_SKILLED = (
    r"(?:skilled|capable|competent|proficient|experienced|confident|good|adept|versed|practi[sc]ed"
    r"|comfortable|fluent|qualified|trained|expert|successful|adroit|at\s+ease|at\s+home)"
)
_POWER = r"(?:abilit(?:y|ies)|skills?|competenc[ey]|capability|capacity|confidence|means|know-how)"
_PHRASE = re.compile(
    r"^(?:"
    r"(?:can|could|will|would|should|shall|may|must|might|do|does|did|now|also|then|both)\b"
    r"|(?:ought|need|needs|have|has|are|is|be)\s+to\b"
    rf"|(?:be|is|are|being|been|become|feel)\s+(?:\w+ly\s+|well\s+|fully\s+)?{_FIT}\s+(?:enough\s+)?to\b"
    rf"|(?:be|is|are|being|been|become|feel)\s+(?:\w+ly\s+|well\s+|more\s+)?{_SKILLED}\s+(?:at|of|in|with)\b"
    r"|(?:be|is|are)\s+in\s+a\s+position\s+to\b"
    r"|(?:have|has)\s+(?:(?:already|successfully)\s+)?(?:learn(?:ed|t)|managed)\s+(?:how\s+)?to\b"
    rf"|(?:have|has|possess|show|demonstrate)\s+the\s+(?:\w+\s+)?{_POWER}\s+(?:to|of|in)\b"
    r"|(?:have|has|had|be|been|being)\b"
    r"|(?:without|with|on|in|under|as)\s+(?:a\s+|any\s+|their\s+|small\s+|others'\s+)?"
    r"(?:help|own|confidence|pairs|groups|writing|guidance|team|assistance|prompting|notes|support)\b"
    r"|(?:together|alone|first|themselves|jointly|well|always|often|already|again|each|even|just"
    r"|to|and|at\s+least|correctly|[a-z]+ly)\b"
    r"|[,:]"
    r")\s*"
)
"""Words that may stand before the verb and leave its level as it is."""

_PASSIVE = re.compile(
    rf"\b(?:is|are|be|been|being|get|gets)\s+(?:\w+ly\s+)?([a-z]+)\s+(?:\w+ly\s+)?by\s+"
    rf"(?:the\s+|all\s+|each\s+|every\s+)?{_PEOPLE}\b"
)
_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)*")


def english_level(statement: str, levels: Mapping[str, int]) -> int | None:
    """Tell the level of an English statement's verb.

    Args:
        statement: What participants do, one blank between two words.
        levels: Level by folded form of a verb.

    Returns:
        The level, or ``None`` if no verb of the list stands where the statement's verb does.

    Source: docs/explanation/checks.md, "Verb".
    """
    text = re.sub(r"^[^a-z]+", "", fold(statement))
    passive = _PASSIVE.search(text)
    if passive and passive[1] in levels:
        return levels[passive[1]]
    text = _BEFORE.sub("", text, count=1)
    text = _SUBJECT.sub("", text, count=1)
    text = _ATTRIBUTE.sub("", text, count=1)
    while text:
        token = _TOKEN.match(text)
        phrase = _PHRASE.match(text)
        if token and token[0] in levels:
            return levels[token[0]]
        if phrase is None:
            return None
        text = text[phrase.end() :]
    return None
