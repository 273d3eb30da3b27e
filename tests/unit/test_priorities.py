"""What to do first, and how to train it."""

from fractions import Fraction
from statistics import pvariance

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib.gaps import TrainingMethod, is_spread, priorities, priority, training_method
from seqpt_lib.gaps.scenarios import with_scenarios
from seqpt_lib.model.levels import LEVELS
from tests.unit.organization_frames import computed, computed_tables, seeds
from tests.unit.organizations import levels

shares = st.floats(0, 1)
LIMITS = [(1, 5), (2, 5), (7, 10), (9, 10), (1, 1)]
at_a_limit = st.tuples(st.sampled_from(LIMITS), st.integers(1, 50)).map(
    lambda drawn: (drawn[0][0] * drawn[1], drawn[0][1] * drawn[1])
)
below_of = at_a_limit | st.integers(1, 400).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n))
)


def counted(chosen: list[int]) -> pd.Series:
    return pd.Series({level: chosen.count(level) for level in LEVELS})


@given(gap=levels, requirement=levels, share=shares)
def test_a_priority_lies_within_0_and_10(gap: int, requirement: int, share: float) -> None:
    assert 0 <= priority(gap, requirement, share) <= 10


@given(gap=levels, requirement=levels, share=shares, more=shares)
def test_more_of_anything_is_never_less_urgent(
    gap: int, requirement: int, share: float, more: float
) -> None:
    least = priority(gap, requirement, min(share, more))
    assert priority(gap, requirement, max(share, more)) >= least
    assert priority(6, requirement, share) >= priority(gap, requirement, share)
    assert priority(gap, 6, share) >= priority(gap, requirement, share)


def test_the_ends_are_exact() -> None:
    assert priority(0, 0, 0.0) == 0
    assert priority(6, 6, 1.0) == 10


def test_nobody_assessed_is_no_priority() -> None:
    _organization, step = computed(0)
    assert priorities(step.standings.iloc[:0]).empty


@given(seed=seeds)
def test_competencies_have_a_priority_exactly_where_somebody_answered(seed: int) -> None:
    table = computed_tables(seed)["competency_statistic"]
    assert table["priority"].notna().equals(table["assessed_count"].gt(0))
    assert table["priority"].dropna().between(0, 10).all()
    assert table["uncovered_share"].dropna().between(0, 1).all()
    assert table["highest_requirement"].dropna().isin(LEVELS).all()


@given(seed=seeds)
def test_the_largest_gap_is_that_of_a_person(seed: int) -> None:
    _organization, step = computed(seed)
    largest = (step.target - step.levels.current).clip(lower=0).max().dropna()
    found = computed_tables(seed)["competency_statistic"].set_index("competency_id")["largest_gap"]
    assert found.dropna().to_dict() == largest.to_dict()


@given(seed=seeds)
def test_the_share_that_is_left_uncovered_is_that_of_scenario_b(seed: int) -> None:
    _organization, step = computed(seed)
    own = with_scenarios(step.standings)
    people = own.groupby("competency_id")["people_count"].sum()
    in_b = own[own["scenario"] == "B"].groupby("competency_id")["people_count"].sum()
    expected = in_b.reindex(people.index, fill_value=0) / people
    table = computed_tables(seed)["competency_statistic"].set_index("competency_id")
    assert table["uncovered_share"].dropna().to_dict() == pytest.approx(expected.to_dict())


@pytest.mark.parametrize(("needed", "expected"), [(6, 6), (2, 2), (0, 0), (None, 4)])
def test_the_target_stands_for_a_requirement_that_nobody_knows(
    needed: int | None, expected: int
) -> None:
    one = {"competency_id": [6], "current_level": [1], "people_count": [3]}
    standings = pd.DataFrame(one).assign(
        required_level=float("nan") if needed is None else float(needed),
        organization_level=4,
        target_level=4,
    )
    assert priorities(standings)["highest_requirement"].tolist() == [expected]


@pytest.mark.parametrize(
    ("gap", "requirement", "share", "expected"), [(6, 0, 0, 4), (0, 6, 0, 3), (0, 0, 1, 3)]
)
def test_the_gap_weighs_most(gap: int, requirement: int, share: float, expected: float) -> None:
    assert priority(gap, requirement, share) == pytest.approx(expected)


@given(share=below_of, is_far_apart=st.booleans())
def test_there_is_a_method_exactly_where_somebody_is_below(
    share: tuple[int, int], *, is_far_apart: bool
) -> None:
    found = training_method(*share, is_far_apart)
    assert (found is None) is (share[0] == 0)


@given(share=below_of, is_far_apart=st.booleans())
def test_one_or_two_people_are_coached(share: tuple[int, int], *, is_far_apart: bool) -> None:
    is_coached = training_method(*share, is_far_apart) is TrainingMethod.COACHING
    assert is_coached is (share[0] in {1, 2})


@given(share=below_of)
def test_groups_whose_levels_lie_far_apart_learn_blended(share: tuple[int, int]) -> None:
    is_blended = training_method(*share, is_spread=True) is TrainingMethod.BLENDED
    assert is_blended is (share[0] >= 3)
    assert training_method(*share, is_spread=False) is not TrainingMethod.BLENDED


@given(share=below_of)
def test_the_method_follows_the_exact_share(share: tuple[int, int]) -> None:
    below, assessed = share
    order = [
        TrainingMethod.INDIVIDUAL,
        TrainingMethod.SMALL_GROUP,
        TrainingMethod.GROUP,
        TrainingMethod.GROUP_WITH_MENTORS,
        TrainingMethod.CLASSROOM,
    ]
    limits = [Fraction(1, 5), Fraction(2, 5), Fraction(7, 10)]
    exact = Fraction(below, assessed)
    if below >= 3:
        expected = sum(exact >= limit for limit in limits) + (exact > Fraction(9, 10))
        assert training_method(below, assessed, is_spread=False) is order[expected]


@given(share=below_of, times=st.integers(2, 50))
def test_ten_times_as_many_people_of_the_same_share_learn_alike(
    share: tuple[int, int], times: int
) -> None:
    below, assessed = share
    if below >= 3:
        more = training_method(below * times, assessed * times, is_spread=False)
        assert more is training_method(below, assessed, is_spread=False)


@given(chosen=st.lists(levels, min_size=1, max_size=60))
def test_levels_lie_far_apart_above_a_variance_of_4(chosen: list[int]) -> None:
    assert is_spread(counted(chosen)) is (pvariance([Fraction(level) for level in chosen]) > 4)


@pytest.mark.parametrize("times", [1, 7, 1000, 10**6])
def test_exactly_4_is_not_above_4_however_many_people(times: int) -> None:
    per_level = pd.Series({0: times, 1: 0, 2: 0, 4: times, 6: 0})
    assert not is_spread(per_level)
    assert is_spread(per_level + pd.Series({0: 0, 1: 0, 2: 0, 4: 0, 6: 1}))


def test_nobody_is_not_far_apart() -> None:
    assert not is_spread(counted([]))
