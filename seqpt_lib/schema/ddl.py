"""Changing a schema that others live in: add what is missing, touch nothing that is there."""

import re
from pathlib import Path

from sqlalchemy import Connection, text

from seqpt_lib.errors import DatabaseError, DataError
from seqpt_lib.settings import PROJECT_ROOT

SQL_FOLDER = PROJECT_ROOT / "migrations" / "sql"

_REFERENCE = re.compile(r"FOREIGN KEY.*REFERENCES (?P<table>\S+) \((?P<column>\w+)\)")


def statements(file_name: str) -> list[str]:
    """Read the statements of a file in ``migrations/sql``.

    Args:
        file_name: Name of the file; its statements are paragraphs, comments begin with ``--``.

    Returns:
        One text per statement.
    """
    paragraphs = Path(SQL_FOLDER / file_name).read_text().split("\n\n")
    return [p.strip() for p in paragraphs if p.strip() and not p.strip().startswith("--")]


def create(connection: Connection, statement: str) -> None:
    """Run a statement that creates something, without the foreign keys that cannot be made.

    A database that somebody rebuilt may have lost its primary keys, and PostgreSQL refuses a
    foreign key to a column that is not unique. Such a key is left out; the comparison with the
    contract names it with the SQL that adds it later.

    Args:
        connection: A connection in a transaction.
        statement: One statement; each constraint of a CREATE TABLE on a line of its own.
    """
    lines = statement.split("\n")
    kept = [line for line in lines if _can_be_made(connection, line)]
    if kept != lines:  # the last one kept ends without a comma
        kept[-2] = kept[-2].rstrip(",")
    connection.exec_driver_sql("\n".join(kept).replace("%", "%%"))


def _can_be_made(connection: Connection, definition: str) -> bool:
    """Tell whether the target of a foreign key is unique; anything else can be made."""
    reference = _REFERENCE.search(definition)
    return reference is None or is_unique(connection, reference["table"], reference["column"])


def is_unique(connection: Connection, table: str, column: str) -> bool:
    """Tell whether a primary key or a unique index covers just one column.

    Args:
        connection: A connection.
        table: ``schema.table``.
        column: The column.

    Returns:
        True if foreign keys can refer to the column.
    """
    query = text(
        "SELECT EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
        "AND a.attnum = i.indkey[0] WHERE i.indrelid = to_regclass(:table) AND i.indisunique "
        "AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts = 1 AND a.attname = :column)"
    )
    return bool(connection.scalar(query, {"table": table, "column": column}))


def table_exists(connection: Connection, table: str) -> bool:
    """Tell whether a table is there.

    Args:
        connection: A connection.
        table: ``schema.table``.

    Returns:
        True if a table or view of that name exists.
    """
    return connection.scalar(text("SELECT to_regclass(:table)"), {"table": table}) is not None


def column_types(connection: Connection, table: str) -> dict[str, str]:
    """Read the columns of a table.

    Args:
        connection: A connection.
        table: ``schema.table``.

    Returns:
        The type of each column, as PostgreSQL writes it; empty if there is no such table.
    """
    rows = connection.execute(
        text(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped"
        ),
        {"table": table},
    )
    return {row.attname: row.format_type for row in rows}


def remember(connection: Connection, object_name: str, *, was_found: bool) -> None:
    """Record whether an object was there before us; only what was not may be dropped.

    Args:
        connection: A connection.
        object_name: ``table``, ``table.column``, ``table.constraint`` or ``index.name`` in
            ``public``.
        was_found: Whether it was there.
    """
    connection.execute(
        text(
            "INSERT INTO seqpt.adopted_object (object_name, was_found) VALUES (:name, :found) "
            "ON CONFLICT DO NOTHING"
        ),
        {"name": object_name, "found": was_found},
    )


def made_by_us(connection: Connection) -> list[str]:
    """List what a migration of ours made in ``public``.

    Args:
        connection: A connection.

    Returns:
        Names as given to ``remember``.
    """
    query = text("SELECT object_name FROM seqpt.adopted_object WHERE NOT was_found")
    return list(connection.scalars(query))


