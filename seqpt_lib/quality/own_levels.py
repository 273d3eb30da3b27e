"""The pipeline's own required levels as temporary tables, for checks that compare with them."""

import numpy as np
import pandas as pd

from seqpt_lib.model.requirements import INVOLVEMENT_DOMAIN, RELEVANCE_DOMAIN, required_levels
from seqpt_lib.store import (
    Connection,
    read_derived_involvement,
    read_involvement,
    read_process_ids,
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

    The tables end with the transaction and are made anew where a gate runs twice in one. They
    hold the levels whose cells are all there, once and within their domain. A level that is not
    there cannot be compared, and a check says so. People without derived levels are left out.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
    """
    stage_own_role_levels(connection, organization_id)
    personal = read_derived_involvement(connection, organization_id)
    _stage(connection, PERSON_LEVELS, personal, organization_id)


def stage_own_role_levels(connection: Connection, organization_id: int) -> None:
    """Make ``own_role_level`` alone: what each role needs.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
    """
    involvement = read_involvement(connection, organization_id)
    _stage(connection, ROLE_LEVELS, involvement, organization_id)


def _stage(
    connection: Connection, name: str, involvement: pd.DataFrame, organization_id: int
) -> None:
    levels = _levels_of_whole_rows(connection, involvement)
    # A session finds its temporary tables first; the drop must not find anybody else's.
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS pg_temp.{name}")
    stage_frame(connection, name, SHAPES[name], levels.assign(organization_id=organization_id))


def _levels_of_whole_rows(connection: Connection, involvement: pd.DataFrame) -> pd.DataFrame:
    """Compute required levels, one row per (who, competency) whose cells are all fit."""
    who = str(involvement.columns[0])
    nothing = pd.DataFrame(columns=[who, "competency_id", "required_level"], dtype="int64")
    if involvement.empty:
        return nothing
    processes = read_process_ids(connection)
    taking_part = _whole(involvement, who, "involvement", INVOLVEMENT_DOMAIN, processes)
    relevance = read_relevance(connection)
    asking = _whole(relevance, "competency_id", "relevance", RELEVANCE_DOMAIN, processes)
    if taking_part.empty or asking.empty:
        return nothing
    levels = required_levels(taking_part, asking)
    return pd.DataFrame(
        {
            who: np.tile(levels.index, levels.shape[1]),
            "competency_id": np.repeat(levels.columns, len(levels)),
            "required_level": levels.to_numpy().ravel(order="F"),
        }
    )


def _whole(
    cells: pd.DataFrame, row: str, value: str, domain: tuple[int, ...], processes: list[int]
) -> pd.DataFrame:
    """Keep the rows of a matrix that have every process once, with a value of the domain."""
    known = cells[cells["iso_process_id"].isin(processes)]
    is_fit = known[value].isin(domain) & ~known.duplicated([row, "iso_process_id"], keep=False)
    fit_count = known.loc[is_fit, row].value_counts(sort=False)
    return known[known[row].isin(fit_count.index[fit_count == len(processes)])]
