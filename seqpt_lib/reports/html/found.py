"""All that the report is made of. It holds only what may be shown, so no part can tell more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pandas as pd

from seqpt_lib import reference, store
from seqpt_lib.gaps import without_hidden
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.levels import ROLE_MARKERS
from seqpt_lib.model.plans import refuse_impossible
from seqpt_lib.model.targets import (
    TRAIN_THE_TRAINER,
    TargetRule,
    judged_archetypes,
)
from seqpt_lib.reports.html.words import Words
from seqpt_lib.reports.objectives import shown_objectives
from seqpt_lib.reports.plans import (
    MODULE_COLUMNS,
    people_below_target,
    weeks_table,
)
from seqpt_lib.reports.stored import Stored
from seqpt_lib.reports.tables import checks_in
from seqpt_lib.reports.words import VALUES, word
from seqpt_lib.runs import started_at

KEYS = ["competency_id", "level"]

State = Literal["not_computed", "nobody", "met", "open"]
"""Whether there is anything to tell: no gaps yet, no answers, nobody below the target, or some."""


@dataclass(frozen=True)
class Findings:
    """What a run found about an organization. A number that may not be shown is missing."""

    organization: store.Organization
    run_id: str
    is_dry_run: bool
    words: Words
    survey: dict[str, int]
    """``people``, ``assessed_people``, ``answers``."""

    competencies: dict[int, str]
    """Name in the report's language by id."""

    roles: dict[int, str]
    """Name by id, of the roles that somebody has chosen; no markers."""

    all_roles: dict[int, str]
    """Name by id of every role."""

    archetypes: dict[int, str]
    """Name by id."""

    archetype_ids: list[int]
    """Those that the organization has chosen, primary first."""

    targets: dict[int, int]
    """The organization's target by competency."""

    statistics: pd.DataFrame
    """One row per competency, most below the target first."""

    role_statistics: pd.DataFrame
    """One row per role and competency of which something may be shown."""

    needs: pd.DataFrame
    """One row per (competency, level) of which it may be shown that somebody needs it."""

    modules: pd.DataFrame
    """One row per need: ``format_name``, ``learning_hours``, ``group_count``, ``people_count``."""

    objectives: pd.DataFrame
    coverage: pd.DataFrame
    checks: pd.DataFrame
    changes: store.GapChanges | None
    basis: dict[str, Any] | None
    """What the gaps were computed from."""

    people_below: Guarded
    """People below the target in at least one competency."""

    learning: pd.DataFrame
    """Hours in all and weeks per person: ``measure``, ``at_least``, ``at_most``."""

    hours_per_week: float

    @property
    def began_at(self) -> datetime:
        """When the run began (UTC)."""
        return started_at(self.run_id)

    @property
    def state(self) -> State:
        """What there is to tell; ``open`` also where it may not be shown."""
        if not self.survey["assessed_people"]:
            return "nobody"
        if self.statistics.empty:
            return "not_computed"
        is_met = self.people_below.is_shown and not self.people_below.value
        return "met" if is_met else "open"

    @property
    def rule(self) -> str:
        """How a person's target follows; empty where no gaps were computed.

        ``trainer`` where "Train the trainer" is the only archetype, which no role caps.

        Source: docs/explanation/targets.md, "Train the trainer".
        """
        if not self.basis:
            return ""
        is_capped = judged_archetypes(self.archetype_ids) != [TRAIN_THE_TRAINER]
        rule = str(self.basis["target_rule"])
        return rule if is_capped or rule == TargetRule.ARCHETYPE else "trainer"


