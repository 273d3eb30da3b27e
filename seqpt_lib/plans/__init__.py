"""Step 5: one plan per person with a gap. Pure."""

from seqpt_lib.model.plans import LEVEL_HOURS, plan_weeks
from seqpt_lib.plans.build import PlanBook, build_plans
from seqpt_lib.plans.difference import PlanDifference, compare_plans
from seqpt_lib.plans.modules import choose_modules

__all__ = [
    "LEVEL_HOURS",
    "PlanBook",
    "PlanDifference",
    "build_plans",
    "choose_modules",
    "compare_plans",
    "plan_weeks",
]
