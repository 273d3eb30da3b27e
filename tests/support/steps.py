"""Steps 2 to 5 composed as the notebooks compose them, without a kernel."""

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd

from seqpt_lib import gaps, objectives, plans, quality, reference, store
from seqpt_lib.model import requirements, targets
from seqpt_lib.runs import StepRecord

Records = dict[str, StepRecord]


@contextmanager
def opened(name: str = "test", org: str = "demo", run_id: str = "") -> Iterator[store.Step]:
    """Open a step and close its connection whatever happens."""
    step = store.open_step(name, org=org, run_id=run_id)
    try:
        yield step
    finally:
        step.finish("closed by the test")


def validate_sources(org: str, run_id: str = "") -> StepRecord:
    step = store.open_step("validate_sources", org=org, run_id=run_id)
    people = store.read_people(step.connection, step.organization.id)
    answers = store.read_answers(step.connection, step.organization.id)
    store.read_person_roles(step.connection, step.organization.id)
    results = quality.gate("sources", step)
    return step.finish("validated", people=len(people), answers=len(answers), checks=len(results))


def person_gaps(
    step: store.Step, target_rule: str = "role_capped"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compute the gaps of the current answers, and the roles they were computed with."""
    connection, organization = step.connection, step.organization
    relevance = store.read_relevance(connection)
    role_levels = requirements.required_levels(
        store.read_involvement(connection, organization.id), relevance
    )
    organization_targets = targets.organization_targets(
        store.read_archetype_targets(connection),
        store.read_archetype_ids(connection, organization),
    )
    answers = gaps.current_answers(store.read_answers(connection, organization.id))
    person_roles = store.read_person_roles(connection, organization.id)
    roles = gaps.effective_roles(person_roles, answers, role_levels)
    personal = gaps.personal_levels(
        store.read_personal_involvement(connection, organization.id), relevance
    )
    required = gaps.person_requirements(roles, role_levels, person_roles, personal)
    return gaps.compute_gaps(answers, required, organization_targets, target_rule), roles


def compute_gaps(org: str, target_rule: str = "role_capped", run_id: str = "") -> StepRecord:
    step = store.open_step("compute_gaps", org=org, run_id=run_id)
    computed, roles = person_gaps(step, target_rule)
    needs = gaps.organization_needs(computed)
    with step.writing() as connection:
        written = {"user_se_competency_survey_results": store.write_gaps(connection, computed)}
        written |= store.write_needs(
            connection, step.organization.id, needs, gaps.needs_by_role(computed, roles)
        )
        quality.gate("gaps", step, connection)
    below = gaps.effective_gaps(computed)
    return step.finish(
        "computed",
        written,
        people_with_gaps=int(below["user_id"].nunique()),
        answers_with_gap=len(below),
        gap_size_sum=int(below["gap_size"].sum()),
        needs=len(needs),
        person_steps=int(computed["steps"].sum()),
    )


def generate_objectives(org: str, language: str = "en", run_id: str = "") -> StepRecord:
    step = store.open_step("generate_objectives", org=org, run_id=run_id)
    needs = store.read_needs(step.connection, step.organization.id)
    generated = objectives.template_objectives(needs, reference.objective_templates(), language)
    store.read_objectives(step.connection, step.organization.id)
    with step.writing() as connection:
        written = {"objective": store.write_objectives(connection, step.organization.id, generated)}
        quality.gate("objectives", step, connection)
    return step.finish("generated", written, objectives=len(generated))


def write_plans(org: str, hours_per_week: float = 4.0, run_id: str = "") -> StepRecord:
    step = store.open_step("write_plans", org=org, run_id=run_id)
    connection, organization = step.connection, step.organization
    stored = gaps.stored_gaps(gaps.current_answers(store.read_gaps(connection, organization.id)))
    climbs = gaps.person_steps(stored)
    organization_targets = targets.organization_targets(
        store.read_archetype_targets(connection),
        store.read_archetype_ids(connection, organization),
    )
    modules = plans.choose_modules(
        store.read_needs(connection, organization.id),
        store.read_formats(connection),
        organization_targets,
    )
    book = plans.build_plans(
        climbs,
        store.read_objectives(connection, organization.id),
        modules,
        organization_id=organization.id,
        archetype_used=organization_targets["archetype_source"].iloc[0],
        hours_per_week=hours_per_week,
    )
    difference = plans.compare_plans(
        book.plan_ids, store.read_current_plans(connection, organization.id)
    )
    with step.writing() as writing:
        written = store.write_plans(
            writing, organization.id, book.plans(difference.to_write()), difference.changes
        )
        quality.gate("plans", step, writing)
    return step.finish(
        difference.summary,
        written,
        plans=len(book.plan_ids),
        plans_new=len(difference.new),
        plans_changed=len(difference.changed),
        plans_ended=len(difference.ended),
        person_steps=len(climbs),
    )


def run_steps(org: str, target_rule: str = "role_capped") -> Records:
    """Run steps 2 to 5 and give the record of each."""
    records = [
        validate_sources(org),
        compute_gaps(org, target_rule),
        generate_objectives(org),
        write_plans(org),
    ]
    return {record.step: record for record in records}
