"""Bars of people by level, or below and at their target, each with its numbers as text."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS
from seqpt_lib.reports.html.markup import Html, element, joined
from seqpt_lib.reports.html.numbers import is_hidden, number
from seqpt_lib.reports.html.words import Words

BAR_HEIGHT = 26
NARROWEST_NUMBER = 5.5
"""Per cent of a bar from which its number stands in it."""


class Segment(NamedTuple):
    """A piece of a bar: people at a level, or below or at their target, or hidden."""

    label: str
    people: int
    class_: str


def segments(row: Mapping[Any, Any], words: Words) -> list[Segment]:
    """Split the people of a competency into the pieces of its bar.

    Args:
        row: The competency's numbers, hidden ones missing.
        words: The language.

    Returns:
        By level where all are shown; else below and at the target where that is shown; else the
        levels that are shown. What remains is one hidden piece, the last.
    """
    counts = {level: row[f"{LEVEL_WORDS[level]}_count"] for level in LEVELS}
    total = int(row["assessed_count"])
    if any(is_hidden(count) for count in counts.values()) and not is_hidden(
        row["below_target_count"]
    ):
        below = int(row["below_target_count"])
        return [
            Segment(words("below_target"), below, "below"),
            Segment(words("at_target"), total - below, "at"),
        ]
    shown = [
        Segment(words.level(level), int(count), f"level-{level}")
        for level, count in counts.items()
        if not is_hidden(count)
    ]
    rest = total - sum(segment.people for segment in shown)
    hidden = [Segment(words("hidden"), rest, "hatched")] if len(shown) < len(LEVELS) else []
    return shown + hidden


def kind(pieces: list[Segment]) -> str:
    """Tell what a bar shows.

    Args:
        pieces: The pieces of the bar.

    Returns:
        ``by_level`` with all levels, ``split`` below and at the target, ``partly`` where some
        people's level is hidden.
    """
    if pieces[0].class_ == "below":
        return "split"
    return "partly" if pieces[-1].class_ == "hatched" else "by_level"


def bar(row: Mapping[Any, Any], target: int, name: str, words: Words) -> Html:
    """Draw the bar of a competency; a line marks the organization's target.

    Args:
        row: The competency's numbers, hidden ones missing.
        target: The organization's target.
        name: The competency.
        words: The language.

    Returns:
        An SVG that says its numbers as text, too.
    """
    total = int(row["assessed_count"])
    pieces = segments(row, words)
    drawn, left = [], 0.0
    for piece in pieces:
        width = 100 * piece.people / total if total else 0
        drawn.append(_piece(piece, left, width, words))
        left += width
    is_by_level = kind(pieces) == "by_level"
    paired = zip(pieces, LEVELS, strict=False)
    below = sum(piece.people for piece, level in paired if level < target)
    mark = _mark(100 * below / total) if is_by_level and total else None
    key = f"bar-{int(row['competency_id'])}"
    label = "bar_label_split" if kind(pieces) == "split" else "bar_label"
    return element(
        "svg",
        element("title", words(label, name=name), id=key),
        element("desc", "; ".join(told(pieces, words)), id=f"{key}-numbers"),
        *drawn,
        mark,
        role="img",
        aria_labelledby=f"{key} {key}-numbers",
        height=str(BAR_HEIGHT),
        width="100%",
    )


def told(pieces: list[Segment], words: Words) -> list[str]:
    """Say the numbers of a bar.

    Args:
        pieces: The pieces of the bar.
        words: The language.

    Returns:
        A text per piece, for example ``4 apply: 10``.
    """
    return [
        words("other_levels", hidden=words("hidden"))
        if piece.class_ == "hatched"
        else f"{piece.label}: {number(piece.people, words)}"
        for piece in pieces
    ]


def _piece(piece: Segment, left: float, width: float, words: Words) -> Html | None:
    if not piece.people:
        return None
    box = element(
        "rect",
        element("title", f"{piece.label}: {_said(piece, words)}"),
        x=_percent(left),
        width=_percent(width),
        height="100%",
        class_=piece.class_,
    )
    is_told = width >= NARROWEST_NUMBER and piece.class_ != "hatched"
    text = element(
        "text",
        number(piece.people, words),
        x=_percent(left + width / 2),
        y="50%",
        dy="0.35em",
        class_=f"on-{piece.class_}",
        aria_hidden="true",
    )
    return joined(box, text if is_told else None)


def _mark(left: float) -> Html:
    at = _percent(min(max(left, 0.3), 99.7))
    return joined(
        element("line", x1=at, x2=at, y1="0", y2="100%", class_="mark-halo"),
        element("line", x1=at, x2=at, y1="0", y2="100%", class_="mark"),
    )


def _said(piece: Segment, words: Words) -> str:
    return words("hidden") if piece.class_ == "hatched" else number(piece.people, words)


def _percent(value: float) -> str:
    return f"{value:.2f}%"
