"""Which learning format a module gets."""

import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.errors import MergeError

from seqpt_lib.plans import choose_modules
from tests.unit.organizations import trained_levels
from tests.unit.plan_frames import (
    KEYS,
    PlainFormat,
    formats_frame,
    needs_frame,
    one_format,
    targets,
)


def group_sizes(people: int, groups: int) -> list[int]:
    """Deal people out to groups, one by one."""
    sizes = [0] * groups
    for person in range(people):
        sizes[person % groups] += 1
    return sizes


def groups_that_fit(people: int, plain: PlainFormat) -> list[int]:
    """The sizes of the fewest groups that the format takes; none if a group would be too small."""
    groups = 1
    while plain.participants_max and max(group_sizes(people, groups)) > plain.participants_max:
        groups += 1
    sizes = group_sizes(people, groups)
    return sizes if min(sizes) >= plain.participants_min else []


def plain_choice(
    formats: list[PlainFormat], archetype_id: int, need: tuple[int, int, int]
) -> tuple[int | None, int]:
    """The format and the number of groups for one need; none and 0 where nothing qualifies."""
    competency_id, level, people = need
    able = []
    for plain in formats:
        is_meant = (plain.archetype_id, plain.competency_id) == (archetype_id, competency_id)
        if is_meant and plain.max_level >= level and groups_that_fit(people, plain):
            able.append((plain, len(groups_that_fit(people, plain))))
    in_one_group = [(plain, groups) for plain, groups in able if groups == 1]
    best: tuple[PlainFormat, int] | None = None
    for plain, groups in in_one_group or able:
        rank = (-plain.fit_points, plain.effort, plain.format_id)
        if best is None or rank < (-best[0].fit_points, best[0].effort, best[0].format_id):
            best = (plain, groups)
    return (best[0].format_id, best[1]) if best else (None, 0)


@st.composite
def format_lists(draw: st.DrawFn) -> list[PlainFormat]:
    """Six formats with narrow ranges and many ties, for two archetypes and two competencies."""
    formats = []
    for format_id in range(1, 7):
        least = draw(st.integers(1, 6))
        most = draw(st.none() | st.integers(least, least + 6))
        effort = draw(st.integers(3, 5))
        formats += [
            PlainFormat(
                archetype_id,
                competency_id,
                format_id,
                draw(trained_levels),
                least,
                most,
                draw(st.integers(0, 2)),
                effort,
            )
            for archetype_id in (1, 2)
            for competency_id in (1, 4)
        ]
    return formats


def chosen(
    formats: list[PlainFormat], *needs: tuple[int, int, int], **archetypes: int
) -> list[tuple[Any, ...]]:
    modules = choose_modules(needs_frame(*needs), formats_frame(formats), targets(**archetypes))
    names = modules["format_name"].astype(object).where(modules["format_name"].notna(), None)
    return list(zip(names, modules["group_count"], strict=True))


@settings(max_examples=50)
@given(
    formats=format_lists(),
    archetypes=st.tuples(st.sampled_from((1, 2)), st.sampled_from((1, 2))),
    people=st.dictionaries(
        st.tuples(st.sampled_from((1, 4)), trained_levels), st.integers(1, 30), min_size=6
    ),
)
def test_modules_agree_with_the_plain_rule(
    formats: list[PlainFormat],
    archetypes: tuple[int, int],
    people: dict[tuple[int, int], int],
) -> None:
    needs = [(*pair, count) for pair, count in people.items()]
    of_competency = dict(zip((1, 4), archetypes, strict=True))
    plain = [plain_choice(formats, of_competency[need[0]], need) for need in needs]
    expected = [(f"name {found}" if found else None, groups) for found, groups in plain]
    assert chosen(formats, *needs, c1=archetypes[0], c4=archetypes[1]) == expected


