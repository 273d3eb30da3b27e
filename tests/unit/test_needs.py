"""What an organization needs."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib.gaps import needs_by_role, organization_needs, person_steps
from seqpt_lib.model.levels import TRAINED_LEVELS
from tests.unit import plain_rules
from tests.unit.organizations import (
    Organization,
    effective_roles_of,
    gaps_of,
    organizations,
    roles_frame,
)

rules = st.sampled_from(["role_capped", "archetype"])
COLUMNS = ["competency_id", "level", "people_count", "assessed_count"]


def gaps(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        rows, columns=["user_id", "competency_id", "current_level", "target_level"], dtype="int64"
    )


def as_tuples(frame: pd.DataFrame) -> list[tuple[int, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_a_person_needs_every_level_on_the_way() -> None:
    assert as_tuples(person_steps(gaps((11, 6, 0, 4)))) == [(11, 6, 1), (11, 6, 2), (11, 6, 4)]


def test_steps_are_sorted_by_person_competency_and_level() -> None:
    steps = person_steps(gaps((12, 6, 2, 6), (11, 10, 2, 4), (11, 6, 1, 2)))
    assert as_tuples(steps) == [(11, 6, 2), (11, 10, 4), (12, 6, 4), (12, 6, 6)]


def test_an_organization_counts_its_people_per_level() -> None:
    needs = organization_needs(gaps((11, 6, 0, 2), (12, 6, 1, 4), (13, 6, 4, 4), (13, 10, 0, 1)))
    assert as_tuples(needs) == [(6, 1, 1, 3), (6, 2, 2, 3), (6, 4, 1, 3), (10, 1, 1, 1)]
    assert needs.columns.tolist() == COLUMNS


def test_nothing_is_needed_where_everybody_is_at_the_target() -> None:
    at_target = gaps((11, 6, 4, 4), (12, 6, 2, 0))
    assert organization_needs(at_target).empty
    assert person_steps(at_target).empty


def test_nothing_is_needed_where_nobody_was_assessed() -> None:
    assert organization_needs(gaps()).columns.tolist() == COLUMNS
    assert organization_needs(gaps()).empty
    assert needs_by_role(gaps(), roles_frame([])).empty


def test_a_person_with_two_roles_counts_in_both() -> None:
    needs = needs_by_role(
        gaps((11, 6, 1, 2), (12, 6, 2, 2)), roles_frame([(11, 4), (11, 9), (12, 4)])
    )
    assert as_tuples(needs) == [(4, 6, 2, 1, 2), (9, 6, 2, 1, 1)]
    assert needs.columns.tolist() == ["role_cluster_id", *COLUMNS]


def test_a_person_without_a_role_counts_in_none() -> None:
    assert needs_by_role(gaps((11, 6, 1, 2)), roles_frame([(12, 4)])).empty


@settings(max_examples=30)
@given(organization=organizations(), rule=rules)
def test_needs_agree_with_the_plain_rules(organization: Organization, rule: str) -> None:
    plain = list(plain_rules.plain_gaps(organization, rule).values())
    assessed = plain_rules.people_assessed(plain)
    expected = sorted(
        (competency, level, len(people), len(assessed[competency]))
        for (competency, level), people in plain_rules.people_by_need(plain).items()
    )
    assert as_tuples(organization_needs(gaps_of(organization, rule))) == expected


@settings(max_examples=12)
@given(organization=organizations(), rule=rules)
def test_needs_per_role_agree_with_the_plain_rules(organization: Organization, rule: str) -> None:
    plain = list(plain_rules.plain_gaps(organization, rule).values())
    expected = []
    for role in organization.role_levels:
        of_role = [
            gap for gap in plain if role in plain_rules.roles_that_count(gap.user_id, organization)
        ]
        assessed = plain_rules.people_assessed(of_role)
        expected += [
            (role, competency, level, len(people), len(assessed[competency]))
            for (competency, level), people in plain_rules.people_by_need(of_role).items()
        ]
    needs = needs_by_role(gaps_of(organization, rule), effective_roles_of(organization))
    assert as_tuples(needs) == sorted(expected)


@settings(max_examples=12)
@given(organization=organizations(), rule=rules)
def test_nobody_needs_a_level_without_having_been_assessed(
    organization: Organization, rule: str
) -> None:
    needs = organization_needs(gaps_of(organization, rule))
    assert needs["people_count"].ge(1).all()
    assert (needs["people_count"] <= needs["assessed_count"]).all()
    assert needs["level"].isin(TRAINED_LEVELS).all()
    assert not needs.duplicated(["competency_id", "level"]).any()


@settings(max_examples=12)
@given(organization=organizations(), rule=rules)
def test_no_role_needs_more_than_the_organization(organization: Organization, rule: str) -> None:
    found = gaps_of(organization, rule)
    per_role = needs_by_role(found, effective_roles_of(organization))
    both = per_role.merge(
        organization_needs(found),
        on=["competency_id", "level"],
        how="left",
        validate="many_to_one",
        suffixes=("", "_in_all"),
    )
    assert both["people_count"].ge(1).all()
    assert (both["people_count"] <= both["assessed_count"]).all()
    assert (both["people_count"] <= both["people_count_in_all"]).all()
    assert (both["assessed_count"] <= both["assessed_count_in_all"]).all()


@settings(max_examples=12)
@given(organization=organizations(), rule=rules)
def test_steps_of_people_needs_and_gaps_add_up_to_the_same(
    organization: Organization, rule: str
) -> None:
    found = gaps_of(organization, rule)
    assert len(person_steps(found)) == found["steps"].sum()
    assert organization_needs(found)["people_count"].sum() == found["steps"].sum()
