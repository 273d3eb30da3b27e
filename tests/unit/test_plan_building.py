"""Weeks, and the plans of people: their content and their ids."""

import json
import uuid
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.gaps import needs, person_steps
from seqpt_lib.plans import choose_modules, compare_plans, plan_weeks
from tests.unit.organization_frames import gaps_of
from tests.unit.organizations import Organization, organizations, trained_levels
from tests.unit.plan_frames import (
    PARTS,
    TWO,
    book,
    formats_frame,
    modules_for,
    needs_frame,
    objectives_for,
    one_format,
    plans_of,
    steps_frame,
    targets,
)


def weeks_counted_off(hours: int, hours_per_week: float) -> int:
    """Learn week by week until no hour is left, one week at least."""
    weeks = 0
    while hours > weeks * hours_per_week:
        weeks += 1
    return weeks or 1


@given(
    levels=st.lists(trained_levels, max_size=20),
    quarters=st.integers(1, 4 * 168),
)
def test_weeks_agree_with_counting_them_off(levels: list[int], quarters: int) -> None:
    hours = sum({1: 8, 2: 16, 4: 24, 6: 40}[level] for level in levels)
    assert plan_weeks(levels, quarters / 4) == weeks_counted_off(hours, quarters / 4)


@pytest.mark.parametrize("hours", [0, -1, -0.5, float("nan"), float("inf"), 1000, 168.25])
def test_impossible_hours_are_refused(hours: float) -> None:
    with pytest.raises(UsageError, match=rf"= {hours} is not possible\. Use more than 0, at most"):
        plan_weeks([1], hours)


def refused(text: str) -> object:
    raise AssertionError(f"{text} is no JSON")


@settings(max_examples=8)
@given(organization=organizations())
def test_everyone_with_a_step_has_one_plan_with_exactly_their_steps(
    organization: Organization,
) -> None:
    gaps = gaps_of(organization)
    steps = person_steps(gaps)
    planned = book(steps)
    in_need = set(gaps.loc[gaps["gap_size"] > 0, "user_id"])
    assert planned.plan_ids["user_id"].is_unique
    assert set(planned.plan_ids["user_id"]) == in_need
    for plan in planned.plans(in_need):
        own = steps[steps["user_id"] == plan.user_id]
        climb = sorted(zip(own["competency_id"], own["level"], strict=True))
        for document in (plan.objectives, plan.recommended_modules):
            version, entries = json.loads(document, parse_constant=refused).values()
            assert version == 1
            assert [(entry["competency_id"], entry["level"]) for entry in entries] == climb


@settings(max_examples=8)
@given(organization=organizations())
def test_the_modules_of_the_needs_are_those_that_the_plans_ask_for(
    organization: Organization,
) -> None:
    gaps = gaps_of(organization)
    steps, needed = person_steps(gaps), needs(gaps.assign(people_count=1))
    no_formats = formats_frame([one_format(archetype_id=2)])
    modules = choose_modules(needed, no_formats, targets(c1=1, c4=1, c18=1))
    planned = book(steps, modules=modules)
    for plan in planned.plans(planned.plan_ids["user_id"]):
        for module in json.loads(plan.recommended_modules, parse_constant=refused)["modules"]:
            assert module["format_name"] is None


def test_a_plan_as_it_is_stored() -> None:
    [plan] = book(TWO).plans([12])
    assert json.loads(plan.objectives) == {
        "version": 1,
        "objectives": [
            {
                "competency_id": 1,
                "level": 2,
                **{part: f"some {part}" for part in PARTS},
                "source": "template",
            }
        ],
    }
    assert json.loads(plan.recommended_modules) == {
        "version": 1,
        "modules": [
            {
                "competency_id": 1,
                "level": 2,
                "format_key": "wbt",
                "format_name": "WBT",
                "learning_hours": 16,
            }
        ],
    }
    assert (plan.user_id, plan.estimated_duration_weeks) == (12, 4)
    assert plan.archetype_used == "Certification"


def test_the_numbers_of_the_plans() -> None:
    found = book(TWO).plan_ids.drop(columns="plan_id")
    assert found.to_dict("list") == {
        "user_id": [11, 12],
        "objective_count": [3, 1],
        "learning_hours": [64, 16],
        "estimated_duration_weeks": [16, 4],
    }


def test_the_id_of_a_plan_is_the_one_that_is_listed() -> None:
    planned = book(TWO)
    listed = planned.plan_ids.set_index("user_id")["plan_id"]
    written = {plan.user_id: plan.plan_id for plan in planned.plans([12, 11])}
    assert list(written) == [12, 11]
    assert written == listed.to_dict()
    assert all(uuid.UUID(plan_id).version == 5 for plan_id in written.values())


@settings(max_examples=20)
@given(text=st.text(max_size=30))
def test_any_words_are_valid_json_and_come_back(text: str) -> None:
    planned = book(TWO, objectives=objectives_for(TWO, statement=text))
    [plan] = planned.plans([12])
    assert json.loads(plan.objectives)["objectives"][0]["statement"] == text


def ids(steps: pd.DataFrame = TWO, **changes: Any) -> list[str]:
    return book(steps, **changes).plan_ids["plan_id"].tolist()


