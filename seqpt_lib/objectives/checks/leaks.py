"""Checks ``leak``, ``markup`` and ``order``: nothing of the machinery stands in an objective."""

import re
from collections.abc import Mapping, Sequence

from seqpt_lib.objectives.checks.values import FIELDS, Finding, Grounds, joined
from seqpt_lib.objectives.checks.words import spans, words

_NUMBER = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|fifty|eighty|ninety|hundred"
    r"|null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|fünfzig|achtzig|neunzig|hundert)"
)
_LEVEL = r"(?:know|understand|apply|master|mastery|kennen|verstehen|anwenden|beherrschen)"
_THING = (
    r"(?:levels?|stufen?|niveaus?|competenc(?:y|e|ies)|kompetenz(?:en)?|chunks?"
    r"|passages?|source|quelle"
    r"|abschnitt|process|prozess|archetype|archetyp|role|rolle|objective|lernziel)"
)

_LEAKS = (
    (rf"\b{_THING}\s*(?:no\.?|nr\.?|id|#|number|nummer)?\s*[:=#]?\s*\(?\d", "an id or a level"),
    (rf"\b(?:levels?|stufen?|niveaus?)\s+(?:(?:of|von)\s+)?(?:{_NUMBER}|[ivx]+)\b", "a level"),
    (rf"\b(?:levels?|stufen?|niveaus?)\s*[:=\-\u2013(]?\s*[\"'„“]?{_LEVEL}\b", "a level"),
    (rf"\b{_LEVEL}[\"'“]?[\s\-\u2013]+(?:levels?|stufe|niveau)\b", "a level"),
    (rf"[(\[:]\s*{_LEVEL}\s*[)\]]|\b{_LEVEL}\s*[:=]", "a level"),
    (
        (r"\b(?:competency|proficiency|skill|target|current|mastery|bloom)[\s-]+levels?\b"
        r"|\b(?:kompetenz|ziel|ist|qualifikations)-?(?:stufen?|niveaus?)\b"),
        "a level",
    ),
    (r"\bbloom(?:'s|s)?\b|\btaxonom(?:y|ie)\b", "a scale of levels"),
    (r"\bscor(?:es?|ed)\b|\bpunktzahl\w*|\bpunktwert\w*", "a score"),
    (
        rf"\b{_NUMBER}\s+(?:percent|per\s+cent|prozent(?:punkten?)?|points?|punkt(?:en?)?)\b|%",
        "a percentage or points",
    ),
    (
        (r"\b(?:competency|competence|kompetenz|level|chunk|role|process)[_-]?ids?\b"
        r"|\bchunks?\b"),
        "an id",
    ),
    (
        (r"\bgap[_ ]?size\b|\btarget_level\b|\bmaturity score\b|\barchetyp(?:e|es|s"
        r"|en)?\b"),
        "a figure",
    ),
    (
        (r"\b(?:the|these|this|provided|given|retrieved|above|der|dem|den|obigen?|genannten)\s+"
        r"(?:\w+\s+)?(?:passages?|context|excerpts?|snippets?|textpassagen?"
        r"|textauszug\w*|kontext(?:s|es)?)\b"),
        "the texts that the writer was given",
    ),
)  # fmt: skip
_LEAK = [(re.compile(pattern, re.IGNORECASE), what) for pattern, what in _LEAKS]
_DIGITS = re.compile(
    r"\d+|[\u00b2\u00b3\u00b9\u2070-\u2089\u00bc-\u00be\u2150-\u2189\u2460-\u249b]"
)

_MARKUP = (
    (
        (
            r"https?:|\bwww\.|\b\w+://|\b[\w-]+\.(?:com|org|net|io|de|eu|info|dev)\b"
            r"|\b(?:javascript|vbscript|data|file|tel):(?=\S)"
        ),
        "an address",
    ),
    (r"[\w.+-]+@[\w-]+|\bmailto:|\(at\)", "an e-mail address"),
    (r"```|`|\*\*|__|~~|^\s*(?:[#>*•\-\u2013]|\d+[.)])\s|\*\w|\|", "markdown"),
    (r"</?[a-z!][^>]*>?|&(?:[a-z]+|#\d+);", "HTML"),
    (r"[{}]|\"\s*:|\\[nrtu\"\\/]|\$\$|\\\w", "code"),
    (r"^\"|\"$|^'|'$", "a quotation mark around a part"),
)
_MARKUPS = [(re.compile(pattern, re.IGNORECASE), what) for pattern, what in _MARKUP]
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    r"\U000e0000-\U000e0fff\ud800-\udfff\ue000-\uf8ff]"
)
_PICTURE = re.compile(
    r"[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001ffff]"
)

