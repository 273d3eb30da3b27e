"""Numbers, shares and dates as each language writes them, and what may not be shown."""

from datetime import datetime
from typing import Any

import pandas as pd

from seqpt_lib.model.guarded import Guarded
from seqpt_lib.reports.html.words import Words

NARROW = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


def is_hidden(value: Any) -> bool:
    """Tell whether a number is missing because it may not be shown.

    Args:
        value: A number, or what pandas puts in its place.

    Returns:
        True if it is missing.
    """
    return bool(pd.isna(value))


def number(value: Any, words: Words, decimals: int = 0) -> str:
    """Write a number, or "hidden".

    Args:
        value: The number; missing where it may not be shown.
        words: The language.
        decimals: Digits after the point.

    Returns:
        For example ``1,234.5`` or ``1.234,5``.
    """
    if is_hidden(value):
        return words("hidden")
    text = f"{float(value):,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if words.language == "de" else text


def share(value: Any, words: Words) -> str:
    """Write a share of 1 as per cent, or "hidden".

    Args:
        value: 0..1; missing where it may not be shown.
        words: The language.

    Returns:
        For example ``58%`` or ``58 %``.
    """
    if is_hidden(value):
        return words("hidden")
    return f"{percent(value)}{NARROW if words.language == 'de' else ''}%"


def percent(value: float) -> int:
    """Round a share to per cent; 0 and 100 are nobody and everybody only.

    Args:
        value: 0..1.

    Returns:
        0..100.
    """
    rounded = round(100 * float(value))
    if 0 < value < 1:
        return min(99, max(1, rounded))
    return rounded


def interval(low: Any, high: Any, words: Words) -> str:
    """Write the ends of an interval of shares.

    Args:
        low: Lower end, 0..1.
        high: Upper end, 0..1.
        words: The language.

    Returns:
        For example ``46-75%``, or "hidden".
    """
    if is_hidden(low):
        return words("hidden")
    return f"{round(100 * float(low))}{DASH}{share(high, words)}"


def between(count: Guarded, words: Words) -> str:
    """Write a number of people, or between what it lies.

    Args:
        count: The number and its limits.
        words: The language.

    Returns:
        For example ``29 to 41``.
    """
    if count.is_shown:
        return number(count.value, words)
    return limits(count.lowest, count.highest, words)


def limits(lowest: float, highest: float, words: Words, decimals: int = 0) -> str:
    """Write between what a number lies.

    Args:
        lowest: At least.
        highest: At most.
        words: The language.
        decimals: Digits after the point.

    Returns:
        For example ``29 to 41``; one number where both are the same.
    """
    ends = [number(end, words, decimals) for end in (lowest, highest)]
    return ends[0] if ends[0] == ends[1] else words("range", low=ends[0], high=ends[1])


def hours(value: float, words: Words) -> str:
    """Write hours, with a decimal only where they have one.

    Args:
        value: The hours.
        words: The language.

    Returns:
        For example ``4`` or ``2.5``.
    """
    return number(value, words, 1 if value % 1 else 0)


def day(moment: datetime, words: Words) -> str:
    """Write a date.

    Args:
        moment: The moment (UTC).
        words: The language.

    Returns:
        For example ``26 November 2026`` or ``26. November 2026``.
    """
    month = words("months").split()[moment.month - 1]
    return words("date", day=str(moment.day), month=month, year=str(moment.year))
