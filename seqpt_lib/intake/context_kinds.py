"""The kinds of documents that are read: told by their first bytes, and turned into text."""

import codecs
from collections.abc import Callable

from seqpt_lib.errors import DataError
from seqpt_lib.intake.context_docx import docx_text
from seqpt_lib.intake.context_pdf import pdf_text
from seqpt_lib.model.texts import without_front_matter

KINDS = ("md", "txt", "pdf", "docx")
PDF_HEADER_BYTES = 1024
"""A PDF may begin this many bytes after the start of its file."""

_PDF, _ZIP, _OLE = b"%PDF-", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")


def text_of(kind: str, content: bytes) -> str:
    """Read the text of a document.

    Args:
        kind: One of the kinds.
        content: The bytes of the file.

    Returns:
        The text, not cleaned; empty where there is none.

    Raises:
        DataError: If the bytes are not of that kind, or broken. The message lacks the file's name.
    """
    return _READERS[kind](content)


def _markdown(content: bytes) -> str:
    return without_front_matter(decoded(content))


def decoded(content: bytes) -> str:
    """Decode a text file: UTF-8, or UTF-16 that begins with a byte order mark.

    Args:
        content: The bytes of the file.

    Returns:
        The text.

    Raises:
        DataError: If it is no text. The message lacks the file's name.
    """
    is_utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("is no text in UTF-8; save it as UTF-8") from error
    if "\0" in text or content.startswith((_PDF, _ZIP)):
        raise DataError("is no text, whatever its name says; name it by its kind or take it out")
    return text


def _pdf(content: bytes) -> str:
    if content and _PDF not in content[:PDF_HEADER_BYTES]:
        raise DataError("is no PDF, whatever its name says; name it by its kind or take it out")
    return pdf_text(content) if content else ""


def _docx(content: bytes) -> str:
    if content.startswith(_OLE):
        raise DataError("is encrypted or an old Word file; save it as docx without a password")
    if content and not content.startswith(_ZIP):
        raise DataError("is no docx, whatever its name says; name it by its kind or take it out")
    return docx_text(content) if content else ""


_READERS: dict[str, Callable[[bytes], str]] = {
    "md": _markdown,
    "txt": decoded,
    "pdf": _pdf,
    "docx": _docx,
}
