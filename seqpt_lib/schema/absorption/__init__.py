"""The tables that an older program brought beside Derik's: absorbed, renamed, dropped later."""

from seqpt_lib.schema.absorption.absorb import absorb
from seqpt_lib.schema.absorption.drop import (
    AbsorbedTable,
    absorbed_tables,
    contradicting,
    drop_absorbed,
    refuse_contradictions,
)
from seqpt_lib.schema.absorption.report import AbsorptionReport, refuse_unaccounted

__all__ = [
    "AbsorbedTable",
    "AbsorptionReport",
    "absorb",
    "absorbed_tables",
    "contradicting",
    "drop_absorbed",
    "refuse_contradictions",
    "refuse_unaccounted",
]
