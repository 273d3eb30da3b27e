"""Add what step 3 says about an organization, and indexes for one organization among many."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = [
    "competency_statistic",
    "role_statistic",
    "archetype_fit",
    "coverage_finding",
    "gap_basis",
]
INDEX = "idx_app_user_organization"


def upgrade() -> None:
    connection = op.get_bind()
    ddl.remember_index(connection, INDEX)
    for statement in ddl.statements("0005_gap_analysis.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    connection = op.get_bind()
    ddl.refuse_to_lose_rows(
        connection, {f"seqpt.{table}": f"EXISTS (SELECT FROM seqpt.{table})" for table in TABLES}
    )
    ddl.drop_index(connection, INDEX)
    connection.execute(text("DROP INDEX seqpt.idx_plan_status_organization"))
    connection.execute(text(f"DROP TABLE {', '.join(f'seqpt.{table}' for table in TABLES)}"))
    for table in ("need", "role_need"):
        connection.execute(text(f"ALTER TABLE seqpt.{table} DROP COLUMN shown_columns"))