@pytest.mark.parametrize(
    "changes",
    [
        *[pytest.param({"objectives": objectives_for(TWO, **{p: "x"})}, id=p) for p in PARTS],
        pytest.param({"objectives": objectives_for(TWO, source="model")}, id="source"),
        pytest.param({"modules": modules_for(TWO, format_key="cbt")}, id="key of the format"),
        pytest.param({"modules": modules_for(TWO, format_name="CBT")}, id="name of the format"),
        pytest.param({"modules": modules_for(TWO, format_key=None)}, id="no format"),
        pytest.param({"modules": modules_for(TWO, learning_hours=1)}, id="hours of the module"),
        pytest.param({"hours_per_week": 8.0}, id="weeks"),
        pytest.param({"archetype_used": "SE for managers"}, id="archetype"),
        pytest.param({"organization_id": 2}, id="organization"),
    ],
)
def test_other_content_is_another_plan(changes: dict[str, Any]) -> None:
    assert not set(ids(**changes)) & set(ids())


def test_the_same_content_of_two_people_is_two_plans() -> None:
    one, other = ids(steps_frame((11, 1, 2), (12, 1, 2)))
    assert one != other
    assert ids(steps_frame((12, 1, 2))) == [other]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"modules": modules_for(TWO, people_count=40)}, id="people in the module"),
        pytest.param({"modules": modules_for(TWO, group_count=4)}, id="groups"),
        pytest.param({"hours_per_week": 4.1}, id="hours with equal weeks"),
        pytest.param({"objectives": objectives_for(TWO).iloc[::-1]}, id="order of the objectives"),
        pytest.param({"modules": modules_for(TWO).iloc[::-1]}, id="order of the modules"),
        pytest.param({"objectives": objectives_for(TWO).assign(language="en")}, id="a column more"),
    ],
)
def test_the_same_content_is_the_same_plan(changes: dict[str, Any]) -> None:
    assert ids(**changes) == ids()


def test_an_id_is_the_same_on_any_machine() -> None:
    # Written down: another value means that every stored plan would be replaced.
    assert ids() == ["a54559dd-e523-5d16-b0fa-9ac98d948a63", "f3410bf6-1cde-5485-9793-adc6881d9e64"]


def test_a_step_more_changes_only_that_persons_plan() -> None:
    more = steps_frame((11, 1, 1), (11, 1, 2), (11, 4, 6), (12, 1, 2), (12, 4, 6))
    (eleven, twelve), (eleven_after, twelve_after) = ids(), ids(more)
    assert eleven_after == eleven
    assert twelve_after != twelve


@pytest.mark.parametrize(
    ("people", "changed"),
    [
        pytest.param(9, set(), id="within the limits of a format"),
        pytest.param(11, {11, 12}, id="across a limit, for everyone with the module"),
    ],
)
def test_the_number_of_people_changes_plans_only_across_a_limit(
    people: int, changed: set[int]
) -> None:
    steps = steps_frame((11, 1, 2), (12, 1, 2), (13, 4, 2))
    formats = formats_frame([one_format(), one_format(2, participants_min=11, participants_max=20)])

    def planned(count: int) -> dict[int, str]:
        modules = choose_modules(needs_frame((1, 2, count), (4, 2, 1)), formats, targets())
        return book(steps, modules=modules).plan_ids.set_index("user_id")["plan_id"].to_dict()

    before, after = planned(8), planned(people)
    assert {user_id for user_id in before if before[user_id] != after[user_id]} == changed


@pytest.mark.parametrize("missing", ["objectives", "modules"])
def test_a_step_without_objective_or_module_is_named(missing: str) -> None:
    made = {"objectives": objectives_for(TWO), "modules": modules_for(TWO)}[missing]
    with pytest.raises(DataError, match=r"level\) \[\(1, 2\)\]\. Run generate_objectives first"):
        book(TWO, **{missing: made[made["level"] != 2]})


def test_of_many_missing_objectives_five_are_named() -> None:
    steps = steps_frame(*[(11, competency_id, 1) for competency_id in range(1, 9)])
    with pytest.raises(DataError, match=r"\[\(1, 1\), .*\(5, 1\)\]\. Run"):
        book(steps, objectives=objectives_for(steps.iloc[:0]))


def test_impossible_hours_stop_before_a_plan_is_built() -> None:
    with pytest.raises(UsageError, match="hours_per_week = 0"):
        book(TWO, hours_per_week=0)


def test_nobody_with_a_step_is_no_plan() -> None:
    none = book(steps_frame())
    assert none.plan_ids.empty
    assert list(none.plans([])) == []
    assert compare_plans(none.plan_ids, plans_of()).new.empty


def test_the_frames_given_are_not_changed() -> None:
    def frames() -> list[pd.DataFrame]:
        return [steps_frame((11, 1, 1), (12, 1, 2)), objectives_for(TWO), modules_for(TWO)]

    used = frames()
    list(book(used[0], objectives=used[1], modules=used[2]).plans([11, 12]))
    for after, before in zip(used, frames(), strict=True):
        pd.testing.assert_frame_equal(after, before)
