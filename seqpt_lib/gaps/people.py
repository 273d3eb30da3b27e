"""What the roles of a person ask for: several roles, an unknown role, "all roles", none."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from seqpt_lib.errors import DataError, listed
from seqpt_lib.model.levels import ALL_ROLES, ROLE_MARKERS, BoolArray
from seqpt_lib.model.requirements import people_of_unknown_role

NO_ROLES = 0
"""The role set of people without a role."""

MOST_ROLES = 62
"""Bits of a whole number that say which roles a set holds."""


@dataclass(frozen=True)
class RoleSets:
    """Who has the same roles: what a role asks for, it asks of all of them.

    ``of_person`` gives the role set of each person (index: user id), ``NO_ROLES`` for people
    without a role; ``members`` has one row per (role set, role): ``role_set_id``,
    ``role_cluster_id``.
    """

    of_person: pd.Series
    members: pd.DataFrame

    @cached_property
    def holds(self) -> dict[int, BoolArray]:
        """For each role that somebody has: whether it is in a role set, by the set's number."""
        count = int(self.members["role_set_id"].max()) + 1 if len(self.members) else 0
        return {
            int(str(role)): np.isin(np.arange(count), rows["role_set_id"])
            for role, rows in self.members.groupby("role_cluster_id")
        }


def effective_roles(
    person_roles: pd.DataFrame, current: pd.DataFrame, role_levels: pd.DataFrame
) -> pd.DataFrame:
    """Find the roles that set each person's requirement.

    Markers are no roles: 40004 is left out; a person marked 70007 ("all roles") gets the role or
    roles nearest to their scores, whatever else is stored for them.

    Args:
        person_roles: One row per (person, role): ``user_id``, ``role_cluster_id``.
        current: One row per person (index: user id), one column per competency id: current
            level, missing where not assessed.
        role_levels: One row per role (index), one column per competency id: required level.

    Returns:
        One row per (person, role): ``user_id``, ``role_cluster_id``, sorted, no markers.

    Source: docs/explanation/requirements.md, "People".
    """
    marked = person_roles.loc[person_roles["role_cluster_id"] == ALL_ROLES, "user_id"]
    plain = person_roles[
        ~person_roles["role_cluster_id"].isin(ROLE_MARKERS) & ~person_roles["user_id"].isin(marked)
    ]
    nearest = nearest_roles(current.loc[current.index.isin(marked)], role_levels)
    return pd.concat([plain[["user_id", "role_cluster_id"]], nearest]).sort_values(
        ["user_id", "role_cluster_id"], ignore_index=True
    )


def nearest_roles(current: pd.DataFrame, role_levels: pd.DataFrame) -> pd.DataFrame:
    """Find the role or roles whose requirements lie nearest to each person's scores.

    The distance is Euclidean over the competencies that the person answered, so a missing answer
    counts neither for nor against a role. All roles at the smallest distance are taken.

    Args:
        current: One row per person (index: user id), one column per competency id: current
            level, missing where not assessed.
        role_levels: One row per role (index), one column per competency id: required level.

    Returns:
        One row per (person, nearest role): ``user_id``, ``role_cluster_id``. A person without
        answers has no row.

    Source: docs/explanation/requirements.md, "All roles".
    """
    scores = current.reindex(columns=role_levels.columns).dropna(how="all")
    known = scores.to_numpy(np.float32)
    squared = np.full((len(scores), len(role_levels)), np.inf, dtype=np.float32)
    for position, needed in enumerate(role_levels.to_numpy(np.float32)):
        squared[:, position] = np.nansum((known - needed) ** 2, axis=1)
    person, role = np.nonzero(squared == squared.min(axis=1, initial=np.inf, keepdims=True))
    return pd.DataFrame(
        {
            "user_id": scores.index.to_numpy(np.int64)[person],
            "role_cluster_id": role_levels.index.to_numpy(np.int64)[role],
        }
    )


