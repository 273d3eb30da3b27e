"""Which roles count for a person, and what they need."""

import pandas as pd
import pytest
from hypothesis import given, settings

from seqpt_lib.errors import DataError
from seqpt_lib.gaps import current_answers, effective_roles, nearest_roles, person_requirements
from seqpt_lib.model.levels import ALL_ROLES, ROLE_MARKERS, UNKNOWN_ROLE
from tests.unit import plain_rules
from tests.unit.organizations import (
    COMPETENCIES,
    PEOPLE,
    Organization,
    answers_frame,
    effective_roles_of,
    levels_frame,
    organizations,
    roles_frame,
)

ROLE_LEVELS = {2: {1: 4, 4: 2, 18: 0}, 5: {1: 2, 4: 4, 18: 1}, 9: {1: 6, 4: 6, 18: 6}}
NO_PERSONAL = levels_frame({})


def answers(**scores: int) -> pd.DataFrame:
    return pd.DataFrame(
        [(11, int(competency[1:]), score) for competency, score in scores.items()],
        columns=["user_id", "competency_id", "score"],
        dtype="int64",
    )


def requirement(
    stored: list[tuple[int, int]], personal: dict[int, dict[int, int]] | None = None
) -> dict[int, list[int]]:
    """Give what people without answers need, by user id."""
    roles = effective_roles(roles_frame(stored), answers(), levels_frame(ROLE_LEVELS))
    found = person_requirements(
        roles, levels_frame(ROLE_LEVELS), roles_frame(stored), levels_frame(personal or {})
    )
    return {int(str(user)): row.tolist() for user, row in found.iterrows()}


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        pytest.param([(11, 2)], [2], id="a role"),
        pytest.param([(11, 5), (11, 2)], [2, 5], id="several roles"),
        pytest.param([(11, UNKNOWN_ROLE)], [], id="unknown role"),
        pytest.param([(11, UNKNOWN_ROLE), (11, 5)], [5], id="unknown role beside a role"),
        pytest.param([(11, ALL_ROLES)], [9], id="all roles: the nearest"),
        pytest.param([(11, ALL_ROLES), (11, 2)], [9], id="all roles beside a role"),
        pytest.param([(12, ALL_ROLES)], [], id="all roles without answers"),
        pytest.param([], [], id="no role"),
    ],
)
def test_these_roles_count(stored: list[tuple[int, int]], expected: list[int]) -> None:
    found = effective_roles(
        roles_frame(stored), answers(c1=6, c4=4, c18=6), levels_frame(ROLE_LEVELS)
    )
    assert found["role_cluster_id"].tolist() == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param({"c1": 4, "c4": 2, "c18": 0}, [2], id="at a role"),
        pytest.param({"c1": 6, "c4": 6, "c18": 4}, [9], id="near a role"),
        pytest.param({"c1": 4, "c4": 4, "c18": 0}, [2], id="4 is nearer than 5"),
        pytest.param({"c1": 2, "c4": 2}, [2, 5], id="a tie"),
        pytest.param({"c18": 1}, [5], id="one answer"),
        pytest.param({}, [], id="no answer"),
    ],
)
def test_nearest_roles_are_taken(scores: dict[str, int], expected: list[int]) -> None:
    found = nearest_roles(answers(**scores), levels_frame(ROLE_LEVELS))
    assert found["role_cluster_id"].tolist() == expected


def test_a_missing_answer_is_not_a_zero() -> None:
    levels = levels_frame({2: {1: 4, 4: 0, 18: 0}, 9: {1: 4, 4: 6, 18: 6}})
    found = nearest_roles(answers(c1=4), levels)
    assert found["role_cluster_id"].tolist() == [2, 9]


def test_without_roles_nobody_is_near_to_one() -> None:
    assert nearest_roles(answers(c1=4), levels_frame({})).empty


