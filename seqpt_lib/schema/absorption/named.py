"""Tables of which nothing is carried over: their rows are compared with Derik's by name."""

from sqlalchemy import Connection, text

from seqpt_lib.schema.absorption.report import Outcome
from seqpt_lib.schema.absorption.tables import OldTable, count_all, rename

NAME_COLUMNS = (
    *("competency_name", "role_cluster_name", "role_name", "se_role_name"),
    *("name", "title", "job_title"),
)
COUNTERPARTS = {
    "se_competencies": ("competency", "competency_name"),
    "se_roles": ("role_cluster", "role_cluster_name"),
    "role_mappings": ("role_cluster", "role_cluster_name"),
}
"""By table: where its rows have their counterparts, and under which column."""


def compare_rows(connection: Connection, table: OldTable) -> Outcome:
    """Compare a table's rows with Derik's, and rename it in any case.

    Args:
        connection: A connection in a transaction.
        table: The old table.

    Returns:
        What became of it, with the rows that have no counterpart.
    """
    without = rows_without_counterpart(connection, table, table.name)
    row_count = count_all(connection, table.name)
    name = rename(connection, table.name, row_count, len(without))
    return Outcome(
        table.name,
        row_count,
        matched_count=row_count - len(without),
        without_counterpart=without,
        renamed_to=name,
    )


def rows_without_counterpart(connection: Connection, table: OldTable, source: str) -> list[str]:
    """Find the rows whose name is not among Derik's, names folded.

    Args:
        connection: A connection.
        table: The table as it is called now.
        source: What it was called before it was renamed.

    Returns:
        Their ids; all rows where the table has no column with a name.
    """
    target, target_column = COUNTERPARTS[source]
    column = table.first(*NAME_COLUMNS)
    named = (
        f"seqpt.fold_name(c.{target_column}) = seqpt.fold_name(t.{column}::text)"
        if column
        else "false"
    )
    place = "'row at ' || t.ctid::text"
    query = (
        f"SELECT coalesce({table.sql('id')}, {place}) FROM public.{table.name} t "
        f"WHERE NOT EXISTS (SELECT FROM public.{target} c WHERE {named}) "
        "ORDER BY t.ctid"
    )
    return list(connection.scalars(text(query)))
