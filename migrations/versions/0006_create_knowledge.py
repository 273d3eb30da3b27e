"""Add what objectives are worded from, the calls of a language model, and trainers' objectives."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = [
    "chunk_embedding",
    "knowledge_chunk",
    "context_document",
    "company_context",
    "model_call",
]
ADDED = ["call_id", "track", "prompt_version", "passages", "findings"]

LOSSES = {
    f"seqpt.{table}": f"EXISTS (SELECT FROM seqpt.{table})"
    for table in TABLES
    if table != "knowledge_chunk"
} | {
    "seqpt.knowledge_chunk": (
        "EXISTS (SELECT FROM seqpt.knowledge_chunk WHERE organization_id IS NOT NULL)"
    ),
    "seqpt.objective": (
        "EXISTS (SELECT FROM seqpt.objective WHERE track <> 'people' OR call_id IS NOT NULL "
        "OR prompt_version IS NOT NULL OR passages <> '[]' OR findings <> '[]')"
    ),
}
"""Shared knowledge is none: step 1 makes it again from the reference data."""


def upgrade() -> None:
    connection = op.get_bind()
    for statement in ddl.statements("0006_knowledge.sql"):
        ddl.create(connection, statement)


def downgrade() -> None:
    connection = op.get_bind()
    ddl.refuse_to_lose_rows(connection, LOSSES)
    dropped = ", ".join(f"DROP COLUMN {column}" for column in ADDED)
    connection.execute(
        text(f"ALTER TABLE seqpt.objective DROP CONSTRAINT objective_pkey, {dropped}")
    )
    connection.execute(
        text(
            "ALTER TABLE seqpt.objective ADD CONSTRAINT objective_pkey "
            "PRIMARY KEY (organization_id, competency_id, level)"
        )
    )
    connection.execute(text(f"DROP TABLE {', '.join(f'seqpt.{table}' for table in TABLES)}"))
