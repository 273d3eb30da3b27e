"""Which level a role needs in a competency: involvement in processes times relevance for them."""

import numpy as np
import pandas as pd

from seqpt_lib.errors import DataError, listed
from seqpt_lib.model.levels import UNKNOWN_ROLE

INVOLVEMENT_DOMAIN = (0, 1, 2, 3)
RELEVANCE_DOMAIN = (0, 1, 2)

LEVEL_OF_PRODUCT = {0: 0, 1: 1, 2: 2, 3: 4, 4: 4, 6: 6}
"""Product of involvement and relevance as a level; 3 is not on the scale, so the next level up."""


def level_of_product(involvement: int, relevance: int) -> int:
    """Give the level that one process asks of one competency.

    Args:
        involvement: How a role takes part in the process, 0 to 3.
        relevance: How much the process needs the competency, 0 to 2.

    Returns:
        A level of the scale.

    Raises:
        DataError: If a value is outside its domain; the maximum over processes would hide it.

    Source: docs/explanation/requirements.md, "One process".
    """
    if involvement not in INVOLVEMENT_DOMAIN or relevance not in RELEVANCE_DOMAIN:
        raise DataError(
            f"involvement {involvement} or relevance {relevance} is outside 0..3 or 0..2",
            "Mend role_process_matrix or process_competency_matrix.",
        )
    return LEVEL_OF_PRODUCT[involvement * relevance]


def required_levels(involvement: pd.DataFrame, relevance: pd.DataFrame) -> pd.DataFrame:
    """Compute the level that each role needs in each competency.

    The requirement is the highest level that any of the processes asks for.

    Args:
        involvement: One row per (who, process): first column says who (a role or a person),
            then ``iso_process_id`` and ``involvement`` (0..3).
        relevance: One row per (process, competency): ``iso_process_id``, ``competency_id``,
            ``relevance`` (0..2).

    Returns:
        One row per role (index: the first column of ``involvement``, sorted), one column per
        competency id (sorted), values: required level.

    Raises:
        DataError: If a value is outside its domain or a cell is missing.

    Source: docs/explanation/requirements.md, "The highest over the processes".
    """
    who = str(involvement.columns[0])
    by_process = _matrix(involvement, who, "iso_process_id", "involvement", INVOLVEMENT_DOMAIN)
    by_competency = _matrix(
        relevance, "iso_process_id", "competency_id", "relevance", RELEVANCE_DOMAIN
    )
    processes = by_process.columns.union(by_competency.index)
    by_process = by_process.reindex(columns=processes)
    by_competency = by_competency.reindex(processes)
    _refuse_missing(by_process, "involvement")
    _refuse_missing(by_competency, "relevance")
    asked = _levels_by_domain()
    weights = by_competency.to_numpy(int)
    levels = np.zeros((len(by_process), by_competency.shape[1]), dtype=np.int64)
    for position, values in enumerate(by_process.to_numpy(int).T):
        np.maximum(levels, asked[:, weights[position]][values], out=levels)
    return pd.DataFrame(levels, index=by_process.index, columns=by_competency.columns)


def personal_levels(
    involvement: pd.DataFrame, relevance: pd.DataFrame, person_roles: pd.DataFrame
) -> pd.DataFrame:
    """Compute the requirement of everyone whose only role is unknown and whose matrix is complete.

    A matrix is complete if every process of the relevance matrix is in it; cells of any other
    process count for nothing, and the gate of the sources reports them. A matrix with processes
    missing says too little: that person is left out, so that the organization's target applies
    to them. The matrix of a person with another role is not used.

    Args:
        involvement: One row per (person, process): ``user_id``, ``iso_process_id``,
            ``involvement`` (0..3).
        relevance: One row per (process, competency): ``iso_process_id``, ``competency_id``,
            ``relevance`` (0..2).
        person_roles: Roles as stored: ``user_id``, ``role_cluster_id``.

    Returns:
        One row per person (index: user id), one column per competency id: required level.

    Raises:
        DataError: If a value is outside its domain.

    Source: docs/explanation/requirements.md, "People".
    """
    processes = relevance["iso_process_id"].unique()
    known = involvement[involvement["iso_process_id"].isin(processes)]
    per_person = known.groupby("user_id")["iso_process_id"].transform("nunique")
    unknown = people_of_unknown_role(person_roles)
    is_used = per_person.eq(len(processes)) & known["user_id"].isin(unknown)
    return required_levels(known[is_used], relevance)


def people_of_unknown_role(person_roles: pd.DataFrame) -> set[int]:
    """Find the people who did not find their role: the marker 40004 is all that they chose.

    Args:
        person_roles: Roles as stored: ``user_id``, ``role_cluster_id``.

    Returns:
        Their user ids.

    Source: docs/explanation/requirements.md, "People".
    """
    has_another = person_roles["role_cluster_id"] != UNKNOWN_ROLE
    return set(person_roles["user_id"]) - set(person_roles.loc[has_another, "user_id"])


def _levels_by_domain() -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.array(
        [[level_of_product(i, r) for r in RELEVANCE_DOMAIN] for i in INVOLVEMENT_DOMAIN],
        dtype=np.int64,
    )


def _matrix(
    cells: pd.DataFrame, rows: str, columns: str, value: str, domain: tuple[int, ...]
) -> pd.DataFrame:
    outside = cells[~cells[value].isin(domain)]
    if len(outside):
        is_personal = rows == "user_id"  # what a person answered is shown nowhere
        where = [
            f"{rows} {row[rows]} x {columns} {row[columns]}"
            + ("" if is_personal else f" = {row[value]}")
            for row in outside.to_dict("records")
        ]
        raise DataError(
            f"{len(outside)} cells of {value} are outside {domain[0]}..{domain[-1]}: "
            f"{listed(where)}",
            "Set the cells; -100 means that nobody has set them yet.",
        )
    return cells.pivot(index=rows, columns=columns, values=value).sort_index(axis=1)


def _refuse_missing(matrix: pd.DataFrame, value: str) -> None:
    rows, columns = np.nonzero(matrix.isna().to_numpy())
    if len(rows):
        where = [
            f"{matrix.index[row]} x {matrix.columns[column]}"
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        ]
        raise DataError(
            f"{len(where)} cells of {value} are missing: {listed(where)}", "Add the cells."
        )
