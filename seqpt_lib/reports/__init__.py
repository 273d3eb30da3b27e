"""Tables and figures for people: names beside ids, one colour for a level everywhere."""

from seqpt_lib.reports import html
from seqpt_lib.reports.changes import changes_record, changes_table
from seqpt_lib.reports.figures import levels_figure, needs_figure
from seqpt_lib.reports.objectives import (
    calls_table,
    cost_line,
    fallbacks_table,
    materials_table,
    objective_changes,
    objectives_summary,
    objectives_table,
    source_counts,
)
from seqpt_lib.reports.plans import (
    modules_table,
    plan_counts,
    plan_counts_table,
    plan_summary,
    plan_table,
    weeks_table,
)
from seqpt_lib.reports.tables import (
    captioned,
    coverage_table,
    fit_table,
    shown_table,
    trainer_table,
    with_competency_names,
    with_role_names,
)
from seqpt_lib.reports.what_if import compare_archetypes, comparison_lines, read_situation

__all__ = [
    "calls_table",
    "captioned",
    "changes_record",
    "changes_table",
    "compare_archetypes",
    "comparison_lines",
    "cost_line",
    "coverage_table",
    "fallbacks_table",
    "fit_table",
    "html",
    "levels_figure",
    "materials_table",
    "modules_table",
    "needs_figure",
    "objective_changes",
    "objectives_summary",
    "objectives_table",
    "plan_counts",
    "plan_counts_table",
    "plan_summary",
    "plan_table",
    "read_situation",
    "shown_table",
    "source_counts",
    "trainer_table",
    "weeks_table",
    "with_competency_names",
    "with_role_names",
]
