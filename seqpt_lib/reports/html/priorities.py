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
    open_ones = found.statistics[
        found.statistics["priority"].isna() & found.statistics["assessed_count"].gt(0)
    ]
    unranked = [found.competencies[int(each)] for each in open_ones["competency_id"]]
    items = [_item(row, found) for row in ranked.head(MOST).to_dict("records")]
    return section(
        "priorities",
        words.language,
        words("priorities_title"),
        element("p", words("priorities_text"), class_="about"),
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
        Those whose priority may be shown and in which not everybody is at the target, the most
        urgent first; among equals the one with most people below the target.
    """
    rows = statistics[statistics["priority"].gt(0) & statistics["below_target_count"].ne(0)]
    return rows.sort_values(
        ["priority", "at_target_share", "competency_id"],
        ascending=[False, True, True],
        na_position="last",
    )


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
    value = float(row["priority"])
    return element(
        "li",
        element(
            "div",
            foreign(found.competencies[int(row["competency_id"])], "h3"),
            _meter(value, words),
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


def _meter(value: float, words: Words) -> Html:
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
