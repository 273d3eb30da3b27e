"""Deterministic checks of an objective's wording, whoever wrote it. Pure."""

from seqpt_lib.objectives.checks.copying import near_duplicates
from seqpt_lib.objectives.checks.grounds import grounds_for
from seqpt_lib.objectives.checks.run import CHECKS, check_objective
from seqpt_lib.objectives.checks.values import Finding, Grounds
from seqpt_lib.objectives.checks.verbs import level_of

__all__ = [
    "CHECKS",
    "Finding",
    "Grounds",
    "check_objective",
    "grounds_for",
    "level_of",
    "near_duplicates",
]
