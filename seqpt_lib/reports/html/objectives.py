"""What there is to learn: the objectives by competency and level, each with its people."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from seqpt_lib.objectives import FALLBACK, MODEL, PEOPLE, TEMPLATE, TRAINER
from seqpt_lib.reports.html.empty import empty, why_empty
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.levels import badge
from seqpt_lib.reports.html.markup import Html, Part, element, foreign, joined, section
from seqpt_lib.reports.html.numbers import is_hidden, number

SOURCES = {TEMPLATE: "from_template", MODEL: "by_model", FALLBACK: "fallback"}


def objectives(found: Findings) -> Part:
    """Show the objectives that may be shown, with the people who need each, and their sources.

    Args:
        found: What the run found.

    Returns:
        The part: by competency, the levels in order; those of future trainers at the end.
    """
    words = found.words
    keys = ["competency_id", "level"]
    own = found.objectives[found.objectives["track"] == PEOPLE]
    counted = own.merge(found.needs[[*keys, "people_count"]], on=keys, validate="one_to_one")
    trainers = found.objectives[found.objectives["track"] == TRAINER]
    by_competency: dict[int, list[Mapping[Any, Any]]] = {}
    for row in counted.sort_values("level").to_dict("records"):
        by_competency.setdefault(row["competency_id"], []).append(row)
    groups = [
        _competency(competency, by_competency[competency], found)
        for competency in found.statistics["competency_id"].tolist()
        if competency in by_competency
    ]
    if not groups and trainers.empty:
        return empty("objectives", found)
    told = words("objectives_text") if groups else why_empty("objectives", found)
    return section(
        "objectives",
        words.language,
        words("objectives_title"),
        element("p", told, class_="about" if groups else None),
        *groups,
        _trainers(trainers, found) if len(trainers) else None,
    )


def _competency(competency: int, rows: Sequence[Mapping[Any, Any]], found: Findings) -> Html:
    items = [_objective(row, found) for row in rows]
    return element(
        "div",
        foreign(found.competencies[competency], "h3"),
        element("ul", *items, class_="goals"),
        class_="competency",
    )


def _objective(row: Mapping[Any, Any], found: Findings) -> Html:
    words, count = found.words, row["people_count"]
    people = (
        words("people_hidden")
        if is_hidden(count)
        else words("people_count", count=number(count, words))
    )
    return element(
        "li",
        element("p", badge(int(row["level"]), words), element("span", people, class_="people")),
        element(
            "div",
            foreign(row["full_text"], "p", lang=row["language"], class_="goal"),
            _source(row, found),
        ),
    )


def _source(row: Mapping[Any, Any], found: Findings) -> Html:
    words = found.words
    about = f"{found.competencies[int(row['competency_id'])]}, {words.level(int(row['level']))}"
    passages = [
        element("li", foreign(f"{mark['source']} ({mark['position']})"))
        for mark in json.loads(row["passages"])
    ]
    problems = [
        element("li", foreign(f"{problem['check']}: {problem['detail']}", lang="en"))
        for problem in json.loads(row["findings"])
    ]
    return element(
        "details",
        element("summary", words("source"), element("span", f": {about}", class_="only-read")),
        element("p", words(SOURCES[row["source"]])),
        joined(element("p", words("passages")), element("ul", *passages)) if passages else None,
        joined(element("p", words("problems")), element("ul", *problems)) if problems else None,
    )


def _trainers(rows: pd.DataFrame, found: Findings) -> Html:
    words = found.words
    items = [
        element(
            "li",
            foreign(found.competencies[int(row["competency_id"])], "h4"),
            element(
                "div",
                foreign(row["full_text"], "p", lang=row["language"], class_="goal"),
                _source(row, found),
            ),
        )
        for row in rows.to_dict("records")
    ]
    return element(
        "div",
        element("h3", words("trainers_title")),
        element("p", words("trainers_text"), class_="about"),
        element("ul", *items, class_="goals"),
        class_="competency",
    )
