"""Tables and figures for people: names beside ids, one colour for a level everywhere."""

from seqpt_lib.reports import html
from seqpt_lib.reports.changes import changes_record, changes_table, compare_statistics
from seqpt_lib.reports.csv_files import write_csv_files
from seqpt_lib.reports.exporting import export
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
from seqpt_lib.reports.overview import make_views
from seqpt_lib.reports.plan_json import plan_document, write_plan_json
from seqpt_lib.reports.plans import (
    modules_table,
    plan_counts,
    plan_counts_table,
    plan_summary,
    plan_table,
    weeks_table,
)
from seqpt_lib.reports.results import Results, read_results
from seqpt_lib.reports.sheets import View, Views
from seqpt_lib.reports.stored import Stored
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
from seqpt_lib.reports.workbook import write_workbook

__all__ = [
    "Results",
    "Stored",
    "View",
    "Views",
    "calls_table",
    "captioned",
    "changes_record",
    "changes_table",
    "compare_archetypes",
    "compare_statistics",
    "comparison_lines",
    "cost_line",
    "coverage_table",
    "export",
    "fallbacks_table",
    "fit_table",
    "html",
    "levels_figure",
    "make_views",
    "materials_table",
    "modules_table",
    "needs_figure",
    "objective_changes",
    "objectives_summary",
    "objectives_table",
    "plan_counts",
    "plan_counts_table",
    "plan_document",
    "plan_summary",
    "plan_table",
    "read_results",
    "read_situation",
    "shown_table",
    "source_counts",
    "trainer_table",
    "weeks_table",
    "with_competency_names",
    "with_role_names",
    "write_csv_files",
    "write_plan_json",
    "write_workbook",
]
