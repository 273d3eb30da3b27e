"""Step 3: who is below the target, and what the organization needs. Pure."""

from seqpt_lib.gaps.compute import compute_gaps, current_answers, stored_gaps
from seqpt_lib.gaps.needs import needs_by_role, organization_needs, person_steps
from seqpt_lib.gaps.people import (
    effective_roles,
    nearest_roles,
    person_requirements,
)
from seqpt_lib.gaps.statistics import (
    competency_statistics,
    level_counts,
    lower_median,
    wilson_interval,
)
from seqpt_lib.model.requirements import personal_levels

__all__ = [
    "competency_statistics",
    "compute_gaps",
    "current_answers",
    "effective_roles",
    "level_counts",
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
