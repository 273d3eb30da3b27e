"""Dropping what was absorbed: a command of its own, and never while a row is unaccounted for."""

from dataclasses import dataclass

import psycopg2.errors
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from seqpt_lib.errors import DatabaseError, DataError, listed
from seqpt_lib.schema import ddl
from seqpt_lib.schema.absorption.absorb import RECIPES
from seqpt_lib.schema.absorption.keyed import find_contradictions
from seqpt_lib.schema.absorption.named import COUNTERPARTS, rows_without_counterpart
from seqpt_lib.schema.absorption.report import Contradiction
from seqpt_lib.schema.absorption.tables import PLAIN_TABLE, OldTable, count_all, trimmed
from seqpt_lib.schema.migrations import wait_for_turn
from seqpt_lib.store import engine


@dataclass(frozen=True)
class AbsorbedTable:
    """A table that was absorbed, renamed, and not dropped yet."""

    name: str
    source: str
    row_count: int
    contradictions: tuple[Contradiction, ...] = ()
    """Rows whose values are neither ours nor carried over: they go with the table."""

    def __str__(self) -> str:
        """Name and number of rows, for a person."""
        return f"{self.name} ({self.row_count} row{'' if self.row_count == 1 else 's'})"


def absorbed_tables() -> list[AbsorbedTable]:
    """List the tables that may be dropped.

    Returns:
        The absorbed tables that are still there, by name; empty if the database was never
        migrated.

    Raises:
        DataError: If one of them holds a row that is unaccounted for; names table and ids.
        DatabaseError: If the database cannot be reached or refuses.
    """
    with engine.connect() as connection:
        if not ddl.table_exists(connection, "seqpt.absorbed_table"):
            return []
        found = _read(connection)
        _refuse_unaccounted(connection, found)
        return found


def refuse_contradictions(tables: list[AbsorbedTable]) -> None:
    """Stop before values are dropped that ours contradict, for somebody to look at them.

    Args:
        tables: As ``absorbed_tables`` gave them.

    Raises:
        DataError: Names the tables, our rows, and the columns.
    """
    lines = [contradicting(table) for table in tables if table.contradictions]
    if lines:
        raise DataError(
            f"absorbed tables hold values that differ from ours: {'; '.join(lines)}",
            "Look at both and correct ours where the old ones are right. Nothing was dropped; "
            "make drop-absorbed CONFIRM=yes drops them all the same.",
        )


def contradicting(table: AbsorbedTable) -> str:
    """Say which of our rows a table contradicts, for a person.

    Args:
        table: An absorbed table.

    Returns:
        For example ``"absorbed_organizations: organization 3 (size)"``.
    """
    return f"{table.name}: {listed([str(row) for row in table.contradictions])}"


def drop_absorbed(tables: list[AbsorbedTable]) -> None:
    """Drop absorbed tables, all or none. The id map stays.

    Args:
        tables: As ``absorbed_tables`` gave them.

    Raises:
        DataError: If one of them now holds a row that is unaccounted for.
        DatabaseError: If something else depends on one of them; says what.
    """
    with engine.transaction() as connection:
        wait_for_turn(connection)
        shown = {table.name for table in tables}
        still = [table for table in _read(connection) if table.name in shown]
        if still:
            names = ", ".join(f"public.{table.name}" for table in still)
            connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
            _refuse_unaccounted(connection, still)
            _drop(connection, names)
        connection.execute(
            text(
                "DELETE FROM seqpt.absorbed_table "
                "WHERE to_regclass(format('public.%I', table_name)) IS NULL"
            )
        )


def _read(connection: Connection) -> list[AbsorbedTable]:
    rows = connection.execute(
        text(
            "SELECT table_name, source_table FROM seqpt.absorbed_table "
            "WHERE to_regclass(format('public.%I', table_name)) IS NOT NULL ORDER BY table_name"
        )
    ).all()
    return [
        AbsorbedTable(
            name, source, count_all(connection, name), _contradictions(connection, name, source)
        )
        for name, source in rows
    ]


def _contradictions(connection: Connection, name: str, source: str) -> tuple[Contradiction, ...]:
    recipe = RECIPES.get(source)
    if recipe is None:
        return ()
    columns = ddl.column_types(connection, f"public.{name}")
    staged = recipe.stage(OldTable(name, PLAIN_TABLE, columns))
    return tuple(find_contradictions(connection, recipe, f"({staged})"))


def _refuse_unaccounted(connection: Connection, tables: list[AbsorbedTable]) -> None:
    found = [(table.name, _unaccounted(connection, table)) for table in tables]
    lines = [f"public.{name}: {listed(ids)}" for name, ids in found if ids]
    if lines:
        raise DataError(
            f"rows are unaccounted for: {'; '.join(lines)}",
            "Delete those rows if nobody needs them, then drop again; nothing was dropped.",
        )


def _unaccounted(connection: Connection, table: AbsorbedTable) -> list[str]:
    if table.source in COUNTERPARTS:
        columns = ddl.column_types(connection, f"public.{table.name}")
        found = OldTable(table.name, PLAIN_TABLE, columns)
        return rows_without_counterpart(connection, found, table.source)
    row_id = trimmed("to_jsonb(t) ->> 'id'")
    return list(
        connection.scalars(
            text(
                "SELECT coalesce(row_id, 'row at ' || place) FROM (SELECT t.ctid::text AS place, "
                f"{row_id} AS row_id FROM public.{table.name} t) AS held "
                "WHERE NOT EXISTS (SELECT FROM seqpt.absorbed_key k "
                "WHERE k.source_table = :source AND k.source_id = row_id) ORDER BY 1"
            ),
            {"source": table.source},
        )
    )


def _drop(connection: Connection, names: str) -> None:
    try:
        connection.execute(text(f"DROP TABLE {names} RESTRICT"))
    except DBAPIError as error:
        if not isinstance(error.orig, psycopg2.errors.DependentObjectsStillExist):
            raise
        told = error.orig.diag
        raise DatabaseError(
            f"{told.message_primary}: {told.message_detail}", "Nothing was dropped."
        ) from None
