"""The older program's tables: finding them, and renaming them out of the way."""

from dataclasses import dataclass
from itertools import count

from sqlalchemy import Connection, text

NAMES = ["organizations", "mvp_users", "se_competencies", "se_roles", "role_mappings"]
"""In the order in which they are absorbed: people need their organizations."""

PLAIN_TABLE = "r"
OTHER_KINDS = {
    "v": "it is a view",
    "m": "it is a materialized view",
    "f": "it is a foreign table",
    "p": "it is a partitioned table",
}
TEXT_TYPES = ("uuid", "character varying", "character", "text")
INTEGER_TYPES = ("integer", "bigint", "smallint")


@dataclass(frozen=True)
class OldTable:
    """A table of the older program as it was found in ``public``."""

    name: str
    kind: str
    columns: dict[str, str]
    """Type of each column, without its length."""
    is_absorbable: bool = True
    """True if this role may rename it and write what its rows become."""

    def first(self, *names: str) -> str | None:
        """Find the column that holds something; versions call it differently.

        Args:
            names: What it may be called, the likeliest first.

        Returns:
            The first of the names that is a column.
        """
        return next((name for name in names if name in self.columns), None)

    def sql(self, *names: str) -> str:
        """Write the SQL that reads a column as text, trimmed.

        Args:
            names: What the column may be called, the likeliest first.

        Returns:
            An expression over the table's alias ``t``: NULL where there is no such column or the
            text is empty.
        """
        column = self.first(*names)
        return trimmed(f"t.{column}") if column else "NULL::text"

    def lacking(self, *names: str, types: tuple[str, ...] = ()) -> list[str]:
        """Say why a column cannot be read.

        Args:
            names: What the column may be called.
            types: The types that it may have; empty for any.

        Returns:
            No or one reason.
        """
        column = self.first(*names)
        if column is None:
            return [f"the table has no column {' or '.join(names)}"]
        if types and self.columns[column] not in types:
            return [f"column {column} is {self.columns[column]} instead of {types[0]}"]
        return []


MAY_ABSORB = """pg_has_role(c.relowner, 'USAGE') AND has_schema_privilege('public', 'CREATE')
AND has_table_privilege('seqpt.absorbed_table', 'INSERT')
AND has_table_privilege('seqpt.absorbed_key', 'INSERT')
AND has_table_privilege('public.organization', 'INSERT')
AND has_table_privilege('public.organization', 'UPDATE')
AND has_table_privilege('public.app_user', 'INSERT')"""
"""The rights that absorbing takes, as an SQL condition over the old table ``c``."""


def trimmed(expression: str) -> str:
    """Write the SQL that reads a value as text without white space around it.

    Args:
        expression: An SQL expression.

    Returns:
        An expression that is NULL where nothing is left.
    """
    return rf"nullif(btrim({expression}::text, E' \t\r\n'), '')"


def find_tables(connection: Connection) -> list[OldTable]:
    """Find the older program's tables in ``public``.

    Args:
        connection: A connection.

    Returns:
        Those that are there, in the order in which they are absorbed.
    """
    rows = connection.execute(
        text(
            f"SELECT c.relname, c.relkind, {MAY_ABSORB} AS is_absorbable, "
            "(SELECT json_object_agg(a.attname, format_type(a.atttypid, NULL)) "
            "FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 "
            "AND NOT a.attisdropped) AS columns FROM pg_class c "
            "WHERE c.relnamespace = to_regnamespace('public') AND c.relname = ANY(:names) "
            "AND c.relkind IN ('r', 'v', 'm', 'f', 'p') "
            "ORDER BY array_position(:names, c.relname::text)"
        ),
        {"names": NAMES},
    )
    return [
        OldTable(row.relname, row.relkind, row.columns or {}, row.is_absorbable) for row in rows
    ]


def keep_writers_out(connection: Connection, tables: list[OldTable]) -> None:
    """Let nobody add a row between the look at a table and its renaming.

    Args:
        connection: A connection in a transaction.
        tables: What was found; what is no plain table, or not this role's, is left alone.
    """
    names = [
        f"public.{table.name}"
        for table in tables
        if table.kind == PLAIN_TABLE and table.is_absorbable
    ]
    if names:
        connection.execute(text(f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE"))


def count_all(connection: Connection, table: str) -> int:
    """Count the rows of a table in ``public``.

    Args:
        connection: A connection.
        table: Its name.

    Returns:
        Number of rows.
    """
    return int(connection.scalar(text(f"SELECT count(*) FROM public.{table}")) or 0)


def rename(connection: Connection, table: str, row_count: int, without_counterpart: int) -> str:
    """Rename a table out of the way, and record it.

    Foreign keys and views follow a table to its new name. Its indexes and sequences are renamed
    too, so that they are not in the way when a dump brings the table back.

    Args:
        connection: A connection in a transaction.
        table: Its name.
        row_count: Its number of rows.
        without_counterpart: How many of them Derik's tables have no counterpart of.

    Returns:
        ``absorbed_<table>``, or with ``_2``, ``_3``, ... if that name is taken.
    """
    taken = set(
        connection.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('public') "
                "UNION SELECT typname FROM pg_type WHERE typnamespace = to_regnamespace('public') "
                "UNION SELECT table_name FROM seqpt.absorbed_table"
            )
        )
    )
    first = f"absorbed_{table}"
    further = (f"{first}_{number}" for number in count(2))
    name = first if first not in taken else next(n for n in further if n not in taken)
    connection.execute(text(f"ALTER TABLE public.{table} RENAME TO {name}"))
    _rename_parts(connection, name)
    connection.execute(
        text(
            "INSERT INTO seqpt.absorbed_table "
            "(table_name, source_table, row_count, without_counterpart_count) "
            "VALUES (:name, :source, :rows, :without)"
        ),
        {"name": name, "source": table, "rows": row_count, "without": without_counterpart},
    )
    return name


def _rename_parts(connection: Connection, table: str) -> None:
    """Rename indexes and sequences; their number at the end keeps cut names apart."""
    parts = connection.scalars(
        text(
            "SELECT format('ALTER %s public.%I RENAME TO %I', "
            "CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'INDEX' END, relname, "
            "'absorbed_' || left(relname, 40) || '_' || oid) FROM pg_class "
            "WHERE relkind IN ('i', 'S') AND relnamespace = to_regnamespace('public') AND oid IN "
            "(SELECT indexrelid FROM pg_index WHERE indrelid = to_regclass(:name) UNION "
            "SELECT objid FROM pg_depend WHERE refobjid = to_regclass(:name)) ORDER BY oid"
        ),
        {"name": f"public.{table}"},
    ).all()
    for statement in parts:
        connection.exec_driver_sql(statement.replace("%", "%%"))
