"""Step 1: bring the schema up to date, load and compare reference data, absorb old tables."""

from seqpt_lib.schema.absorption import (
    AbsorbedTable,
    AbsorptionReport,
    absorbed_tables,
    contradicting,
    drop_absorbed,
    refuse_contradictions,
    refuse_unaccounted,
)
from seqpt_lib.schema.inventory import left_alone, objects_added, tables_found
from seqpt_lib.schema.migrations import head_revision, migrate, revisions
from seqpt_lib.schema.prepare import SchemaReport, prepare

__all__ = [
    "AbsorbedTable",
    "AbsorptionReport",
    "SchemaReport",
    "absorbed_tables",
    "contradicting",
    "drop_absorbed",
    "head_revision",
    "left_alone",
    "migrate",
    "objects_added",
    "prepare",
    "refuse_contradictions",
    "refuse_unaccounted",
    "revisions",
    "tables_found",
]
