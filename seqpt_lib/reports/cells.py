"""Values of cells: plain, and never a formula."""

import re
from math import isnan

import numpy as np
import pandas as pd

Cell = str | int | float | pd.Timestamp | None

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""

_UNSEEN = r"[\s\ufeff\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]*"
_FORMULA = re.compile(_UNSEEN + r"[=+\-@\uff1d\uff0b\uff0d\uff20]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(value: object) -> Cell:
    """Turn a value of a frame into one of Python's own.

    Args:
        value: A value; missing ones of any kind are none.

    Returns:
        A text, a number or a moment; None where the value is missing.
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    own = value.item() if isinstance(value, np.generic) else value
    if isinstance(own, float) and isnan(own):
        return None
    return own if isinstance(own, str | int | float | pd.Timestamp) else str(own)


def safe_text(text: str) -> str:
    """Keep a text a text: a spreadsheet takes what begins with = + - @ for a formula.

    Args:
        text: Any text, such as a name that somebody typed.

    Returns:
        The text, an apostrophe before it if it would be a formula, also behind white space or
        characters without a shape; control characters that a file cannot hold are replaced.

    Source: docs/how-to/export.md, "Cells".
    """
    clean = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{clean}" if _FORMULA.match(clean) else clean


def short_text(text: str) -> str:
    """Cut a text that is too long for a cell of a workbook.

    Args:
        text: Any text.

    Returns:
        The text, or its begin with an ellipsis.
    """
    return text if _units(text) <= LONGEST else f"{_begin(text)}…"


def _units(text: str) -> int:
    """Count as a spreadsheet does: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _begin(text: str) -> str:
    encoded = text.encode("utf-16-le")[: 2 * (LONGEST - 1)]
    return encoded.decode("utf-16-le", errors="ignore")
