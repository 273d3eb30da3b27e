"""Names beside ids."""

import pandas as pd


def with_competency_names(frame: pd.DataFrame, competencies: pd.DataFrame) -> pd.DataFrame:
    """Put the competency's name in place of its id.

    Args:
        frame: Rows with ``competency_id``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        The same rows in the same order; ``competency`` is the first column.

    Raises:
        MergeError: If a competency stands twice in ``competencies``.
    """
    names = competencies[["competency_id", "competency_name"]]
    return _named(frame, names, "competency_id", "competency_name", "competency")


def with_role_names(frame: pd.DataFrame, roles: pd.DataFrame) -> pd.DataFrame:
    """Put the role's name in place of its id.

    Args:
        frame: Rows with ``role_cluster_id``.
        roles: One row per role: ``role_cluster_id``, ``role_name``.

    Returns:
        The same rows in the same order; ``role`` is the first column.

    Raises:
        MergeError: If a role stands twice in ``roles``.
    """
    return _named(frame, roles, "role_cluster_id", "role_name", "role")


def _named(
    frame: pd.DataFrame, names: pd.DataFrame, key: str, name: str, label: str
) -> pd.DataFrame:
    merged = frame.merge(names, on=key, how="left", validate="many_to_one")
    columns = [column for column in frame.columns if column != key]
    return merged.rename(columns={name: label})[[label, *columns]]
