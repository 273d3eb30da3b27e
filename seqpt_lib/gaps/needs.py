"""What an organization needs: which levels of which competencies, for how many people."""

import numpy as np
import pandas as pd

from seqpt_lib.model.levels import TRAINED_LEVELS, is_step

NEED_COLUMNS = ["competency_id", "level", "people_count", "assessed_count"]


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


def organization_needs(gaps: pd.DataFrame) -> pd.DataFrame:
    """Count the people who need each level of each competency.

    Args:
        gaps: One row per current answer: ``user_id``, ``competency_id``, ``current_level``,
            ``target_level``.

    Returns:
        One row per needed (competency, level): ``competency_id``, ``level``, ``people_count``
        (each person once), ``assessed_count`` (people who answered for the competency).

    Source: docs/explanation/needs.md, "Levels needed".
    """
    assessed = gaps.groupby("competency_id")["user_id"].nunique().rename("assessed_count")
    needed = (
        person_steps(gaps)
        .groupby(["competency_id", "level"])["user_id"]
        .nunique()
        .rename("people_count")
        .reset_index()
    )
    return needed.merge(assessed, on="competency_id", validate="many_to_one")[NEED_COLUMNS]


def needs_by_role(gaps: pd.DataFrame, roles: pd.DataFrame) -> pd.DataFrame:
    """Count the same per role; a person with two roles counts in both, one without in none.

    Args:
        gaps: As for ``organization_needs``.
        roles: Effective roles: ``user_id``, ``role_cluster_id``.

    Returns:
        One row per needed (competency, level, role): ``role_cluster_id`` and the columns of
        ``organization_needs``.

    Source: docs/explanation/needs.md, "Per role".
    """
    keys = ["role_cluster_id", "competency_id"]
    in_role = gaps[["user_id", "competency_id"]].merge(roles, on="user_id", validate="many_to_many")
    assessed = in_role.groupby(keys)["user_id"].nunique().rename("assessed_count")
    needed = (
        person_steps(gaps)
        .merge(roles, on="user_id", validate="many_to_many")
        .groupby([*keys, "level"])["user_id"]
        .nunique()
        .rename("people_count")
        .reset_index()
    )
    return needed.merge(assessed, on=keys, validate="many_to_one")[
        ["role_cluster_id", *NEED_COLUMNS]
    ]
