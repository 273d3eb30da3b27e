"""Which roles count for a person, and what they need."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib import gaps
from seqpt_lib.errors import DataError
from seqpt_lib.gaps import (
    effective_roles,
    nearest_roles,
    person_requirements,
    personal_levels,
    role_sets,
)
from seqpt_lib.model.levels import ALL_ROLES, ROLE_MARKERS, UNKNOWN_ROLE
from tests.unit import plain_rules
from tests.unit.organization_frames import (
    computed,
    levels_frame,
    levels_of,
    roles_frame,
    seeds,
    wide,
)
from tests.unit.organizations import COMPETENCIES, ROLES, Organization, organizations, with_role

PERSON = 11
ROLE_LEVELS = levels_frame(
    {2: {1: 4, 4: 2, 18: 0}, 5: {1: 2, 4: 4, 18: 1}, 9: {1: 6, 4: 6, 18: 6}}, COMPETENCIES
)
NO_LEVELS = levels_frame({}, COMPETENCIES)
Personal = dict[int, dict[int, int]]


def answers(**scores: int) -> pd.DataFrame:
    return wide({PERSON: {int(name[1:]): score for name, score in scores.items()}}, COMPETENCIES)


def requirement(
    stored: list[tuple[int, int]], personal: Personal, people: tuple[int, ...] = (PERSON,)
) -> dict[int, list[int]]:
    """Give what people without answers need, by user id, where it is known."""
    current, roles = wide({person: {} for person in people}, COMPETENCIES), roles_frame(stored)
    sets = role_sets(effective_roles(roles, current, ROLE_LEVELS), current.index)
    found = person_requirements(sets, ROLE_LEVELS, roles, levels_frame(personal, COMPETENCIES))
    assert found.index.tolist() == list(people)
    return {int(str(user)): row.tolist() for user, row in found.dropna(how="all").iterrows()}


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        pytest.param([2], [2], id="a role"),
        pytest.param([5, 2], [2, 5], id="several roles"),
        pytest.param([UNKNOWN_ROLE], [], id="unknown role"),
        pytest.param([UNKNOWN_ROLE, 5], [5], id="unknown role beside a role"),
        pytest.param([ALL_ROLES], [9], id="all roles: the nearest"),
        pytest.param([ALL_ROLES, 2], [9], id="all roles beside a role"),
        pytest.param([UNKNOWN_ROLE, ALL_ROLES], [9], id="both markers"),
        pytest.param([], [], id="no role"),
    ],
)
def test_these_roles_count(stored: list[int], expected: list[int]) -> None:
    roles = roles_frame([(PERSON, role) for role in stored])
    found = effective_roles(roles, answers(c1=6, c4=4, c18=6), ROLE_LEVELS)
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
    found = nearest_roles(answers(**scores), ROLE_LEVELS)
    assert found["role_cluster_id"].tolist() == expected


def test_a_missing_answer_is_not_a_zero() -> None:
    levels = levels_frame({2: {1: 4, 4: 0, 18: 0}, 9: {1: 4, 4: 6, 18: 6}}, COMPETENCIES)
    assert nearest_roles(answers(c1=4), levels)["role_cluster_id"].tolist() == [2, 9]


def test_the_order_of_the_columns_moves_nobody_to_another_role() -> None:
    other = ROLE_LEVELS[list(reversed(COMPETENCIES))]
    assert nearest_roles(answers(c1=4, c4=2, c18=0), other)["role_cluster_id"].tolist() == [2]


def test_without_roles_nobody_is_near_to_one() -> None:
    assert nearest_roles(answers(c1=4), NO_LEVELS).empty


ALL_SIX = {PERSON: {1: 6, 4: 6, 18: 6}}


@pytest.mark.parametrize(
    ("stored", "personal", "expected"),
    [
        pytest.param([2], {}, [4, 2, 0], id="a role"),
        pytest.param([2, 5], {}, [4, 4, 1], id="the highest of two roles"),
        pytest.param(
            [UNKNOWN_ROLE], {PERSON: {1: 1, 4: 0, 18: 6}}, [1, 0, 6], id="a personal matrix"
        ),
        pytest.param([UNKNOWN_ROLE], {}, None, id="unknown role without a personal matrix"),
        pytest.param(
            [UNKNOWN_ROLE], {PERSON: {1: 0, 4: 0, 18: 0}}, None, id="personal matrix all zero"
        ),
        pytest.param([UNKNOWN_ROLE, 2], ALL_SIX, [4, 2, 0], id="a role beats the personal matrix"),
        pytest.param([2], ALL_SIX, [4, 2, 0], id="a personal matrix without the marker"),
        pytest.param([], ALL_SIX, None, id="a personal matrix and no role"),
        pytest.param([UNKNOWN_ROLE, ALL_ROLES], ALL_SIX, None, id="both markers, no answers"),
    ],
)
def test_the_person_needs(
    stored: list[int], personal: Personal, expected: list[int] | None
) -> None:
    found = requirement([(PERSON, role) for role in stored], personal)
    assert found == ({} if expected is None else {PERSON: expected})


def test_people_side_by_side_keep_their_own_requirement() -> None:
    found = requirement([(12, 5), (PERSON, 2)], {}, (PERSON, 12, 13))
    assert found == {PERSON: [4, 2, 0], 12: [2, 4, 1]}


def test_the_personal_matrix_of_somebody_else_is_not_used() -> None:
    assert requirement([(99, UNKNOWN_ROLE)], {99: {1: 6, 4: 6, 18: 6}}) == {}


def test_a_role_without_a_matrix_is_refused_and_not_read_as_nothing() -> None:
    current = wide({PERSON: {}, 12: {}, 13: {}}, COMPETENCIES)
    stored = roles_frame([(PERSON, 2), (12, 77), (13, 78)])
    with pytest.raises(DataError, match=r"2 roles .* role_process_matrix: role_cluster_id 77, 78"):
        gaps.person_levels(current, stored, ROLE_LEVELS, NO_LEVELS)


def test_a_personal_matrix_that_is_not_set_is_named() -> None:
    involvement = pd.DataFrame(
        {"user_id": [PERSON, PERSON], "iso_process_id": [17, 20], "involvement": [1, -100]}
    )
    relevance = pd.DataFrame(
        {"iso_process_id": [17, 20], "competency_id": [1, 1], "relevance": [2, 2]}
    )
    with pytest.raises(
        DataError, match=r"1 cells of involvement .* user_id 11 x iso_process_id 20\."
    ):
        personal_levels(involvement, relevance, roles_frame([(PERSON, UNKNOWN_ROLE)]))


def test_more_roles_than_bits_are_refused() -> None:
    roles = roles_frame([(PERSON, role) for role in range(63)])
    with pytest.raises(DataError, match=r"63 roles are in use\. At most 62"):
        role_sets(roles, pd.Index([PERSON]))


def test_as_many_roles_as_bits_are_told_apart() -> None:
    roles = roles_frame([(PERSON, role) for role in range(62)] + [(12, 61)])
    sets = role_sets(roles, pd.Index([PERSON, 12, 13]))
    sizes = sets.members.groupby("role_set_id").size()
    assert [int(sizes.get(number, 0)) for number in sets.of_person] == [62, 1, 0]


@given(seed=seeds)
def test_no_marker_ever_counts_as_a_role(seed: int) -> None:
    _organization, step = computed(seed)
    assert not step.levels.sets.members["role_cluster_id"].isin(ROLE_MARKERS).any()


@given(seed=seeds)
def test_people_need_what_the_plain_rules_say(seed: int) -> None:
    organization, step = computed(seed)
    expected = plain_rules.levels_needed(organization)
    for person, row in step.levels.required.iterrows():
        known = {c: int(level) for c, level in row.dropna().items()}
        assert known == (expected[int(str(person))] or {})


@given(seed=seeds)
def test_people_without_a_role_are_in_the_set_without_roles(seed: int) -> None:
    organization, step = computed(seed)
    roles = plain_rules.roles_by_person(organization)
    without = {person for person, counting in roles.items() if not counting}
    sets = step.levels.sets
    assert set(sets.of_person[sets.of_person == 0].index) == without
    assert 0 not in set(sets.members["role_set_id"])


@settings(max_examples=25)
@given(organization=organizations(), role=st.sampled_from(ROLES))
def test_a_further_role_never_lowers_a_requirement(organization: Organization, role: int) -> None:
    with_one = [
        person
        for person, roles in plain_rules.roles_by_person(organization).items()
        if roles and (person, ALL_ROLES) not in organization.person_roles
    ]
    before = levels_of(organization).required.loc[with_one]
    after = levels_of(with_role(organization, with_one, role)).required.loc[with_one]
    assert (after >= before).all(axis=None)


def test_the_frames_given_are_not_changed() -> None:
    def frames() -> list[pd.DataFrame]:
        stored = roles_frame([(PERSON, UNKNOWN_ROLE), (12, ALL_ROLES)])
        personal = levels_frame({PERSON: {1: 1, 4: 0, 18: 6}}, COMPETENCIES)
        return [wide({PERSON: {1: 2}, 12: {4: 4}}, COMPETENCIES), stored, ROLE_LEVELS, personal]

    used = [frame.copy(deep=True) for frame in frames()]
    gaps.person_levels(*used)
    for after, before in zip(used, frames(), strict=True):
        pd.testing.assert_frame_equal(after, before)
