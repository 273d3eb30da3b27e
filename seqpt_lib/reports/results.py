"""All results of an organization, as they are stored: what sheets and files are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from seqpt_lib import store
from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.gaps import guarded_needs
from seqpt_lib.model import requirements
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.plans import PlanDifference
from seqpt_lib.reports.objectives import source_counts
from seqpt_lib.reports.plans import plan_counts, weeks_table
from seqpt_lib.reports.stored import Stored
from seqpt_lib.settings import settings

KEYS = ["competency_id", "level"]
NOBODY = pd.DataFrame(columns=["user_id", "plan_id", "superseded_plan_id"])


@dataclass(frozen=True)
class Results:
    """What steps 2 to 5 left of an organization. Hidden numbers are in it: it is not shown."""

    organization: store.Organization
    run_id: str
    """The run that the results are of."""

    basis: Mapping[str, Any]
    """The row of ``gap_basis``: target rule, smallest group, number of people."""

    archetypes: list[str]
    """Names, the primary one first."""

    assessed_people: int
    plan_count: int
    competencies: pd.DataFrame
    roles: pd.DataFrame
    organization_targets: pd.DataFrame
    role_levels: pd.DataFrame
    """One row per (role, competency): ``required_level``."""

    statistics: pd.DataFrame
    role_statistics: pd.DataFrame
    needs: pd.DataFrame
    objectives: pd.DataFrame
    modules: pd.DataFrame
    gates: pd.DataFrame
    plans: pd.DataFrame | None = None
    """Everybody's current plan; None unless it was asked for."""

    @cached_property
    def totals(self) -> dict[str, Guarded]:
        """People with a plan, needs, objectives and hours, each with what may be shown of it.

        Source: docs/explanation/small-groups.md, "Sums".
        """
        same = PlanDifference(NOBODY, NOBODY, NOBODY, unchanged_count=self.plan_count)
        people_count = int(self.basis["people_count"])
        plans = plan_counts(same, self.statistics, self.assessed_people, people_count)
        hours = weeks_table(
            self.needs, self.statistics, self.organization_targets, 0, hours_per_week=1
        )
        least, most = (int(hours[column].iloc[0]) for column in ("at_least", "at_most"))
        return {
            "people_with_plan": plans["current"],
            "needs": guarded_needs(self.needs, len(self.competencies)),
            **source_counts(self.objectives, self.needs, self.competencies),
            "learning_hours": Guarded(least, least == most, least, most),
        }


def read_results(
    stored: Stored,
    run_id: str = "",
    *,
    with_plans: bool = False,
) -> Results:
    """Read the results of an organization.

    Args:
        stored: What is stored of the organization.
        run_id: The run that they are of; empty: its last run that was done.
        with_plans: True for everybody's plans too.

    Returns:
        The results.

    Raises:
        UsageError: If plans are asked for where individual results may not be shown.
        DataError: If there are no results, or what they were computed from has changed.
    """
    if with_plans:
        _refuse_individual_results()
    connection, organization = stored.connection, stored.organization
    basis = _basis(stored)
    run_id = run_id or _last_run(connection, organization, basis)
    return Results(
        organization=organization,
        run_id=run_id,
        basis=basis,
        archetypes=_names(stored.archetype_targets, stored.archetype_ids),
        assessed_people=stored.survey["assessed_people"],
        plan_count=len(store.read_current_plans(connection, organization.id)),
        competencies=stored.competencies,
        roles=stored.roles,
        organization_targets=stored.organization_targets,
        role_levels=_role_levels(connection, organization.id),
        statistics=stored.statistics,
        role_statistics=stored.role_statistics,
        needs=stored.needs,
        objectives=stored.objectives,
        modules=stored.modules,
        gates=store.read_last_gates(connection, organization.id, run_id),
        plans=store.read_plans(connection, organization.id) if with_plans else None,
    )


def _names(archetype_targets: pd.DataFrame, archetype_ids: list[int]) -> list[str]:
    named = archetype_targets.drop_duplicates("archetype_id").set_index("archetype_id")
    return list(named["archetype_name"].loc[archetype_ids])


def _refuse_individual_results() -> None:
    if not settings().individual_results:
        raise UsageError(
            "plans by person are individual results, and SEQPT_INDIVIDUAL_RESULTS is no",
            "Leave PLANS=yes (--plans) out.",
        )


def _basis(stored: Stored) -> dict[str, Any]:
    """Read what the gaps were computed from: without it, or with another, there are no results."""
    basis = stored.basis if store.is_migrated(stored.connection) else None
    if basis is None:
        raise _no_results(stored.organization, "has no results yet")
    _refuse_outdated(stored.organization, basis, stored.archetype_ids)
    _refuse_incomplete(stored.organization, stored.needs, stored.objectives)
    return basis


def _role_levels(connection: store.Connection, organization_id: int) -> pd.DataFrame:
    levels = requirements.required_levels(
        store.read_involvement(connection, organization_id), store.read_relevance(connection)
    )
    long = levels.reset_index().melt(
        "role_cluster_id", var_name="competency_id", value_name="required_level"
    )
    return long.astype({"competency_id": "int64"})


def _last_run(
    connection: store.Connection, organization: store.Organization, basis: Mapping[str, Any]
) -> str:
    done = [
        run.run_id
        for run in store.last_runs(connection, organization)
        if run.status == "done" and not run.is_dry_run
    ]
    return done[0] if done else str(basis["run_id"])


def _refuse_outdated(
    organization: store.Organization, basis: Mapping[str, Any], archetype_ids: list[int]
) -> None:
    """Refuse results whose ``shown_columns`` or formats are not those that count now."""
    if list(basis["archetype_ids"]) != archetype_ids:
        raise _no_results(organization, "has other archetypes than its results")
    if basis["smallest_group"] != settings().smallest_group:
        raise _no_results(
            organization,
            f"has results for groups of at least {basis['smallest_group']} people, and "
            f"SEQPT_SMALLEST_GROUP is {settings().smallest_group}",
        )


def _refuse_incomplete(
    organization: store.Organization, needs: pd.DataFrame, objectives: pd.DataFrame
) -> None:
    of_people = objectives.loc[objectives["track"] == "people", KEYS]
    if set(of_people.itertuples(index=False)) != set(needs[KEYS].itertuples(index=False)):
        raise _no_results(organization, "has other needs than objectives")


def _no_results(organization: store.Organization, what: str) -> DataError:
    handle = organization.handle
    return DataError(f"organization {handle} {what}", f"Run make run ORG={handle} first.")
