"""What an organization needs: which levels of which competencies, for how many people."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from seqpt_lib.gaps.people import RoleSets
from seqpt_lib.model.levels import TRAINED_LEVELS, is_step

COMPETENCY = ["competency_id"]
ROLE_AND_COMPETENCY = ["role_cluster_id", "competency_id"]


def by_role(standings: pd.DataFrame, sets: RoleSets) -> pd.DataFrame:
    """Count people once in each of their roles; those without a role in none.

    Args:
        standings: One row per (role set, competency, ...): ``role_set_id`` and other columns.
        sets: The roles in each set.

    Returns:
        One row per row and role of its set: ``role_cluster_id`` and the columns of ``standings``.

    Source: docs/explanation/needs.md, "Per role".
    """
    return standings.merge(sets.members, on="role_set_id", validate="many_to_many")


def needs(standings: pd.DataFrame, keys: Sequence[str] = tuple(COMPETENCY)) -> pd.DataFrame:
    """Count the people who need each level of each competency.

    Args:
        standings: As ``with_targets`` returns; as ``by_role`` for counts per role.
        keys: ``["competency_id"]``, or ``["role_cluster_id", "competency_id"]``.

    Returns:
        One row per needed (key, level), sorted: the keys, ``level``, ``people_count`` (each
        person once), ``assessed_count`` (people who answered for the competency).

    Source: docs/explanation/needs.md, "Levels needed" and "Per role".
    """
    keys = list(keys)
    current = standings["current_level"].to_numpy(np.int64)
    target = standings["target_level"].to_numpy(np.int64)
    steps = [
        standings.loc[is_step(current, level, target), [*keys, "people_count"]].assign(level=level)
        for level in TRAINED_LEVELS
    ]
    counted = pd.concat(steps).groupby([*keys, "level"])["people_count"].sum()
    needed: pd.DataFrame = counted.reset_index()
    assessed = standings.groupby(keys)["people_count"].sum().rename("assessed_count")
    return needed.merge(assessed, on=keys, validate="many_to_one")


def person_steps(gaps: pd.DataFrame) -> pd.DataFrame:
    """List every level that every person still has to climb.

    Args:
        gaps: One row per answer: ``user_id``, ``competency_id``, ``current_level``,
            ``target_level``.

    Returns:
        One row per (person, competency, level): ``user_id``, ``competency_id``, ``level``,
        sorted.

    Source: docs/explanation/needs.md, "Levels needed".
    """
    current = gaps["current_level"].to_numpy(np.int64)
    target = gaps["target_level"].to_numpy(np.int64)
    pairs = gaps[["user_id", "competency_id"]]
    steps = [pairs[is_step(current, level, target)].assign(level=level) for level in TRAINED_LEVELS]
    return pd.concat(steps).sort_values(["user_id", "competency_id", "level"], ignore_index=True)