@pytest.mark.parametrize(
    ("formats", "people", "expected"),
    [
        pytest.param([one_format()], 10, ("name 1", 1), id="the most it takes"),
        pytest.param([one_format()], 11, ("name 1", 2), id="one more"),
        pytest.param([one_format(participants_min=6)], 5, (None, 0), id="too few"),
        pytest.param([one_format(participants_min=6)], 11, (None, 0), id="groups of 6 and 5"),
        pytest.param([one_format(participants_max=None)], 999, ("name 1", 1), id="no limit"),
        pytest.param([one_format(max_level=1)], 5, (None, 0), id="does not reach the level"),
        pytest.param([one_format(archetype_id=2)], 5, (None, 0), id="of another archetype"),
        pytest.param([one_format(competency_id=4)], 5, (None, 0), id="for another competency"),
        pytest.param([], 5, (None, 0), id="no format at all"),
        pytest.param(
            [one_format(1), one_format(2, fit_points=2, effort=15)],
            5,
            ("name 2", 1),
            id="fit before effort",
        ),
        pytest.param(
            [one_format(1), one_format(2, effort=8)], 5, ("name 2", 1), id="effort before id"
        ),
        pytest.param([one_format(2), one_format(1)], 5, ("name 1", 1), id="the lowest id"),
        pytest.param(
            [one_format(1, fit_points=2, participants_max=4), one_format(2, fit_points=0)],
            5,
            ("name 2", 1),
            id="one group before a better fit in two",
        ),
        pytest.param(
            [one_format(1, participants_max=3), one_format(2, participants_min=5)],
            4,
            ("name 1", 2),
            id="between two ranges",
        ),
        pytest.param([one_format(fit_points=0)], 5, ("name 1", 1), id="a bad fit is no refusal"),
    ],
)
def test_the_format(
    formats: list[PlainFormat], people: int, expected: tuple[str | None, int]
) -> None:
    assert chosen(formats, (1, 2, people)) == [expected]


def test_the_archetype_that_set_the_target_of_the_competency_decides() -> None:
    formats = [
        PlainFormat(archetype, competency, format_id, 6, 1, 10, fit, 9)
        for archetype, best in ((1, 1), (2, 2))
        for competency in (1, 4)
        for format_id, fit in ((1, 2 * (best == 1)), (2, 2 * (best == 2)))
    ]
    found = chosen(formats, (1, 2, 5), (4, 2, 5), c1=1, c4=2)
    assert found == [("name 1", 1), ("name 2", 1)]


def test_one_module_per_need_in_the_order_of_the_needs() -> None:
    needs = needs_frame((4, 6, 3), (1, 1, 2), (1, 4, 99))
    modules = choose_modules(needs, formats_frame([one_format()]), targets())
    pd.testing.assert_frame_equal(modules[[*KEYS, "people_count"]], needs)
    assert modules["learning_hours"].tolist() == [40, 8, 24]
    assert modules["group_count"].tolist() == [0, 1, 10]
    assert modules.columns.tolist() == [
        *KEYS,
        "format_key",
        "format_name",
        "learning_hours",
        "group_count",
        "people_count",
    ]


def test_no_needs_have_no_modules() -> None:
    assert chosen([one_format()]) == []


@settings(max_examples=8)
@given(formats=format_lists(), seed=st.integers(0, 1000))
def test_the_order_of_the_formats_changes_no_choice(formats: list[PlainFormat], seed: int) -> None:
    shuffled = random.Random(seed).sample(formats, len(formats))
    needs = [(1, 1, 4), (1, 4, 9), (4, 2, 1), (4, 6, 25)]
    assert chosen(shuffled, *needs) == chosen(formats, *needs)


def test_a_competency_with_two_targets_is_refused() -> None:
    twice = pd.concat([targets(), targets()])
    with pytest.raises(MergeError, match="not unique"):
        choose_modules(needs_frame((1, 1, 2)), formats_frame([one_format()]), twice)


def test_the_frames_given_are_not_changed() -> None:
    def frames() -> list[pd.DataFrame]:
        needs = needs_frame((1, 1, 1), (1, 2, 2), (4, 6, 1))
        return [needs, formats_frame([one_format(), one_format(2)]), targets()]

    used = frames()
    choose_modules(*used)
    for after, before in zip(used, frames(), strict=True):
        pd.testing.assert_frame_equal(after, before)
