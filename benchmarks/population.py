"""An invented organization of any size, the same for the same seed."""

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from seqpt_lib import reference
from seqpt_lib.model.levels import LEVELS
from seqpt_lib.store.copying import copy_frame

SEED = 20261123
LEVEL_SHARES = (0.12, 0.18, 0.30, 0.28, 0.12)
SECOND_ROLE_SHARE = 0.15
RETAKE_SHARE = 0.02
START = pd.Timestamp("2026-03-02T08:00:00")


def add_population(connection: Connection, organization_id: int, people_count: int) -> None:
    """Add people with one or two roles, 16 answers each, and a few who took the survey again.

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
    copy_frame(connection, "user_role_cluster", _roles(random, ids))
    copy_frame(
        connection, "user_se_competency_survey_results", _answers(random, ids, organization_id)
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
