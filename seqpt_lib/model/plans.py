"""A learning plan as it is stored, and how long learning takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from seqpt_lib.errors import UsageError

LEVEL_HOURS = {1: 8, 2: 16, 4: 24, 6: 40}
"""Hours of learning for the step up to each level.

Source: docs/explanation/plans.md, "Hours".
"""

HOURS_OF_A_WEEK = 168


@dataclass(frozen=True)
class Plan:
    """One row of ``learning_plans``."""

    plan_id: str
    user_id: int
    objectives: str
    recommended_modules: str
    estimated_duration_weeks: int
    archetype_used: str


def plan_weeks(levels: Iterable[int], hours_per_week: float) -> int:
    """Estimate how many weeks a plan takes.

    Args:
        levels: The levels to climb, over all competencies.
        hours_per_week: Hours of learning a week, more than 0.

    Returns:
        Whole weeks, at least 1.

    Raises:
        UsageError: If ``hours_per_week`` is not a number above 0, at most 168.

    Source: docs/explanation/plans.md, "Hours".
    """
    return weeks_for(sum(LEVEL_HOURS[level] for level in levels), hours_per_week)


def weeks_for(learning_hours: int, hours_per_week: float) -> int:
    """Estimate how many weeks a number of hours takes; as ``plan_weeks``.

    Args:
        learning_hours: Hours of learning.
        hours_per_week: Hours of learning a week, more than 0.

    Returns:
        Whole weeks, at least 1.

    Raises:
        UsageError: If ``hours_per_week`` is not a number above 0, at most 168.
    """
    refuse_impossible(hours_per_week)
    # 168 / 0.7 is 240, not a bit more
    return max(1, ceil(learning_hours / Fraction(str(hours_per_week))))


def refuse_impossible(hours_per_week: float) -> None:
    """Refuse what no week has.

    Args:
        hours_per_week: Hours of learning a week.

    Raises:
        UsageError: If it is not a number above 0, at most 168.
    """
    if not 0 < hours_per_week <= HOURS_OF_A_WEEK:
        raise UsageError(
            f"hours_per_week = {hours_per_week} is not possible", "Use more than 0, at most 168."
        )
