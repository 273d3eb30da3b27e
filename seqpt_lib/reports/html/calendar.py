"""The plan as a calendar: the modules one after the other, most urgent competency first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import ceil, floor
from typing import Any

import pandas as pd

from seqpt_lib.model.plans import refuse_impossible
from seqpt_lib.reports.html.empty import empty
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.hyphens import hyphenated
from seqpt_lib.reports.html.levels import badge
from seqpt_lib.reports.html.markup import Html, Part, element, foreign, joined, section, table
from seqpt_lib.reports.html.numbers import DASH, hours, is_hidden, number
from seqpt_lib.reports.html.priorities import ranking
from seqpt_lib.reports.html.words import Words
from seqpt_lib.reports.words import VALUES, word

BLOCK_WEEKS = 13
"""Weeks of a quarter: the calendar has one block each."""


@dataclass(frozen=True)
class Entry:
    """A module in the calendar."""

    competency_id: int
    level: int
    learning_hours: int
    first_week: int
    last_week: int
    format_name: Any
    """Missing where it may not be shown, or none suits."""

    group_count: Any
    people_count: Any
    is_counted: bool
    """False where the number of people, and so the format, may not be shown."""


def calendar(found: Findings) -> Part:
    """Show in which weeks each module has its turn.

    Args:
        found: What the run found.

    Returns:
        The part: one row per module, one block per quarter.

    Source: docs/explanation/report.md, "The calendar".
    """
    words = found.words
    entries = schedule(found.modules, found.statistics, found.hours_per_week)
    if not entries:
        return empty("calendar", found)
    week = hours(found.hours_per_week, words)
    total = number(sum(entry.learning_hours for entry in entries), words)
    count = len(entries)
    sums = words.counted("calendar_sum", count, modules=number(count, words), hours=total)
    head = [words(key) for key in ("weeks", "module", "format", "hours", "people")]
    span = max(entry.last_week - _block_start(entry) + 1 for entry in entries)
    blocks = [
        _block(block, list(rows), max(span, BLOCK_WEEKS), found)
        for block, rows in groupby(entries, lambda e: (e.first_week - 1) // BLOCK_WEEKS)
    ]
    return section(
        "calendar",
        words.language,
        words("calendar_title"),
        element("p", words("calendar_text", hours=week), class_="about"),
        element("p", sums),
        table(words("calendar_caption"), head, blocks, "calendar stacked"),
    )


def schedule(modules: pd.DataFrame, statistics: pd.DataFrame, hours_per_week: float) -> list[Entry]:
    """Put modules into weeks one after the other.

    Competencies come as they are ranked, those without a rank after all others, by id; within a
    competency the lower level comes first. A week that a module does not fill is shared
    with the next.

    Args:
        modules: One row per module: ``competency_id``, ``level``, ``learning_hours``,
            ``format_name``, ``group_count``, ``people_count``, ``is_counted``.
        statistics: One row per competency, hidden numbers missing.
        hours_per_week: Hours of learning a week, more than 0.

    Returns:
        The modules with their weeks, in order.

    Raises:
        UsageError: If there is no such week.

    Source: docs/explanation/report.md, "The calendar".
    """
    refuse_impossible(hours_per_week)
    order = {int(key): place for place, key in enumerate(ranking(statistics)["competency_id"])}
    ranked = modules.assign(
        place=[order.get(int(key), len(order)) for key in modules["competency_id"]]
    ).sort_values(["place", "competency_id", "level"])
    week = Fraction(str(hours_per_week))
    entries, done = [], 0
    for row in ranked.to_dict("records"):
        first, done = done, done + int(row["learning_hours"])
        entries.append(_entry(row, floor(first / week) + 1, ceil(done / week)))
    return entries


def _entry(row: Mapping[Any, Any], first_week: int, last_week: int) -> Entry:
    names = ("format_name", "group_count", "people_count")
    return Entry(
        competency_id=int(row["competency_id"]),
        level=int(row["level"]),
        learning_hours=int(row["learning_hours"]),
        first_week=first_week,
        last_week=last_week,
        is_counted=bool(row["is_counted"]),
        **{name: row[name] for name in names},
    )


def _block_start(entry: Entry) -> int:
    return (entry.first_week - 1) // BLOCK_WEEKS * BLOCK_WEEKS + 1


def _block(block: int, entries: Iterable[Entry], span: int, found: Findings) -> Html:
    words, rows = found.words, list(entries)
    first = block * BLOCK_WEEKS + 1
    title = words(
        "block",
        first=number(first, words),
        last=number(first + BLOCK_WEEKS - 1, words),
        hours=number(sum(entry.learning_hours for entry in rows), words),
    )
    head = element("tr", element("th", title, colspan="5", scope="rowgroup"))
    return element("tbody", head, *(_row(entry, span, found) for entry in rows))


def _row(entry: Entry, span: int, found: Findings) -> Html:
    words = found.words
    name = found.competencies[entry.competency_id]
    module = element(
        "th", foreign(hyphenated(name, words)), " ", badge(entry.level, words), scope="row"
    )
    people = words("hidden") if is_hidden(entry.people_count) else number(entry.people_count, words)
    cells = [
        ("format", _format(entry, words)),
        ("hours", number(entry.learning_hours, words)),
        ("people", people),
    ]
    weeks = joined(element("span", _weeks(entry, words)), _strip(entry, span))
    return element(
        "tr",
        element("td", weeks, class_="weeks", data_label=words("weeks")),
        module,
        *(element("td", text, data_label=words(key), class_=f"is-{key}") for key, text in cells),
    )


def _weeks(entry: Entry, words: Words) -> str:
    first, last = (number(week, words) for week in (entry.first_week, entry.last_week))
    return first if first == last else f"{first}{DASH}{last}"


def _format(entry: Entry, words: Words) -> str:
    if not entry.is_counted:
        return words("hidden")
    if is_hidden(entry.format_name):
        return words("no_format")
    name, groups = word(VALUES, str(entry.format_name), words.language), int(entry.group_count)
    return words("in_groups", format=name, groups=number(groups, words)) if groups > 1 else name


def _strip(entry: Entry, span: int) -> Html:
    left = 100 * (entry.first_week - _block_start(entry)) / span
    width = 100 * (entry.last_week - entry.first_week + 1) / span
    return element(
        "svg",
        element("rect", width="100%", height="100%", class_="rail"),
        element(
            "rect",
            x=f"{left:.2f}%",
            width=f"{width:.2f}%",
            height="100%",
            class_=f"filled level-{entry.level}",
        ),
        height="8",
        width="100%",
        aria_hidden="true",
    )
