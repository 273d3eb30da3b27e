"""What to do first, and how to train it."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

import pandas as pd

from seqpt_lib.gaps.scenarios import with_scenarios
from seqpt_lib.model.levels import Level

GAP_WEIGHT, REQUIREMENT_WEIGHT, UNCOVERED_WEIGHT = 0.4, 0.3, 0.3
"""What the largest gap, the highest requirement and the share of scenario B weigh.

Source: docs/explanation/priorities.md, "Priority".
"""

PRIORITY_FACTORS = ["largest_gap", "highest_requirement", "uncovered_share"]

FEWEST_FOR_GROUPS = 3
LARGEST_VARIANCE = 4
FEW, SOME, MANY = Fraction(20, 100), Fraction(40, 100), Fraction(70, 100)
ENOUGH_EXPERTS = Fraction(10, 100)
"""Limits of the training methods.

Source: docs/explanation/priorities.md, "Training method".
"""


PeoplePerLevel = Mapping[int, int] | pd.Series
"""Number of people by level, levels ascending."""


class TrainingMethod(StrEnum):
    """How people who are below the target in a competency are best trained."""

    COACHING = "individual coaching"
    BLENDED = "blended"
    INDIVIDUAL = "individual or certification"
    SMALL_GROUP = "small group or mentoring"
    GROUP = "group with differentiation"
    GROUP_WITH_MENTORS = "group with experts as mentors"
    CLASSROOM = "classroom"


def priority(largest_gap: int, highest_requirement: int, uncovered_share: float) -> float:
    """Say how urgent a competency is.

    Args:
        largest_gap: Largest gap of anybody, 0..6.
        highest_requirement: Highest level that anybody's work needs, 0..6.
        uncovered_share: Share of the people in scenario B, 0..1.

    Returns:
        0 (nothing to do) to 10.

    Source: docs/explanation/priorities.md, "Priority".
    """
    return 10 * (
        GAP_WEIGHT * largest_gap / Level.MASTER
        + REQUIREMENT_WEIGHT * highest_requirement / Level.MASTER
        + UNCOVERED_WEIGHT * uncovered_share
    )


def priorities(standings: pd.DataFrame) -> pd.DataFrame:
    """Say how urgent each competency is.

    Where no requirement is known, the organization's target stands for it.

    Args:
        standings: As ``with_targets`` returns.

    Returns:
        One row per competency that somebody answered for: ``competency_id``, ``largest_gap``
        (0..6), ``highest_requirement`` (a level), ``uncovered_share`` (0..1, scenario B),
        ``priority`` (0..10).

    Source: docs/explanation/priorities.md, "Priority".
    """
    grouped = _priority_factors(standings)
    urgency = [
        priority(gap, requirement, share)
        for gap, requirement, share in zip(
            *(grouped[column].tolist() for column in PRIORITY_FACTORS), strict=True
        )
    ]
    return grouped.assign(priority=urgency).reset_index()[
        ["competency_id", *PRIORITY_FACTORS, "priority"]
    ]


def _priority_factors(standings: pd.DataFrame) -> pd.DataFrame:
    """Find by competency (index) what the priority depends on."""
    described = with_scenarios(standings)
    described = described.assign(
        largest_gap=(described["target_level"] - described["current_level"]).clip(lower=0),
        highest_requirement=described["required_level"].fillna(described["organization_level"]),
        uncovered_count=described["people_count"].where(described["scenario"] == "B", 0),
    )
    grouped = described.groupby("competency_id").agg(
        largest_gap=("largest_gap", "max"),
        highest_requirement=("highest_requirement", "max"),
        uncovered_count=("uncovered_count", "sum"),
        people_count=("people_count", "sum"),
    )
    return grouped.assign(
        highest_requirement=grouped["highest_requirement"].astype("int64"),
        uncovered_share=grouped["uncovered_count"] / grouped["people_count"],
    )


def training_method(
    below_count: int, assessed_count: int, is_spread: bool
) -> TrainingMethod | None:
    """Choose how to train the people who are below the target.

    Shares are compared as exact fractions: 9 of 10 below leaves exactly 10 % as experts.

    Args:
        below_count: People below their target.
        assessed_count: People who answered for the competency.
        is_spread: True if the population variance of the current levels is above 4.

    Returns:
        The method; ``None`` where nobody is below.

    Source: docs/explanation/priorities.md, "Training method".
    """
    if not below_count:
        return None
    if below_count < FEWEST_FOR_GROUPS:
        return TrainingMethod.COACHING
    if is_spread:
        return TrainingMethod.BLENDED
    share = Fraction(below_count, assessed_count)
    by_share = [
        (FEW, TrainingMethod.INDIVIDUAL),
        (SOME, TrainingMethod.SMALL_GROUP),
        (MANY, TrainingMethod.GROUP),
    ]
    has_experts = 1 - share >= ENOUGH_EXPERTS
    large = TrainingMethod.GROUP_WITH_MENTORS if has_experts else TrainingMethod.CLASSROOM
    return next((method for limit, method in by_share if share < limit), large)


def is_spread(per_level: PeoplePerLevel) -> bool:
    """Tell whether people's levels lie far apart: their population variance is above 4.

    Computed with whole numbers, so that exactly 4 is not above 4.

    Args:
        per_level: Number of people by level.

    Returns:
        True if the variance is above 4; False where nobody was assessed.

    Source: docs/explanation/priorities.md, "Training method".
    """
    counted = [(int(str(level)), int(count)) for level, count in per_level.items()]
    people, total = (sum(level**power * count for level, count in counted) for power in (0, 1))
    squares = sum(level**2 * count for level, count in counted)
    return people * squares - total**2 > LARGEST_VARIANCE * people**2
