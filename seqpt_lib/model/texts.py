"""Cleaning texts that others wrote, and guessing their language. A text is data, never an order."""

import html
import re
import unicodedata
from typing import Literal

MOST_PASSES = 8
"""Markup hidden in markup is peeled this often; what is deeper loses its brackets."""

LONGEST_WORD = 200
"""Characters; a longer run without white space is encoded data, not a word."""

FEWEST_FUNCTION_WORDS = 2

_WORD = re.compile(r"[^\W\d_]+")

FUNCTION_WORDS: dict[Literal["en", "de"], frozenset[str]] = {
    "en": frozenset(
        _WORD.findall(
            "about and are as at be been between but by can could do does each every for from has "
            "have how if into is its must of on or our should such than that the their them there "
            "these they this those through to we were what when where which while who with without "
            "would you your"
        )
    ),
    "de": frozenset(
        _WORD.findall(
            "als auch auf aus bei das dass dem den der des die diese diesem diesen dieser dieses "
            "durch ein eine einem einen einer eines es für haben ihr ihre ihrem ihren ihrer im ist "
            "jede jeden jeder können kann mit nach nicht oder sich sie sind sowie um und unter von "
            "vor welche wenn werden wie wir wird zu zum zur zwischen über"
        )
    ),
}
"""Words that only one of the two languages has; ``in``, ``so`` and ``was`` are words of both."""

_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_LINE_ENDS = frozenset("\n\r\v\f\x85\u2028\u2029")
_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?=[\w\"'#-]).*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNSEEN_ELEMENT = re.compile(
    r"<(script|style|template|head|title|noscript|iframe|object|svg)\b[^<>]*>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_HIDDEN_ELEMENT = re.compile(
    r"<(?!(?:area|br|col|embed|hr|img|input|link|meta|source|wbr)\b)([a-z][a-z0-9]*)\b"
    r"(?=[^<>]*?(?:\shidden\b|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0"
    r"|opacity\s*:\s*0))[^<>]*+>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|code|em|font|i|kbd|mark|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"""</?[a-z](?:[^<>=]|=\s*"[^"]*"|=\s*'[^']*'|=)*+>|<[!?][^<>]*>|<\|[^<>]*\|>""", re.IGNORECASE
)
_TARGET = r"(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])"
_IMAGE = re.compile(r"!\[[^\[\]]*\]" + _TARGET)
_LINK = re.compile(r"\[([^\[\]]*)\]" + _TARGET)
_LINK_DEFINITION = re.compile(r"^ *\[(?!\^)[^\[\]\n]+\]:[^\n]*$", re.MULTILINE)
_URL = re.compile(
    r"""(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b(?:mailto|javascript|vbscript):(?=\S)"""
    r"""|\bdata:[\w.+-]{1,50}/[\w.+-]{1,50}[;,])(?:[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'"])?""",
    re.IGNORECASE,
)
_NO_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def clean(text: str) -> str:
    """Reduce a text to the words that a reader of it sees.

    Left out are control characters and characters without a shape (zero-width, bidi, tags,
    private use), HTML comments and tags, elements that are not shown, images, the targets of
    links, addresses and encoded data. What a text says is kept, whatever it asks for.

    Args:
        text: The text as it was read, plain or Markdown.

    Returns:
        The words in Unicode NFC; single spaces, lines without space at their ends, paragraphs
        divided by one empty line. Cleaning it again changes nothing.

    Source: docs/how-to/give-company-context.md, "What is left out".
    """
    for _ in range(MOST_PASSES):
        cleaned = _peeled(text)
        if cleaned == text:
            return text
        text = cleaned
    return clean(text.translate(dict.fromkeys(map(ord, "<>&[]"), " ")))


def without_front_matter(text: str) -> str:
    """Drop the block of settings with which a Markdown file may begin.

    Args:
        text: The file's text.

    Returns:
        What follows the block; the text itself if it begins with none.
    """
    return _FRONT_MATTER.sub("", text)


def language_of(text: str) -> Literal["en", "de", ""]:
    """Guess the language of a text by its function words.

    Args:
        text: Any text; a sentence is mostly enough.

    Returns:
        ``en`` or ``de``, whichever has more function words and at least two; ``""`` if neither.

    Source: docs/how-to/give-company-context.md, "Languages".
    """
    words = [word.lower() for word in _WORD.findall(text)]
    english, german = (
        sum(word in function_words for word in words) for function_words in FUNCTION_WORDS.values()
    )
    if max(english, german) < FEWEST_FUNCTION_WORDS or english == german:
        return ""
    return "en" if english > german else "de"


def _peeled(text: str) -> str:
    text = _visible_characters(_ENTITY.sub(lambda found: html.unescape(found[0]), text))
    text = _UNSEEN_ELEMENT.sub(" ", _COMMENT.sub("", text))
    text = _INLINE_TAG.sub("", _HIDDEN_ELEMENT.sub(" ", text))
    text = _LINK_DEFINITION.sub("", _TAG.sub(" ", text))
    text = _LINK.sub(r"\1", _IMAGE.sub(" ", text))
    return _even_space(_NO_WORD.sub(" ", _URL.sub(" ", text)))


def _visible_characters(text: str) -> str:
    text = text.replace("\r\n", "\n")
    text = text.translate({ord(character): _shown(character) for character in set(text)})
    return unicodedata.normalize("NFC", text)


def _shown(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(character)
    if character == "\t" or category == "Zs":
        return " "
    is_selector = "VARIATION SELECTOR" in unicodedata.name(character, "")
    is_shapeless = category.startswith("C") or is_selector or character in _BLANK_LETTERS
    return "" if is_shapeless else character


def _even_space(text: str) -> str:
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