_ORDERS = (
    r"\b(?:please|bitte|json|yaml|html|markdown)\b",
    (r"\b(?:replace|ersetze|überschreibe|overwrite)\s+(?:this|diese\w*|the)\s+"
    r"(?:text|sentence|objective|satz|lernziel)\b"),
    (r"\b(?:mark|rate|approve|accept|markiere|bewerte|akzeptiere)\s+(?:this|diese\w*)\s+"
    r"(?:\w+\s+)?(?:as|als)\b|\b(?:gib|schreibe?|antworte)\s+(?:nur|ausschließlich|bitte)\b"),
    (r"\b(?:ignor\w*|disregard\w*|forget|vergiss|ignorier\w*|missacht\w*)\s+(?:\w+\s+){0,3}?"
    r"(?:above|previous|prior|earlier|instructions?|rules?|prompts?|obige\w*"
    r"|vorherige\w*|bisherige\w*"
    r"|vorige\w*|anweisung\w*|regeln?|vorgaben)\b"),
    (r"\b(?:previous|prior|above|vorherige\w*|obige\w*|bisherige\w*)\s+"
    r"(?:instructions?|rules|anweisung\w*|prompts?)\b"),
    (r"\bas an?\s+(?:ai|a\.i\.|language model|assistant|llm)\b|\bals\s+(?:ki"
    r"|sprachmodell|assistent)\b"),
    (r"\b(?:ai|ki|large|language|sprach)[ -]?(?:language )?(?:model|modell"
     r"|assistant|assistent)\b|\bllms?\b"
    r"|\bchatgpt\b|\bprompts?\b"),
    (r"(?:^|\s)(?:system|assistant|user|developer|output|answer|response|antwort"
     r"|ausgabe|note|hinweis"
    r"|anmerkung|instruction|anweisung|important|wichtig)\s*:"),
    (r"\b(?:you|du|sie)\s+(?:must|should|have to|need to|are to|will now|are now|musst"
    r"|sollst|bist)\b"),
    r"\b(?:müssen|sollen)\s+sie\s+(?:jetzt|nun|immer|alle)\b",
    (r"\b(?:i|we)\s*(?:'m|am|cannot|can't|can not|could not|couldn't|will|have"
     r"|apologi[sz]e|need|would|hope"
    r"|understand)\b|\b(?:i|we)\s*'(?:m|ll|ve|re|d)\b"),
    r"\bich\s+(?:kann|bin|habe|werde|konnte|möchte|hoffe|entschuldige)\b|\b(?:kann|konnte)\s+ich\b",
    r"\b(?:sorry|unfortunately|leider|tut mir leid|apolog\w+|entschuldigung)\b",
    (r"\b(?:here is|here are|here's|hier ist|hier sind|sure|certainly|natürlich"
     r"|gerne)\b\s*[,:!]?\s*"
    r"(?:the|an?|your|das|ein\w*|ihr\w*|is|$)"),
    (r"traceback|exception|\b(?:error|fehler)\s*:|\berror code\b|\bstack ?trace\b"
     r"|\bfehlermeldung\s*:"
    r"|\b(?:rate limit|time ?out|timed out|api key|http error|internal server|bad request"
    r"|service unavailable|connection refused)\b|\b\w+error\b"),
    (r"\b(?:unable to|failed to|could not be|cannot be|konnte nicht|kann nicht)\s+"
    r"(?:\w+\s+)?(?:generat\w+|creat\w+ (?:an?|the) objective|erzeugt|generiert)\b"),
    (r"\b(?:insufficient|no|not enough|keine?|nicht genug)\s+(?:context"
     r"|information(?:en)?|kontext)\s+"
    r"(?:was|is|were|available|provided|given|found|vorhanden|verfügbar|gefunden"
    r"|bereitgestellt)\b"),
    (r"\b(?:raise|set|increase|change|lower|erhöhe|setze|ändere)\s+(?:\w+\s+){0,3}?"
    r"(?:levels?|targets?|scores?|stufen?|zielwerte?)\b(?=.*\b(?:to|auf|must|all)\b)"),
    (r"\b(?:do not|don't|never|please|bitte)\s+(?:output|write|respond|answer"
     r"|return|include|mention|use"
    r"|reply|schreibe?n?|antworte|verwende|gib|nenne)\b"),
    (r"\b(?:respond|reply|answer|return|output)\s+(?:only|with|in)\s+(?:json|yes|the"
    r"|valid|markdown)\b"),
    (r"\b(?:idiot\w*|morons?|stupid\w*|fuck\w*|shit\w*|bastards?|damn\w*|arschl\w*|schei(?:ß|ss)\w*"
    r"|dummk\w+|vollpfosten|trottel\w*|verdammt\w*)\b"),
    r"\b(?:begin|end|start)\s+(?:of\s+)?(?:instructions?|prompt|system|context)\b|\bjailbreak\b",
)  # fmt: skip
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE)
_ORDER_AT_AN_END = re.compile("|".join(p for p in _ORDERS if "^" in p or "$" in p), re.IGNORECASE)
"""What may begin or end a part, which is somewhere in the middle of all parts."""


