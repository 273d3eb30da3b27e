"""Whether a word with a capital is a name, by where it stands and what it is made of."""

import re

from seqpt_lib.objectives.checks.plain_words import (
    ACRONYMS,
    CALENDAR,
    OPENERS,
    german_stems,
    is_german_word,
    needs_an_article,
)
from seqpt_lib.objectives.checks.tokens import ODD, Token
from seqpt_lib.objectives.checks.words import fold, words

_KIND = re.compile(
    r"(?:werkzeug|tool|software|programm|plattform|methode|methodik|verfahren|app|anwendung|datenbank"
    r"|framework|suite|technik|ansatz|norm|standard|produkt|loesung|umgebung"
    r"|toolbox|portal|assistent|baukasten|board|wiki|cockpit|dashboard|canvas|modell|system|leitfaden)s?$"
)
_BARE_AFTER = frozenset(
    words("""
    mit in per via mittels mithilfe von aus unter ueber auf fuer durch nach zu ohne statt wie
    als bei an teilnehmenden sie nutzen verwenden und oder sowie gemaess laut
    """)
)
"""A name stands behind these without an article; a German noun in the singular hardly ever does."""

_FOREIGN = re.compile(r"[aiouyx]$")
"""Hardly any German noun ends so, and those few are listed; many names of products do."""

_TOOL_ENDING = re.compile(
    r".(?:tool|software|board|plattform|suite|app|portal|hub|cloud|methode|methodik|verfahren|werkzeug)$"
)
_MANY = re.compile(r"(?:e|en|er|eln|n|s)$")
_PLURAL = re.compile(r".{6,}(?:e|er|el)n$")
_NAMED_THINGS = re.compile(
    r"^(?:werkzeug|tool|toolbox|software|plattform|methode|methodik|verfahren|app|framework|suite"
    r"|technik|board|portal|canvas|radar|kompass|modell)s?n?$"
)
"""Heads of a hyphenated compound that say what kind of tool or method the first part names."""

_ADJECTIVE = re.compile(
    r"^(?:rot|blau|gruen|gelb|weiss|schwarz|grau|golden|silbern|bunt|gross|klein|neu|alt|jung|lang"
    r"|kurz|schnell|stark|klar|hell|dunkel|gut|frei|offen|rund|tief|hoch|still|warm|kalt|rein|weit"
    r"|eng|letzt|erst|zweit|dritt|viert|fuenft|agil|schlank|lebendig|gemeinsam|fliegend|stehend"
    r"|rollend|ruhig|wild|sanft|sicher|doppelt)"
    r"(?:e[nrsm]?)$"
    r"|^(?:zwei|drei|vier|fuenf|sechs|sieben|acht|neun|zehn|elf|zwoelf|tausend|hundert)$"
)
"""German writes these small, except where they begin a name: "Blauer Faden"."""

_WITHOUT_ARTICLE = frozenset(words("mit in via mittels"))
_LOWER_AFTER = frozenset(words("mit in per via mittels"))
_LOWER_WORDS = frozenset(
    words("""
    sich ihnen ihm ihr uns euch mir dir der die das dem den des ein kurz klar laut gut dabei dafür
    etwa fast genau ganz gar mehr nur noch rund schon sehr so stets weit bis zu echt deutsch
    englisch voll blick bezug hinblick anbetracht se capita hand frei wenig viel allem all eins zwei
    drei vier fünf sechs sieben acht neun zehn elf zwölf hundert kopf und oder auch eben selbst
    allein fest schnell real live online offline mündlich schriftlich
    """)
)
_INFLECTED = re.compile(r"(?:e|en|er|es|em|st|t|ig|lich|isch|bar|sam|haft|los|weise|mal|erlei)$")
_SHORTEST_LOWER = 4


def is_name(token: Token, language: str, vocabulary: frozenset[str]) -> bool:
    """Tell whether a word of an objective is a name, of whatever it may be.

    Args:
        token: The word.
        language: ``en`` or ``de``.
        vocabulary: Folded words of the reference texts.

    Returns:
        True if it is one.

    Source: docs/explanation/checks.md, "Known names".
    """
    is_letter = token.is_hyphenated and len(token.text) == 1  # "E-Mail", "X-ray"
    if token.text in ACRONYMS or is_letter:
        return False
    if token.is_marked or ODD.search(token.text):
        return True
    if language == "en":
        return token.text[0].isupper() and _is_english_name(token, vocabulary)
    if token.text[0].isupper():
        return _is_german_name(token, vocabulary, german_stems(vocabulary))
    return _is_german_lower_name(token, vocabulary)


def begins_german_name(token: Token) -> bool:
    """Tell whether a word with a capital makes the noun behind it a name: "Blauer Faden".

    Args:
        token: The word.

    Returns:
        True for an adjective or a number that German writes small elsewhere.
    """
    return bool(
        _ADJECTIVE.match(token.folded)
        and token.text[0].isupper()
        and not token.is_first
        and not token.is_hyphenated
        and token.after[:1].isupper()
    )


def _is_english_name(token: Token, vocabulary: frozenset[str]) -> bool:
    if token.folded in CALENDAR:
        return False
    opens = token.folded in vocabulary | OPENERS or token.folded.endswith("ly")
    return not token.is_first or not opens


def _is_german_name(token: Token, vocabulary: frozenset[str], stems: frozenset[str]) -> bool:
    """A noun that is no German word, or that stands without the article it would need."""
    word = token.folded
    if begins_german_name(token):
        return True
    if word in vocabulary:
        return False
    if is_german_word(word, stems):
        return _is_known_but_named(token, stems)
    if _KIND.search(token.before) or _FOREIGN.search(word) or _TOOL_ENDING.search(word):
        return True
    is_person = word.endswith("er") and token.before not in _WITHOUT_ARTICLE
    may_be = token.is_after_noun or (token.before in _BARE_AFTER and not is_person)
    return token.is_hyphenated or bool(may_be and not _PLURAL.match(word))


def _is_known_but_named(token: Token, stems: frozenset[str]) -> bool:
    """A German word that stands as only a name does: "in Klarwerk", "Software Risikokompass"."""
    word = token.folded
    if _KIND.search(token.before):
        return not _MANY.search(word) or needs_an_article(word)
    if token.is_hyphenated:
        return bool(_NAMED_THINGS.match(fold(token.after))) and not _is_simple(word, stems)
    is_bare = token.before in _WITHOUT_ARTICLE and token.after not in {"und", "oder"}
    return is_bare and needs_an_article(word)


def _is_german_lower_name(token: Token, vocabulary: frozenset[str]) -> bool:
    """A word in lower case, bare behind "in" or "mit": no noun follows, and it has no ending."""
    word = token.folded
    return (
        token.before in _LOWER_AFTER
        and len(word) >= _SHORTEST_LOWER
        and not token.after[:1].isupper()
        and word not in vocabulary
        and word not in _LOWER_WORDS
        and not _INFLECTED.search(word)
    )


def _is_simple(word: str, stems: frozenset[str]) -> bool:
    """Known as it is, not put together."""
    return any(word.removesuffix(end) in stems for end in ("", "s", "en", "n", "e", "ung", "ungs"))
