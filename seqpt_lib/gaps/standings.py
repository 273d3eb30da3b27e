"""Where everyone stands: people by people, and counted by what makes them alike."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from seqpt_lib.errors import DataError, listed
from seqpt_lib.gaps.people import RoleSets, effective_roles, person_requirements, role_sets
from seqpt_lib.model.levels import LEVELS
from seqpt_lib.model.targets import TargetRule, person_targets, target_rule

POSITIONS = len(LEVELS) + 1
"""Positions of the levels, and behind them that of "not assessed" or "not known"."""
COLUMNS = ["role_set_id", "competency_id", "current_level", "required_level", "people_count"]


@dataclass(frozen=True)
class PersonLevels:
    """Everyone of an organization, competency by competency.

    Both frames have one row per person (index: user id) and one column per competency id, in the
    same order: ``current``, the level of the latest answer, missing where not assessed;
    ``required``, the level that the person's roles need, missing where it is not known.
    """

    current: pd.DataFrame
    required: pd.DataFrame
    sets: RoleSets


def person_levels(
    current: pd.DataFrame,
    person_roles: pd.DataFrame,
    role_levels: pd.DataFrame,
    personal_levels: pd.DataFrame,
) -> PersonLevels:
    """Put together what is known about everyone.

    Args:
        current: One row per person (index: user id), one column per competency id: current
            level, missing where not assessed.
        person_roles: Roles as stored: ``user_id``, ``role_cluster_id``.
        role_levels: One row per role (index), one column per competency id: required level.
        personal_levels: The same for each person with a personal matrix (index: user id).

    Returns:
        The levels, required ones in the order of ``current``.

    Raises:
        DataError: If a current level is not on the scale, or a role has no levels.

    Source: docs/explanation/requirements.md, "People".
    """
    _refuse_off_scale(current)
    sets = role_sets(effective_roles(person_roles, current, role_levels), current.index)
    required = person_requirements(sets, role_levels, person_roles, personal_levels)
    return PersonLevels(current, required.reindex(columns=current.columns), sets)


def count_standings(levels: PersonLevels) -> pd.DataFrame:
    """Count the people who are alike: same roles, same current level, same requirement.

    What is said about an organization is computed from these counts, so that it costs the same
    for any number of people.

    Args:
        levels: Everyone's levels.

    Returns:
        One row per (role set, competency, current level, required level) that occurs:
        ``role_set_id``, ``competency_id``, ``current_level``, ``required_level`` (missing where
        it is not known), ``people_count`` (1 or more). Who was not assessed is not in it.

    Source: docs/explanation/needs.md, "Counting people".
    """
    role_set = levels.sets.of_person.to_numpy(np.int64)
    counted = [_counted(role_set, levels, column) for column in range(levels.current.shape[1])]
    codes, counts = (
        np.concatenate([np.empty(0, np.int64), *(each[kind] for each in counted)])
        for kind in (0, 1)
    )
    scale = np.array([*LEVELS, np.nan])
    standings = pd.DataFrame(
        {
            "role_set_id": codes // POSITIONS**2,
            "competency_id": np.repeat(
                levels.current.columns.to_numpy(np.int64), [len(each) for each, _ in counted]
            ),
            "current_level": scale[codes // POSITIONS % POSITIONS],
            "required_level": scale[codes % POSITIONS],
            "people_count": counts,
        }
    ).dropna(subset="current_level")
    return standings.astype({"current_level": "int64"}).sort_values(COLUMNS[:-1], ignore_index=True)


def with_targets(
    standings: pd.DataFrame, targets: pd.DataFrame, rule: TargetRule | str = TargetRule.ROLE_CAPPED
) -> pd.DataFrame:
    """Add the targets: the organization's and each person's.

    Args:
        standings: As ``count_standings`` returns.
        targets: One row per competency: ``competency_id``, ``target_level``, ``is_capped``.
        rule: ``role_capped`` or ``archetype``.

    Returns:
        The same rows with ``organization_level`` and ``target_level``.

    Raises:
        DataError: If an answer is for a competency without a target.
        UsageError: If there is no such rule.

    Source: docs/explanation/targets.md, "The person".
    """
    organization = _organization_levels(targets, pd.Index(standings["competency_id"]))
    target = person_targets(
        organization,
        standings["required_level"].to_numpy(np.float64),
        target_rule(rule),
        is_capped=bool(targets["is_capped"].all()),
    )
    return standings.assign(organization_level=organization, target_level=target)


def targets_of_people(
    levels: PersonLevels, targets: pd.DataFrame, rule: TargetRule | str = TargetRule.ROLE_CAPPED
) -> pd.DataFrame:
    """Give everyone's target in every competency.

    Args:
        levels: Everyone's levels.
        targets: One row per competency: ``competency_id``, ``target_level``, ``is_capped``.
        rule: ``role_capped`` or ``archetype``.

    Returns:
        One row per person (index: user id), one column per competency id: target level, whether
        the person was assessed or not.

    Raises:
        DataError: If a competency has no target.
        UsageError: If there is no such rule.

    Source: docs/explanation/targets.md, "The person".
    """
    organization = _organization_levels(targets, levels.current.columns)
    target = person_targets(
        np.broadcast_to(organization, levels.required.shape),
        levels.required.to_numpy(),
        target_rule(rule),
        is_capped=bool(targets["is_capped"].all()),
    )
    return pd.DataFrame(
        target.astype(np.int8), index=levels.current.index, columns=levels.current.columns
    )


def gap_sizes(current: pd.DataFrame, target: pd.DataFrame) -> pd.DataFrame:
    """Compute how far everyone is below their target.

    Args:
        current: One row per person, one column per competency: current level.
        target: The same for the level to reach.

    Returns:
        The same for the gap: target minus current level, 0 at or above the target, missing where
        not assessed.

    Source: docs/explanation/gaps.md, "Gap".
    """
    return (target - current).clip(lower=0)


def _organization_levels(targets: pd.DataFrame, competency_ids: pd.Index) -> npt.NDArray[np.int64]:
    """Give the organization's target for each of some competencies, repeated or not."""
    by_competency = targets.set_index("competency_id")["target_level"]
    unknown = sorted(set(competency_ids) - set(by_competency.index))
    if unknown:
        raise DataError(
            f"answers are for competencies without a target: {listed([str(u) for u in unknown])}",
            "Mend seqpt.archetype_target, or the answers.",
        )
    return by_competency.reindex(competency_ids).to_numpy(np.int64)


def _counted(
    role_set: npt.NDArray[np.int64], levels: PersonLevels, column: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give a number for each role set with both levels of a competency, and how many have it."""
    current, required = (
        np.searchsorted(LEVELS, frame.iloc[:, column])  # NaN comes behind all levels
        for frame in (levels.current, levels.required)
    )
    code = (role_set * POSITIONS + current) * POSITIONS + required
    return np.unique(code, return_counts=True)


def _refuse_off_scale(current: pd.DataFrame) -> None:
    off_scale = current.notna() & ~current.isin(LEVELS)
    people, columns = np.nonzero(off_scale.to_numpy())
    if len(people):
        where = [
            f"user_id {current.index[person]} competency_id {current.columns[column]}"
            for person, column in zip(people[:6].tolist(), columns[:6].tolist(), strict=True)
        ]
        raise DataError(
            f"{len(people)} answers are not on the scale 0, 1, 2, 4, 6: "
            f"user_se_competency_survey_results, {listed(where)}",
            "Mend the rows, then run the pipeline again.",
        )
