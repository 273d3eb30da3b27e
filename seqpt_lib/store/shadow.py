"""A dry run's schema: copies of the written tables, found before the real ones, then dropped."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from seqpt_lib.store import engine

WRITTEN_TABLES = {
    "user_se_competency_survey_results": "public",
    "learning_plans": "public",
    "archetype_fit": "seqpt",
    "competency_statistic": "seqpt",
    "coverage_finding": "seqpt",
    "gap_basis": "seqpt",
    "need": "seqpt",
    "role_need": "seqpt",
    "role_statistic": "seqpt",
    "objective": "seqpt",
    "plan_status": "seqpt",
}
"""Every table that steps 2 to 5 write, with its schema. Each has a column ``organization_id``."""


@contextmanager
def shadow_schema(organization_id: int) -> Iterator[str]:
    """Make copies of an organization's rows in all written tables, in a schema of their own.

    Sessions that look there first (``SEQPT_SHADOW_SCHEMA``) read everything else from the real
    tables and write only to the copies. An organization has one such schema, so the caller holds
    its `organization_lock`.

    Args:
        organization_id: The organization.

    Yields:
        Name of the schema. It is dropped at the end of the block, and one that a killed run left
        behind is dropped at the start.

    Raises:
        DatabaseError: If the database refuses.
    """
    name = f"seqpt_dry_run_{organization_id}"
    drop = text(f"DROP SCHEMA IF EXISTS {name} CASCADE")
    with engine.transaction() as connection:
        connection.execute(drop)
        connection.execute(text(f"CREATE SCHEMA {name}"))
        for table, schema in WRITTEN_TABLES.items():
            source = f"{schema}.{table}"
            connection.execute(text(f"CREATE TABLE {name}.{table} (LIKE {source} INCLUDING ALL)"))
            connection.execute(
                text(
                    f"INSERT INTO {name}.{table} SELECT * FROM {source} "
                    "WHERE organization_id = :organization"
                ),
                {"organization": organization_id},
            )
            connection.execute(text(f"ANALYZE {name}.{table}"))
    try:
        yield name
    finally:
        with engine.transaction() as connection:
            connection.execute(drop)
