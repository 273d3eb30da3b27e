"""Cells are plain values, and no text is a formula."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib.reports.cells import LONGEST, plain, safe_text, short_text

ARABIC = "\u202b\u0645\u0647\u0646\u062f\u0633\u202c"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('=HYPERLINK("http://x.example","y")', id="equals"),
        pytest.param("+1", id="plus"),
        pytest.param("-2+3", id="minus"),
        pytest.param("@SUM(A1)", id="at"),
        pytest.param("\t=1", id="behind a tab"),
        pytest.param("\r\n=1", id="behind a line end"),
        pytest.param("  =1", id="behind spaces"),
        pytest.param("\ufeff=1", id="behind a byte order mark"),
        pytest.param("\u200b\u202e=1", id="behind characters without a shape"),
        pytest.param("\x01=1", id="behind a control character"),
        pytest.param("\uff1d1", id="full-width equals"),
    ],
)
def test_what_would_be_a_formula_is_escaped(text: str) -> None:
    assert re.match(r"['\ufffd]", safe_text(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<b>Müller & Söhne</b>", id="HTML"),
        pytest.param(ARABIC, id="right to left"),
        pytest.param("x" * 1000, id="very long"),
        pytest.param("a = b - c", id="signs inside"),
        pytest.param("two\nlines", id="lines"),
        pytest.param("", id="nothing"),
        pytest.param("'quoted", id="an apostrophe"),
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_text(text) == text


@given(st.text())
def test_no_text_begins_as_a_formula(text: str) -> None:
    safe = safe_text(text)
    assert not safe.lstrip().startswith(("=", "+", "-", "@"))
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", safe)


@given(st.text(), st.sampled_from("=+-@"))
def test_an_escaped_text_is_the_text_behind_an_apostrophe(rest: str, sign: str) -> None:
    assert safe_text(sign + rest)[:2] == f"'{sign}"


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.integers(800, 20_000))
def test_a_text_that_is_too_long_is_cut_between_characters(text: str, times: int) -> None:
    short = short_text(text * times)
    assert len(short.encode("utf-16-le")) <= 2 * LONGEST
    assert short == text * times or (short.endswith("…") and (text * times).startswith(short[:-1]))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, None, id="none"),
        pytest.param(float("nan"), None, id="not a number"),
        pytest.param(np.float64("nan"), None, id="NumPy's not a number"),
        pytest.param(pd.NA, None, id="pandas' missing"),
        pytest.param(pd.NaT, None, id="no moment"),
        pytest.param(np.int64(3), 3, id="a whole number"),
        pytest.param(np.float64(0.5), 0.5, id="a fraction"),
        pytest.param("x", "x", id="a text"),
        pytest.param([1], "[1]", id="anything else is a text"),
    ],
)
def test_a_value_is_one_of_pythons_own(value: object, expected: object) -> None:
    found = plain(value)
    assert (found, type(found)) == (expected, type(expected))
