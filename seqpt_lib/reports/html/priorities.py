"""What to do first: the ten most urgent competencies, each with its reasons."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from seqpt_lib.gaps import TrainingMethod
from seqpt_lib.reports.html.empty import empty
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
    rows = ranking(found.statistics)
    unranked = _unranked(found)
    if rows.empty and not unranked:
        return empty("priorities", found)
    shown = rows.head(MOST)
    items = [_item(row, found) for row in shown.to_dict("records")]
    return section(
        "priorities",
        words.language,
        words("priorities_title"),
        element("p", " ".join(_about(rows, found)), class_="about"),
        element("ol", *items, class_="ranked") if items else None,
        element("p", words("unranked", names=words.listed(unranked)), class_="about")
        if unranked
        else None,
    )


def _about(rows: pd.DataFrame, found: Findings) -> list[str]:
    """Say by what the competencies are ranked, and what of it may not be shown."""
    if rows.empty:
        return [found.words("priorities_none")]
    kind = "priorities_text" if is_by_priority(found.statistics) else "priorities_by_share"
    shown = rows.head(MOST)
    told = [kind if len(rows) > MOST else f"{kind}_all"]
    told += ["share_shown"] if kind == "priorities_by_share" and _unranked(found) else []
    told += ["methods_hidden"] if shown["training_method"].isna().any() else []
    return [found.words(key) for key in told]


def _unranked(found: Findings) -> list[str]:
    """Name the competencies of which neither priority nor share may be shown."""
    rows = found.statistics[found.statistics["assessed_count"].gt(0)]
    rows = rows[rows[["priority", "at_target_share"]].isna().all(axis=1)]
    return [found.competencies[int(each)] for each in rows["competency_id"]]


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


def method(row: Mapping[Any, Any], words: Words) -> str | None:
    """Name how those below the target are best trained.

    Args:
        row: The competency's numbers, hidden ones missing.
        words: The language.

    Returns:
        The method; None where it may not be shown.
    """
    if is_hidden(row["training_method"]):
        return None
    return words(f"method_{TrainingMethod(row['training_method']).name.lower()}")


def _item(row: Mapping[Any, Any], found: Findings) -> Html:
    words = found.words
    how = method(row, words)
    name = foreign(found.competencies[int(row["competency_id"])], "h3")
    return element(
        "li",
        element("div", name, _meter(row["priority"], words), class_="rank"),
        element("p", " ".join(reasons(row, words))),
        element("p", words("train_by"), " ", element("b", how), class_="how") if how else None,
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


def _meter(value: Any, words: Words) -> Html | None:
    if is_hidden(value):
        return None
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
