"""Embeddings of passages, and the extension ``vector`` that they are searched with."""

import logging

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.store.copying import copy_rows, read_frame

log = logging.getLogger(__name__)

STAGED = "staged_chunk_embedding"


def has_vectors(connection: Connection) -> bool:
    """Tell whether embeddings can be searched.

    Args:
        connection: A connection.

    Returns:
        True if the extension ``vector`` is there and its type can be seen.
    """
    return connection.scalar(text("SELECT to_regtype('vector')")) is not None


def create_vectors(connection: Connection) -> bool:
    """Create the extension ``vector`` where the server has it and the role may create it.

    Full text is searched without it, so a server or a role that cannot is only told in the log.

    Args:
        connection: A connection in a transaction.

    Returns:
        As ``has_vectors``.

    Source: docs/adr/0015-retrieval-lives-in-postgresql.md.
    """
    if has_vectors(connection):
        return True
    known = "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector')"
    if not connection.scalar(text(known)):
        log.info("the server has no extension vector: full text is searched, embeddings are not")
        return False
    # PL/pgSQL catches the refusal in place; a failed statement would end the transaction.
    connection.execute(
        text(
            "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA seqpt; "
            "EXCEPTION WHEN insufficient_privilege THEN NULL; END $$"
        )
    )
    is_there = has_vectors(connection)
    if not is_there:
        log.info("this role cannot create the extension vector: embeddings are not searched")
    return is_there


def missing_embeddings(connection: Connection, organization_id: int, model: str) -> pd.DataFrame:
    """List the passages that a model has not embedded, or not as they are now.

    Args:
        connection: A connection.
        organization_id: The organization; shared passages belong to every one.
        model: The embedding model as it is asked for.

    Returns:
        One row per passage: ``chunk_id``, ``content``, ``content_hash``, ``is_company`` (True if
        it is the organization's own).
    """
    return read_frame(
        connection,
        "SELECT c.chunk_id, c.content, c.content_hash, "
        "CASE WHEN c.organization_id IS NULL THEN 0 ELSE 1 END AS is_company "
        "FROM knowledge_chunk c "
        "WHERE (c.organization_id IS NULL OR c.organization_id = %(organization)s) "
        "AND NOT EXISTS (SELECT FROM chunk_embedding e WHERE e.chunk_id = c.chunk_id "
        "AND e.model = %(model)s AND e.content_hash = c.content_hash) ORDER BY c.chunk_id",
        {"organization": organization_id, "model": model},
        types={"content": "str", "content_hash": "str", "is_company": "bool"},
    )


def write_embeddings(connection: Connection, model: str, embeddings: pd.DataFrame) -> int:
    """Keep what a model made of passages; those that are gone by now are left out.

    Args:
        connection: A connection in a transaction.
        model: The embedding model as it was asked for.
        embeddings: One row per passage: ``chunk_id``, ``content_hash`` (of what was embedded) and
            ``embedding`` (a list of numbers).

    Returns:
        Rows written.
    """
    connection.execute(text(f"DROP TABLE IF EXISTS pg_temp.{STAGED}"))
    columns = ["chunk_id", "content_hash", "embedding"]
    connection.execute(
        text(
            f"CREATE TEMP TABLE {STAGED} ON COMMIT DROP AS "
            f"SELECT {', '.join(columns)} FROM chunk_embedding WITH NO DATA"
        )
    )
    rows = embeddings[columns].itertuples(index=False, name=None)
    copy_rows(connection, STAGED, columns, ((i, h, _array(vector)) for i, h, vector in rows))
    written = connection.execute(
        text(
            "INSERT INTO chunk_embedding (chunk_id, model, content_hash, embedding) "
            f"SELECT s.chunk_id, :model, s.content_hash, s.embedding FROM {STAGED} s "
            "JOIN knowledge_chunk c USING (chunk_id) ON CONFLICT (chunk_id, model) "
            "DO UPDATE SET content_hash = excluded.content_hash, embedding = excluded.embedding"
        ),
        {"model": model},
    )
    return written.rowcount


def _array(vector: list[float]) -> str:
    return "{" + ",".join(map(repr, map(float, vector))) + "}"
