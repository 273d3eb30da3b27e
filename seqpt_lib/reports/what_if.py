"""What another choice of archetypes would change, side by side. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from seqpt_lib import gaps, store
from seqpt_lib.intake.archetypes import resolve_archetypes
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.requirements import personal_levels, required_levels
from seqpt_lib.reports.tables import with_competency_names
from seqpt_lib.settings import settings

NOW = "now"
"""Name of the organization's own choice."""

MEASURES = [
    "people with gaps",
    "person-steps",
    "hours of learning",
    "weeks per person",
    "uncovered requirements",
]


@dataclass(frozen=True)
class Comparison:
    """Choices of archetypes side by side."""

    choices: dict[str, str]
    """Names of the archetypes by name of the choice: ``now``, ``1``, ``2``, ..."""

    measures: pd.DataFrame
    """One row per measure, one column per choice."""

    competencies: pd.DataFrame
    """One row per competency whose target or people below it differ."""


def read_situation(
    connection: store.Connection,
    organization: store.Organization,
    target_rule: str = "role_capped",
    hours_per_week: float = 4.0,
) -> gaps.Situation:
    """Read what does not depend on the choice of archetypes.

    Args:
        connection: A connection.
        organization: The organization.
        target_rule: ``role_capped`` or ``archetype``.
        hours_per_week: Hours of learning a week.

    Returns:
        The people, their roles and the rules.
    """
    relevance = store.read_relevance(connection)
    role_levels = required_levels(store.read_involvement(connection, organization.id), relevance)
    person_roles = store.read_person_roles(connection, organization.id)
    personal = personal_levels(
        store.read_personal_involvement(connection, organization.id), relevance, person_roles
    )
    competencies = store.read_competencies(connection)["competency_id"].tolist()
    current = store.read_current_levels(connection, organization.id, competencies)
    return gaps.situation(
        gaps.person_levels(current, person_roles, role_levels, personal),
        role_levels,
        store.read_archetype_targets(connection),
        store.read_archetype_ids(connection, organization),
        gaps.Rules(target_rule, hours_per_week, settings().smallest_group),
    )


def compare_archetypes(
    connection: store.Connection,
    organization: store.Organization,
    alternatives: str,
    target_rule: str = "role_capped",
    hours_per_week: float = 4.0,
) -> Comparison:
    """Compare an organization's choice of archetypes with others.

    Args:
        connection: A connection.
        organization: The organization.
        alternatives: Choices separated by ``|``, the archetypes of each by semicolons.
        target_rule: ``role_capped`` or ``archetype``.
        hours_per_week: Hours of learning a week.

    Returns:
        The choices side by side; what may not be shown is "hidden", or between what it lies.

    Raises:
        UsageError: If a choice names no archetype.
        DataError: If a name means none of the seven, or the organization has no archetype.
    """
    situation = read_situation(connection, organization, target_rule, hours_per_week)
    ids = {NOW: store.read_archetype_ids(connection, organization)}
    for number, names in enumerate(alternatives.split("|"), start=1):
        ids[str(number)] = resolve_archetypes(connection, names)
    outcomes = {choice: gaps.outcome(situation, chosen) for choice, chosen in ids.items()}
    targets = situation.archetype_targets.drop_duplicates("archetype_id")
    name_of = targets.set_index("archetype_id")["archetype_name"]
    differing = with_competency_names(
        gaps.differing_competencies(outcomes), store.read_competencies(connection)
    )
    return Comparison(
        choices={choice: "; ".join(name_of.loc[chosen]) for choice, chosen in ids.items()},
        measures=_measures(outcomes, len(situation.levels.current)),
        competencies=differing.astype(object).where(differing.notna(), "hidden"),
    )


def comparison_lines(comparison: Comparison, organization: store.Organization) -> list[str]:
    """Write a comparison for the terminal.

    Args:
        comparison: The choices side by side.
        organization: The organization.

    Returns:
        The lines.
    """
    lines = [f"what if: {organization.name} ({organization.key}). Nothing is written."]
    lines += [f"  {choice:<5}{names}" for choice, names in comparison.choices.items()]
    lines += ["", *_text(comparison.measures)]
    if comparison.competencies.empty:
        return [*lines, "", "The answer is the same in every competency."]
    title = "People below the target, where the answer differs:"
    return [*lines, "", title, *_text(comparison.competencies)]


def _measures(outcomes: Mapping[str, gaps.Outcome], people_count: int) -> pd.DataFrame:
    columns = {
        choice: [
            f"{_said(result.people_with_gaps)} of {people_count}",
            _said(result.person_steps),
            _said(result.learning_hours),
            _weeks_said(*result.average_weeks),
            str(result.uncovered_count),
        ]
        for choice, result in outcomes.items()
    }
    return pd.DataFrame({"measure": MEASURES, **columns})


def _said(number: Guarded) -> str:
    return f"{number.value:,}" if number.is_shown else str(number)


def _weeks_said(lowest: float, highest: float) -> str:
    low, high = f"{lowest:.1f}", f"{highest:.1f}"
    return low if low == high else f"{low} to {high}"


def _text(frame: pd.DataFrame) -> list[str]:
    return [f"  {line}" for line in frame.to_string(index=False).splitlines()]
