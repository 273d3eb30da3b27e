"""What the roles of a person ask for: several roles, an unknown role, "all roles", none."""

import numpy as np
import pandas as pd

from seqpt_lib.errors import DataError, listed
from seqpt_lib.model.levels import ALL_ROLES, ROLE_MARKERS
from seqpt_lib.model.requirements import people_of_unknown_role


def effective_roles(
    person_roles: pd.DataFrame, answers: pd.DataFrame, role_levels: pd.DataFrame
) -> pd.DataFrame:
    """Find the roles that set each person's requirement.

    Markers are no roles: 40004 is left out; a person marked 70007 ("all roles") gets the role or
    roles nearest to their scores, whatever else is stored for them.

    Args:
        person_roles: One row per (person, role): ``user_id``, ``role_cluster_id``.
        answers: Current answers: ``user_id``, ``competency_id``, ``score``.
        role_levels: One row per role (index), one column per competency id: required level.

    Returns:
        One row per (person, role): ``user_id``, ``role_cluster_id``, sorted, no markers.

    Source: docs/explanation/requirements.md, "People".
    """
    marked = person_roles.loc[person_roles["role_cluster_id"] == ALL_ROLES, "user_id"]
    plain = person_roles[
        ~person_roles["role_cluster_id"].isin(ROLE_MARKERS) & ~person_roles["user_id"].isin(marked)
    ]
    nearest = nearest_roles(answers[answers["user_id"].isin(marked)], role_levels)
    return pd.concat([plain[["user_id", "role_cluster_id"]], nearest]).sort_values(
        ["user_id", "role_cluster_id"], ignore_index=True
    )


def nearest_roles(answers: pd.DataFrame, role_levels: pd.DataFrame) -> pd.DataFrame:
    """Find the role or roles whose requirements lie nearest to each person's scores.

    The distance is Euclidean over the competencies that the person answered, so a missing answer
    counts neither for nor against a role. All roles at the smallest distance are taken.

    Args:
        answers: Current answers: ``user_id``, ``competency_id``, ``score``.
        role_levels: One row per role (index), one column per competency id: required level.

    Returns:
        One row per (person, nearest role): ``user_id``, ``role_cluster_id``. A person without
        answers has no row.

    Source: docs/explanation/requirements.md, "All roles".
    """
    scores = answers.pivot(index="user_id", columns="competency_id", values="score").reindex(
        columns=role_levels.columns
    )
    known = scores.notna().to_numpy()
    filled = scores.fillna(0).to_numpy(np.int64)
    squared = (
        np.stack(
            [
                ((filled - levels) ** 2 * known).sum(axis=1)
                for levels in role_levels.to_numpy(np.int64)
            ],
            axis=1,
        )
        if len(role_levels)
        else np.empty((len(scores), 0), dtype=np.int64)
    )
    person, role = np.nonzero(squared == squared.min(axis=1, initial=10**9, keepdims=True))
    return pd.DataFrame(
        {
            "user_id": scores.index.to_numpy(np.int64)[person],
            "role_cluster_id": role_levels.index.to_numpy(np.int64)[role],
        }
    )


def person_requirements(
    roles: pd.DataFrame,
    role_levels: pd.DataFrame,
    person_roles: pd.DataFrame,
    personal_levels: pd.DataFrame,
) -> pd.DataFrame:
    """Compute the level that each person's roles need, where it is known.

    A person with several roles needs the highest of them. A person whose only role is the marker
    40004 has the requirement of their personal matrix, if it holds any involvement; otherwise
    nothing is known about them and the organization's target applies.

    Args:
        roles: Effective roles: ``user_id``, ``role_cluster_id``.
        role_levels: One row per role (index), one column per competency id: required level.
        person_roles: Roles as stored: ``user_id``, ``role_cluster_id``.
        personal_levels: One row per person with a personal matrix (index: user id), one column
            per competency id: required level.

    Returns:
        One row per person with a known requirement (index: user id), one column per competency
        id: required level.

    Raises:
        DataError: If a role has no row in ``role_levels``; it would count as needing nothing.

    Source: docs/explanation/requirements.md, "People".
    """
    _refuse_unknown(roles, role_levels)
    columns = role_levels.columns
    people, position = np.unique(roles["user_id"].to_numpy(np.int64), return_inverse=True)
    highest = np.zeros((len(people), len(columns)), dtype=np.int64)
    of_roles = role_levels.reindex(roles["role_cluster_id"]).to_numpy()
    np.maximum.at(highest, position, of_roles.astype(np.int64))
    by_role = pd.DataFrame(highest, index=people, columns=columns)
    only_unknown = people_of_unknown_role(person_roles)
    personal = personal_levels.reindex(columns=columns)
    personal = personal[personal.index.isin(only_unknown) & personal.gt(0).any(axis=1)]
    return pd.concat([by_role, personal]).rename_axis(index="user_id").sort_index().astype(np.int64)


def _refuse_unknown(roles: pd.DataFrame, role_levels: pd.DataFrame) -> None:
    unknown = sorted(set(roles["role_cluster_id"]) - set(role_levels.index))
    if unknown:
        raise DataError(
            f"{len(unknown)} roles of user_role_cluster have no rows in role_process_matrix: "
            f"role_cluster_id {listed([str(role) for role in unknown])}",
            "Add the role's cells, or give its people another role.",
        )
