"""How people are split by what is shown of them, competency by competency."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from seqpt_lib.gaps.disclosure import Chosen, Disclosure
from seqpt_lib.gaps.people import RoleSets
from seqpt_lib.gaps.scenarios import SCENARIOS, scenarios
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.levels import LEVELS, TRAINED_LEVELS, is_step
from seqpt_lib.model.targets import TargetRule, person_targets, target_rule

Parts = Mapping[int, Disclosure]
"""By competency id: how the people are split by what is shown of them."""


def split_people(
    standings: pd.DataFrame,
    sets: RoleSets,
    rule: TargetRule | str = TargetRule.ROLE_CAPPED,
    *,
    is_capped: bool = True,
    smallest_group: int,
) -> Parts:
    """Decide, competency by competency, which people can be told apart by all that is shown.

    The order is fixed, so that every table of the same answers, whatever it is asked for, shows
    the same: people below the target, needs, levels and scenarios of the organization's own aim,
    then those of the other aims, then the roles, the largest first.

    Args:
        standings: As ``with_targets`` returns for the organization's own choice.
        sets: The roles in each role set.
        rule: ``role_capped`` or ``archetype``.
        is_capped: False where "Train the trainer" is the only archetype.
        smallest_group: People of a group that may be shown.

    Returns:
        By competency id, the parts: a number may be shown if it follows from them.

    Source: docs/explanation/small-groups.md, "Parts".
    """
    parts: dict[int, Disclosure] = {}
    for competency_id, rows in by_competency(standings).items():
        disclosure = Disclosure(
            rows["current_level"].to_numpy(np.int64),
            rows["people_count"].to_numpy(np.int64),
            smallest_group,
        )
        for chosen in _wanted(rows, sets, target_rule(rule), is_capped=is_capped):
            disclosure.show(chosen)
        parts[competency_id] = disclosure
    return parts


def by_competency(standings: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """Give the rows of each competency, in their order.

    Args:
        standings: One row per count of people: ``competency_id`` and other columns.

    Returns:
        Rows by competency id.
    """
    return {int(str(key)): rows for key, rows in standings.groupby("competency_id")}


def guarded_steps(standings: pd.DataFrame, parts: Parts) -> Iterator[tuple[int, Guarded]]:
    """Count who needs each level of each competency.

    Args:
        standings: As ``with_targets`` returns.
        parts: As ``split_people`` returns.

    Yields:
        For each competency and trained level the level and the people who need it, with what may
        be shown of their number.
    """
    for competency_id, rows in by_competency(standings).items():
        for level in TRAINED_LEVELS:
            yield level, parts[competency_id].guarded(need(rows, level))


def _wanted(
    rows: pd.DataFrame, sets: RoleSets, rule: TargetRule, *, is_capped: bool
) -> Iterator[Chosen]:
    """Give the sets of people whose number somebody wants to know, the most wanted first."""
    current = rows["current_level"].to_numpy(np.int64)
    required = rows["required_level"].to_numpy(np.float64)
    own = int(rows["organization_level"].iloc[0])
    yield from _steps_of(rows)
    yield from (current == level for level in LEVELS)
    for aim in [own, *(level for level in TRAINED_LEVELS if level != own)]:
        aimed = np.full_like(current, aim)
        found = scenarios(current, aimed, required)
        yield from (found == name for name in SCENARIOS)
        goal = person_targets(aimed, required, rule, is_capped=is_capped)
        yield from _steps_of(rows.assign(target_level=goal))
    for in_role in _roles(rows, sets):
        yield in_role
        yield from (in_role & chosen for chosen in _steps_of(rows))


def _steps_of(rows: pd.DataFrame) -> Iterator[Chosen]:
    """Give who is below the target, and who needs each level."""
    yield below(rows)
    yield from (need(rows, level) for level in TRAINED_LEVELS)


def below(rows: pd.DataFrame) -> Chosen:
    """Tell who is below their target.

    Args:
        rows: Rows of standings with targets.

    Returns:
        One value per row.
    """
    return (rows["current_level"] < rows["target_level"]).to_numpy(bool)


def need(rows: pd.DataFrame, level: int) -> Chosen:
    """Tell who still has to climb to a level.

    Args:
        rows: Rows of standings with targets.
        level: A trained level.

    Returns:
        One value per row.
    """
    current, target = rows["current_level"].to_numpy(), rows["target_level"].to_numpy()
    return is_step(current, level, target)


def _roles(rows: pd.DataFrame, sets: RoleSets) -> Iterator[Chosen]:
    people = rows.groupby("role_set_id", as_index=False)["people_count"].sum()
    of_role = sets.members.merge(people, on="role_set_id", validate="many_to_one")
    sizes = of_role.groupby("role_cluster_id")["people_count"].sum()
    for role in sizes.sort_values(ascending=False, kind="stable").index.tolist():
        yield has_role(rows, sets, role)


def has_role(rows: pd.DataFrame, sets: RoleSets, role_cluster_id: int) -> Chosen:
    """Tell who has a role.

    Args:
        rows: Rows of standings.
        sets: The roles in each role set.
        role_cluster_id: The role.

    Returns:
        One value per row.
    """
    members = sets.members.loc[sets.members["role_cluster_id"] == role_cluster_id, "role_set_id"]
    return rows["role_set_id"].isin(members).to_numpy(bool)
