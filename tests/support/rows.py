"""Looking at a database from outside: rows, counts, row versions."""

from typing import Any

from sqlalchemy import text

from seqpt_lib.store import engine

WRITTEN_TABLES = (
    "public.user_se_competency_survey_results",
    "public.learning_plans",
    "seqpt.archetype_fit",
    "seqpt.competency_statistic",
    "seqpt.coverage_finding",
    "seqpt.gap_basis",
    "seqpt.need",
    "seqpt.role_need",
    "seqpt.role_statistic",
    "seqpt.objective",
    "seqpt.plan_status",
)
"""What steps 2 to 5 write."""


def query(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """Run a SELECT outside of the transaction that a test may have open."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), parameters)]


def scalar(statement: str, **parameters: Any) -> Any:
    return query(statement, **parameters)[0][0]


def run(statement: str, **parameters: Any) -> int:
    """Run a statement that changes something and commit it."""
    with engine.transaction() as connection:
        return connection.execute(text(statement), parameters).rowcount


def run_script(script: str) -> None:
    """Run several statements in one transaction, as they stand: colons are no parameters."""
    with engine.transaction() as connection:
        connection.exec_driver_sql(script.replace("%", "%%"))


def tables() -> list[str]:
    return [
        name
        for (name,) in query(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        )
    ]


def row_counts() -> dict[str, int]:
    """Count the rows of every table."""
    return {table: scalar(f"SELECT count(*) FROM {table}") for table in tables()}


def row_versions(names: tuple[str, ...] = WRITTEN_TABLES) -> dict[str, list[tuple[Any, ...]]]:
    """Give place and transaction of every row: a row that is written again gets other ones."""
    return {
        table: query(f"SELECT ctid::text, xmin::text FROM {table} ORDER BY 1") for table in names
    }


def dump(names: list[str]) -> dict[str, list[str]]:
    """Give every row of some tables as text."""
    return {
        table: [row for (row,) in query(f"SELECT t::text FROM {table} t ORDER BY 1")]
        for table in names
    }
