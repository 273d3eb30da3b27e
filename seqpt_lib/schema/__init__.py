"""Step 1: bring the schema up to date, load and compare reference data."""

from seqpt_lib.schema.migrations import current_revision, head_revision, migrate
from seqpt_lib.schema.prepare import SchemaReport, prepare, tables_found

__all__ = [
    "SchemaReport",
    "current_revision",
    "head_revision",
    "migrate",
    "prepare",
    "tables_found",
]
