"""Writing what step 3 computed: set-based, and only rows that differ."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.store.copying import copy_frame, synchronize
from seqpt_lib.store.models import metadata
from seqpt_lib.store.models.base import SCHEMA

ANSWERS = "user_se_competency_survey_results"


def write_gaps(
    connection: Connection, organization_id: int, target: pd.DataFrame, targets: pd.DataFrame
) -> int:
    """Write target, gap and its archetype to the current answers. Rows that are equal stay.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        target: One row per person (index: user id), one column per competency id: target level.
        targets: The organization's targets: ``competency_id``, ``archetype_source``.

    Returns:
        Rows updated.
    """
    _stage_targets(connection, target, targets)
    level = " ".join(f"WHEN {int(c)} THEN s.c{int(c)}" for c in target.columns)
    updated = connection.execute(
        text(
            f"UPDATE {ANSWERS} t SET target_level = w.target_level, gap_size = w.gap_size, "
            "archetype_source = w.archetype_source FROM (SELECT a.id, g.target_level, "
            "greatest(0, g.target_level - a.score) AS gap_size, o.archetype_source "
            "FROM current_answer(:organization) a "
            "JOIN staged_target s ON s.user_id = a.user_id "
            "JOIN staged_source o ON o.competency_id = a.competency_id "
            f"CROSS JOIN LATERAL (SELECT CASE a.competency_id {level} END AS target_level) g "
            "WHERE (a.target_level, a.gap_size, a.archetype_source) IS DISTINCT FROM "
            "(g.target_level, greatest(0, g.target_level - a.score), o.archetype_source)) w "
            "WHERE t.id = w.id"
        ),
        {"organization": organization_id},
    )
    return updated.rowcount


def _stage_targets(connection: Connection, target: pd.DataFrame, targets: pd.DataFrame) -> None:
    columns = "".join(f", c{int(competency)} smallint" for competency in target.columns)
    for table, definition in {
        "staged_target": f"user_id integer PRIMARY KEY{columns}",
        "staged_source": "competency_id integer PRIMARY KEY, archetype_source varchar(100)",
    }.items():
        connection.execute(text(f"CREATE TEMP TABLE {table} ({definition}) ON COMMIT DROP"))
    wide = target.set_axis([f"c{competency}" for competency in target.columns], axis=1)
    copy_frame(connection, "staged_target", wide.reset_index(names="user_id"))
    copy_frame(connection, "staged_source", targets[["competency_id", "archetype_source"]])
    connection.execute(text("ANALYZE staged_target"))


def write_organization_tables(
    connection: Connection, organization_id: int, tables: Mapping[str, pd.DataFrame]
) -> dict[str, int]:
    """Make an organization's rows of some tables of ours equal to frames.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        tables: By table of schema ``seqpt``: its rows, without ``organization_id``.

    Returns:
        Rows inserted, updated and deleted, by table.
    """
    scope = {"organization_id": organization_id}
    return {
        table: synchronize(connection, table, rows.assign(**scope), _keys(table), scope)
        for table, rows in tables.items()
    }


def _keys(table: str) -> list[str]:
    return [column.name for column in metadata.tables[f"{SCHEMA}.{table}"].primary_key]


def write_gap_basis(
    connection: Connection, organization_id: int, run_id: str, basis: Mapping[str, Any]
) -> int:
    """Keep what the gaps were computed from; an equal row stays, with the run that wrote it.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        run_id: The run.
        basis: One value per column.

    Returns:
        Rows written: 0 or 1.
    """
    columns = list(basis)
    names, values = ", ".join(columns), ", ".join(f":{column}" for column in columns)
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
    old, new = (", ".join(f"{side}.{c}" for c in columns) for side in ("t", "excluded"))
    written = connection.execute(
        text(
            f"INSERT INTO gap_basis AS t (organization_id, run_id, {names}) "
            f"VALUES (:organization_id, :run_id, {values}) ON CONFLICT (organization_id) "
            f"DO UPDATE SET run_id = excluded.run_id, computed_at = now(), {updates} "
            f"WHERE ({old}) IS DISTINCT FROM ({new})"
        ),
        {**basis, "organization_id": organization_id, "run_id": run_id},
    )
    return written.rowcount
