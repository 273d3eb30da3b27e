"""The top of the report: where the organization stands, and what to do first."""

from typing import Final

import pandas as pd

from seqpt_lib.model.guarded import Guarded
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.levels import level_styles
from seqpt_lib.reports.html.markup import STYLE, Html, Part, element, foreign, joined
from seqpt_lib.reports.html.numbers import between, day, hours, number, percent, share
from seqpt_lib.reports.html.priorities import ranking

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
    words = found.words
    weeks = found.learning[found.learning["measure"].str.startswith("weeks")]
    low, high = weeks[["at_least", "at_most"]].to_numpy()[0] if len(weeks) else (0, 0)
    nobody = found.people_below.is_shown and not found.people_below.value
    needs = number(len(found.needs), words) if len(found.needs) or nobody else words("hidden")
    least = number(low, words, 1)
    weeks_said = words("at_least", low=least) if low else words("hidden")
    weeks_said = least if low == high else weeks_said
    half = half_below(found.statistics)
    facts = [
        (
            between(found.people_below, words),
            words("figure_people", total=number(found.survey["people"], words)),
        ),
        (
            between(half, words),
            words("figure_half", total=number(len(found.statistics), words)),
        ),
        (needs, words("figure_needs")),
        (
            weeks_said,
            words("figure_weeks", hours=hours(found.hours_per_week, words)),
        ),
    ]
    return [element("div", element("dt", label), element("dd", value)) for value, label in facts]


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
    words = found.words
    people, assessed = found.survey["people"], found.survey["assessed_people"]
    sentences = [
        words("sentence_answers", assessed=number(assessed, words), people=number(people, words))
    ]
    if found.people_below.is_shown and not found.people_below.value:
        sentences.append(words("sentence_all_met" if assessed else "sentence_nobody"))
    elif found.people_below.lowest:
        sentences.append(words("sentence_below", count=between(found.people_below, words)))
    else:
        sentences.append(words("sentence_hidden"))
    return [
        joined(" ".join(sentences), " "),
        *_farthest(found),
        *_first(found),
        *_coverage(found),
    ]


def _farthest(found: Findings) -> list[Html]:
    words = found.words
    rows = found.statistics.dropna(subset="at_target_share")
    rows = rows[rows["at_target_share"] < 1].head(NAMED)
    if rows.empty:
        return []
    named = [
        f"{found.competencies[competency]} ({share(1 - at_target, words)})"
        for competency, at_target in zip(
            rows["competency_id"], rows["at_target_share"], strict=True
        )
        if percent(1 - at_target)
    ]
    return [joined(words("sentence_farthest", names=words.listed(named)), " ")]


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
    key = "sentence_coverage_one" if roles == 1 else "sentence_coverage"
    return [joined(words(key, roles=number(roles, words)))]
