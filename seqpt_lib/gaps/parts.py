"""How people are split by what is shown of them, competency by competency."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from seqpt_lib.gaps.disclosure import Cells, Chosen, Counts, Disclosure
from seqpt_lib.gaps.people import RoleSets
from seqpt_lib.gaps.scenarios import SCENARIOS, scenarios
from seqpt_lib.model.guarded import Guarded, guarded_sum
from seqpt_lib.model.levels import LEVELS, TRAINED_LEVELS, is_step
from seqpt_lib.model.plans import LEVEL_HOURS
from seqpt_lib.model.targets import TargetRule, person_targets

Parts = Mapping[int, Disclosure]
"""By competency id: how the people are split by what is shown of them."""

CompetencyCells = Mapping[int, pd.DataFrame]
"""By competency id: its cells, every group at every level."""

CELL_COLUMNS = ("group", "current_level", "people_count")


def split_people(
    standings: pd.DataFrame,
    sets: RoleSets,
    *,
    is_capped: bool = True,
    smallest_group: int,
) -> Parts:
    """Decide, competency by competency, which people can be told apart by all that is shown.

    The order is fixed, so that every table of the same answers, whatever it is asked for, shows
    the same: people below the target, needs, levels and scenarios of the organization's own aim,
    then those of the other aims, then the roles, the largest first. It does not depend on the
    rule of a run: two runs with different rules show numbers of the same parts.

    Args:
        standings: As ``with_targets`` returns for the organization's own choice.
        sets: The roles in each role set.
        is_capped: False where "Train the trainer" is the only archetype.
        smallest_group: People of a group that may be shown.

    Returns:
        By competency id, the parts: a number may be shown if it follows from them.

    Source: docs/explanation/small-groups.md, "Parts".
    """
    parts: dict[int, Disclosure] = {}
    for competency_id, rows in cells_by_competency(standings).items():
        disclosure = Disclosure(
            Cells(*(rows[name].to_numpy(np.int64) for name in CELL_COLUMNS)), smallest_group
        )
        for chosen in _wanted(rows, sets, is_capped=is_capped):
            disclosure.show(chosen)
        parts[competency_id] = disclosure
    return parts


def cells_by_competency(standings: pd.DataFrame) -> CompetencyCells:
    """Give the cells of each competency: every group at every level, also where nobody is.

    Args:
        standings: One row per count of people: ``role_set_id``, ``competency_id``,
            ``current_level``, ``required_level``, ``people_count``, and what is the same for all
            of a group: ``organization_level``, ``target_level`` where they are there.

    Returns:
        Cells by competency id, in the order of ``group`` (a number from 0) and level.
    """
    keys = ["competency_id", "role_set_id", "required_level"]
    group = standings.groupby(keys, dropna=False).ngroup().to_numpy()  # not known: the last
    found, first = np.unique(group, return_index=True)
    counts = np.zeros((len(found), len(LEVELS)), dtype=np.int64)
    level = np.searchsorted(LEVELS, standings["current_level"].to_numpy(np.int64))
    np.add.at(counts, (group, level), standings["people_count"].to_numpy(np.int64))
    every = standings.iloc[np.repeat(first, len(LEVELS))].assign(
        current_level=np.tile(np.array(LEVELS, dtype=np.int64), len(found)),
        people_count=counts.ravel(),
    )
    by_competency = every.groupby("competency_id")
    every["group"] = by_competency.cumcount() // len(LEVELS)
    return {int(str(key)): rows.reset_index(drop=True) for key, rows in by_competency}


def guarded_over(
    cells: CompetencyCells, parts: Parts, value: Callable[[pd.DataFrame], npt.ArrayLike]
) -> Guarded:
    """Add up a value of people over all competencies.

    Args:
        cells: As ``cells_by_competency`` returns, with targets.
        parts: As ``split_people`` returns.
        value: Gives for the cells of a competency what each of their people counts for.

    Returns:
        The sum, with what follows about it from the parts.

    Source: docs/explanation/small-groups.md, "Sums".
    """
    return guarded_sum(
        parts[competency_id].guarded(value(rows)) for competency_id, rows in cells.items()
    )


def people_with_gaps(cells: CompetencyCells, parts: Parts, gap: pd.DataFrame) -> Guarded:
    """Count the people who are below their target in any competency.

    Args:
        cells: As ``cells_by_competency`` returns, with targets.
        parts: As ``split_people`` returns.
        gap: One row per person, one column per competency: gap, missing where not assessed.

    Returns:
        The number; at least as many as in one competency, at most as many as in all together.

    Source: docs/explanation/small-groups.md, "Sums".
    """
    counted = [parts[competency_id].guarded(below(rows)) for competency_id, rows in cells.items()]
    least = max((one.lowest for one in counted), default=0)
    most = min(int(gap.notna().any(axis=1).sum()), sum(one.highest for one in counted))
    return Guarded(int(gap.gt(0).any(axis=1).sum()), least == most, least, most)


def steps_count(cells: pd.DataFrame) -> Counts:
    """Count the levels that people still have to climb.

    Args:
        cells: Cells with targets.

    Returns:
        One number per cell.
    """
    return _each(cells, dict.fromkeys(TRAINED_LEVELS, 1))


def hours_count(cells: pd.DataFrame) -> Counts:
    """Count the hours that people have to learn.

    Args:
        cells: Cells with targets.

    Returns:
        One number per cell.
    """
    return _each(cells, LEVEL_HOURS)


def _each(cells: pd.DataFrame, worth: Mapping[int, int]) -> Counts:
    total = np.zeros(len(cells), dtype=np.int64)
    for level in TRAINED_LEVELS:
        total += need(cells, level) * worth[level]
    return total


def gap_of(cells: pd.DataFrame) -> Counts:
    """Give how far people are below their target.

    Args:
        cells: Cells with targets.

    Returns:
        One number per cell; 0 at the target or above.
    """
    current, target = (cells[f"{kind}_level"].to_numpy(np.int64) for kind in ("current", "target"))
    gap: Counts = np.maximum(0, target - current)
    return gap


def _wanted(rows: pd.DataFrame, sets: RoleSets, *, is_capped: bool) -> Iterator[Chosen]:
    """Give the sets of people whose number somebody wants to know, the most wanted first."""
    current = rows["current_level"].to_numpy(np.int64)
    required = rows["required_level"].to_numpy(np.float64)
    own = int(rows["organization_level"].iloc[0])

    def steps_to(aim: int) -> Iterator[Chosen]:
        """Give who is below their target, and who needs each level."""
        level = np.full(len(rows), aim, dtype=np.int64)
        target = person_targets(level, required, TargetRule.ROLE_CAPPED, is_capped=is_capped)
        yield current < target
        yield from (is_step(current, level, target) for level in TRAINED_LEVELS)

    steps = list(steps_to(own))
    yield from steps
    yield from (current == level for level in LEVELS)
    for aim in [own, *(level for level in TRAINED_LEVELS if level != own)]:
        found = scenarios(current, np.full(len(rows), aim, dtype=np.int64), required)
        yield from (found == name for name in SCENARIOS)
        yield from steps_to(aim)
        yield current < aim
    for in_role in _roles(rows, sets):
        yield in_role
        yield from (in_role & chosen for chosen in steps)


def below(rows: pd.DataFrame) -> Chosen:
    """Tell who is below their target.

    Args:
        rows: Rows of standings with targets.

    Returns:
        One value per row.
    """
    return rows["current_level"].to_numpy(np.int64) < rows["target_level"].to_numpy(np.int64)


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


def _roles(rows: pd.DataFrame, sets: RoleSets) -> list[Chosen]:
    """Give who has each role that somebody has, the role of most people first."""
    people, role_set = (rows[name].to_numpy(np.int64) for name in ("people_count", "role_set_id"))
    has = [in_role for holds in sets.holds.values() if (in_role := holds[role_set]).any()]
    return sorted(has, key=lambda in_role: int(people[in_role].sum()), reverse=True)


def has_role(rows: pd.DataFrame, sets: RoleSets, role_cluster_id: int) -> Chosen:
    """Tell who has a role.

    Args:
        rows: Rows of standings.
        sets: The roles in each role set.
        role_cluster_id: The role.

    Returns:
        One value per row.
    """
    if role_cluster_id not in sets.holds:
        return np.zeros(len(rows), dtype=bool)
    of_row: Chosen = sets.holds[role_cluster_id][rows["role_set_id"].to_numpy(np.int64)]
    return of_row
