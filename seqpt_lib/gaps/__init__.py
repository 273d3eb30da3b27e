"""Step 3: who is below the target, and what the organization needs. Pure."""

from seqpt_lib.gaps.compute import compute_gaps, current_answers, stored_gaps
from seqpt_lib.gaps.needs import needs_by_role, organization_needs, person_steps
from seqpt_lib.gaps.people import (
    effective_roles,
    nearest_roles,
    person_requirements,
    personal_levels,
)
from seqpt_lib.gaps.statistics import competency_statistics, lower_median, wilson_interval

__all__ = [
    "competency_statistics",
    "compute_gaps",
    "current_answers",
    "effective_roles",
    "lower_median",
    "nearest_roles",
    "needs_by_role",
    "organization_needs",
    "person_requirements",
    "person_steps",
    "personal_levels",
    "stored_gaps",
    "wilson_interval",
]
