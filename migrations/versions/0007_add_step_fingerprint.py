"""Add what a step was done from, so that the next run can skip it."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    for statement in ddl.statements("0007_fingerprint.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    # Nothing is lost that cannot be had again: without it, the next run does every step.
    op.get_bind().execute(text("ALTER TABLE seqpt.pipeline_step DROP COLUMN fingerprint"))
