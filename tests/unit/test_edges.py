"""Organizations at the edge: a defined result, never a division by nothing, never a silent 0."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pandas as pd
import pytest

from tests.unit.organization_frames import step_of, tables_of, totals_of
from tests.unit.organizations import (
    ALL_ROLES,
    COMPETENCIES,
    TRAIN_THE_TRAINER,
    UNKNOWN_ROLE,
    Answer,
    Organization,
    make_organization,
)
from tests.unit.plain_rules import plain_gaps
from tests.unit.plain_tables import plain_totals
from tests.unit.test_differential import compare

SEEDS = range(500)
Change = Callable[[Organization], Organization]


def everyone_answered(score: int) -> Change:
    def change(organization: Organization) -> Organization:
        pairs = [(person, c) for person in organization.people for c in COMPETENCIES]
        answers = [Answer(n, *pair, score, None) for n, pair in enumerate(pairs)]
        return replace(organization, answers=answers)

    return change


def nobody_answered(organization: Organization) -> Organization:
    return replace(organization, answers=[])


def nobody_answered_for_the_first(organization: Organization) -> Organization:
    answered = everyone_answered(1)(organization)
    kept = [answer for answer in answered.answers if answer.competency_id != COMPETENCIES[0]]
    return replace(answered, answers=kept)


def one_person(organization: Organization) -> Organization:
    [person, *_] = organization.people
    return replace(
        organization,
        people=[person],
        answers=[answer for answer in organization.answers if answer.user_id == person],
        person_roles=[pair for pair in organization.person_roles if pair[0] == person],
    )


def nobody(organization: Organization) -> Organization:
    return replace(organization, people=[], answers=[], person_roles=[])


def everyone_chose(*roles: int) -> Change:
    return lambda organization: replace(
        organization,
        person_roles=[(person, role) for person in organization.people for role in roles],
    )


def only_trainers(organization: Organization) -> Organization:
    return replace(organization, archetype_ids=[TRAIN_THE_TRAINER])


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(everyone_answered(6), id="everyone above the target"),
        pytest.param(everyone_answered(0), id="everyone unaware"),
        pytest.param(nobody_answered, id="no answers"),
        pytest.param(nobody_answered_for_the_first, id="one competency without answers"),
        pytest.param(one_person, id="one person"),
        pytest.param(nobody, id="no people"),
        pytest.param(everyone_chose(), id="nobody has a role"),
        pytest.param(everyone_chose(UNKNOWN_ROLE), id="unknown roles only"),
        pytest.param(everyone_chose(ALL_ROLES), id="all roles only"),
        pytest.param(only_trainers, id="trainers only"),
    ],
)
def test_it_has_a_defined_result(change: Change, seed: int) -> None:
    compare(change(make_organization(Random(seed))))


def test_everyone_above_the_target_needs_nothing() -> None:
    step = step_of(everyone_answered(6)(make_organization(Random(0))))
    tables = tables_of(step)
    assert tables["need"].empty
    assert tables["role_need"].empty
    described = tables["competency_statistic"]
    assert described["below_target_count"].eq(0).all()
    assert described["at_target_share"].eq(1).all()
    assert described["training_method"].isna().all()
    assert totals_of(step)["people_with_gaps"] == 0


def test_a_competency_without_answers_is_unknown_and_not_zero() -> None:
    step = step_of(nobody_answered_for_the_first(make_organization(Random(0))))
    described = tables_of(step)["competency_statistic"].set_index("competency_id")
    unknown = described.loc[COMPETENCIES[0]]
    assert unknown["assessed_count"] == 0
    assert unknown["not_assessed_count"] == len(step.levels.current)
    for column in ("median_level", "at_target_share", "priority", "largest_gap"):
        assert pd.isna(unknown[column]), column
        assert described.loc[list(COMPETENCIES[1:]), column].notna().all(), column


KINDS: dict[str, Callable[[Organization], bool]] = {
    "a retake": lambda o: len(o.answers) > len(plain_gaps(o)),
    "a missing answer": lambda o: 0 < len(plain_gaps(o)) < len(o.people) * len(COMPETENCIES),
    "no answers": lambda o: not o.answers,
    "a competency without answers": lambda o: (
        len({answer.competency_id for answer in o.answers}) == len(COMPETENCIES) - 1
    ),
    "one person": lambda o: len(o.people) == 1,
    "everyone above the target": lambda o: (
        len(o.answers) > 0 and plain_totals(o)["people_with_gaps"] == 0
    ),
    "all roles": lambda o: any(role == ALL_ROLES for _person, role in o.person_roles),
    "an unknown role alone": lambda o: any(
        [role for person, role in o.person_roles if person == who] == [UNKNOWN_ROLE]
        for who in o.people
    ),
    "several roles": lambda o: any(len(gap.roles) > 1 for gap in plain_gaps(o)),
    "an incomplete personal matrix": lambda o: any(len(m) < 3 for m in o.personal.values()),
    "a personal matrix of zeros": lambda o: any(
        not any(matrix.values()) for matrix in o.personal.values()
    ),
    "several archetypes": lambda o: len(o.archetype_ids) > 1,
    "trainers beside others": lambda o: (
        TRAIN_THE_TRAINER in o.archetype_ids and len(o.archetype_ids) > 1
    ),
    "trainers only": lambda o: o.archetype_ids == [TRAIN_THE_TRAINER],
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_invented_organizations_hold_it(kind: str) -> None:
    found = sum(KINDS[kind](make_organization(Random(seed))) for seed in SEEDS)
    assert found >= 10, f"{found} of {len(SEEDS)}"
