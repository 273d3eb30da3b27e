"""What to do first: the ten most urgent competencies, each with its reasons."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from seqpt_lib.gaps import TrainingMethod
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.markup import Html, Part, element, foreign, section
from seqpt_lib.reports.html.numbers import is_hidden, number, share
from seqpt_lib.reports.html.words import Words

MOST = 10
HIGHEST = 10
"""The highest priority."""


def priorities(found: Findings) -> Part:
    """Show the ten most urgent competencies with the reasons for their rank.

    Args:
        found: What the run found.

    Returns:
        The part; competencies whose priority may not be shown are named below, without a rank.
    """
    words = found.words
    ranked = ranking(found.statistics)
    open_ones = found.statistics[found.statistics["assessed_count"].gt(0)]
    open_ones = open_ones[open_ones[["priority", "at_target_share"]].isna().all(axis=1)]
    unranked = [found.competencies[int(each)] for each in open_ones["competency_id"]]
    told = "priorities_text" if is_by_priority(found.statistics) else "priorities_by_share"
    items = [_item(row, found) for row in ranked.head(MOST).to_dict("records")]
    return section(
        "priorities",
        words.language,
        words("priorities_title"),
        element("p", words(told), class_="about"),
        element("ol", *items, class_="ranked") if items else element("p", words("no_priority")),
        element("p", words("unranked", names=words.listed(unranked)), class_="about")
        if unranked
        else None,
    )


def ranking(statistics: pd.DataFrame) -> pd.DataFrame:
    """Rank the competencies in which there is something to do.

    Args:
        statistics: One row per competency, hidden numbers missing.

    Returns:
        Those in which somebody is below the target or may be, as far as that may be shown: the
        most urgent first, among equals the one with the larger share of people below. Where not
        every priority may be shown, the share alone ranks.

    Source: docs/explanation/report.md, "What to do first".
    """
    rows = statistics[statistics["below_target_count"].ne(0).fillna(value=True)]
    order = {"at_target_share": True, "competency_id": True}
    if is_by_priority(statistics):
        rows, order = rows[rows["priority"].gt(0)], {"priority": False} | order
    else:
        rows = rows[rows["at_target_share"].notna()]
    return rows.sort_values(list(order), ascending=list(order.values()), na_position="last")


def is_by_priority(statistics: pd.DataFrame) -> bool:
    """Tell whether the priority of every competency that was answered for may be shown.

    Args:
        statistics: One row per competency, hidden numbers missing.

    Returns:
        True if competencies can be ranked by it.
    """
    return bool(statistics.loc[statistics["assessed_count"].gt(0), "priority"].notna().all())


def method(row: Mapping[Any, Any], words: Words) -> str:
    """Name how those below the target are best trained.

    Args:
        row: The competency's numbers, hidden ones missing.
        words: The language.

    Returns:
        The method, or "hidden".
    """
    if is_hidden(row["training_method"]):
        return words("hidden")
    return words(f"method_{TrainingMethod(row['training_method']).name.lower()}")


def _item(row: Mapping[Any, Any], found: Findings) -> Html:
    words = found.words
    return element(
        "li",
        element(
            "div",
            foreign(found.competencies[int(row["competency_id"])], "h3"),
            _meter(row["priority"], words),
            class_="rank",
        ),
        element("p", " ".join(reasons(row, words))),
        element("p", words("train_by"), " ", element("b", method(row, words)), class_="how"),
    )


def reasons(row: Mapping[Any, Any], words: Words) -> list[str]:
    """Say why a competency has its rank.

    Args:
        row: The competency's numbers, hidden ones missing.
        words: The language.

    Returns:
        Sentences.
    """
    said = []
    if not is_hidden(row["below_target_count"]):
        below, people = (
            number(row[name], words) for name in ("below_target_count", "assessed_count")
        )
        said.append(words("because_below", below=below, people=people))
    if not is_hidden(row["largest_gap"]):
        said.append(words("because_gap", gap=number(row["largest_gap"], words)))
    if not is_hidden(row["highest_requirement"]):
        said.append(words("because_required", level=words.level(int(row["highest_requirement"]))))
    if not is_hidden(row["uncovered_share"]) and row["uncovered_share"]:
        said.append(words("because_uncovered", share=share(row["uncovered_share"], words)))
    return said


def _meter(value: Any, words: Words) -> Html:
    if is_hidden(value):
        return element("span", words("priority_hidden"), class_="how")
    said = words("priority_of", value=number(value, words, 1), most=number(HIGHEST, words))
    width = f"{100 * value / HIGHEST:.1f}%"
    return element(
        "div",
        element("span", said),
        element(
            "svg",
            element("rect", width="100%", height="100%", class_="rail"),
            element("rect", width=width, height="100%", class_="filled"),
            height="8",
            width="100%",
            aria_hidden="true",
        ),
        class_="meter",
    )