def check_leak(parts: Mapping[str, str], grounds: Grounds) -> list[Finding]:
    """Find levels, ids, scores and figures: they come from the data, never from a writer.

    Args:
        parts: The objective.
        grounds: With the template and the names that may have digits.

    Returns:
        One finding for each kind.

    Source: docs/explanation/checks.md, "What is checked".
    """
    text = joined(parts)
    found = [
        Finding("leak", f'"{match[0].strip()}" is {what}; leave it out')
        for pattern, what in _LEAK
        for match in [pattern.search(text)]
        if match
    ]
    return found[:1] + _digits(parts, grounds)


def check_markup(parts: Mapping[str, str]) -> list[Finding]:
    """Find addresses, markup, code and characters that nobody sees.

    Args:
        parts: The objective.

    Returns:
        One finding for each kind.

    Source: docs/explanation/checks.md, "What is checked".
    """
    texts = [parts.get(field, "") for field in FIELDS]
    kinds = [what for pattern, what in _MARKUPS if any(pattern.search(text) for text in texts)]
    kinds += ["an invisible character"] if any(_INVISIBLE.search(text) for text in texts) else []
    kinds += ["a picture character"] if any(_PICTURE.search(text) for text in texts) else []
    return [Finding("markup", f"it has {what}; write plain words") for what in kinds]


def check_order(parts: Mapping[str, str]) -> list[Finding]:
    """Find orders, insults, talk of a model about itself, and error texts in place of an objective.

    Args:
        parts: The objective.

    Returns:
        One finding, or none.

    Source: docs/explanation/checks.md, "What is checked".
    """
    match = _ORDER.search(joined(parts))
    for field in FIELDS:
        match = match or _ORDER_AT_AN_END.search(parts.get(field, ""))
    if match is None:
        return []
    shown = " ".join(match[0].split())
    return [Finding("order", f'"{shown}" is no part of an objective; write what participants do')]


def _digits(parts: Mapping[str, str], grounds: Grounds) -> list[Finding]:
    """Digits may stand in the timeframe only, where the template or an allowed name has them."""
    wording = " ".join(parts.get(field, "") for field in FIELDS[1:])
    digits = _DIGITS.findall(wording)
    tokens = words(parts.get("timeframe", ""))
    covered = _covered(tokens, [grounds.template.get("timeframe", ""), *grounds.allowed_names])
    digits += [
        token
        for at, token in enumerate(tokens)
        if _DIGITS.search(token) and at not in covered
    ]  # fmt: skip
    if not digits:
        return []
    return [Finding("leak", f'"{digits[0]}" is a number; write it in words or leave it out')]


def _covered(tokens: Sequence[str], names: Sequence[str]) -> set[int]:
    sought = [words(name) for name in names]
    return {
        start + offset
        for name in sought
        for start in spans(tokens, name)
        for offset in range(len(name))
    }
