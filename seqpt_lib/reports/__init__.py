"""Tables and figures for people: names beside ids, one colour for a level everywhere."""

from seqpt_lib.reports.figures import levels_figure, needs_figure
from seqpt_lib.reports.tables import with_competency_names, with_role_names

__all__ = ["levels_figure", "needs_figure", "with_competency_names", "with_role_names"]
