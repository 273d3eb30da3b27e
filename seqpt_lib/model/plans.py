"""A learning plan as it is stored."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """One row of ``learning_plans``."""

    plan_id: str
    user_id: int
    objectives: str
    recommended_modules: str
    estimated_duration_weeks: int
    archetype_used: str
