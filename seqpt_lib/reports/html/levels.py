"""Where people stand: the five levels per competency, with the target, and by role."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS
from seqpt_lib.reports.figures import LEVEL_COLOURS, TARGET_COLOURS
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.markup import Html, Part, element, escaped, foreign, joined, section
from seqpt_lib.reports.html.numbers import interval, is_hidden, number, share
from seqpt_lib.reports.html.words import Words

BAR_HEIGHT = 26
NARROWEST_NUMBER = 5.5
"""Per cent of a bar from which its number stands in it."""

DARK_LEVEL = 6
"""The level whose colour wants white text."""


class Segment(NamedTuple):
    """A piece of a bar: people at a level, or below or at their target, or hidden."""

    label: str
    people: int
    class_: str


def levels(found: Findings) -> Part:
    """Show how many people are at which level, per competency, most below the target first.

    Args:
        found: What the run found.

    Returns:
        The part: one bar per competency, with its target, the people assessed, and the share at
        or above the target with its interval.
    """
    words = found.words
    rows = [_row(row, found) for row in found.statistics.to_dict("records")]
    return section(
        "levels",
        words.language,
        words("levels_title"),
        element("p", " ".join(_about(found.statistics, words)), class_="about"),
        _hatch(),
        _legend(found.statistics, words),
        element("ul", *rows, class_="bars"),
    )


def _about(statistics: pd.DataFrame, words: Words) -> list[str]:
    is_split = _hidden_levels(statistics)
    told = ["levels_text"]
    told += ["levels_mark"] if not is_split.all() else []
    told += ["levels_split"] if is_split.any() else []
    return [words(key) for key in told]


def _hidden_levels(statistics: pd.DataFrame) -> pd.Series:
    """Tell for each competency that was answered for whether a level is hidden."""
    columns = [f"{LEVEL_WORDS[level]}_count" for level in LEVELS]
    assessed = statistics[statistics["assessed_count"].gt(0)]
    return assessed[columns].isna().any(axis=1)


def _hatch() -> Html:
    """Define the pattern of hidden pieces once for all bars."""
    lines = element("path", d="M0 6 6 0", class_="hatch-line")
    given = {"patternUnits": "userSpaceOnUse"}
    pattern = element("pattern", lines, id="hatch", width="6", height="6", **given)
    return element("svg", pattern, width="0", height="0", aria_hidden="true", class_="only-read")


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
    said = "; ".join(f"{piece.label}: {_said(piece, words)}" for piece in pieces)
    drawn, left = [], 0.0
    for piece in pieces:
        width = 100 * piece.people / total if total else 0
        drawn.append(_piece(piece, left, width, words))
        left += width
    is_by_level = len(pieces) == len(LEVELS)
    paired = zip(pieces, LEVELS, strict=False)
    below = sum(piece.people for piece, level in paired if level < target)
    mark = _mark(100 * below / total) if is_by_level and total else None
    key = f"bar-{int(row['competency_id'])}"
    return element(
        "svg",
        element("title", words("bar_label", name=name), id=key),
        element("desc", said, id=f"{key}-numbers"),
        *drawn,
        mark,
        role="img",
        aria_labelledby=f"{key} {key}-numbers",
        height=str(BAR_HEIGHT),
        width="100%",
    )


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


def _row(row: Mapping[Any, Any], found: Findings) -> Html:
    words, competency = found.words, int(row["competency_id"])
    name, target = found.competencies[competency], found.targets[competency]
    assessed = int(row["assessed_count"])
    facts = [
        joined(words("target"), " ", badge(target, words)),
        escaped(words("assessed", count=number(assessed, words))),
    ]
    if assessed:
        facts += [
            escaped(words("at_or_above", share=share(row["at_target_share"], words))),
            escaped(
                words(
                    "interval",
                    ends=interval(row["at_target_share_low"], row["at_target_share_high"], words),
                )
            ),
            escaped(words("median", level=_level(row["median_level"], words))),
        ]
    return element(
        "li",
        foreign(name, "h3"),
        bar(row, target, name, words) if assessed else element("p", words("nobody_assessed")),
        element("p", *_dotted(facts), class_="facts"),
    )


def _level(value: Any, words: Words) -> str:
    return words("hidden") if is_hidden(value) else words.level(int(value))


def _dotted(facts: list[Html]) -> list[Html]:
    return [element("span", fact) for fact in facts]


def badge(level: int, words: Words) -> Html:
    """Show a level in its colour.

    Args:
        level: A level of the scale.
        words: The language.

    Returns:
        Markup.
    """
    return element("span", words.level(level), class_=f"badge on-level-{level} level-{level}")


def _legend(statistics: pd.DataFrame, words: Words) -> Html:
    is_split = _hidden_levels(statistics)
    told = statistics.loc[is_split[is_split].index, "below_target_count"]
    entries = [(words.level(level), f"level-{level}") for level in LEVELS]
    if told.notna().any():
        entries += [(words("below_target"), "below"), (words("at_target"), "at")]
    if told.isna().any():
        entries.append((words("hidden"), "hatched"))
    items = [
        element("li", element("span", class_=f"swatch {class_}", aria_hidden="true"), label)
        for label, class_ in entries
    ]
    target = element("li", element("span", class_="swatch line", aria_hidden="true"), words("mark"))
    return element("ul", *items, None if is_split.all() else target, class_="legend")


def level_styles() -> str:
    """Write the colours of the levels as CSS, from where the figures take them.

    Returns:
        Rules for fills and backgrounds.
    """
    colours = {f"level-{level}": colour for level, colour in LEVEL_COLOURS.items()} | dict(
        zip(("below", "at"), TARGET_COLOURS, strict=True)
    )
    return "".join(
        f".seqpt .{name}{{fill:{colour};background:{colour}}}"
        f".seqpt .on-{name}{{fill:{_ink(name)};color:{_ink(name)}}}"
        for name, colour in colours.items()
    )


def _ink(name: str) -> str:
    return "#ffffff" if name == f"level-{DARK_LEVEL}" else "#111111"
