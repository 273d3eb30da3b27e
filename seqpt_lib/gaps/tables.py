"""All that step 3 says about an organization, as the tables that it writes."""

import pandas as pd

from seqpt_lib.gaps.needs import COMPETENCY, ROLE_AND_COMPETENCY, by_role, needs
from seqpt_lib.gaps.parts import (
    Parts,
    below,
    cells_by_competency,
    gap_of,
    guarded_over,
    people_with_gaps,
    steps_count,
)
from seqpt_lib.gaps.people import RoleSets
from seqpt_lib.gaps.priorities import priorities
from seqpt_lib.gaps.scenarios import archetype_fits, coverage
from seqpt_lib.gaps.shown import (
    mark_fits,
    mark_needs,
    mark_role_statistics,
    mark_statistics,
)
from seqpt_lib.gaps.standings import PersonLevels, gap_sizes
from seqpt_lib.gaps.statistics import competency_statistics, role_statistics
from seqpt_lib.model.guarded import Guarded

NUMBERS = ["median_level", "largest_gap", "highest_requirement"]


def organization_tables(
    levels: PersonLevels,
    standings: pd.DataFrame,
    role_levels: pd.DataFrame,
    targets: pd.DataFrame,
    archetype_targets: pd.DataFrame,
    parts: Parts,
) -> dict[str, pd.DataFrame]:
    """Compute everything that step 3 says about an organization.

    Args:
        levels: Everyone's levels.
        standings: As ``with_targets`` returns for the organization's choice.
        role_levels: One row per role (index), one column per competency id: required level.
        targets: As ``organization_targets`` returns.
        archetype_targets: One row per (archetype, competency): ``archetype_id``,
            ``competency_id``, ``target_level``.
        parts: As ``split_people`` returns.

    Returns:
        By table of schema ``seqpt``: its rows without ``organization_id``; ``shown_columns``
        names the numbers that may be shown (docs/data-dictionary.md).

    Source: docs/explanation/pipeline.md, "3. Compute the gaps".
    """
    sets = levels.sets
    cells = cells_by_competency(standings)
    per_role = by_role(standings, sets)
    of_roles = role_statistics(per_role, role_people(sets))
    fits = archetype_fits(standings, archetype_targets)
    return {
        "need": mark_needs(needs(standings, COMPETENCY), cells, sets, parts),
        "role_need": mark_needs(needs(per_role, ROLE_AND_COMPETENCY), cells, sets, parts),
        "competency_statistic": mark_statistics(_statistics(levels, standings), cells, parts),
        "role_statistic": mark_role_statistics(of_roles, cells, sets, parts),
        "archetype_fit": mark_fits(fits, cells, archetype_targets, parts),
        "coverage_finding": coverage(
            role_levels, targets, archetype_targets, sets.members["role_cluster_id"].tolist()
        ),
    }


def role_people(sets: RoleSets) -> pd.Series:
    """Count the people with each role.

    Args:
        sets: Role set of everyone, and the roles in each set.

    Returns:
        People by role (index: role id); a person with two roles counts in both.
    """
    sizes = sets.of_person.value_counts().rename("people_count")
    counted = sets.members.merge(
        sizes, left_on="role_set_id", right_index=True, validate="many_to_one"
    )
    return counted.groupby("role_cluster_id")["people_count"].sum()


def _statistics(levels: PersonLevels, standings: pd.DataFrame) -> pd.DataFrame:
    described = competency_statistics(
        standings, len(levels.current), [int(c) for c in levels.current.columns]
    )
    with_priorities = described.merge(
        priorities(standings), on="competency_id", how="left", validate="one_to_one"
    )
    return with_priorities.astype(dict.fromkeys(NUMBERS, "Int64"))


def totals(
    levels: PersonLevels,
    target: pd.DataFrame,
    standings: pd.DataFrame,
    parts: Parts,
) -> dict[str, int | Guarded]:
    """Count over all competencies.

    Args:
        levels: Everyone's levels.
        target: As ``targets_of_people`` returns.
        standings: As ``with_targets`` returns.
        parts: As ``split_people`` returns.

    Returns:
        ``people``, ``people_assessed``, and with what may be shown of them ``people_with_gaps``,
        ``answers_with_gap``, ``gap_size_sum``, ``person_steps``.

    Source: docs/explanation/needs.md, "In all".
    """
    cells = cells_by_competency(standings)
    return {
        "people": len(levels.current),
        "people_assessed": int(levels.current.notna().any(axis=1).sum()),
        "people_with_gaps": people_with_gaps(cells, parts, gap_sizes(levels.current, target)),
        "answers_with_gap": guarded_over(cells, parts, below),
        "gap_size_sum": guarded_over(cells, parts, gap_of),
        "person_steps": guarded_over(cells, parts, steps_count),
    }
