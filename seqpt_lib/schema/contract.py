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


def refuse_missing_columns(connection: Connection) -> None:
    """Stop where a table of Derik's lacks a column that the pipeline reads.

    Args:
        connection: A connection; the database may not be migrated yet.

    Raises:
        DataError: Names the columns, with the SQL that adds them.
    """
    contract = reference_contract()
    contract = contract[contract["kind"].eq("column") & contract["table_name"].isin(READ_TABLES)]
    found = read_frame(
        connection,
        "SELECT c.relname AS table_name, a.attname AS column_name, "
        "format_type(a.atttypid, NULL) AS type_name FROM pg_class c JOIN pg_attribute a "
        "ON a.attrelid = c.oid WHERE c.relnamespace = to_regnamespace('public') "
        "AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped",
    )
    types = {
        (table, column): found_type
        for table, column, found_type in found.itertuples(index=False, name=None)
    }
    tables = {table for table, _ in types}
    lacking: dict[str, str] = {}
    for table, definition, restore_sql in contract[PARTS].itertuples(index=False, name=None):
        column, wanted = definition.split(" ", 1)
        if table not in tables or column in EXTENSIONS.get(table, []):
            continue
        there = types.get((table, column))
        if there is None:
            lacking[f"{table}.{column} is missing"] = restore_sql
        elif not _stands_for(there, wanted.split("(")[0]):
            lacking[f"{table}.{column} is {there} instead of {wanted}"] = (
                f"ALTER TABLE public.{table} ALTER COLUMN {column} TYPE {wanted} "
                f"USING {column}::{wanted};"
            )
    if lacking:
        raise DataError(
            f"the survey app's tables lack what is read from them: {'; '.join(lacking)}",
            f"Its owner can add it; nothing was changed: {' '.join(lacking.values())}",
        )


def _stands_for(found: str, wanted: str) -> bool:
    return found == wanted or any(found in types and wanted in types for types in FAMILIES)
