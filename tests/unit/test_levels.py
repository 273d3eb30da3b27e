"""The scale and its ladder."""

import numpy as np
import pytest
from hypothesis import given

from seqpt_lib.model.levels import (
    ALL_ROLES,
    LEVEL_WORDS,
    LEVELS,
    ROLE_MARKERS,
    TRAINED_LEVELS,
    UNKNOWN_ROLE,
    Level,
    is_step,
    steps_to_target,
)
from tests.unit.organizations import levels, trained_levels


def test_levels_are_ordered_from_unaware_to_master() -> None:
    assert LEVELS == (0, 1, 2, 4, 6)
    assert list(LEVEL_WORDS.values()) == ["unaware", "know", "understand", "apply", "master"]


def test_a_level_is_its_number() -> None:
    assert Level(4) is Level.APPLY
    assert Level.APPLY > Level.UNDERSTAND
    assert Level.MASTER == 6


@pytest.mark.parametrize("value", [-100, -1, 3, 5, 7, 99])
def test_there_are_no_levels_between_or_beyond(value: int) -> None:
    with pytest.raises(ValueError, match=f"{value} is not a valid Level"):
        Level(value)


def test_markers_are_told_apart() -> None:
    assert {"unknown": UNKNOWN_ROLE, "all": ALL_ROLES} == {"unknown": 40004, "all": 70007}
    assert (UNKNOWN_ROLE, ALL_ROLES) == ROLE_MARKERS


@pytest.mark.parametrize(
    ("current", "level", "target", "expected"),
    [
        pytest.param(1, 1, 4, False, id="the level already reached"),
        pytest.param(1, 2, 4, True, id="on the way"),
        pytest.param(1, 4, 4, True, id="the target itself"),
        pytest.param(1, 6, 4, False, id="beyond the target"),
        pytest.param(4, 4, 2, False, id="above the target already"),
    ],
)
def test_a_step_lies_above_the_current_level_up_to_the_target(
    current: int, level: int, target: int, expected: bool
) -> None:
    assert is_step(current, level, target) is expected


@given(level=trained_levels)
def test_steps_of_many_are_those_of_each(level: int) -> None:
    pairs = [(current, target) for current in LEVELS for target in LEVELS]
    current, target = np.array(pairs).T
    found = is_step(current, level, target).tolist()
    assert found == [is_step(one, level, other) for one, other in pairs]


@pytest.mark.parametrize(
    ("current", "target", "expected"),
    [
        pytest.param(0, 4, [1, 2, 4], id="from nothing, every level on the way"),
        pytest.param(1, 6, [2, 4, 6], id="three steps whatever the numbers say"),
        pytest.param(4, 4, [], id="at the target needs nothing"),
        pytest.param(4, 2, [], id="above the target needs nothing"),
        pytest.param(0, 0, [], id="no target needs nothing"),
    ],
)
def test_lists_the_steps(current: int, target: int, expected: list[int]) -> None:
    assert steps_to_target(current, target) == expected


@pytest.mark.parametrize(
    ("current", "target"),
    [
        pytest.param(3, 4, id="current off the scale"),
        pytest.param(0, 5, id="target off the scale"),
        pytest.param(-100, 4, id="not set"),
    ],
)
def test_refuses_to_climb_from_or_to_what_is_no_level(current: int, target: int) -> None:
    with pytest.raises(ValueError, match="is not a valid Level"):
        steps_to_target(current, target)


@given(current=levels, target=levels)
def test_every_step_lies_above_the_current_level_and_not_beyond_the_target(
    current: int, target: int
) -> None:
    assert all(current < step <= target for step in steps_to_target(current, target))


@given(current=levels, target=levels)
def test_the_last_step_is_the_target(current: int, target: int) -> None:
    steps = steps_to_target(current, target)
    assert steps[-1:] == ([target] if current < target else [])


@given(current=levels, target=levels)
def test_steps_climb_the_ladder_without_leaving_out_a_rung(current: int, target: int) -> None:
    steps = steps_to_target(current, target)
    assert steps == [level for level in TRAINED_LEVELS if steps and steps[0] <= level <= steps[-1]]


@given(start=levels, middle=levels, end=levels)
def test_a_way_in_two_stretches_has_the_same_steps(start: int, middle: int, end: int) -> None:
    if start <= middle <= end:
        two_stretches = steps_to_target(start, middle) + steps_to_target(middle, end)
        assert two_stretches == steps_to_target(start, end)
