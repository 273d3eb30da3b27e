"""The pipeline's own required levels as temporary tables, for comparing with the derived tables."""

from collections.abc import Callable

import pandas as pd

from seqpt_lib.errors import DataError
from seqpt_lib.model.requirements import (
    people_of_unknown_role,
    personal_levels,
    required_levels,
)
from seqpt_lib.store import (
    Connection,
    read_involvement,
    read_person_roles,
    read_personal_involvement,
    read_relevance,
)
from seqpt_lib.store.copying import stage_frame

ROLE_LEVELS = "own_role_level"
PERSON_LEVELS = "own_person_level"

SHAPES = {
    ROLE_LEVELS: (
        "(SELECT 0 AS organization_id, 0 AS role_cluster_id, 0 AS competency_id, "
        "0 AS required_level) AS shape"
    ),
    PERSON_LEVELS: (
        "(SELECT 0 AS organization_id, 0 AS user_id, 0 AS competency_id, "
        "0 AS required_level) AS shape"
    ),
}
"""What has the columns of each temporary table."""


def stage_own_levels(connection: Connection, organization_id: int) -> None:
    """Make ``own_role_level`` and ``own_person_level``: what the derived tables should hold.

    The tables end with the transaction and are made anew where a gate runs twice in one. A table
    stays empty where a matrix is not fit to compute with; the critical checks report that, and
    the comparison with the derived table finds nothing.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
    """
    relevance = read_relevance(connection)
    involvement = read_involvement(connection, organization_id)
    personal = read_personal_involvement(connection, organization_id)
    roles = read_person_roles(connection, organization_id)
    used = personal[personal["user_id"].isin(people_of_unknown_role(roles))]
    own = {
        ROLE_LEVELS: _levels_if_fit(involvement, relevance, required_levels),
        PERSON_LEVELS: _levels_if_fit(
            used, relevance, lambda cells, weights: personal_levels(cells, weights, roles)
        ),
    }
    for name, levels in own.items():
        # A session finds its temporary tables first; the drop must not find anybody else's.
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS pg_temp.{name}")
        stage_frame(connection, name, SHAPES[name], levels.assign(organization_id=organization_id))


def _levels_if_fit(
    involvement: pd.DataFrame,
    relevance: pd.DataFrame,
    compute: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """Compute required levels, one row per (who, competency); none where a cell is wrong."""
    who = str(involvement.columns[0])
    nothing = pd.DataFrame(columns=[who, "competency_id", "required_level"], dtype="int64")
    repeated = involvement.duplicated([who, "iso_process_id"])
    if repeated.any() or relevance.duplicated(["iso_process_id", "competency_id"]).any():
        return nothing  # nobody knows which value is meant: the checks of the matrices say so
    try:
        levels = compute(involvement, relevance)
    except DataError:
        return nothing  # a cell is missing or outside its domain: the checks say so
    return levels.reset_index(names=who).melt(
        who, var_name="competency_id", value_name="required_level"
    )