def role_sets(roles: pd.DataFrame, user_ids: "pd.Index[int]") -> RoleSets:
    """Put people with the same roles together.

    Args:
        roles: Effective roles: ``user_id``, ``role_cluster_id``.
        user_ids: All people of the organization.

    Returns:
        The role set of everyone, and the roles in each set.
    """
    known = np.unique(roles["role_cluster_id"].to_numpy(np.int64))
    if len(known) > MOST_ROLES:
        raise DataError(f"{len(known)} roles are in use", f"At most {MOST_ROLES} are possible.")
    bits = np.int64(1) << np.searchsorted(known, roles["role_cluster_id"].to_numpy(np.int64))
    person = user_ids.get_indexer(pd.Index(roles["user_id"]))
    masks = np.zeros(len(user_ids), dtype=np.int64)
    np.bitwise_or.at(masks, person[person >= 0], bits[person >= 0])
    sets, number = np.unique(np.append(masks, NO_ROLES), return_inverse=True)
    members = [
        (role_set_id, int(role))
        for role_set_id, mask in enumerate(sets.tolist())
        for position, role in enumerate(known.tolist())
        if mask >> position & 1
    ]
    return RoleSets(
        of_person=pd.Series(number[:-1], index=user_ids, name="role_set_id"),
        members=pd.DataFrame(members, columns=["role_set_id", "role_cluster_id"], dtype="int64"),
    )


def person_requirements(
    sets: RoleSets,
    role_levels: pd.DataFrame,
    person_roles: pd.DataFrame,
    personal_levels: pd.DataFrame,
) -> pd.DataFrame:
    """Compute the level that each person's roles need, where it is known.

    A person with several roles needs the highest of them. A person whose only role is the marker
    40004 has the requirement of their personal matrix, if it holds any involvement; otherwise
    nothing is known about them and the organization's target applies.

    Args:
        sets: Role set of everyone, as ``role_sets`` returns.
        role_levels: One row per role (index), one column per competency id: required level.
        person_roles: Roles as stored: ``user_id``, ``role_cluster_id``.
        personal_levels: One row per person with a personal matrix (index: user id), one column
            per competency id: required level.

    Returns:
        One row per person of the organization (index: user id), one column per competency id:
        required level, missing where it is not known.

    Raises:
        DataError: If a role has no row in ``role_levels``; it would count as needing nothing.

    Source: docs/explanation/requirements.md, "People".
    """
    _refuse_unknown(sets.members, role_levels)
    levels = _highest_of_sets(sets, role_levels).to_numpy(np.float32)[
        sets.of_person.to_numpy(np.int64)
    ]
    personal = _used_personal_levels(
        person_roles, personal_levels.reindex(columns=role_levels.columns)
    )
    place = sets.of_person.index.get_indexer(personal.index)
    levels[place[place >= 0]] = personal.to_numpy(np.float32)[place >= 0]
    return pd.DataFrame(levels, index=sets.of_person.index, columns=role_levels.columns)


def _highest_of_sets(sets: RoleSets, role_levels: pd.DataFrame) -> pd.DataFrame:
    """Give the highest level that the roles of each set need (index: role set)."""
    of_set = sets.members.set_index("role_set_id")["role_cluster_id"]
    highest = role_levels.reindex(of_set).set_axis(of_set.index).groupby(level=0).max()
    return highest.reindex(range(int(sets.of_person.max()) + 1 if len(sets.of_person) else 1))


def _used_personal_levels(
    person_roles: pd.DataFrame, personal_levels: pd.DataFrame
) -> pd.DataFrame:
    only_unknown = people_of_unknown_role(person_roles)
    return personal_levels[
        personal_levels.index.isin(only_unknown) & personal_levels.gt(0).any(axis=1)
    ]


def _refuse_unknown(members: pd.DataFrame, role_levels: pd.DataFrame) -> None:
    unknown = sorted(set(members["role_cluster_id"]) - set(role_levels.index))
    if unknown:
        raise DataError(
            f"{len(unknown)} roles of user_role_cluster have no rows in role_process_matrix: "
            f"role_cluster_id {listed([str(role) for role in unknown])}",
            "Add the role's cells, or give its people another role.",
        )
