"""Reading the text of a Word document that a person sees."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from seqpt_lib.errors import DataError

MOST_UNPACKED_BYTES = 50_000_000
MOST_PARTS = 5_000
SMALLEST_HALF_POINTS = 4
"""Two points; smaller letters are not meant to be read."""

WHITE = "FFFFFF"
BROKEN = (
    BadZipFile,
    LZMAError,
    zlib.error,
    OpcError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What the libraries are known to raise where a file is not as it should be."""

_BREAKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_UNSHOWN = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_OFF = {"0", "false", "off", "none"}


def docx_text(content: bytes) -> str:
    """Read headings, paragraphs and tables of a Word document.

    Left out are hidden text, comments, deleted text, white text without shading, letters smaller
    than 2 points, headers and footers.

    Args:
        content: The bytes of the file.

    Returns:
        The text; headings as ``# heading``, a row of a table as ``| cell | cell |``.

    Raises:
        DataError: If the file is broken or unpacks to too much. The message lacks its name.

    Source: docs/how-to/give-company-context.md, "What is left out".
    """
    try:
        _refuse_bomb(content)
        document = docx.Document(BytesIO(content))
        return "\n\n".join(_blocks(document.element.body, _Styles(document)))
    except BROKEN as error:
        raise DataError(
            f"is a broken Word document ({type(error).__name__}); save it again as docx"
        ) from error


def _refuse_bomb(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
    if len(sizes) > MOST_PARTS or sum(sizes) > MOST_UNPACKED_BYTES:
        raise DataError(f"unpacks to more than {MOST_UNPACKED_BYTES // 10**6} MB; shorten it")


class _Styles:
    """What the styles of a document say of their text."""

    def __init__(self, document: Any) -> None:
        self.by_id = {style.style_id: style.element for style in document.styles}
        defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        self.defaults = [] if defaults is None else [defaults]

    def chain(self, style_id: str | None) -> Iterator[Any]:
        """Give a style and those that it is based on, each once."""
        seen: set[str] = set()
        while style_id and style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            style = self.by_id[style_id]
            yield style
            style_id = _value(style, "w:basedOn")


def _blocks(parent: Any, styles: _Styles) -> Iterator[str]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield _heading_marks(child, styles) + _paragraph(child, styles)
        elif child.tag == qn("w:tbl"):
            yield "\n".join(_row(row, styles) for row in child.iter(qn("w:tr")))
        elif child.tag not in _UNSHOWN:
            yield from _blocks(child, styles)


def _row(row: Any, styles: _Styles) -> str:
    cells = [
        " ".join(" ".join(_paragraph(p, styles) for p in _own(cell, "w:p", "w:tc")).split())
        for cell in _own(row, "w:tc", "w:tr")
    ]
    return f"| {' | '.join(cells)} |" if any(cells) else ""


def _own(holder: Any, wanted: str, kind: str) -> Iterator[Any]:
    # What stands in a table inside this one belongs to the rows of that one.
    for element in holder.iter(qn(wanted)):
        if next(element.iterancestors(qn(kind))) is holder:
            yield element


def _heading_marks(paragraph: Any, styles: _Styles) -> str:
    for style in styles.chain(_value(paragraph, "w:pPr/w:pStyle")):
        level = _value(style, "w:pPr/w:outlineLvl")
        if level is not None and level.isdigit():
            return "#" * min(int(level) + 1, 6) + " "
    return ""


def _paragraph(paragraph: Any, styles: _Styles) -> str:
    inherited = [*styles.chain(_value(paragraph, "w:pPr/w:pStyle")), *styles.defaults]
    return "".join(_run(run, inherited, styles) for run in paragraph.iter(qn("w:r")))


def _run(run: Any, inherited: list[Any], styles: _Styles) -> str:
    if any(ancestor.tag in _UNSHOWN for ancestor in run.iterancestors()):
        return ""
    looks = [run, *styles.chain(_value(run, "w:rPr/w:rStyle")), *inherited]
    if _is_unseen(looks, run):
        return ""
    return "".join(
        (part.text or "") if part.tag == qn("w:t") else _BREAKS.get(part.tag, "") for part in run
    )


def _is_unseen(looks: list[Any], run: Any) -> bool:
    size = _first(looks, "w:rPr/w:sz")
    is_tiny = size is not None and size.isdigit() and int(size) < SMALLEST_HALF_POINTS
    hidden = _first(looks, "w:rPr/w:vanish")
    is_white = (_first(looks, "w:rPr/w:color") or "").upper() == WHITE
    return is_tiny or (hidden or "off") not in _OFF or (is_white and not _is_shaded(run))


def _is_shaded(run: Any) -> bool:
    kinds = (qn("w:rPr"), qn("w:pPr"), qn("w:tcPr"), qn("w:tblPr"))
    holders = [run, *run.iterancestors()]
    return any(
        holder.find(f"{kind}/{qn('w:shd')}") is not None for holder in holders for kind in kinds
    )


def _first(looks: list[Any], path: str) -> str | None:
    return next((value for look in looks if (value := _value(look, path)) is not None), None)


def _value(element: Any, path: str) -> str | None:
    found = element.find("/".join(map(qn, path.split("/"))))
    return None if found is None else str(found.get(qn("w:val"), "on"))
