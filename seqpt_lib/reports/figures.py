"""Figures of an organization. Colours can be told apart by colour-blind people and in print."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEVEL_COLOURS = {0: "#d9d9d9", 1: "#fde725", 2: "#5ec962", 4: "#21918c", 6: "#3b528b"}
"""From light to dark along the scale (viridis, with grey for unaware)."""

TARGET_COLOURS = ("#e6a176", "#f7e3d4")
"""Below and at the target, where a level may not be shown."""

INK = "#222222"
HIDDEN_PART: dict[str, Any] = {"color": "white", "edgecolor": "#999999", "hatch": "////"}
"""How the levels look whose number of people may not be shown."""

DARK_LEVELS = (4, 6)
"""Levels whose colour wants white text."""


def levels_figure(statistics: pd.DataFrame, competencies: pd.DataFrame) -> "Figure":
    """Draw how many people are at which level, per competency, most below the target first.

    A competency that nobody answered has an empty bar and stands last.

    Args:
        statistics: Rows of ``competency_statistic``, what may not be shown missing
            (``gaps.without_hidden``).
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One stacked bar per competency: the people per level or, where a level may not be shown,
        the people below and at their target. The text beside it counts the people below target.
    """
    rows = statistics.merge(competencies, on="competency_id", validate="one_to_one").sort_values(
        ["at_target_share", "competency_id"], ascending=[False, False], na_position="first"
    )
    figure, axes = _bars(len(rows))
    total = rows["assessed_count"].astype("int64")
    drawn = pd.Series(0, index=rows.index)
    for label, colour, count in _segments(rows):
        shown_label = (
            label if count.any() else "_nobody"
        )  # an underscore keeps it out of the legend
        axes.barh(rows["competency_name"], count, left=drawn, color=colour, label=shown_label)
        drawn = drawn + count
    if (total > drawn).any():
        names = rows["competency_name"]
        axes.barh(names, total - drawn, left=drawn, label="hidden", **HIDDEN_PART)
    for position, (below, people) in enumerate(zip(rows["below_target_count"], total, strict=True)):
        said = "below target: hidden" if pd.isna(below) else f"{below} of {people} below target"
        axes.text(people, position, f"  {said}", va="center", color=INK)
    most = float(total.max()) if total.any() else 1.0
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= most])
    axes.spines["bottom"].set_bounds(0, most)
    axes.set_xlim(0, most * 1.32)
    axes.set_xlabel("people assessed")
    if drawn.any():
        axes.legend(ncols=4, loc="lower left", bbox_to_anchor=(0, 1), frameon=False)
    return figure


def _segments(rows: pd.DataFrame) -> Iterator[tuple[str, str, pd.Series]]:
    """Give the parts of the bars: levels, or below and at the target where a level is hidden."""
    columns = [f"{LEVEL_WORDS[level]}_count" for level in LEVELS]
    has_hidden_level = rows[columns].isna().any(axis=1)
    by_target = has_hidden_level & rows["below_target_count"].notna()
    for level, column in zip(LEVELS, columns, strict=True):
        count = rows[column].mask(by_target, 0).fillna(0).astype("int64")
        yield f"{level} {LEVEL_WORDS[level]}", LEVEL_COLOURS[level], count
    below = rows["below_target_count"].where(by_target, 0).astype("int64")
    at_target = rows["assessed_count"].where(by_target, 0).astype("int64") - below
    yield "below target", TARGET_COLOURS[0], below
    yield "at target", TARGET_COLOURS[1], at_target


def needs_figure(needs: pd.DataFrame, competencies: pd.DataFrame) -> "Figure":
    """Draw how many people still have to climb to which level, per competency.

    Args:
        needs: One row per needed (competency, level): ``competency_id``, ``level``,
            ``people_count``, missing where it may not be shown (``gaps.without_hidden``).
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One stacked bar per competency with a need that may be told, the most steps first; the
        number stands in each part, and behind the bar the levels whose number is hidden.
    """
    table = needs.pivot(index="competency_id", columns="level", values="people_count")
    table = table.astype("float64").fillna(0)
    table = table.loc[table.sum(axis=1).sort_values(kind="stable").index]
    names = competencies.set_index("competency_id")["competency_name"].loc[table.index]
    figure, axes = _bars(len(table))
    left = pd.Series(0.0, index=table.index)
    for level in (level for level in LEVELS if level in table.columns):
        label = f"to {level} {LEVEL_WORDS[level]}"
        bars = axes.barh(names, table[level], left=left, color=LEVEL_COLOURS[level], label=label)
        numbers = [f"{count:.0f}" if count else "" for count in table[level]]
        axes.bar_label(
            bars,
            labels=numbers,
            label_type="center",
            color="white" if level in DARK_LEVELS else INK,
        )
        left = left + table[level]
    for position, competency_id in enumerate(table.index):
        hidden = needs["people_count"].isna() & needs["competency_id"].eq(competency_id)
        levels = ", ".join(map(str, needs.loc[hidden, "level"]))
        text = f"  to {levels}: hidden" if levels else ""
        axes.text(left[competency_id], position, text, va="center", color=INK)
    axes.set_xlabel("steps to learn (people, once per level)")
    if len(table):
        axes.legend(ncols=4, loc="lower left", bbox_to_anchor=(0, 1), frameon=False)
    return figure


def _bars(count: int) -> "tuple[Figure, Axes]":
    from matplotlib import pyplot as plt
    from matplotlib.ticker import MaxNLocator

    figure, axes = plt.subplots(figsize=(9, 0.34 * max(count, 1) + 1.2))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.margins(y=0.02)
    if not count:
        axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    plt.close(figure)  # shown once, by the cell that returns it
    return figure, axes
