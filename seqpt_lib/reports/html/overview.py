"""The top of the report: where the organization stands, and what to do first."""

from typing import Final

import pandas as pd

from seqpt_lib.model.guarded import Guarded
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.levels import level_styles
from seqpt_lib.reports.html.markup import STYLE, Html, Part, element, foreign, joined
from seqpt_lib.reports.html.numbers import DASH, between, day, hours, number, share
from seqpt_lib.reports.html.priorities import ranking
from seqpt_lib.reports.plans import WEEKS

PARTS: Final = (
    "overview",
    "heat_map",
    "levels",
    "priorities",
    "coverage",
    "objectives",
    "calendar",
    "changes",
    "quality",
    "method",
)
"""The parts below the heading, in their order."""

NAMED = 3
"""Competencies that the paragraph names."""

HALF = 0.5


def head(found: Findings) -> Part:
    """Show whose report this is, of which day, and its parts; it brings the style of all of them.

    Args:
        found: What the run found.

    Returns:
        The head of the page.
    """
    words = found.words
    links = [element("li", element("a", words(f"{part}_title"), href=f"#{part}")) for part in PARTS]
    dry = element("p", words("dry_run"), class_="notice") if found.is_dry_run else None
    content = element(
        "header",
        element("p", words("report"), class_="kind"),
        foreign(found.organization.name, "h1"),
        element("p", day(found.began_at, words), class_="day"),
        dry,
        element("nav", element("ul", *links), aria_label=words("contents")),
        class_="seqpt",
        lang=words.language,
        id="top",
    )
    style = Html(f"<style>{STYLE.read_text(encoding='utf-8')}{level_styles()}</style>")
    title = f"{found.organization.name}: {words('report')}"
    return Part(joined(style, content), title, words.language)


def overview(found: Findings) -> Part:
    """Say in a paragraph and four numbers where the organization stands and what to do first.

    Args:
        found: What the run found.

    Returns:
        The part.

    Source: docs/explanation/report.md, "In four numbers".
    """
    words = found.words
    figures = element("dl", *_figures(found), class_="figures")
    return Part(
        element(
            "section",
            element("h2", words("overview_title"), id="overview-title"),
            element("p", *_paragraph(found), class_="lead"),
            figures,
            id="overview",
            class_="seqpt",
            lang=words.language,
            aria_labelledby="overview-title",
        )
    )


def _figures(found: Findings) -> list[Html]:
    words, people = found.words, found.survey["people"]
    is_told = found.state in ("met", "open")
    half = between(half_below(found.statistics), words)
    weeks = words("figure_weeks", hours=hours(found.hours_per_week, words))
    facts = [
        (
            between(found.people_below, words),
            words.counted("figure_people", people, total=number(people, words)),
        ),
        (half, words("figure_half", total=number(len(found.statistics), words))),
        (_needs(found), words.counted("figure_needs", len(found.needs))),
        (_weeks(found), weeks),
    ]
    return [
        element("div", element("dt", label), element("dd", value if is_told else DASH))
        for value, label in facts
    ]


def _needs(found: Findings) -> str:
    is_told = len(found.needs) or found.state == "met"
    return number(len(found.needs), found.words) if is_told else found.words("hidden")


def _weeks(found: Findings) -> str:
    """Say the weeks per person: rounded where they are known, else at least so many."""
    words, weeks = found.words, found.learning.set_index("measure").reindex([WEEKS])
    low, high = weeks.iloc[0]
    if pd.isna(low):
        return DASH
    if low == high:
        return number(low, words, 1 if low else 0)
    return words("at_least", low=number(low, words, 1)) if low else words("hidden")


def half_below(statistics: pd.DataFrame) -> Guarded:
    """Count the competencies in which half of the people or more are below their target.

    Args:
        statistics: One row per competency, hidden numbers missing: ``at_target_share``,
            ``assessed_count``.

    Returns:
        The number, or at least those that are shown and at most those that are hidden with them.
    """
    is_half = statistics["at_target_share"].le(HALF)
    is_open = statistics["at_target_share"].isna() & statistics["assessed_count"].gt(0)
    least = int(is_half.sum())
    most = least + int(is_open.sum())
    return Guarded(least, least == most, least, most)


def _paragraph(found: Findings) -> list[Html]:
    return [
        joined(" ".join([_answers(found), _below(found)]), " "),
        *_farthest(found),
        *_first(found),
        *_coverage(found),
    ]


def _answers(found: Findings) -> str:
    words = found.words
    people, assessed = found.survey["people"], found.survey["assessed_people"]
    whole = words.counted("of_people", people, people=number(people, words))
    return words.counted("sentence_answers", assessed, assessed=number(assessed, words), of=whole)


def _below(found: Findings) -> str:
    words, below = found.words, found.people_below
    if found.state != "open":
        return words(f"sentence_{found.state}")
    if not below.lowest:
        return words("sentence_hidden")
    return words.counted("sentence_below", below.highest, count=between(below, words))


def _farthest(found: Findings) -> list[Html]:
    words = found.words
    shown = found.statistics.dropna(subset="at_target_share")
    rows = shown[shown["at_target_share"] < 1].head(NAMED)
    if rows.empty:
        return []
    named = [
        f"{found.competencies[competency]} ({share(1 - at_target, words)})"
        for competency, at_target in zip(
            rows["competency_id"], rows["at_target_share"], strict=True
        )
    ]
    is_all = len(shown) == found.statistics["assessed_count"].gt(0).sum()
    key = "sentence_farthest" if is_all else "sentence_farthest_shown"
    return [joined(words(key, names=words.listed(named)), " ")]


def _first(found: Findings) -> list[Html]:
    words = found.words
    ranked = ranking(found.statistics)["competency_id"]
    if ranked.empty:
        return []
    name = found.competencies[int(ranked.iloc[0])]
    return [element("strong", words("sentence_first", name=name)), Html(" ")]


def _coverage(found: Findings) -> list[Html]:
    if found.coverage.empty:
        return []
    words = found.words
    roles = found.coverage["role_cluster_id"].nunique()
    return [joined(words.counted("sentence_coverage", roles, roles=number(roles, words)))]
