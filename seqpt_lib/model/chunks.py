"""Cutting a cleaned text into pieces that a search can find and a prompt can hold."""

import re
from collections.abc import Iterable, Iterator

from seqpt_lib.model.knowledge import Chunk
from seqpt_lib.model.names import fold_name
from seqpt_lib.model.texts import language_of

MOST_WORDS = 120
"""Words of a chunk, its heading included."""

MOST_HEADING_WORDS = 20
"""A longer line is a paragraph, whatever stands before it."""

DEFAULT_LANGUAGE = "en"

_HEADING = re.compile(r"#{1,6} (\S.*)")
_BORDERS = (
    ("\n\n", re.compile(r"\n{2,}")),
    ("\n", re.compile(r"\n(?=[-*+•|>]|\d+[.)])")),
    (" ", re.compile(r"(?<=[.!?])\s+(?=[^\Wa-z_]|[\"„«(\[])")),
    (" ", re.compile(r"\s+")),
)
"""From the strongest to the weakest: paragraphs, items of a list or table, sentences, words."""


def cut(text: str) -> list[str]:
    """Cut a cleaned text at headings, then paragraphs, items and sentences.

    Every chunk begins with the heading under which it stands; a heading with nothing below it
    goes with the next one. Only a sentence that is longer than a chunk is cut inside.

    Args:
        text: A cleaned text; headings are written ``# heading``.

    Returns:
        The chunks in the text's order, each of at most 120 words. No word is lost.

    Source: docs/how-to/give-company-context.md, "What is stored".
    """
    return [
        f"{heading}\n{piece}".strip()
        for heading, body in _sections(text)
        for piece in _packed(body, MOST_WORDS - _size(heading))
    ]


def chunks_of(text: str, known: set[str]) -> tuple[Chunk, ...]:
    """Make the chunks of a document, each with its language.

    A chunk with too few function words has its document's language, and such a document English.

    Args:
        text: The document's cleaned text.
        known: Folded contents of chunks that the organization has already; left as it is.

    Returns:
        The chunks that are new, each content once, at their positions among all from 1.
    """
    default = language_of(text) or DEFAULT_LANGUAGE
    first: dict[str, Chunk] = {}
    for position, content in enumerate(cut(text), start=1):
        chunk = Chunk(position, language_of(content) or default, content)
        first.setdefault(fold_name(content), chunk)
    return tuple(chunk for folded, chunk in first.items() if folded not in known)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    headings: list[str] = []
    body: list[str] = []
    for line in text.split("\n"):
        found = _HEADING.fullmatch(line)
        if not found or _size(found[1]) > MOST_HEADING_WORDS:
            body.append(line)
            continue
        section = "\n".join(body).strip()
        is_full = _size(" ".join([*headings, found[1]])) > MOST_HEADING_WORDS
        if section or is_full:
            yield "\n".join(headings), section
            headings = []
        headings.append(found[1])
        body = []
    if headings or any(body):
        yield "\n".join(headings), "\n".join(body).strip()


def _packed(text: str, most: int, border: int = 0) -> list[str]:
    if _size(text) <= most:
        return [text]
    joint, pattern = _BORDERS[border]
    parts = (
        part for piece in pattern.split(text) for part in _packed(piece, most, border + 1) if part
    )
    return list(_joined(parts, joint, most))


def _joined(parts: Iterable[str], joint: str, most: int) -> Iterator[str]:
    gathered: list[str] = []
    size = 0
    for part in parts:
        if gathered and size + _size(part) > most:
            yield joint.join(gathered)
            gathered, size = [], 0
        gathered.append(part)
        size += _size(part)
    if gathered:
        yield joint.join(gathered)


def _size(text: str) -> int:
    return len(text.split())
