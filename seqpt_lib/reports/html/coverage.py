"""What the organization's archetypes do not reach, for which roles, and which archetype would."""

from collections.abc import Mapping
from typing import Any

from seqpt_lib.model.targets import TRAIN_THE_TRAINER
from seqpt_lib.reports.html.empty import empty
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.hyphens import hyphenated
from seqpt_lib.reports.html.levels import badge
from seqpt_lib.reports.html.markup import (
    Html,
    Part,
    element,
    foreign,
    joined,
    scrolling,
    section,
    table,
)


def coverage(found: Findings) -> Part:
    """Show where roles need more than the organization aims at.

    Args:
        found: What the run found.

    Returns:
        The part: one row per role, required level and target.
    """
    if found.state == "not_computed":
        return empty("coverage", found)
    words = found.words
    chosen = words.listed([found.archetypes[each] for each in found.archetype_ids])
    intro = element("p", words("coverage_text", names=chosen), class_="about")
    if found.coverage.empty:
        content = element("p", words("coverage_none"))
    else:
        keys = ["role_cluster_id", "required_level", "target_level", "covering_archetype_ids"]
        grouped = found.coverage.groupby(keys, sort=False)["competency_id"].agg(list).reset_index()
        rows = [_row(row, found) for row in grouped.to_dict("records")]
        head = [words(key) for key in ("role", "competencies", "needs", "target", "would_reach")]
        content = scrolling(
            words("coverage_caption"), table(words("coverage_caption"), head, rows, "stacked")
        )
    more = _people_beyond(found)
    return section(
        "coverage",
        words.language,
        words("coverage_title"),
        intro,
        content,
        element("p", words("coverage_people", names=words.listed(more))) if more else None,
    )


def _people_beyond(found: Findings) -> list[str]:
    """Name where somebody's work needs more than any role does that the organization has."""
    highest = found.statistics.set_index("competency_id")["highest_requirement"].dropna()
    of_roles = found.coverage.groupby("competency_id")["required_level"].max()
    reached = {int(each): int(level) for each, level in found.targets.items()}
    return [
        found.competencies[int(str(each))]
        for each, level in highest.items()
        if level > max(reached[int(str(each))], of_roles.get(each, 0))
    ]


def _row(row: Mapping[Any, Any], found: Findings) -> Html:
    words = found.words
    ids = [int(each) for each in row["covering_archetype_ids"].strip("{}").split(",") if each]
    names = [found.archetypes[each] for each in ids if each != TRAIN_THE_TRAINER]
    competencies = [found.competencies[each] for each in row["competency_id"]]
    cells = [
        ("competencies", joined(", ".join(competencies))),
        ("needs", badge(int(row["required_level"]), words)),
        ("target", badge(int(row["target_level"]), words)),
        ("would_reach", joined("; ".join(names) or words("none_of_them"))),
    ]
    return element(
        "tr",
        foreign(hyphenated(found.all_roles[row["role_cluster_id"]], words), "th", scope="row"),
        *(element("td", content, data_label=words(key)) for key, content in cells),
    )
