"""Tables and figures for people: names beside ids, one colour for a level everywhere."""

from seqpt_lib.reports.changes import changes_table
from seqpt_lib.reports.figures import levels_figure, needs_figure
from seqpt_lib.reports.tables import (
    coverage_table,
    fit_table,
    shown_table,
    trainer_table,
    with_competency_names,
    with_role_names,
)

__all__ = [
    "changes_table",
    "coverage_table",
    "fit_table",
    "levels_figure",
    "needs_figure",
    "shown_table",
    "trainer_table",
    "with_competency_names",
    "with_role_names",
]
