"""Index feedback by organization: that of others is not read."""

from alembic import op

from seqpt_lib.schema import ddl

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEX = "idx_feedback_organization"


def upgrade() -> None:
    connection = op.get_bind()
    ddl.remember_index(connection, INDEX)
    for statement in ddl.statements("0010_feedback.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    ddl.drop_index(op.get_bind(), INDEX)
