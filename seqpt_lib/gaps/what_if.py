"""What another choice of archetypes would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from seqpt_lib.gaps.parts import (
    CompetencyCells,
    Parts,
    below,
    cells_by_competency,
    guarded_over,
    hours_count,
    people_with_gaps,
    split_people,
    steps_count,
)
from seqpt_lib.gaps.scenarios import coverage
from seqpt_lib.gaps.standings import (
    PersonLevels,
    count_standings,
    gap_sizes,
    targets_of_people,
    with_targets,
)
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.plans import refuse_impossible
from seqpt_lib.model.targets import TargetRule, organization_targets


@dataclass(frozen=True)
class Rules:
    """The rules of a run."""

    target_rule: TargetRule | str
    hours_per_week: float
    smallest_group: int


@dataclass(frozen=True)
class Situation:
    """What does not depend on the choice: the people, their roles, the rules of the run."""

    levels: PersonLevels
    role_levels: pd.DataFrame
    archetype_targets: pd.DataFrame
    parts: Parts
    rules: Rules


@dataclass(frozen=True)
class Outcome:
    """What a choice of archetypes leads to."""

    people_with_gaps: Guarded
    person_steps: Guarded
    learning_hours: Guarded
    average_weeks: tuple[float, float]
    """Weeks of learning per person who answered: at least and at most."""

    uncovered_count: int
    """Pairs of a role and a competency that need more than the organization aims at."""

    competencies: pd.DataFrame
    """One row per competency: ``competency_id``, ``target_level``, ``below_target_count``,
    ``is_shown``."""


def situation(
    levels: PersonLevels,
    role_levels: pd.DataFrame,
    archetype_targets: pd.DataFrame,
    archetype_ids: Sequence[int],
    rules: Rules,
) -> Situation:
    """Describe the people and the rules; what may be shown follows from the present choice.

    Args:
        levels: Everyone's levels.
        role_levels: One row per role (index), one column per competency id: required level.
        archetype_targets: One row per (archetype, competency): ``archetype_id``,
            ``archetype_name``, ``competency_id``, ``target_level``.
        archetype_ids: The archetypes chosen now, primary first.
        rules: The rules of the run.

    Returns:
        The situation in which choices are compared.
    """
    targets = organization_targets(archetype_targets, list(archetype_ids))
    parts = split_people(
        with_targets(count_standings(levels), targets, rules.target_rule),
        levels.sets,
        is_capped=bool(targets["is_capped"].all()),
        smallest_group=rules.smallest_group,
    )
    return Situation(levels, role_levels, archetype_targets, parts, rules)


def outcome(situation: Situation, archetype_ids: Sequence[int]) -> Outcome:
    """Compute what a choice of archetypes leads to. Nothing is written.

    Args:
        situation: The people and the rules.
        archetype_ids: The archetypes, primary first.

    Returns:
        Its numbers, each with what may be shown of it.

    Raises:
        DataError: If an archetype lacks a target.

    Source: docs/explanation/what-if.md.
    """
    targets = organization_targets(situation.archetype_targets, list(archetype_ids))
    levels, rules = situation.levels, situation.rules
    target = targets_of_people(levels, targets, rules.target_rule)
    cells = cells_by_competency(with_targets(count_standings(levels), targets, rules.target_rule))
    hours = guarded_over(cells, situation.parts, hours_count)
    roles = levels.sets.members["role_cluster_id"].unique().tolist()
    return Outcome(
        people_with_gaps=people_with_gaps(
            cells, situation.parts, gap_sizes(levels.current, target)
        ),
        person_steps=guarded_over(cells, situation.parts, steps_count),
        learning_hours=hours,
        average_weeks=_average_weeks(hours, levels.current, rules.hours_per_week),
        uncovered_count=len(
            coverage(situation.role_levels, targets, situation.archetype_targets, roles)
        ),
        competencies=_below(cells, targets, situation.parts),
    )


def differing_competencies(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """Put the people below the target side by side, where the answer differs.

    Args:
        outcomes: What each choice leads to, by its name; the first is compared with.

    Returns:
        One row per competency whose target, or number of people below it as far as it is shown,
        is not the same for all: ``competency_id``, then per choice ``target (<name>)`` and
        ``below (<name>)`` (missing where it may not be shown).
    """
    columns: dict[str, pd.Series] = {}
    for name, result in outcomes.items():
        rows = result.competencies.set_index("competency_id")
        below = rows["below_target_count"].astype("Int64")
        columns[f"target ({name})"] = rows["target_level"]
        columns[f"below ({name})"] = below.where(rows["is_shown"])
    table = pd.DataFrame(columns)
    first = next(iter(outcomes))
    differs = pd.Series(data=False, index=table.index)
    for kind in ("target", "below"):
        own = table[f"{kind} ({first})"]
        for name in outcomes:
            differs |= table[f"{kind} ({name})"].ne(own).fillna(value=False).astype(bool)
    return table[differs].reset_index()


def _below(cells: CompetencyCells, targets: pd.DataFrame, parts: Parts) -> pd.DataFrame:
    counted = []
    aims = zip(targets["competency_id"].tolist(), targets["target_level"].tolist(), strict=True)
    for competency_id, aim in aims:
        number = Guarded(0, is_shown=True, lowest=0, highest=0)  # nobody answered
        if competency_id in cells:
            number = parts[competency_id].guarded(below(cells[competency_id]))
        counted.append((competency_id, aim, number.value, number.is_shown))
    columns = ["competency_id", "target_level", "below_target_count", "is_shown"]
    return pd.DataFrame(counted, columns=columns)


def _average_weeks(
    hours: Guarded, current: pd.DataFrame, hours_per_week: float
) -> tuple[float, float]:
    refuse_impossible(hours_per_week)
    people = int(current.notna().any(axis=1).sum())
    if not people:
        return 0.0, 0.0  # nobody answered, so nobody has an hour to learn
    lowest, highest = (total / people / hours_per_week for total in (hours.lowest, hours.highest))
    return lowest, highest