def read_findings(
    step: store.Step, stored: Stored, language: str, hours_per_week: float
) -> Findings:
    """Read what the steps before have found, and leave out at once what may not be shown.

    Args:
        step: The step of the report.
        stored: What is stored of its organization.
        language: ``en`` or ``de``.
        hours_per_week: Hours of learning a week, more than 0.

    Returns:
        All that the report is made of.

    Raises:
        UsageError: If there is no such language, or no such week.
        DataError: If the organization has no archetype.

    Source: docs/explanation/report.md, "What may stand in it".
    """
    refuse_impossible(hours_per_week)
    words = Words(language)
    targets = stored.organization_targets
    role_statistics = without_hidden(stored.role_statistics)
    return Findings(
        organization=step.organization,
        run_id=step.run_id,
        is_dry_run=step.is_dry_run,
        words=words,
        survey=stored.survey,
        **_names(step, stored, language, role_statistics),
        archetypes=_archetype_names(stored.archetype_targets, language),
        archetype_ids=stored.archetype_ids,
        targets=_by_id(targets, "competency_id", "target_level"),
        statistics=_most_below_first(without_hidden(stored.statistics)),
        role_statistics=role_statistics,
        **_to_learn(stored, hours_per_week),
        **_as_recorded(step, language),
        basis=stored.basis,
        people_below=people_below_target(stored.statistics, stored.survey["assessed_people"]),
        hours_per_week=hours_per_week,
    )


def _to_learn(stored: Stored, hours_per_week: float) -> dict[str, Any]:
    """Read what is needed and taught, and how long it takes; only what may be shown."""
    needs = stored.needs
    return {
        "needs": without_hidden(needs),
        "modules": _shown_modules(stored.modules, needs),
        "objectives": shown_objectives(stored.objectives, needs),
        "learning": weeks_table(
            needs,
            stored.statistics,
            stored.organization_targets,
            stored.survey["assessed_people"],
            hours_per_week,
        ),
    }


def _names(
    step: store.Step, stored: Stored, language: str, role_statistics: pd.DataFrame
) -> dict[str, Any]:
    """Name the competencies, the roles, and those roles that the organization has."""
    roles = _role_names(stored.roles, language)
    chosen = store.read_people_per_role(step.connection, step.organization.id)["role_cluster_id"]
    its_own = {*chosen, *role_statistics["role_cluster_id"]} - {*ROLE_MARKERS}
    return {
        "competencies": _competency_names(stored.competencies, language),
        "roles": {role: roles[role] for role in sorted(its_own)},
        "all_roles": roles,
    }


def _as_recorded(step: store.Step, language: str) -> dict[str, Any]:
    """Read what holds nothing that is hidden."""
    connection, organization_id = step.connection, step.organization.id
    return {
        "coverage": store.read_coverage(connection, organization_id),
        "checks": checks_in(
            store.read_last_gates(connection, organization_id, step.run_id), language
        ),
        "changes": store.read_gap_changes(connection, organization_id, step.run_id),
    }


def _most_below_first(statistics: pd.DataFrame) -> pd.DataFrame:
    return statistics.sort_values(
        ["at_target_share", "competency_id"], na_position="last", ignore_index=True
    )


def _shown_modules(modules: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Leave out modules of hidden needs, and formats that were chosen by a hidden number."""
    shown = without_hidden(needs)
    counted = shown[KEYS].assign(is_counted=shown["people_count"].notna())
    marked = counted.merge(modules, on=KEYS, validate="one_to_one")
    for column in MODULE_COLUMNS:
        marked[column] = marked[column].where(marked["is_counted"])
    return marked


def _by_id(frame: pd.DataFrame, key: str, value: str) -> dict[int, Any]:
    rows = frame.drop_duplicates(key)
    return dict(zip(rows[key].tolist(), rows[value].tolist(), strict=True))


def _competency_names(competencies: pd.DataFrame, language: str) -> dict[int, str]:
    names = _by_id(competencies, "competency_id", "competency_name")
    texts = reference.competency_texts() if language != "en" else {}
    return {
        key: texts[key]["name"][language] if key in texts else name for key, name in names.items()
    }


def _archetype_names(archetype_targets: pd.DataFrame, language: str) -> dict[int, str]:
    names = _by_id(archetype_targets, "archetype_id", "archetype_name")
    return {key: word(VALUES, name, language) for key, name in names.items()}


def _role_names(roles: pd.DataFrame, language: str) -> dict[int, str]:
    names = _by_id(roles, "role_cluster_id", "role_name")
    texts = reference.described("roles", "role_cluster_id") if language != "en" else {}
    return {
        key: texts[key]["name"][language] if key in texts else name for key, name in names.items()
    }
