"""The demo organization as step 3 sees it, read from its files."""

from functools import cache

import pandas as pd

from seqpt_lib import gaps
from seqpt_lib.model import requirements
from seqpt_lib.settings import PROJECT_ROOT

DATA = PROJECT_ROOT / "data"
NEEDS_BASED = 3


def wide(name: str, key: str) -> pd.DataFrame:
    """Read a matrix of the reference data: the key, and one numbered column per id."""
    frame = pd.read_csv(DATA / "reference" / name).set_index(key)
    return frame.set_axis(frame.columns.str[1:].astype(int), axis="columns")


@cache
def role_levels() -> pd.DataFrame:
    involvement = wide("role_process_matrix.csv", "role_cluster_id").reset_index()
    cells = involvement.melt(
        "role_cluster_id", var_name="iso_process_id", value_name="involvement"
    ).astype(int)
    return requirements.required_levels(cells, relevance())


@cache
def relevance() -> pd.DataFrame:
    matrix = wide("process_competency_matrix.csv", "iso_process_id").reset_index()
    return matrix.melt("iso_process_id", var_name="competency_id", value_name="relevance").astype(
        int
    )


@cache
def archetype_targets() -> pd.DataFrame:
    names = pd.read_csv(DATA / "reference" / "archetype.csv")
    matrix = wide("archetype_target.csv", "archetype_id").reset_index()
    melted = matrix.melt("archetype_id", var_name="competency_id", value_name="target_level")
    return melted.astype(int).merge(
        names[["archetype_id", "archetype_name"]], on="archetype_id", validate="many_to_one"
    )


def demo_levels() -> gaps.PersonLevels:
    """Put together what the files say about everyone."""
    people = pd.read_csv(DATA / "demo" / "app_user.csv")["id"]
    answers = pd.read_csv(DATA / "demo" / "survey_results.csv")
    latest = answers.sort_values("submitted_at", na_position="first", kind="stable")
    current = latest.drop_duplicates(["user_id", "competency_id"], keep="last").pivot(
        index="user_id", columns="competency_id", values="score"
    )
    person_roles = pd.read_csv(DATA / "demo" / "user_role_cluster.csv")
    own = pd.read_csv(DATA / "demo" / "unknown_role_process_matrix.csv").rename(
        columns={"role_process_value": "involvement"}
    )
    return gaps.person_levels(
        current.reindex(index=people, columns=role_levels().columns),
        person_roles,
        role_levels(),
        gaps.personal_levels(own, relevance(), person_roles),
    )
