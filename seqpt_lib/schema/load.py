"""Reference data: loaded once into a database that has none, compared in one that has them."""

from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib import reference
from seqpt_lib.schema.knowledge import shared_chunks
from seqpt_lib.schema.rows import mirror_tables, own_tables, survey_tables
from seqpt_lib.store import copying
from seqpt_lib.store.knowledge_texts import read_own_texts, write_shared_knowledge


@dataclass
class LoadReport:
    """What loading did: rows written by table, and rows that differ from the project's by table."""

    rows_written: dict[str, int] = field(default_factory=dict)
    differing: dict[str, int] = field(default_factory=dict)


def load_reference(connection: Connection) -> LoadReport:
    """Load the reference data where they are missing; compare them where they are not.

    Derik's master data and our archetypes are never overwritten. The tables ``reference_*`` are
    only a mirror of the project's files, for comparing in SQL, and follow them.

    Args:
        connection: A connection in a transaction.

    Returns:
        Rows written and rows that differ, by table.
    """
    report = LoadReport()
    for table, (frame, keys) in mirror_tables().items():
        if _differing(connection, table, frame, keys):  # a look needs no right to write
            _count(report.rows_written, table, copying.synchronize(connection, table, frame, keys))
    for table, (frame, keys) in (survey_tables() | own_tables()).items():
        if _is_empty(connection, table):
            copying.copy_frame(connection, table, frame)
            _count(report.rows_written, table, len(frame))
            _move_sequence(connection, table, frame)
        else:
            _count(report.differing, table, _differing(connection, table, frame, keys))
    _count(report.rows_written, "knowledge_chunk", load_knowledge(connection))
    return report


def changed_tables(connection: Connection) -> list[str]:
    """List our archetype and format tables that somebody edited since they were loaded.

    Args:
        connection: A connection in a transaction.

    Returns:
        Names of the tables that hold rows other than the project's files.
    """
    return [
        table
        for table, (frame, keys) in own_tables().items()
        if not _is_empty(connection, table) and _differing(connection, table, frame, keys)
    ]


def load_knowledge(connection: Connection) -> int:
    """Let the shared passages follow the texts of the database and of the project's files.

    Args:
        connection: A connection in a transaction.

    Returns:
        Passages written.

    Source: docs/explanation/retrieval.md, "What is searched".
    """
    chunks = shared_chunks(
        reference.competency_texts(),
        reference.described("processes", "iso_process_id"),
        read_own_texts(connection),
        reference.table("competency_level").set_index("level")["name_de"],
    )
    return write_shared_knowledge(connection, chunks)


def _is_empty(connection: Connection, table: str) -> bool:
    return not connection.scalar(text(f"SELECT EXISTS (SELECT FROM {table})"))


def _move_sequence(connection: Connection, table: str, frame: pd.DataFrame) -> None:
    if "id" in frame.columns:
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} "
                f"WHERE pg_get_serial_sequence('{table}', 'id') IS NOT NULL HAVING max(id) > 0"
            )
        )


def _differing(connection: Connection, table: str, frame: pd.DataFrame, keys: list[str]) -> int:
    staged = f"compared_{table}"
    copying.stage_frame(connection, staged, table, frame)
    same = " AND ".join(f"t.{key} = s.{key}" for key in keys)
    differs = " OR ".join(f"t.{c} IS DISTINCT FROM s.{c}" for c in frame.columns if c not in keys)
    count = connection.scalar(
        text(
            f"SELECT count(*) FROM {staged} s FULL JOIN {table} t ON {same} "
            f"WHERE s.{keys[0]} IS NULL OR t.{keys[0]} IS NULL OR {differs or 'false'}"
        )
    )
    return int(count or 0)


def _count(counts: dict[str, int], table: str, rows: int) -> None:
    if rows:
        counts[table] = rows
