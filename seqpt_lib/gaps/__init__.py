"""Step 3: who is below the target, and what the organization needs. Pure."""

from seqpt_lib.gaps.changes import (
    FIRST_TIME,
    REASONS,
    basis,
    changes,
    fingerprint,
    reasons,
    shown_changes,
)
from seqpt_lib.gaps.disclosure import Cells, Disclosure
from seqpt_lib.gaps.hidden import (
    NOTHING,
    guarded_needs,
    hidden_cells,
    shown_needs,
    without_hidden,
)
from seqpt_lib.gaps.needs import by_role, needs, person_steps
from seqpt_lib.gaps.parts import split_people
from seqpt_lib.gaps.people import (
    RoleSets,
    effective_roles,
    nearest_roles,
    person_requirements,
    role_sets,
)
from seqpt_lib.gaps.priorities import (
    TrainingMethod,
    is_spread,
    priorities,
    priority,
    training_method,
)
from seqpt_lib.gaps.scenarios import archetype_fits, coverage, scenarios, with_scenarios
from seqpt_lib.gaps.shown import (
    mark_fits,
    mark_needs,
    mark_role_statistics,
    mark_statistics,
)
from seqpt_lib.gaps.standings import (
    PersonLevels,
    count_standings,
    gap_sizes,
    person_levels,
    targets_of_people,
    with_targets,
)
from seqpt_lib.gaps.statistics import (
    competency_statistics,
    lower_median,
    role_statistics,
    wilson_interval,
)
from seqpt_lib.gaps.stored import stored_gaps
from seqpt_lib.gaps.tables import organization_tables, role_people, totals
from seqpt_lib.gaps.what_if import (
    Outcome,
    Rules,
    Situation,
    differing_competencies,
    outcome,
    situation,
)
from seqpt_lib.model.guarded import Guarded, guarded_people, guarded_sum
from seqpt_lib.model.requirements import personal_levels

__all__ = [
    "FIRST_TIME",
    "NOTHING",
    "REASONS",
    "Cells",
    "Disclosure",
    "Guarded",
    "Outcome",
    "PersonLevels",
    "RoleSets",
    "Rules",
    "Situation",
    "TrainingMethod",
    "archetype_fits",
    "basis",
    "by_role",
    "changes",
    "competency_statistics",
    "count_standings",
    "coverage",
    "differing_competencies",
    "effective_roles",
    "fingerprint",
    "gap_sizes",
    "guarded_needs",
    "guarded_people",
    "guarded_sum",
    "hidden_cells",
    "is_spread",
    "lower_median",
    "mark_fits",
    "mark_needs",
    "mark_role_statistics",
    "mark_statistics",
    "nearest_roles",
    "needs",
    "organization_tables",
    "outcome",
    "person_levels",
    "person_requirements",
    "person_steps",
    "personal_levels",
    "priorities",
    "priority",
    "reasons",
    "role_people",
    "role_sets",
    "role_statistics",
    "scenarios",
    "shown_changes",
    "shown_needs",
    "situation",
    "split_people",
    "stored_gaps",
    "targets_of_people",
    "totals",
    "training_method",
    "wilson_interval",
    "with_scenarios",
    "with_targets",
    "without_hidden",
]
