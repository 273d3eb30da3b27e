"""What step 1 met in a database: what was there, what it added, what it left alone."""

import pandas as pd

from seqpt_lib.store import engine
from seqpt_lib.store.copying import read_frame

LEFT_ALONE = """
WITH known AS (SELECT table_name FROM reference_contract WHERE table_name NOT LIKE '%%.%%'),
foreign_schema AS (SELECT oid, nspname FROM pg_namespace
    WHERE nspname !~ '^(pg_|information_schema$|seqpt$|seqpt_dry_run_)')
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END AS kind,
    n.nspname || '.' || c.relname AS object_name
FROM pg_class c JOIN foreign_schema n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT (n.nspname = 'public'
    AND c.relname IN (SELECT table_name FROM known))
UNION ALL SELECT 'trigger', n.nspname || '.' || c.relname || ': ' || t.tgname
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN foreign_schema n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal
UNION ALL SELECT 'routine', n.nspname || '.' || p.proname || '('
    || pg_get_function_identity_arguments(p.oid) || ')'
FROM pg_proc p JOIN foreign_schema n ON n.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
ORDER BY 1, 2
"""


def tables_found() -> pd.DataFrame:
    """List Derik's tables: whether they were found or made by us, and how many rows they hold.

    Returns:
        One row per table: ``table_name``, ``origin`` (``found`` or ``created``), ``row_count``
        (missing where this role may not read the table).
    """
    with engine.connect() as connection:
        known = read_frame(
            connection,
            "SELECT object_name AS table_name, "
            "CASE WHEN was_found THEN 'found' ELSE 'created' END AS origin, "
            "has_any_column_privilege('public.' || object_name, 'SELECT') AS is_readable "
            "FROM adopted_object "
            "WHERE object_name NOT LIKE '%%.%%' AND to_regclass('public.' || object_name) "
            "IS NOT NULL ORDER BY 1",
        )
        counts = read_frame(
            connection,
            " UNION ALL ".join(
                f"SELECT '{table}' AS table_name, count(*) AS row_count FROM public.{table}"
                for table in known.loc[known["is_readable"].eq("t"), "table_name"]
            ),
        )
    known = known.drop(columns="is_readable")
    tables = known.merge(counts, on="table_name", how="left", validate="one_to_one")
    return tables.astype({"row_count": "Int64"})


def objects_added() -> pd.DataFrame:
    """List what migrations added to tables in ``public`` that were there before.

    Returns:
        One row per column, constraint and index: ``object_name`` (``table.column``,
        ``table.constraint`` or ``index.name``).
    """
    with engine.connect() as connection:
        return read_frame(
            connection,
            "SELECT object_name FROM adopted_object WHERE NOT was_found "
            "AND object_name LIKE '%%.%%' ORDER BY 1",
        )


def left_alone() -> pd.DataFrame:
    """List what others brought: tables and views we do not know, triggers, routines.

    Returns:
        One row per object: ``kind`` (``table``, ``view``, ``trigger`` or ``routine``),
        ``object_name``.
    """
    with engine.connect() as connection:
        return read_frame(connection, LEFT_ALONE)
