"""The parts of the report as HTML: each a function of what a run found, each shown by a cell."""

from seqpt_lib.reports.html.calendar import calendar
from seqpt_lib.reports.html.changes import changes
from seqpt_lib.reports.html.coverage import coverage
from seqpt_lib.reports.html.found import Findings, read_findings
from seqpt_lib.reports.html.heat_map import heat_map
from seqpt_lib.reports.html.levels import levels
from seqpt_lib.reports.html.markup import Part
from seqpt_lib.reports.html.method import method
from seqpt_lib.reports.html.objectives import objectives
from seqpt_lib.reports.html.overview import PARTS, head, overview
from seqpt_lib.reports.html.priorities import priorities
from seqpt_lib.reports.html.quality import quality


def html_parts(found: Findings) -> list[Part]:
    """Make all parts, in their order.

    Args:
        found: What the run found.

    Returns:
        The head and the ten parts below it.
    """
    makers = (
        head,
        overview,
        heat_map,
        levels,
        priorities,
        coverage,
        objectives,
        calendar,
        changes,
        quality,
        method,
    )
    return [make(found) for make in makers]


__all__ = [
    "PARTS",
    "Findings",
    "Part",
    "calendar",
    "changes",
    "coverage",
    "head",
    "heat_map",
    "html_parts",
    "levels",
    "method",
    "objectives",
    "overview",
    "priorities",
    "quality",
    "read_findings",
]
