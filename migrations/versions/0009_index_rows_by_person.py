"""Index answers and survey types by person: one organization is judged among many."""

from alembic import op

from seqpt_lib.schema import ddl

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = ["idx_survey_user", "idx_user_survey_type_user"]


def upgrade() -> None:
    connection = op.get_bind()
    for index in INDEXES:
        ddl.remember_index(connection, index)
    for statement in ddl.statements("0009_people.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    connection = op.get_bind()
    for index in INDEXES:
        ddl.drop_index(connection, index)
