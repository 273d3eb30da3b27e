"""Reading the text of a PDF that a person sees."""

import logging
import math
import struct
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject

from seqpt_lib.errors import DataError

MOST_PAGES = 500
MOST_SECONDS = 60
"""Asked between pages; the library bounds what a single page may unpack and hold."""

SMALLEST_POINTS = 2.0
"""Smaller letters are not meant to be read."""

NEARLY_WHITE = 0.98
"""Share of light, of each colour."""

INVISIBLE_MODES = (3, 7)
"""Text render modes that paint nothing: invisible, and clipping only (ISO 32000-1, 9.3.6)."""

BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
"""What the library is known to raise where a file is not as it should be."""


def pdf_text(content: bytes) -> str:
    """Read the text of a PDF, page by page.

    Text that is invisible, white or smaller than 2 points is left out. Not noticed is text that
    is covered, transparent, outside the page, in a hidden layer, or in a colour of its ground.

    Args:
        content: The bytes of the file.

    Returns:
        The text; pages are divided by empty lines.

    Raises:
        DataError: If the file is encrypted or broken, has too many pages or takes too long.
            The message lacks the file's name.

    Source: docs/how-to/give-company-context.md, "What is left out".
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise DataError("is encrypted; save it without a password")
        if len(reader.pages) > MOST_PAGES:
            raise DataError(f"has more than {MOST_PAGES} pages; split it")
        return _pages(reader)
    except BROKEN as error:
        raise DataError(f"is a broken PDF ({type(error).__name__}); export it again") from error


def _pages(reader: PdfReader) -> str:
    end = time.monotonic() + MOST_SECONDS
    texts = []
    for page in reader.pages:
        if time.monotonic() > end:
            raise DataError(f"takes longer than {MOST_SECONDS} seconds to read; export it again")
        eye = _Eye()
        texts.append(
            page.extract_text(visitor_operand_before=eye.before, visitor_operand_after=eye.after)
        )
    return "\n\n".join(texts)


@dataclass(frozen=True)
class _State:
    """The part of the graphics state that decides whether text is seen."""

    mode: int = 0
    points: float = 1.0
    is_white: bool = False
    outer_scale: float = 1.0
    """How much the places scale from which the current form is called."""


class _Eye:
    """Follows the operators of a page and empties those that show what nobody sees."""

    def __init__(self) -> None:
        self.state = _State()
        self.saved: list[_State] = []

    def before(self, operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
        """Take note of an operator before the library reads it, or empty it."""
        if operator in {b"q", b"Do"}:
            self.saved.append(self.state)
        if operator == b"Do":
            outer_scale = self.state.outer_scale * _scale(cm)
            self.state = replace(self.state, outer_scale=outer_scale)
        elif operator == b"Q":
            self._restore()
        elif operator in _SHOWS and len(operands) > _SHOWS[operator]:
            if self._is_unseen(_scale(cm) * _scale(tm)):
                operands[_SHOWS[operator]] = ArrayObject() if operator == b"TJ" else b""
        else:
            self.state = _changed(self.state, operator, operands)

    def after(self, operator: bytes, _operands: Any, _cm: Any, _tm: Any) -> None:
        """Leave a form: it changes nothing outside."""
        if operator == b"Do":
            self._restore()

    def _restore(self) -> None:
        if self.saved:
            self.state = self.saved.pop()

    def _is_unseen(self, scale: float) -> bool:
        state = self.state
        points = abs(state.points) * scale * state.outer_scale
        return state.mode in INVISIBLE_MODES or state.is_white or points < SMALLEST_POINTS


_SHOWS = {b"Tj": 0, b"TJ": 0, b"'": 0, b'"': 2}
"""The operators that show text, and the place of the text among their operands."""


def _changed(state: _State, operator: bytes, operands: Any) -> _State:
    numbers = [float(value) for value in operands if isinstance(value, int | float)]
    if operator == b"Tr" and numbers:
        return replace(state, mode=int(numbers[0]))
    if operator == b"Tf" and numbers:
        return replace(state, points=numbers[-1])
    if operator in {b"g", b"rg", b"k", b"sc", b"scn", b"cs"}:
        return replace(state, is_white=_is_white(operator, numbers))
    return state


def _is_white(operator: bytes, numbers: Sequence[float]) -> bool:
    # A single number of `sc` may be an amount of ink as well as one of light.
    if operator == b"k" or len(numbers) == 4:  # noqa: PLR2004  # cyan, magenta, yellow, black
        return max(numbers, default=1.0) <= 1 - NEARLY_WHITE
    is_light = operator in {b"g", b"rg"} or len(numbers) == 3  # noqa: PLR2004  # red, green, blue
    return is_light and min(numbers, default=0.0) >= NEARLY_WHITE


def _scale(matrix: Sequence[float]) -> float:
    a, b, c, d = (float(value) for value in matrix[:4])
    return math.sqrt(abs(a * d - b * c))
