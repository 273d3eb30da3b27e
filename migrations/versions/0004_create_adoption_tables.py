"""Add what adoption and gates need: contract, id map, reasons with results, functions."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ["reference_contract", "absorbed_key", "absorbed_table"]


def upgrade() -> None:
    connection = op.get_bind()
    for statement in ddl.statements("0004_adoption.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    connection = op.get_bind()
    ddl.refuse_to_lose_rows(
        connection,
        {
            f"seqpt.{table}": f"EXISTS (SELECT FROM seqpt.{table})"
            for table in TABLES
            if table != "reference_contract"
        },
    )
    connection.execute(text("DROP FUNCTION seqpt.unknown_role_people, seqpt.json_list"))
    connection.execute(text("DROP VIEW seqpt.contract_difference, seqpt.found_contract"))
    connection.execute(text(f"DROP TABLE {', '.join(f'seqpt.{table}' for table in TABLES)}"))
    connection.execute(
        text("ALTER TABLE seqpt.gate_result DROP COLUMN why, DROP COLUMN rows_query")
    )
