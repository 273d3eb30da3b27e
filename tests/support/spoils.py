"""For every check of every gate: one way to break it."""

from tests.support.spoiled_objectives import OBJECTIVES
from tests.support.spoiled_results import GAPS, PLANS
from tests.support.spoiled_sources import SOURCES

SPOILS = {"sources": SOURCES, "gaps": GAPS, "objectives": OBJECTIVES, "plans": PLANS}
"""By gate."""
