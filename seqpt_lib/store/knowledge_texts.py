"""Writing passages of text: the shared ones, and what an organization says about itself."""

import hashlib
import json
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.model.knowledge import CompanyContext, ContextEntry, Document
from seqpt_lib.store.copying import copy_frame, read_frame

CHUNK_COLUMNS = ["document_id", "source", "competency_id", "position", "language", "content"]
STAGED = "staged_knowledge_chunk"
STAGED_DOCUMENTS = "staged_context_document"

_SAME = "t.source = s.source AND t.language = s.language AND t.position = s.position"
_SAME_DOCUMENT = (
    "SELECT FROM staged_context_document s WHERE s.name = t.name "
    "AND s.content_hash = t.content_hash"
)


def write_shared_knowledge(connection: Connection, chunks: pd.DataFrame) -> int:
    """Make the shared passages equal to a frame. Equal rows are not written and keep their number.

    Args:
        connection: A connection in a transaction.
        chunks: One row per passage: ``source``, ``competency_id`` (missing: about none in
            particular), ``position``, ``language``, ``content``.

    Returns:
        Rows inserted, updated and deleted.
    """
    return _synchronize(connection, None, chunks.assign(document_id=None))


def read_own_texts(connection: Connection) -> dict[str, pd.DataFrame]:
    """Read the texts that the survey app itself holds about competencies and processes.

    Args:
        connection: A connection.

    Returns:
        By table: ``competency`` (``competency_id``, ``description``, ``why_it_matters``),
        ``competency_indicators`` (``competency_id``, ``level`` as the German word, ``en``, ``de``)
        and ``iso_processes`` (``iso_process_id``, ``description``). Empty texts are missing.
    """
    queries = {
        "competency": "SELECT id AS competency_id, description, why_it_matters FROM competency",
        "competency_indicators": "SELECT competency_id, level, indicator_en AS en, "
        "indicator_de AS de FROM competency_indicators WHERE competency_id IS NOT NULL ORDER BY id",
        "iso_processes": "SELECT id AS iso_process_id, description FROM iso_processes",
    }
    return {table: read_frame(connection, query) for table, query in queries.items()}


def write_context(
    connection: Connection,
    organization_id: int,
    context: CompanyContext,
    context_hash: str,
    documents: Sequence[Document],
) -> dict[str, int]:
    """Replace what an organization says about itself. Rows that are equal stay.

    A document whose file is the same keeps its row, and so do its passages with their embeddings.
    A document that is not among those given goes with all its passages.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        context: What its ``context.yaml`` says.
        context_hash: SHA-256 of that, 64 hexadecimal digits.
        documents: All its documents, no file twice.

    Returns:
        Rows inserted, updated and deleted, by table.
    """
    written = _write_entries(connection, organization_id, context, context_hash)
    _stage_documents(connection, organization_id, documents)
    gone, changed = _replace_documents(connection, organization_id)
    chunks = _synchronize(
        connection, organization_id, _document_chunks(connection, organization_id, documents)
    )
    return {
        "company_context": written,
        "context_document": changed,
        "knowledge_chunk": gone + chunks,
    }


def read_context(connection: Connection, organization_id: int) -> CompanyContext:
    """Read what an organization says about itself.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        Its context; one without industry and entries where it never said anything.
    """
    found = connection.execute(
        text("SELECT industry, entries FROM company_context WHERE organization_id = :organization"),
        {"organization": organization_id},
    ).one_or_none()
    if found is None:
        return CompanyContext()
    entries = (
        ContextEntry(entry["kind"], entry["name"], tuple(entry["competency_ids"]))
        for entry in found.entries
    )
    return CompanyContext(found.industry, tuple(entries))


def _write_entries(
    connection: Connection, organization_id: int, context: CompanyContext, context_hash: str
) -> int:
    written = connection.execute(
        text(
            "INSERT INTO company_context AS t (organization_id, industry, entries, content_hash) "
            "VALUES (:organization, :industry, CAST(:entries AS jsonb), :hash) "
            "ON CONFLICT (organization_id) DO UPDATE SET industry = excluded.industry, "
            "entries = excluded.entries, content_hash = excluded.content_hash, "
            "imported_at = excluded.imported_at "
            "WHERE (t.industry, t.entries, t.content_hash) "
            "<> (excluded.industry, excluded.entries, excluded.content_hash)"
        ),
        {
            "organization": organization_id,
            "industry": context.industry,
            "entries": json.dumps([vars(entry) for entry in context.entries]),
            "hash": context_hash,
        },
    )
    return written.rowcount


