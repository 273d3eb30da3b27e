"""Alembic's entry: migrates over the connection it is given (seqpt migrate, tests) or over ours."""

from collections.abc import MutableMapping
from typing import Any

from alembic import context
from sqlalchemy import Connection, text

from seqpt_lib.store import models
from seqpt_lib.store.engine import schema_engine
from seqpt_lib.store.models.base import SCHEMA


def include_name(name: str | None, kind: str, parents: MutableMapping[Any, str | None]) -> bool:
    """Look only at our schemas and our models' tables: others may live in the same database."""
    if kind == "schema":
        return name in (None, SCHEMA)
    if kind == "table":
        table_schema = parents.get("schema_name")
        known = f"{table_schema}.{name}" if table_schema else name
        return known in models.metadata.tables
    return True


def migrate(connection: Connection) -> None:
    """Run the migrations that Alembic asks for in one transaction, unqualified names in public."""
    connection.execute(text("SET search_path = public"))
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    context.configure(
        connection=connection,
        target_metadata=models.metadata,
        version_table_schema=SCHEMA,
        include_schemas=True,
        include_name=include_name,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if isinstance(given, Connection):
    migrate(given)
else:
    with (given or schema_engine()).begin() as opened:
        migrate(opened)
