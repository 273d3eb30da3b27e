"""Index the critical failures of gates: every run asks which other organizations have some."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    for statement in ddl.statements("0008_stopping.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    op.get_bind().execute(text("DROP INDEX IF EXISTS seqpt.idx_gate_result_critical"))