@pytest.mark.parametrize(
    ("stored", "personal", "expected"),
    [
        pytest.param([(11, 2)], {}, {11: [4, 2, 0]}, id="a role"),
        pytest.param([(11, 2), (11, 5)], {}, {11: [4, 4, 1]}, id="the highest of two roles"),
        pytest.param(
            [(11, UNKNOWN_ROLE)],
            {11: {1: 1, 4: 0, 18: 6}},
            {11: [1, 0, 6]},
            id="unknown role with a personal matrix",
        ),
        pytest.param([(11, UNKNOWN_ROLE)], {}, {}, id="unknown role without a personal matrix"),
        pytest.param(
            [(11, UNKNOWN_ROLE)],
            {11: {1: 0, 4: 0, 18: 0}},
            {},
            id="unknown role, personal matrix all zero",
        ),
        pytest.param(
            [(11, UNKNOWN_ROLE), (11, 2)],
            {11: {1: 6, 4: 6, 18: 6}},
            {11: [4, 2, 0]},
            id="a role beats the personal matrix",
        ),
        pytest.param(
            [(11, 2)],
            {11: {1: 6, 4: 6, 18: 6}},
            {11: [4, 2, 0]},
            id="a personal matrix without the marker counts for nothing",
        ),
        pytest.param([], {11: {1: 6, 4: 6, 18: 6}}, {}, id="a personal matrix and no role"),
        pytest.param(
            [(11, UNKNOWN_ROLE), (11, ALL_ROLES)],
            {11: {1: 6, 4: 6, 18: 6}},
            {},
            id="both markers, nothing answered",
        ),
        pytest.param(
            [(12, 5), (11, 2)], {}, {11: [4, 2, 0], 12: [2, 4, 1]}, id="people side by side"
        ),
        pytest.param([], {}, {}, id="nobody"),
    ],
)
def test_the_person_needs(
    stored: list[tuple[int, int]],
    personal: dict[int, dict[int, int]],
    expected: dict[int, list[int]],
) -> None:
    assert requirement(stored, personal) == expected


def test_a_role_without_a_requirement_is_refused_and_not_read_as_nothing() -> None:
    stored = roles_frame([(11, 2), (12, 77), (13, 78)])
    with pytest.raises(DataError, match=r"2 roles .* role_process_matrix: role_cluster_id 77, 78"):
        person_requirements(stored, levels_frame(ROLE_LEVELS), stored, NO_PERSONAL)


@settings(max_examples=15)
@given(organization=organizations())
def test_the_same_roles_count_as_in_the_plain_rules(organization: Organization) -> None:
    found = effective_roles_of(organization)
    expected = sorted(
        (person, role)
        for person in PEOPLE
        for role in plain_rules.roles_that_count(person, organization)
    )
    assert list(found.itertuples(index=False, name=None)) == expected


@settings(max_examples=15)
@given(organization=organizations())
def test_no_marker_ever_counts_as_a_role(organization: Organization) -> None:
    assert not effective_roles_of(organization)["role_cluster_id"].isin(ROLE_MARKERS).any()


@settings(max_examples=15)
@given(organization=organizations())
def test_nearest_roles_are_at_the_smallest_distance(organization: Organization) -> None:
    current = current_answers(answers_frame(organization.answers))
    found = nearest_roles(current, levels_frame(organization.role_levels))
    for person, of_person in current.groupby("user_id"):
        scores = dict(zip(of_person["competency_id"], of_person["score"], strict=True))
        expected = plain_rules.roles_nearest(scores, organization.role_levels)
        taken = found.loc[found["user_id"] == person, "role_cluster_id"].tolist()
        assert sorted(taken) == sorted(expected)


@settings(max_examples=15)
@given(organization=organizations())
def test_people_need_what_the_plain_rules_say(organization: Organization) -> None:
    found = person_requirements(
        effective_roles_of(organization),
        levels_frame(organization.role_levels),
        roles_frame(organization.person_roles),
        levels_frame(organization.personal_levels),
    )
    for person in PEOPLE:
        expected = [plain_rules.level_needed(person, c, organization) for c in COMPETENCIES]
        taken = found.loc[person].tolist() if person in found.index else [None] * len(COMPETENCIES)
        assert taken == expected
    assert found.index.is_unique
