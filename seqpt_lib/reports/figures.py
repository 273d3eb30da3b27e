"""Figures of an organization for a notebook's cell: bars of people, made of HTML and styles.

A notebook from elsewhere is not trusted by JupyterLab, which then shows no SVG, but tables and
styles.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS
from seqpt_lib.reports.colours import INK, LEVEL_COLOURS, TARGET_COLOURS, WHITE, ink_on
from seqpt_lib.reports.html.markup import Html, element, joined

SIGN_WIDTH = 3.5
"""Per cent of the longest bar that a sign of a number takes, at the least width of a figure."""

HIDDEN = "hidden"
NAME_STYLE = "width:30%;text-align:right;padding:2px 10px 2px 0;font-weight:normal"
BAR_STYLE = "width:50%;padding:2px 0;text-align:left"
SAID_STYLE = "width:20%;text-align:left;padding:2px 0 2px 10px"
PIECE_STYLE = "display:inline-block;box-sizing:border-box;height:20px;line-height:20px"
ENTRY_STYLE = "white-space:nowrap;margin-right:18px"


class Piece(NamedTuple):
    """A piece of a bar: people at a level, or below or at their target, or hidden."""

    label: str
    people: int
    colour: str
    ink: str = INK


@dataclass(frozen=True)
class Bar:
    """The bar of one competency; pieces without people are not drawn."""

    name: str
    pieces: list[Piece]
    said: str
    """What stands beside it."""

    @property
    def length(self) -> int:
        """People in all pieces."""
        return sum(piece.people for piece in self.pieces)


@dataclass(frozen=True)
class Figure:
    """Bars one below the other, which a notebook shows as a table."""

    title: str
    bars: list[Bar]

    def __repr__(self) -> str:
        return f"<figure: {self.title}, {len(self.bars)} bars>"

    def _repr_html_(self) -> str:
        longest = max((bar.length for bar in self.bars), default=0)
        head = element("p", element("strong", self.title, style=ENTRY_STYLE), *_legend(self.bars))
        rows = [_row(bar, longest) for bar in self.bars]
        body = element("table", *rows, style="border-collapse:collapse;width:100%")
        return element("div", head, body, style="max-width:960px;min-width:640px")


def levels_figure(statistics: pd.DataFrame, competencies: pd.DataFrame) -> Figure:
    """Draw how many people are at which level, per competency, most below the target first.

    A competency that nobody answered has an empty bar and stands last.

    Args:
        statistics: Rows of ``competency_statistic``, what may not be shown missing
            (``gaps.without_hidden``).
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One bar per competency: the people per level or, where a level may not be shown, the people
        below and at their target. The text beside it counts the people below target.
    """
    rows = statistics.merge(competencies, on="competency_id", validate="one_to_one").sort_values(
        ["at_target_share", "competency_id"], na_position="last"
    )
    bars = [_standing(row) for row in rows.to_dict("records")]
    return Figure("People assessed, by level or by target", bars)


def _standing(row: Mapping[Any, Any]) -> Bar:
    total, below = int(row["assessed_count"]), row["below_target_count"]
    pieces = [piece for piece in _pieces(row) if piece.people]
    rest = total - sum(piece.people for piece in pieces)
    if rest:
        pieces.append(Piece(HIDDEN, rest, WHITE))
    said = "below target: hidden" if pd.isna(below) else f"{below} of {total} below target"
    return Bar(str(row["competency_name"]), pieces, said)


def _pieces(row: Mapping[Any, Any]) -> Iterator[Piece]:
    """Give what is shown: all levels, or who is below the target, or the levels that are shown."""
    counts = {level: row[f"{LEVEL_WORDS[level]}_count"] for level in LEVELS}
    below = row["below_target_count"]
    if any(map(pd.isna, counts.values())) and not pd.isna(below):
        yield Piece("below target", int(below), TARGET_COLOURS[0])
        yield Piece(
            "at or above target", int(row["assessed_count"]) - int(below), TARGET_COLOURS[1]
        )
        return
    for level, count in counts.items():
        if not pd.isna(count):
            yield _of_level(level, int(count))


def needs_figure(needs: pd.DataFrame, competencies: pd.DataFrame) -> Figure:
    """Draw how many people still have to climb to which level, per competency.

    Args:
        needs: One row per needed (competency, level): ``competency_id``, ``level``,
            ``people_count``, missing where it may not be shown (``gaps.without_hidden``).
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One bar per competency with a need, the most steps that may be told first; a person counts
        once for each level. Beside the bar stand the levels whose number is hidden; a level that
        may not be told at all stands nowhere.
    """
    names = competencies.set_index("competency_id")["competency_name"]
    bars = [
        _climb(names[competency_id], rows.sort_values("level"))
        for competency_id, rows in needs.groupby("competency_id", sort=True)
    ]
    return Figure(
        "Steps to learn, as far as they may be told",
        sorted(bars, key=lambda bar: bar.length, reverse=True),
    )


def _climb(name: str, needs: pd.DataFrame) -> Bar:
    is_hidden = needs["people_count"].isna()
    shown = needs[~is_hidden]
    pieces = [
        _of_level(level, int(people), "to ")
        for level, people in zip(shown["level"], shown["people_count"], strict=True)
        if people
    ]
    levels = ", ".join(map(str, needs.loc[is_hidden, "level"]))
    return Bar(str(name), pieces, f"to {levels}: hidden" if levels else "")


def _of_level(level: int, people: int, before: str = "") -> Piece:
    label = f"{before}{level} {LEVEL_WORDS[level]}"
    return Piece(label, people, LEVEL_COLOURS[level], ink_on(level))


def _legend(bars: list[Bar]) -> list[Html]:
    """Explain the colours that are drawn, in the order of the levels."""
    order = [*LEVEL_COLOURS.values(), *TARGET_COLOURS, WHITE]
    drawn = {piece.label: piece for bar in bars for piece in bar.pieces}
    return [
        element(
            "span",
            element("span", style=f"{PIECE_STYLE};width:20px;{_fill(piece)};margin-right:6px"),
            piece.label,
            style=ENTRY_STYLE,
        )
        for piece in sorted(drawn.values(), key=lambda piece: order.index(piece.colour))
    ]


def _row(bar: Bar, longest: int) -> Html:
    drawn = joined(*(_drawn(piece, 100 * piece.people / longest) for piece in bar.pieces))
    box = element("div", drawn, style="white-space:nowrap;overflow:hidden;height:20px")
    return element(
        "tr",
        element("th", bar.name, scope="row", style=NAME_STYLE),
        element("td", box, style=BAR_STYLE),
        element("td", bar.said, style=SAID_STYLE),
    )


def _drawn(piece: Piece, width: float) -> Html:
    text = HIDDEN if piece.label == HIDDEN else str(piece.people)
    return element(
        "span",
        text if width >= SIGN_WIDTH * len(text) else "",
        title=piece.label if piece.label == HIDDEN else f"{piece.label}: {piece.people}",
        style=f"{PIECE_STYLE};width:{width:.3f}%;{_fill(piece)}",
    )


def _fill(piece: Piece) -> str:
    edge = ";border:1px dashed #777777" if piece.label == HIDDEN else ""
    return (
        f"background-color:{piece.colour};color:{piece.ink};text-align:center;"
        f"vertical-align:top;overflow:hidden{edge}"
    )
