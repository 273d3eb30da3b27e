"""Choices of archetypes side by side, sums of hidden numbers, and what is typed behind --set."""

import pandas as pd
import pytest

from pipelines.arguments import number_of, pairs, refuse_others
from seqpt_lib import gaps
from seqpt_lib.errors import UsageError
from seqpt_lib.gaps import Guarded, guarded_people, guarded_sum
from seqpt_lib.settings import settings
from tests.unit.demo_files import NEEDS_BASED, archetype_targets, demo_levels, role_levels

TRAINERS = 6


def demo(rule: str = "role_capped", hours_per_week: float = 4.0) -> gaps.Situation:
    return gaps.situation(
        demo_levels(),
        role_levels(),
        archetype_targets(),
        [NEEDS_BASED],
        gaps.Rules(rule, hours_per_week, 5),
    )


def test_a_higher_aim_needs_more_and_leaves_less_uncovered() -> None:
    basic, trainers = (gaps.outcome(demo(), [archetype]) for archetype in (1, TRAINERS))
    assert trainers.person_steps.value > basic.person_steps.value
    assert trainers.learning_hours.value > basic.learning_hours.value
    assert trainers.uncovered_count == 0 < basic.uncovered_count


def test_every_range_holds_the_number() -> None:
    result = gaps.outcome(demo(), [NEEDS_BASED])
    for number in (result.people_with_gaps, result.person_steps, result.learning_hours):
        assert number.lowest <= number.value <= number.highest
    low, high = result.average_weeks
    assert low <= result.learning_hours.value / 40 / 4 <= high


def test_half_the_hours_a_week_take_twice_the_weeks() -> None:
    slow, quick = (gaps.outcome(demo(hours_per_week=h), [1]).average_weeks for h in (2, 4))
    assert slow == pytest.approx([2 * weeks for weeks in quick])


def test_what_may_be_shown_does_not_depend_on_the_rule() -> None:
    for competency_id, capped in demo().parts.items():
        other = demo("archetype").parts[competency_id]
        assert capped.sizes().tolist() == other.sizes().tolist()


def test_only_competencies_whose_answer_differs_are_listed() -> None:
    now, same, other = (gaps.outcome(demo(), [archetype]) for archetype in (3, 3, 1))
    assert gaps.differing_competencies({"now": now, "1": same}).empty
    differing = gaps.differing_competencies({"now": now, "1": other})
    assert (differing["target (now)"] != differing["target (1)"]).any()
    assert differing["below (now)"].isna().sum() <= 1


def test_a_hidden_sum_lies_between_what_can_be_worked_out() -> None:
    known = Guarded(7, is_shown=True, lowest=7, highest=7)
    secret = Guarded(3, is_shown=False, lowest=0, highest=9)
    assert str(guarded_sum([known, known])) == "14"
    assert str(guarded_sum([known, secret])) == "7 to 16"
    assert str(guarded_sum([])) == "0"


@pytest.mark.parametrize(
    ("value", "total", "said"),
    [
        pytest.param(6, 20, "6", id="both groups are large enough"),
        pytest.param(0, 20, "0", id="nobody"),
        pytest.param(20, 20, "20", id="everybody"),
        pytest.param(3, 20, "1 to 4", id="a few"),
        pytest.param(17, 20, "16 to 19", id="all but a few"),
        pytest.param(4, 4, "0 to 4", id="too small in all"),
    ],
)
def test_a_number_of_people_of_a_known_total(value: int, total: int, said: str) -> None:
    assert str(guarded_people(value, total, 5)) == said


def test_needs_that_are_hidden_may_be_there_or_not() -> None:
    needs = pd.DataFrame(
        {"competency_id": [1, 1], "level": [1, 2], "shown_columns": ["{people_count}", "{}"]}
    )
    assert str(gaps.guarded_needs(needs, 2)) == "1 to 8"
    assert gaps.shown_needs(needs)["level"].tolist() == [1]


# Settings


@pytest.mark.parametrize("value", ["abc", "0", "-3"])
def test_a_smallest_group_that_is_none_is_told_in_one_line(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQPT_SMALLEST_GROUP", value)
    settings.cache_clear()
    try:
        with pytest.raises(
            UsageError, match="the setting SEQPT_SMALLEST_GROUP has a value"
        ) as told:
            settings()
        assert "\n" not in str(told.value)
    finally:
        settings.cache_clear()


# Arguments


def test_pairs_are_taken_apart_at_the_first_equals_sign() -> None:
    assert pairs(["a=1", " b=x=y ", ""]) == {"a": "1", "b": "x=y"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["a"], "'a' is no parameter"),
        (["=1"], "'=1' is no parameter"),
        (["a=1", "a=2"], "parameter a is given twice"),
    ],
)
def test_what_is_no_pair_is_refused(given: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        pairs(given)


def test_a_number_is_read_or_refused() -> None:
    assert number_of("2.5") == 2.5
    with pytest.raises(UsageError, match="'much' is no number"):
        number_of("much")


def test_other_parameters_are_refused() -> None:
    refuse_others({})
    with pytest.raises(UsageError, match="compare does not know the parameter speed"):
        refuse_others({"speed": "9"})
