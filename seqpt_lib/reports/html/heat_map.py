"""Who is below the target where: a table of roles and competencies, darker for more people."""

from collections.abc import Mapping
from typing import Any

from seqpt_lib.reports.html.empty import empty
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.hyphens import hyphenated
from seqpt_lib.reports.html.markup import (
    Html,
    Part,
    element,
    foreign,
    joined,
    scrolling,
    section,
)
from seqpt_lib.reports.html.numbers import DASH, is_hidden, number, percent, share
from seqpt_lib.reports.html.words import Words

LIMITS = (0, 25, 50, 75, 100)
"""Up to how many per cent each shade goes."""

FEW_ROLES = 7
"""Up to so many roles their names stand level; more stand upright, so that all fit a page."""

Cells = dict[tuple[int, int], tuple[int, int, float]]
"""By (competency, role): people below the target, people assessed, share below."""


def heat_map(found: Findings) -> Part:
    """Show the share of people below their target, per role and competency.

    Args:
        found: What the run found.

    Returns:
        The part: one row per competency, one column for all and one per role. Roles of which
        nothing may be shown are named below it.
    """
    words = found.words
    if found.state in ("nobody", "not_computed"):
        return empty("heat_map", found)
    told = _told(found)
    with_numbers = sorted({role for _, role in told})
    others = [name for role, name in found.roles.items() if role not in with_numbers]
    rows = [
        _row(statistics, with_numbers, told, found)
        for statistics in found.statistics.to_dict("records")
    ]
    table = element(
        "table",
        element("caption", words("heat_map_caption")),
        element("thead", element("tr", *_heads(with_numbers, found))),
        element("tbody", *rows),
        class_="heat" if len(with_numbers) <= FEW_ROLES else "heat upright",
    )
    return section(
        "heat_map",
        words.language,
        words("heat_map_title"),
        element("p", words("heat_map_text"), class_="about"),
        _legend(words),
        scrolling(words("heat_map_caption"), table),
        _without_numbers(others, words),
    )


def shade(share_below: float) -> int:
    """Choose the shade of a cell.

    Args:
        share_below: Share of people below their target, 0..1.

    Returns:
        0 for nobody, 4 for more than three quarters.
    """
    return next(step for step, most in enumerate(LIMITS) if percent(share_below) <= most)


def _told(found: Findings) -> Cells:
    rows = found.role_statistics.dropna(subset="below_target_count")
    return {
        (int(row["competency_id"]), int(row["role_cluster_id"])): (
            int(row["below_target_count"]),
            int(row["assessed_count"]),
            1 - float(row["at_target_share"]),
        )
        for row in rows.to_dict("records")
    }


def _heads(roles: list[int], found: Findings) -> list[Html]:
    words, given = found.words, {"scope": "col", "class_": "role"}
    return [
        element("th", words("competency"), scope="col"),
        element("th", words("all_people"), scope="col", class_="all"),
        *(
            element("th", foreign(hyphenated(found.all_roles[role], words), "span"), **given)
            for role in roles
        ),
    ]


def _row(statistics: Mapping[Any, Any], roles: list[int], told: Cells, found: Findings) -> Html:
    words, competency = found.words, int(statistics["competency_id"])
    at_target = statistics["at_target_share"]
    everybody = (
        (
            int(statistics["below_target_count"]),
            int(statistics["assessed_count"]),
            1 - float(at_target),
        )
        if not is_hidden(at_target)
        else None
    )
    nobody = not statistics["assessed_count"]
    return element(
        "tr",
        foreign(hyphenated(found.competencies[competency], words), "th", scope="row"),
        element("td", words("none_sign")) if nobody else cell(everybody, words),
        *(cell(told.get((competency, role)), words) for role in roles),
    )


def cell(numbers: tuple[int, int, float] | None, words: Words) -> Html:
    """Make a cell of the heat map.

    Args:
        numbers: People below the target, people assessed, share below; None where hidden.
        words: The language.

    Returns:
        A ``td`` that says its numbers.
    """
    if numbers is None:
        return element("td", words("hidden"), class_="hidden")
    below, assessed, share_below = numbers
    of: Any = words("of", part=number(below, words), total=number(assessed, words))
    return element(
        "td",
        element("b", share(share_below, words)),
        element("small", of),
        class_=f"shade-{shade(share_below)}",
    )


def _without_numbers(names: list[str], words: Words) -> Html | None:
    if not names:
        return None
    listed = [joined(foreign(name), ", " if name != names[-1] else ".") for name in names]
    return element("p", words("heat_map_others"), " ", *listed, class_="about")


def _legend(words: Words) -> Html:
    lowest = ("", *(f"{limit + 1}" for limit in LIMITS[:-1]))
    items = [
        element(
            "li",
            element("span", class_=f"swatch shade-{step}", aria_hidden="true"),
            share(0, words) if not step else joined(lowest[step], DASH, share(limit / 100, words)),
        )
        for step, limit in enumerate(LIMITS)
    ]
    return element("ul", *items, class_="legend")
