"""Index what every run asks about other organizations: their critical failures, shared steps."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    for statement in ddl.statements("0008_others.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    connection = op.get_bind()
    connection.execute(text("DROP INDEX IF EXISTS seqpt.idx_gate_result_critical"))
    connection.execute(text("DROP INDEX IF EXISTS seqpt.idx_pipeline_step_done"))