def remember_index(connection: Connection, index: str) -> None:
    """Record whether an index of ``public`` was there before ours is made.

    Args:
        connection: A connection.
        index: Its name.
    """
    was_found = table_exists(connection, f"public.{index}")
    remember(connection, f"index.{index}", was_found=was_found)


def drop_index(connection: Connection, index: str) -> None:
    """Drop an index of ``public`` if a migration of ours made it, and forget it.

    Args:
        connection: A connection.
        index: Its name.
    """
    name = f"index.{index}"
    if name in made_by_us(connection):
        connection.execute(text(f"DROP INDEX IF EXISTS public.{index}"))
    connection.execute(
        text("DELETE FROM seqpt.adopted_object WHERE object_name = :name"), {"name": name}
    )


def refuse_other_shape(connection: Connection, table: str, expected: dict[str, str]) -> None:
    """Stop if a table of ours is already there with other columns.

    Args:
        connection: A connection.
        table: ``schema.table``.
        expected: Type of each column.

    Raises:
        DataError: If the table exists and differs; names the columns.
    """
    found = column_types(connection, table)
    if not found:
        return
    differing = [
        f"{name} is {found.get(name, 'missing')} instead of {expected.get(name, 'absent')}"
        for name in sorted(found.keys() | expected.keys())
        if found.get(name) != expected.get(name)
    ]
    if differing:
        raise DataError(
            f"table {table} has another shape than ours: {'; '.join(differing)}",
            "Rename that table out of the way, then run again; nothing was changed.",
        )


def add_column(connection: Connection, table: str, column: str, definition: str) -> None:
    """Add a column to a table in ``public`` if it is not there, and remember which was the case.

    Args:
        connection: A connection.
        table: Name of the table.
        column: Name of the column.
        definition: Its type, default and nullability.

    Raises:
        DataError: If a column of that name is there with another type.
    """
    found = column_types(connection, f"public.{table}").get(column)
    remember(connection, f"{table}.{column}", was_found=found is not None)
    if found is None:
        connection.execute(text(f"ALTER TABLE public.{table} ADD COLUMN {column} {definition}"))
    elif not definition.lower().startswith(found.lower()):
        raise DataError(
            f"column public.{table}.{column} is {found} instead of {definition}",
            "Rename that column out of the way, then run again; nothing was changed.",
        )


def add_constraint(connection: Connection, table: str, name: str, definition: str) -> None:
    """Add a constraint to a table in ``public`` if it is not there; remember which was the case.

    Rows that break it do not stop the migration: then it holds for new rows only (NOT VALID),
    and the gate reports the old ones.

    Args:
        connection: A connection.
        table: Name of the table.
        name: Name of the constraint.
        definition: For example ``CHECK (gap_size >= 0)``.
    """
    known = connection.scalar(
        text("SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass(:t) AND conname = :n"),
        {"t": f"public.{table}", "n": name},
    )
    remember(connection, f"{table}.{name}", was_found=bool(known))
    if known or not _can_be_made(connection, definition):
        return
    connection.execute(
        text(f"ALTER TABLE public.{table} ADD CONSTRAINT {name} {definition} NOT VALID")
    )
    validate = f"ALTER TABLE public.{table} VALIDATE CONSTRAINT {name}"
    # PL/pgSQL catches the violation in place; a failed statement would end the transaction.
    connection.execute(
        text(
            f"DO $$ BEGIN {validate}; EXCEPTION WHEN check_violation OR foreign_key_violation "
            f"THEN RAISE NOTICE 'constraint {name} stays NOT VALID'; END $$"
        )
    )


def refuse_to_lose_rows(connection: Connection, queries: dict[str, str]) -> None:
    """Stop a downgrade that would lose rows.

    Args:
        connection: A connection.
        queries: By a name to show, the SQL that is true where rows would be lost.

    Raises:
        DatabaseError: If any of them is true; names them.
    """
    losing = [name for name, sql in queries.items() if connection.scalar(text(f"SELECT {sql}"))]
    if losing:
        raise DatabaseError(
            f"going down would lose rows of {', '.join(losing)}",
            "Save and delete those rows first.",
        )
