"""What objectives are worded from: an organization's context, and passages of text."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import (
    ARRAY,
    REAL,
    CheckConstraint,
    Computed,
    DateTime,
    Identity,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, references

OfOrganization = Annotated[
    int, mapped_column(references("organization.id", "CASCADE"), doc="The organization.")
]
ImportedAt = Annotated[
    datetime,
    mapped_column(DateTime, server_default=func.now(), doc="When it was written (UTC)."),
]
Digest = Annotated[str, mapped_column(String(64))]

LEXEMES = (
    "CASE language WHEN 'de' THEN to_tsvector('german'::regconfig, content) "
    "ELSE to_tsvector('english'::regconfig, content) END"
)


class CompanyContext(Base):
    """What an organization's ``context.yaml`` says; `make context` writes it."""

    __tablename__ = "company_context"
    __table_args__ = {"schema": SCHEMA}
    organization_id: Mapped[OfOrganization] = mapped_column(primary_key=True, autoincrement=False)
    industry: Mapped[str] = mapped_column(
        Text, doc="The industry that it works in; an empty text where it says none."
    )
    entries: Mapped[Any] = mapped_column(
        JSONB,
        doc="Its processes, methods and tools: a list of kind, name and competency_ids (an empty "
        "list: it belongs to all of them).",
    )
    content_hash: Mapped[Digest] = mapped_column(
        doc="SHA-256 of what the file says, 64 hexadecimal digits."
    )
    imported_at: Mapped[ImportedAt]


class ContextDocument(Base):
    """A document of an organization; its text is in `knowledge_chunk`."""

    __tablename__ = "context_document"
    __table_args__ = (
        UniqueConstraint("organization_id", "name"),
        UniqueConstraint("organization_id", "content_hash"),
        CheckConstraint(
            "kind::text IN ('md', 'txt', 'pdf', 'docx')", name="context_document_kind_check"
        ),
        {"schema": SCHEMA},
    )
    document_id: Mapped[int] = mapped_column(
        Identity(always=True), primary_key=True, doc="Number of the document."
    )
    organization_id: Mapped[OfOrganization]
    name: Mapped[str] = mapped_column(String(255), doc="Its file name.")
    kind: Mapped[str] = mapped_column(
        String(10), doc="What kind of file it is: md, txt, pdf or docx."
    )
    content_hash: Mapped[Digest] = mapped_column(
        doc="SHA-256 of the file, 64 hexadecimal digits; the same file is not kept twice."
    )
    byte_count: Mapped[int] = mapped_column(doc="Size of the file in bytes.")
    character_count: Mapped[int] = mapped_column(doc="Characters of its text after cleaning.")
    imported_at: Mapped[ImportedAt]


class KnowledgeChunk(Base):
    """A passage of text that can support an objective, shared or an organization's own.

    Step 1 `migrate_schema` keeps the shared ones: competencies, indicators and processes.
    `make context` writes an organization's own; no other organization's objectives see them.
    """

    __tablename__ = "knowledge_chunk"
    __table_args__ = (
        CheckConstraint("language::text IN ('en', 'de')", name="knowledge_chunk_language_check"),
        Index(
            "knowledge_chunk_one_text",
            text("coalesce(organization_id, 0)"),
            "source",
            "language",
            "position",
            unique=True,
        ),
        Index("idx_knowledge_chunk_search", "search", postgresql_using="gin"),
        Index("idx_knowledge_chunk_document", "document_id"),
        {"schema": SCHEMA},
    )
    chunk_id: Mapped[int] = mapped_column(
        Identity(always=True), primary_key=True, doc="Number of the passage."
    )
    organization_id: Mapped[int | None] = mapped_column(
        references("organization.id", "CASCADE"),
        doc="The organization that it belongs to; empty where all share it.",
    )
    document_id: Mapped[int | None] = mapped_column(
        references("seqpt.context_document.document_id", "CASCADE"),
        doc="The document that it stands in; empty where it is shared.",
    )
    source: Mapped[str] = mapped_column(
        String(300),
        doc="Where it stands: competency 14, indicators 14, process 9, document handbook.pdf.",
    )
    competency_id: Mapped[int | None] = mapped_column(
        doc="The competency that it is about; empty where it is about none in particular."
    )
    position: Mapped[int] = mapped_column(doc="Its number in the source, from 1.")
    language: Mapped[str] = mapped_column(String(2), doc="Its language: en or de.")
    content: Mapped[str] = mapped_column(Text, doc="Its words.")
    content_hash: Mapped[Digest] = mapped_column(doc="SHA-256 of its words, 64 hexadecimal digits.")
    search: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(LEXEMES, persisted=True),
        nullable=True,
        doc="The stems of its words, for full-text search; the database makes them.",
    )


class ChunkEmbedding(Base):
    """A passage as a vector, once for each embedding model that was configured."""

    __tablename__ = "chunk_embedding"
    __table_args__ = {"schema": SCHEMA}
    chunk_id: Mapped[int] = mapped_column(
        references("seqpt.knowledge_chunk.chunk_id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The passage.",
    )
    model: Mapped[str] = mapped_column(
        String(100), primary_key=True, doc="The embedding model as it was asked for."
    )
    content_hash: Mapped[Digest] = mapped_column(
        doc="SHA-256 of the words that were embedded; where the passage has another one by now, "
        "the vector counts as missing."
    )
    embedding: Mapped[list[float]] = mapped_column(ARRAY(REAL), doc="The vector.")
