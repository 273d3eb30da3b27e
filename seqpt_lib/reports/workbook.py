"""Writing views as a workbook. The same views give the same bytes."""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from seqpt_lib.errors import UsageError
from seqpt_lib.reports.cells import plain, safe_text, short_text
from seqpt_lib.reports.sheets import Kind, View, Views
from seqpt_lib.reports.words import Language
from seqpt_lib.runs import write_file

NUMBER_FORMATS: dict[Kind, str] = {
    "number": "0",
    "share": "0.0%",
    "decimal": "0.00",
    "mixed": "0",
}
"""How a number looks; the cell holds more of it."""

DATE_FORMATS: dict[Language, str] = {"en": "yyyy-mm-dd hh:mm:ss", "de": "dd.mm.yyyy hh:mm:ss"}
NARROWEST, WIDEST = 8, 60
"""Characters of a column."""

MOST_ROWS = 1_048_576
"""Rows of a sheet."""

HEADING_COLOUR, HIDDEN_COLOUR = "D9E2EF", "808080"

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook takes for a character by its number, such as _x003D_ for =."""

_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP archive knows."""


def write_workbook(path: Path, views: Views) -> Path:
    """Write a workbook with a sheet per view.

    Numbers and moments are typed, the headings stay in sight, every column has a filter. A text
    is never a formula.

    Args:
        path: The file; one that is there is replaced.
        views: As ``make_views`` returns.

    Returns:
        The file.

    Raises:
        UsageError: If a view has more rows than a sheet.

    Source: docs/how-to/export.md, "Cells".
    """
    return write_file(path, workbook_bytes(views))


def workbook_bytes(views: Views) -> bytes:
    """Make the content of a workbook.

    Args:
        views: As ``make_views`` returns.

    Returns:
        The bytes, the same for the same views: the moments in the file are that of the run.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    moment = views.started_at.replace(tzinfo=None)
    book.properties.creator = "SE-QPT"
    book.properties.created = moment
    for view in views.sheets:
        _fill(book.create_sheet(view.title), view, views.language)
    written = BytesIO()
    book.save(written)
    return _without_clock(written, moment)


def _fill(sheet: Any, view: View, language: Language) -> None:
    from openpyxl.utils import get_column_letter

    if len(view.frame) >= MOST_ROWS:
        raise UsageError(
            f"the sheet {view.title} would have {len(view.frame)} rows, a workbook has at most "
            f"{MOST_ROWS}",
            "Export as CSV.",
        )
    sheet.append([safe_text(heading) for heading in view.headings])
    _dress_headings(sheet)
    kinds = view.kinds
    dressed: dict[tuple[type, Kind], Any] = {}
    rows = [list(map(plain, row)) for row in view.frame.itertuples(index=False, name=None)]
    for number, row in enumerate(rows, start=2):
        for position, (value, kind) in enumerate(zip(row, kinds, strict=True), start=1):
            if value not in {None, ""}:
                cell, look = sheet.cell(number, position), (type(value), kind)
                _fill_cell(cell, value)
                if look in dressed:  # to look up a style costs more than to write the cell
                    cell._style = copy(dressed[look])  # noqa: SLF001  # there is no other way
                else:
                    _dress_cell(cell, value, kind, language)
                    dressed[look] = cell._style  # noqa: SLF001
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for position, heading in enumerate(view.headings, start=1):
        texts = [heading, *(str(row[position - 1] or "") for row in rows)]
        sheet.column_dimensions[get_column_letter(position)].width = _width(texts)


def _fill_cell(cell: Any, value: object) -> None:
    if isinstance(value, pd.Timestamp):
        cell.value = value.to_pydatetime()
    elif isinstance(value, str):
        cell.value = _ESCAPE.sub("_x005F_", short_text(safe_text(value)))
        cell.data_type = "s"  # whatever it begins with
    else:
        cell.value = value


def _dress_cell(cell: Any, value: object, kind: Kind, language: Language) -> None:
    look = _look()
    if isinstance(value, pd.Timestamp):
        cell.number_format, cell.alignment = DATE_FORMATS[language], look.left
    elif not isinstance(value, str):
        cell.number_format, cell.alignment = NUMBER_FORMATS[kind], look.right
    elif kind in {"text", "mixed"}:
        cell.alignment = look.left
    else:  # "hidden"
        cell.font, cell.alignment = look.hidden, look.right


def _dress_headings(sheet: Any) -> None:
    look = _look()
    for cell in sheet[1]:
        cell.font, cell.fill, cell.alignment = look.heading, look.fill, look.left


@dataclass(frozen=True)
class _Look:
    left: Any
    right: Any
    hidden: Any
    heading: Any
    fill: Any


@cache
def _look() -> _Look:
    from openpyxl.styles import Alignment, Font, PatternFill

    return _Look(
        left=Alignment(horizontal="left", vertical="top", wrap_text=True),
        right=Alignment(horizontal="right", vertical="top"),
        hidden=Font(italic=True, color=HIDDEN_COLOUR),
        heading=Font(bold=True),
        fill=PatternFill("solid", fgColor=HEADING_COLOUR),
    )


def _width(texts: Sequence[str]) -> int:
    longest = max(len(line) for text in texts for line in text.split("\n"))
    heading = max(map(len, texts[0].split()), default=0)  # a heading may wrap
    body = max((len(line) for text in texts[1:] for line in text.split("\n")), default=0)
    wanted = min(longest, max(heading + 3, body))
    return max(NARROWEST, min(WIDEST, wanted + 2))


def _without_clock(written: BytesIO, moment: datetime) -> bytes:
    """Pack the parts anew: neither the archive nor a part of it tells when it was written."""
    packed = BytesIO()
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    with ZipFile(written) as parts, ZipFile(packed, "w") as archive:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp, content)
            part = ZipInfo(name, date_time=_OLDEST)
            part.create_system, part.external_attr = 3, 0o600 << 16  # on Windows too
            archive.writestr(part, content, compress_type=ZIP_DEFLATED)
    return packed.getvalue()
