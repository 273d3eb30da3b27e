"""Create Derik's tables where they are absent; remember which were found."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(
        text(
            "CREATE TABLE seqpt.adopted_object (object_name VARCHAR(130) NOT NULL, "
            "was_found BOOLEAN NOT NULL, CONSTRAINT adopted_object_pkey PRIMARY KEY (object_name))"
        )
    )
    for statement in ddl.statements("0001_derik_schema.sql"):
        table = statement.split("public.", 1)[1].split(" ", 1)[0]
        ddl.remember(connection, table, was_found=ddl.table_exists(connection, f"public.{table}"))
        ddl.create(connection, statement)


def downgrade() -> None:
    connection = op.get_bind()
    ours = ddl.made_by_us(connection)
    ddl.refuse_to_lose_rows(
        connection, {table: f"EXISTS (SELECT FROM public.{table})" for table in ours}
    )
    if ours:
        connection.execute(text(f"DROP TABLE {', '.join(f'public.{table}' for table in ours)}"))
    connection.execute(text("DROP TABLE seqpt.adopted_object"))
