"""Index answers and survey types by person: one organization is judged among many."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = ["idx_survey_user", "idx_user_survey_type_user"]


def upgrade() -> None:
    connection = op.get_bind()
    for index in INDEXES:
        was_found = ddl.table_exists(connection, f"public.{index}")
        ddl.remember(connection, f"index.{index}", was_found=was_found)
    for statement in ddl.statements("0009_people.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    connection = op.get_bind()
    ours = ddl.made_by_us(connection)
    for index in INDEXES:
        if f"index.{index}" in ours:
            connection.execute(text(f"DROP INDEX IF EXISTS public.{index}"))
    connection.execute(
        text("DELETE FROM seqpt.adopted_object WHERE object_name = ANY(:names)"),
        {"names": [f"index.{index}" for index in INDEXES]},
    )
