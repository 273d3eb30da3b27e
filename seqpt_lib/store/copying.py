"""Rows in bulk: one COPY whatever their number, and only what differs is written."""

from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.store.engine import telling_failures

STAGED_ANSWERS = "staged_current_answer"


def read_frame(
    connection: Connection,
    query: str,
    parameters: dict[str, Any] | None = None,
    *,
    dates: list[str] | None = None,
    types: dict[str, str] | None = None,
) -> pd.DataFrame:
    """Read the rows of a query.

    Args:
        connection: A connection.
        query: A SELECT; parameters as ``%(name)s``.
        parameters: Their values.
        dates: Columns that hold moments.
        types: Pandas types of columns, where the default would not do.

    Returns:
        One row per row of the query, its columns.
    """
    buffer = BytesIO()
    with telling_failures(), _cursor(connection) as cursor:
        bound = cursor.mogrify(query, parameters or {}).decode()
        cursor.copy_expert(f"COPY ({bound}) TO STDOUT (FORMAT csv, HEADER)", buffer)
    buffer.seek(0)
    frame = pd.read_csv(
        buffer, dtype=types or {}, keep_default_na=False, na_values=[""], skip_blank_lines=False
    )
    if frame.empty:
        ids = [c for c in frame.columns if c.endswith("_id") and c not in (types or {})]
        frame = frame.astype(dict.fromkeys(ids, "int64"))
    for column in dates or []:
        frame[column] = pd.to_datetime(frame[column], format="ISO8601")
    return frame


def count_rows(connection: Connection, query: str) -> int:
    """Count the rows of a query in the database.

    Args:
        connection: A connection.
        query: A SELECT without parameters.

    Returns:
        Number of rows.
    """
    return int(connection.scalar(text(f"SELECT count(*) FROM ({query}) AS counted")) or 0)


def copy_frame(connection: Connection, table: str, frame: pd.DataFrame) -> None:
    """Append a frame's rows to a table by one COPY.

    Args:
        connection: A connection in a transaction.
        table: Name of the table.
        frame: Its columns are columns of the table; missing values and empty texts become NULL.
    """
    buffer = StringIO()
    # With this end of a line a text that holds a part of it, a lone carriage return, is quoted.
    frame.to_csv(buffer, index=False, header=False, lineterminator="\r\n")
    buffer.seek(0)
    _copy(connection, table, list(frame.columns), buffer)


def copy_rows(
    connection: Connection, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Append rows to a table by one COPY without holding them all in memory.

    Args:
        connection: A connection in a transaction.
        table: Name of the table.
        columns: The columns that a row gives.
        rows: The rows, made while they are sent; ``None`` becomes NULL.
    """
    _copy(connection, table, columns, _RowReader(rows))


def stage_frame(connection: Connection, name: str, like: str, frame: pd.DataFrame) -> None:
    """Put a frame's rows into a temporary table that ends with the transaction.

    Args:
        connection: A connection in a transaction.
        name: Name of the temporary table.
        like: The table whose column types it takes.
        frame: Its columns are columns of ``like``.
    """
    connection.execute(
        text(
            f"CREATE TEMP TABLE {name} ON COMMIT DROP AS "
            f"SELECT {', '.join(frame.columns)} FROM {like} WITH NO DATA"
        )
    )
    copy_frame(connection, name, frame)
    connection.execute(text(f"ANALYZE {name}"))


def stage_current_answers(connection: Connection, organization_id: int) -> None:
    """Keep an organization's current answers in a temporary table, for several questions to come.

    Args:
        connection: A connection in a transaction; the table ends with it, and is made anew where
            it is there already.
        organization_id: The organization.
    """
    # A session finds its temporary tables first; the drop must not find anybody else's.
    connection.execute(text(f"DROP TABLE IF EXISTS pg_temp.{STAGED_ANSWERS}"))
    connection.execute(
        text(
            f"CREATE TEMP TABLE {STAGED_ANSWERS} ON COMMIT DROP AS "
            "SELECT * FROM current_answer(:organization)"
        ),
        {"organization": organization_id},
    )
    connection.execute(text(f"ANALYZE {STAGED_ANSWERS}"))


def synchronize(
    connection: Connection,
    table: str,
    frame: pd.DataFrame,
    keys: list[str],
    scope: dict[str, int] | None = None,
) -> int:
    """Make a table, or its rows of one organization, equal to a frame. Equal rows are not written.

    Args:
        connection: A connection in a transaction.
        table: Name of the table.
        frame: The rows that shall be there; its columns are columns of the table.
        keys: Columns of the primary key.
        scope: Column values that limit which rows are compared; None for the whole table.

    Returns:
        Rows inserted, updated and deleted.
    """
    staged = f"staged_{table}"
    stage_frame(connection, staged, table, frame)
    deleted = connection.execute(text(_deletion_of_absent(table, staged, keys, scope or {})))
    written = connection.execute(
        text(_upsert_of_different(table, staged, keys, list(frame.columns)))
    )
    return deleted.rowcount + written.rowcount


def _deletion_of_absent(table: str, staged: str, keys: list[str], scope: dict[str, int]) -> str:
    within = " AND ".join(f"t.{column} = {int(value)}" for column, value in scope.items())
    return (
        f"DELETE FROM {table} t WHERE {within or 'true'} "
        f"AND NOT EXISTS (SELECT FROM {staged} s WHERE {_same_key(keys)})"
    )


def _upsert_of_different(table: str, staged: str, keys: list[str], columns: list[str]) -> str:
    names = ", ".join(columns)
    updates = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in keys)
    action = f"DO UPDATE SET {updates}" if updates else "DO NOTHING"
    equal = " AND ".join(f"t.{c} IS NOT DISTINCT FROM s.{c}" for c in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {staged} s "
        f"WHERE NOT EXISTS (SELECT FROM {table} t WHERE {_same_key(keys)} AND {equal}) "
        f"ON CONFLICT ({', '.join(keys)}) {action}"
    )


def _same_key(keys: list[str]) -> str:
    return " AND ".join(f"t.{key} = s.{key}" for key in keys)


class _RowReader:
    """A file to read from, whose text is made row by row."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._lines: Iterator[str] = (_line(row) for row in rows)
        self._rest = ""

    def read(self, size: int = -1) -> str:
        parts, length = [self._rest], len(self._rest)
        while size < 0 or length < size:
            line = next(self._lines, None)
            if line is None:
                break
            parts.append(line)
            length += len(line)
        everything = "".join(parts)
        end = len(everything) if size < 0 else size
        self._rest = everything[end:]
        return everything[:end]


def _line(row: tuple[Any, ...]) -> str:
    cells = ("" if v is None else '"' + str(v).replace('"', '""') + '"' for v in row)
    return ",".join(cells) + "\n"


def _copy(connection: Connection, table: str, columns: list[str], file: Any) -> None:
    with _cursor(connection) as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)", file)


def _cursor(connection: Connection) -> Any:
    """Open a cursor of the driver, which knows COPY; SQLAlchemy's interface does not."""
    return connection.connection.cursor()
