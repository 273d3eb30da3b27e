"""The database: the only room that talks SQL.

What is asked of the room is imported from its module when it is first asked for: a command that has
nothing to compute starts without pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

if TYPE_CHECKING:
    from seqpt_lib.store.answers import asker
    from seqpt_lib.store.calls import CallRow, StoredAnswer, record_calls, stored_answers
    from seqpt_lib.store.engine import connect, transaction
    from seqpt_lib.store.findings import (
        GapChanges,
        read_coverage,
        read_gap_changes,
    )
    from seqpt_lib.store.gaps import (
        write_gap_basis,
        write_gaps,
        write_organization_tables,
    )
    from seqpt_lib.store.history import PastRun, last_run_of_each, last_runs
    from seqpt_lib.store.knowledge import find_passages
    from seqpt_lib.store.knowledge_texts import (
        read_context,
        write_context,
        write_shared_knowledge,
    )
    from seqpt_lib.store.knowledge_vectors import (
        has_vectors,
        missing_embeddings,
        write_embeddings,
    )
    from seqpt_lib.store.locks import running_process
    from seqpt_lib.store.matrices import (
        read_derived_involvement,
        read_involvement,
        read_personal_involvement,
        read_process_ids,
        read_relevance,
    )
    from seqpt_lib.store.organizations import (
        Organization,
        all_organizations,
        find_organization,
        has_key,
        has_organizations,
        is_foreign,
        organization_keys,
        read_archetype_ids,
        set_archetypes,
    )
    from seqpt_lib.store.overviews import (
        count_survey,
        read_answers_per_competency,
        read_people_per_role,
    )
    from seqpt_lib.store.passages import FoundPassages, support
    from seqpt_lib.store.people import read_people_named
    from seqpt_lib.store.readers import (
        read_archetype_targets,
        read_competencies,
        read_current_levels,
        read_formats,
        read_gaps,
        read_people,
        read_person_roles,
        read_roles,
    )
    from seqpt_lib.store.reporting import (
        read_competency_statistics,
        read_last_gates,
        read_plans,
        read_role_statistics,
    )
    from seqpt_lib.store.results import (
        has_current_results,
        read_current_plans,
        read_gap_basis,
        read_needs,
        read_objectives,
        read_statistics,
    )
    from seqpt_lib.store.steps import Step, is_migrated, open_step
    from seqpt_lib.store.writers import (
        write_objectives,
        write_plans,
    )

_NAMES = {
    "answers": ("asker",),
    "calls": ("CallRow", "StoredAnswer", "record_calls", "stored_answers"),
    "engine": ("connect", "transaction"),
    "findings": ("GapChanges", "read_coverage", "read_gap_changes"),
    "gaps": ("write_gap_basis", "write_gaps", "write_organization_tables"),
    "history": ("PastRun", "last_run_of_each", "last_runs"),
    "knowledge": ("find_passages",),
    "knowledge_texts": ("read_context", "write_context", "write_shared_knowledge"),
    "knowledge_vectors": ("has_vectors", "missing_embeddings", "write_embeddings"),
    "locks": ("running_process",),
    "matrices": (
        "read_derived_involvement",
        "read_involvement",
        "read_personal_involvement",
        "read_process_ids",
        "read_relevance",
    ),
    "organizations": (
        "Organization",
        "all_organizations",
        "find_organization",
        "has_key",
        "has_organizations",
        "is_foreign",
        "organization_keys",
        "read_archetype_ids",
        "set_archetypes",
    ),
    "overviews": ("count_survey", "read_answers_per_competency", "read_people_per_role"),
    "passages": ("FoundPassages", "support"),
    "people": ("read_people_named",),
    "readers": (
        "read_archetype_targets",
        "read_competencies",
        "read_current_levels",
        "read_formats",
        "read_gaps",
        "read_people",
        "read_person_roles",
        "read_roles",
    ),
    "reporting": (
        "read_competency_statistics",
        "read_last_gates",
        "read_plans",
        "read_role_statistics",
    ),
    "results": (
        "has_current_results",
        "read_current_plans",
        "read_gap_basis",
        "read_needs",
        "read_objectives",
        "read_statistics",
    ),
    "steps": ("Step", "is_migrated", "open_step"),
    "writers": ("write_objectives", "write_plans"),
}
"""What the room offers, by the module that has it."""

MODULES = tuple(f"{__name__}.{module}" for module in _NAMES)
"""For who wants all of them at once."""

_HOMES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


__all__ = [
    "CallRow",
    "Connection",
    "FoundPassages",
    "GapChanges",
    "Organization",
    "PastRun",
    "Step",
    "StoredAnswer",
    "all_organizations",
    "asker",
    "connect",
    "count_survey",
    "find_organization",
    "find_passages",
    "has_current_results",
    "has_key",
    "has_organizations",
    "has_vectors",
    "is_foreign",
    "is_migrated",
    "last_run_of_each",
    "last_runs",
    "missing_embeddings",
    "open_step",
    "organization_keys",
    "read_answers_per_competency",
    "read_archetype_ids",
    "read_archetype_targets",
    "read_competencies",
    "read_competency_statistics",
    "read_context",
    "read_coverage",
    "read_current_levels",
    "read_current_plans",
    "read_derived_involvement",
    "read_formats",
    "read_gap_basis",
    "read_gap_changes",
    "read_gaps",
    "read_involvement",
    "read_last_gates",
    "read_needs",
    "read_objectives",
    "read_people",
    "read_people_named",
    "read_people_per_role",
    "read_person_roles",
    "read_personal_involvement",
    "read_plans",
    "read_process_ids",
    "read_relevance",
    "read_role_statistics",
    "read_roles",
    "read_statistics",
    "record_calls",
    "running_process",
    "set_archetypes",
    "stored_answers",
    "support",
    "transaction",
    "write_context",
    "write_embeddings",
    "write_gap_basis",
    "write_gaps",
    "write_objectives",
    "write_organization_tables",
    "write_plans",
    "write_shared_knowledge",
]
