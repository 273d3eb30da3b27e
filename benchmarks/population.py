"""An invented organization of any size, the same for the same seed."""

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from seqpt_lib import reference
from seqpt_lib.model.levels import ALL_ROLES, LEVELS, UNKNOWN_ROLE
from seqpt_lib.model.requirements import INVOLVEMENT_DOMAIN
from seqpt_lib.store.copying import copy_frame

SEED = 20261123
LEVEL_SHARES = (0.12, 0.18, 0.30, 0.28, 0.12)
SECOND_ROLE_SHARE = 0.15
RETAKE_SHARE = 0.02
UNKNOWN_ROLE_SHARE = 0.05
"""People who did not find their role and said how they take part in each process."""
ALL_ROLES_SHARE = 0.02
INVOLVEMENT_SHARES = (0.45, 0.25, 0.20, 0.10)
START = pd.Timestamp("2026-03-02T08:00:00")


def add_population(connection: Connection, organization_id: int, people_count: int) -> None:
    """Add people with one or two roles or a marker, 16 answers each, and a few with a retake.

    Args:
        connection: A connection in a transaction.
        organization_id: An organization without people.
        people_count: How many people.
    """
    random = np.random.default_rng(SEED)
    ids = np.arange(1, people_count + 1)
    names = [f"bench-{person}" for person in ids]
    people = pd.DataFrame(
        {"id": ids, "organization_id": organization_id, "name": names, "username": names}
    )
    copy_frame(connection, "app_user", people)
    markers = _markers(random, ids)
    roles = _roles(random, np.setdiff1d(ids, markers["user_id"]))
    copy_frame(connection, "user_role_cluster", pd.concat([roles, markers]))
    unknown = markers.loc[markers["role_cluster_id"].eq(UNKNOWN_ROLE), "user_id"].to_numpy()
    personal = _personal_matrices(random, unknown, organization_id)
    copy_frame(connection, "unknown_role_process_matrix", personal)
    copy_frame(
        connection, "user_se_competency_survey_results", _answers(random, ids, organization_id)
    )


def _markers(random: np.random.Generator, ids: np.ndarray) -> pd.DataFrame:
    """Choose who has a marker in place of a role: the role is unknown, or all roles."""
    drawn = random.random(len(ids))
    unknown = ids[drawn < UNKNOWN_ROLE_SHARE]
    every = ids[drawn > 1 - ALL_ROLES_SHARE]
    marker = np.repeat([UNKNOWN_ROLE, ALL_ROLES], [len(unknown), len(every)])
    return pd.DataFrame({"user_id": np.concatenate([unknown, every]), "role_cluster_id": marker})


def _personal_matrices(
    random: np.random.Generator, ids: np.ndarray, organization_id: int
) -> pd.DataFrame:
    processes = reference.table("iso_process")["iso_process_id"].to_numpy()
    count = len(ids) * len(processes)
    return pd.DataFrame(
        {
            "user_name": [f"bench-{person}" for person in np.repeat(ids, len(processes))],
            "iso_process_id": np.tile(processes, len(ids)),
            "role_process_value": random.choice(INVOLVEMENT_DOMAIN, count, p=INVOLVEMENT_SHARES),
            "organization_id": organization_id,
        }
    )


def _roles(random: np.random.Generator, ids: np.ndarray) -> pd.DataFrame:
    roles = reference.table("role_cluster").query("kind == 'role'")["role_cluster_id"].to_numpy()
    second = ids[random.random(len(ids)) < SECOND_ROLE_SHARE]
    people = np.concatenate([ids, second])
    chosen = pd.DataFrame({"user_id": people, "role_cluster_id": random.choice(roles, len(people))})
    return chosen.drop_duplicates()


def _answers(random: np.random.Generator, ids: np.ndarray, organization_id: int) -> pd.DataFrame:
    competencies = reference.table("competency")["competency_id"].to_numpy()
    again = ids[random.random(len(ids)) < RETAKE_SHARE]
    people = np.repeat(np.concatenate([ids, again]), len(competencies))
    is_retake = np.arange(len(people)) >= len(ids) * len(competencies)
    return pd.DataFrame(
        {
            "user_id": people,
            "organization_id": organization_id,
            "competency_id": np.tile(competencies, len(ids) + len(again)),
            "score": random.choice(LEVELS, len(people), p=LEVEL_SHARES),
            "submitted_at": START + pd.to_timedelta(np.where(is_retake, 60, 0), unit="D"),
        }
    )