def _stage_documents(
    connection: Connection, organization_id: int, documents: Sequence[Document]
) -> None:
    columns = ["name", "kind", "content_hash", "byte_count", "character_count"]
    rows = [[getattr(document, column) for column in columns] for document in documents]
    _stage(connection, STAGED_DOCUMENTS, "context_document", ["organization_id", *columns])
    frame = pd.DataFrame(rows, columns=columns)
    frame.insert(0, "organization_id", organization_id)
    copy_frame(connection, STAGED_DOCUMENTS, frame)


def _replace_documents(connection: Connection, organization_id: int) -> tuple[int, int]:
    """Give the passages deleted, and the documents deleted, inserted and updated."""
    given = {"organization": organization_id}
    absent = f"t.organization_id = :organization AND NOT EXISTS ({_SAME_DOCUMENT})"
    chunks = connection.execute(
        text(
            "DELETE FROM knowledge_chunk c USING context_document t "
            f"WHERE c.document_id = t.document_id AND {absent}"
        ),
        given,
    )
    deleted = connection.execute(text(f"DELETE FROM context_document t WHERE {absent}"), given)
    columns = "organization_id, name, kind, content_hash, byte_count, character_count"
    measures = "kind, byte_count, character_count"
    written = connection.execute(
        text(
            f"INSERT INTO context_document AS t ({columns}) SELECT {columns} "
            f"FROM {STAGED_DOCUMENTS} ON CONFLICT (organization_id, name) DO UPDATE SET "
            f"{', '.join(f'{c} = excluded.{c}' for c in measures.split(', '))} "
            f"WHERE (t.{measures.replace(', ', ', t.')}) "
            f"<> (excluded.{measures.replace(', ', ', excluded.')})"
        )
    )
    return chunks.rowcount, deleted.rowcount + written.rowcount


def _document_chunks(
    connection: Connection, organization_id: int, documents: Sequence[Document]
) -> pd.DataFrame:
    query = "SELECT name, document_id FROM context_document WHERE organization_id = :organization"
    stored = connection.execute(text(query), {"organization": organization_id})
    ids = {row.name: row.document_id for row in stored}
    rows = [
        [
            ids[document.name],
            f"document {document.name}",
            None,
            chunk.position,
            chunk.language,
            chunk.content,
        ]
        for document in documents
        for chunk in document.chunks
    ]
    return pd.DataFrame(rows, columns=CHUNK_COLUMNS)


def _synchronize(connection: Connection, organization_id: int | None, chunks: pd.DataFrame) -> int:
    """Make the passages of an organization, or the shared ones, equal to a frame."""
    hashes = [hashlib.sha256(words.encode()).hexdigest() for words in chunks["content"]]
    columns = ["organization_id", *CHUNK_COLUMNS, "content_hash"]
    frame = chunks.assign(organization_id=organization_id, content_hash=hashes)[columns]
    _stage(connection, STAGED, "knowledge_chunk", columns)
    copy_frame(connection, STAGED, frame)
    connection.execute(text(f"ANALYZE {STAGED}"))
    deleted = connection.execute(
        text(
            "DELETE FROM knowledge_chunk t WHERE t.organization_id IS NOT DISTINCT FROM "
            f":organization AND NOT EXISTS (SELECT FROM {STAGED} s WHERE {_SAME})"
        ),
        {"organization": organization_id},
    )
    return deleted.rowcount + connection.execute(text(_upsert(columns))).rowcount


def _upsert(columns: list[str]) -> str:
    names = ", ".join(columns)
    changed = ["document_id", "competency_id", "content", "content_hash"]
    equal = " AND ".join(f"t.{column} IS NOT DISTINCT FROM s.{column}" for column in changed)
    return (
        f"INSERT INTO knowledge_chunk ({names}) SELECT {names} FROM {STAGED} s "
        f"WHERE NOT EXISTS (SELECT FROM knowledge_chunk t WHERE {_SAME} AND {equal} "
        "AND coalesce(t.organization_id, 0) = coalesce(s.organization_id, 0)) "
        "ORDER BY source, language, position "
        "ON CONFLICT (coalesce(organization_id, 0), source, language, position) "
        f"DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in changed)}"
    )


def _stage(connection: Connection, name: str, like: str, columns: list[str]) -> None:
    """Make an empty temporary table, also where the transaction has one of that name already."""
    connection.execute(text(f"DROP TABLE IF EXISTS pg_temp.{name}"))
    connection.execute(
        text(
            f"CREATE TEMP TABLE {name} ON COMMIT DROP AS "
            f"SELECT {', '.join(columns)} FROM {like} WITH NO DATA"
        )
    )
