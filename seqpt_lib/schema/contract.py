"""The contract: what the migrated database consists of, part by part, and the SQL to restore it."""

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.errors import DataError
from seqpt_lib.schema import ddl
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.copying import read_frame

FILE = PROJECT_ROOT / "migrations" / "contract.csv"
"""Made by ``make contract`` from a freshly migrated database; a test compares the two."""

PARTS = ["table_name", "definition", "restore_sql"]

EXTENSIONS = {
    "organization": [
        "size",
        "maturity_score",
        "selected_archetype",
        "phase1_completed",
        "created_at",
    ],
    "user_se_competency_survey_results": [
        "target_level",
        "gap_size",
        "archetype_source",
        "learning_plan_id",
    ],
}
"""Columns that a migration adds to Derik's tables."""

READ_TABLES = [
    "organization",
    "app_user",
    "competency",
    "competency_indicators",
    "iso_processes",
    "role_cluster",
    "role_process_matrix",
    "process_competency_matrix",
    "role_competency_matrix",
    "unknown_role_process_matrix",
    "unknown_role_competency_matrix",
    "user_role_cluster",
    "user_survey_type",
    "user_se_competency_survey_results",
    "user_competency_survey_feedback",
]
"""Derik's tables that the pipeline cannot do without."""

NEEDED_TABLES = [
    *READ_TABLES,
    "iso_system_life_cycle_processes",
    "learning_plans",
    "questionnaire_responses",
]
"""Tables in ``public`` that a migrated database has: his, and those that a migration made."""

FAMILIES = [
    ("integer", "bigint", "smallint"),
    ("character varying", "text", "character"),
    ("timestamp without time zone", "timestamp with time zone", "date"),
    ("jsonb", "json"),
]
"""Types that may stand for each other where the pipeline only reads."""


def describe(connection: Connection) -> pd.DataFrame:
    """Describe a freshly migrated database: the contract that others are compared with.

    Args:
        connection: A connection, in a transaction, to a database that was empty before it was
            migrated.

    Returns:
        One row per part: ``table_name`` (``seqpt.`` before ours), ``definition``, ``kind``,
        ``restore_sql``.
    """
    connection.execute(text("SET LOCAL search_path = pg_catalog"))  # so that names are qualified
    (query,) = ddl.statements("contract.sql")
    return read_frame(connection, query.replace("%", "%%"))


def reference_contract() -> pd.DataFrame:
    """Read the contract.

    Returns:
        As ``describe``.
    """
    return pd.read_csv(FILE)


def differences(connection: Connection) -> pd.DataFrame:
    """Compare the database with the contract.

    Args:
        connection: A connection to a migrated database whose reference data are loaded.

    Returns:
        One row per part that is missing or not validated, in the order in which to restore them:
        ``table_name`` (``seqpt.`` before ours), ``kind``, ``definition``, ``restore_sql``.
    """
    return read_frame(
        connection,
        "SELECT table_name, kind, definition, restore_sql FROM contract_difference "
        "ORDER BY position, table_name, definition",
    )


def refuse_missing(connection: Connection, *, is_migrated: bool) -> None:
    """Stop where a table that the pipeline needs is gone, or one of Derik's lacks a column.

    Args:
        connection: A connection.
        is_migrated: False before the first migration, which makes the tables that are not there.

    Raises:
        DataError: Names tables and columns, with the SQL that adds them.
    """
    contract = reference_contract()
    columns = contract[contract["kind"].eq("column")]
    found = _column_types(connection)
    gone = [table for table in NEEDED_TABLES if table not in found] if is_migrated else []
    lacking = {f"table {table} is missing": _creation(columns, table) for table in gone}
    for table in READ_TABLES:
        if table in found:
            lacking |= _lacking(columns[columns["table_name"].eq(table)], found[table])
    if lacking:
        after = " Then make migrate says what else these tables have lost." if gone else ""
        raise DataError(
            f"the survey app's tables lack what is read from them: {'; '.join(lacking)}",
            f"Its owner can add it; nothing was changed: {' '.join(lacking.values())}{after}",
        )


def _column_types(connection: Connection) -> dict[str, dict[str, str]]:
    """Give the type of each column, without its length, by table in ``public``."""
    found = read_frame(
        connection,
        "SELECT c.relname AS table_name, a.attname AS column_name, "
        "format_type(a.atttypid, NULL) AS type_name FROM pg_class c JOIN pg_attribute a "
        "ON a.attrelid = c.oid WHERE c.relnamespace = to_regnamespace('public') "
        "AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped",
    )
    types: dict[str, dict[str, str]] = {}
    for table, column, type_name in found.itertuples(index=False, name=None):
        types.setdefault(table, {})[column] = type_name
    return types


def _creation(columns: pd.DataFrame, table: str) -> str:
    """Write the SQL that makes a table; keys and the like are for the difference to restore."""
    definitions = columns.loc[columns["table_name"].eq(table), "definition"]
    return f"CREATE TABLE public.{table} ({', '.join(definitions)});"


def _lacking(columns: pd.DataFrame, types: dict[str, str]) -> dict[str, str]:
    """Give the SQL that mends each column of a table that is missing or of another type."""
    lacking: dict[str, str] = {}
    for table, definition, restore_sql in columns[PARTS].itertuples(index=False, name=None):
        column, wanted = definition.split(" ", 1)
        if column in EXTENSIONS.get(table, []):
            continue
        there = types.get(column)
        if there is None:
            lacking[f"{table}.{column} is missing"] = restore_sql
        elif not _stands_for(there, wanted.split("(")[0]):
            lacking[f"{table}.{column} is {there} instead of {wanted}"] = (
                f"ALTER TABLE public.{table} ALTER COLUMN {column} TYPE {wanted} "
                f"USING {column}::{wanted};"
            )
    return lacking


def _stands_for(found: str, wanted: str) -> bool:
    return found == wanted or any(found in types and wanted in types for types in FAMILIES)
