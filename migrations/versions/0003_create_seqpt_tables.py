"""Create the tables of schema ``seqpt``: reference data, results, ledger."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl
from seqpt_lib.schema.load import changed_tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FILLED_BY_STEPS = [
    "organization_archetype",
    "need",
    "role_need",
    "objective",
    "plan_status",
    "pipeline_run",
]


def upgrade() -> None:
    connection = op.get_bind()
    for statement in ddl.statements("0003_seqpt_schema.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    connection = op.get_bind()
    connection.execute(text("SET LOCAL search_path = seqpt, public"))
    edited = changed_tables(connection)
    connection.execute(text("SET LOCAL search_path = public"))
    ddl.refuse_to_lose_rows(
        connection,
        {f"seqpt.{table}": f"EXISTS (SELECT FROM seqpt.{table})" for table in FILLED_BY_STEPS}
        | {f"seqpt.{table}": "true" for table in edited},
    )
    tables = [
        statement.split("seqpt.", 1)[1].split(" ", 1)[0]
        for statement in ddl.statements("0003_seqpt_schema.sql")
        if statement.startswith("CREATE TABLE")
    ]
    connection.execute(text(f"DROP TABLE {', '.join(f'seqpt.{table}' for table in tables)}"))
    connection.execute(
        text("DROP FUNCTION seqpt.current_answer, seqpt.fold_archetype, seqpt.fold_name")
    )
