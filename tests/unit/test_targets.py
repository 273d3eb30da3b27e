"""Targets of organizations and people."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib.errors import DataError
from seqpt_lib.model.levels import LEVELS
from seqpt_lib.model.targets import (
    TRAIN_THE_TRAINER,
    TargetRule,
    judged_archetypes,
    organization_targets,
    person_targets,
    primary_archetype,
)
from tests.unit.organization_frames import archetype_frame
from tests.unit.organizations import ARCHETYPES, levels, trained_levels

COMPETENCIES = (1, 4)
archetype_lists = st.lists(st.sampled_from(ARCHETYPES), min_size=1, unique=True)
targets = st.fixed_dictionaries(
    {a: st.fixed_dictionaries(dict.fromkeys(COMPETENCIES, trained_levels)) for a in ARCHETYPES}
)
LOW, HIGH = {1: 2, 4: 4}, {1: 4, 4: 4}
TWO = {1: LOW, 2: HIGH, TRAIN_THE_TRAINER: {1: 6, 4: 6}}


def one_target(
    organization: int, needed: float, rule: TargetRule, *, is_capped: bool = True
) -> int:
    [target] = person_targets(
        np.array([organization]), np.array([float(needed)]), rule, is_capped=is_capped
    ).tolist()
    return int(target)


def test_one_row_per_competency() -> None:
    found = organization_targets(archetype_frame(TWO), [1, 2])
    assert found.to_dict("list") == {
        "competency_id": [1, 4],
        "target_level": [4, 4],
        "archetype_id": [2, 1],
        "archetype_source": ["archetype 2", "archetype 1"],
        "is_capped": [True, True],
    }


@settings(max_examples=30)
@given(targets=targets, chosen=archetype_lists)
def test_the_target_is_the_highest_among_the_archetypes_that_count(
    targets: dict[int, dict[int, int]], chosen: list[int]
) -> None:
    found = organization_targets(archetype_frame(targets), chosen)
    counting = judged_archetypes(chosen)
    for row in found.itertuples():
        of_archetypes = {a: targets[a][row.competency_id] for a in counting}
        assert row.target_level == max(of_archetypes.values())
        first = next(a for a in counting if of_archetypes[a] == row.target_level)
        assert row.archetype_source == f"archetype {first}"


@settings(max_examples=30)
@given(targets=targets, chosen=archetype_lists)
def test_the_order_of_the_archetypes_changes_no_target(
    targets: dict[int, dict[int, int]], chosen: list[int]
) -> None:
    columns = ["competency_id", "target_level", "is_capped"]
    one = organization_targets(archetype_frame(targets), chosen)[columns]
    other = organization_targets(archetype_frame(targets), chosen[::-1])[columns]
    pd.testing.assert_frame_equal(one, other)


@given(chosen=archetype_lists)
def test_train_the_trainer_counts_only_alone(chosen: list[int]) -> None:
    counting = judged_archetypes(chosen)
    assert counting == chosen or TRAIN_THE_TRAINER not in counting
    assert (TRAIN_THE_TRAINER in counting) is (chosen == [TRAIN_THE_TRAINER])


def test_no_archetype_says_how_to_choose_one() -> None:
    with pytest.raises(DataError, match=r"no archetype\. Choose one with make archetype"):
        organization_targets(archetype_frame(TWO), [])


@pytest.mark.parametrize(
    ("of_second", "message"),
    [
        pytest.param({}, "archetype 2 has .* for 0 of 2 competencies", id="no target at all"),
        pytest.param({1: 4}, "archetype 2 has .* for 1 of 2 competencies", id="one is missing"),
        pytest.param({1: 4, 4: 3}, "archetype 2 has .* for 1 of 2", id="3 is no level"),
        pytest.param({1: 4, 4: 5}, "archetype 2 has .* for 1 of 2", id="5 is no level"),
        pytest.param({1: 4, 4: 0}, "archetype 2 has .* for 1 of 2", id="0 is no trained level"),
    ],
)
def test_an_archetype_without_usable_targets_is_refused(
    of_second: dict[int, int], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        organization_targets(archetype_frame({1: LOW, 2: of_second}), [1, 2])


def test_an_archetype_that_was_not_chosen_may_be_broken() -> None:
    found = organization_targets(archetype_frame({1: LOW, 2: {1: 3}}), [1])
    assert found["target_level"].tolist() == [2, 4]


@given(organization=levels, needed=levels | st.just(np.nan), rule=st.sampled_from(TargetRule))
def test_a_target_is_a_level_and_never_above_the_organizations(
    organization: int, needed: float, rule: TargetRule
) -> None:
    target = one_target(organization, needed, rule)
    assert target in LEVELS
    assert target <= organization


@given(organization=levels, needed=levels | st.just(np.nan))
def test_a_target_is_never_above_what_the_roles_need_unless_nothing_is_known(
    organization: int, needed: float
) -> None:
    target = one_target(organization, needed, TargetRule.ROLE_CAPPED)
    assert target == organization if np.isnan(needed) else target == min(organization, needed)


@given(organization=levels, needed=levels | st.just(np.nan), is_capped=st.booleans())
def test_the_archetype_rule_gives_everyone_the_organizations_target(
    organization: int, needed: float, *, is_capped: bool
) -> None:
    target = one_target(organization, needed, TargetRule.ARCHETYPE, is_capped=is_capped)
    assert target == organization


@given(organization=levels, needed=levels | st.just(np.nan), rule=st.sampled_from(TargetRule))
def test_no_role_caps_an_organization_of_trainers(
    organization: int, needed: float, rule: TargetRule
) -> None:
    assert one_target(organization, needed, rule, is_capped=False) == organization


def test_a_target_per_answer_in_the_same_order() -> None:
    found = person_targets(np.array([4, 4, 2, 4]), np.array([2.0, np.nan, 4.0, 0.0]))
    assert found.tolist() == [2, 4, 2, 0]
    assert found.dtype == np.int64


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="'highest' is not a valid TargetRule"):
        TargetRule("highest")


def test_the_primary_archetype_is_the_first_chosen_one_whatever_it_sets() -> None:
    every = pd.DataFrame(
        {
            "archetype_id": [1, 2],
            "archetype_name": ["Common basic understanding", "SE for managers"],
            "competency_id": [1, 1],
            "target_level": [2, 4],
        }
    )
    assert primary_archetype(every, [1, 2]) == "Common basic understanding"
    assert primary_archetype(every, [2, 1]) == "SE for managers"
