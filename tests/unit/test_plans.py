"""Modules, plans and what writing them would change."""

import json
import random
import uuid
from typing import Any, NamedTuple

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.errors import MergeError

from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.gaps import organization_needs, person_steps
from seqpt_lib.plans import (
    LEVEL_HOURS,
    PlanBook,
    PlanDifference,
    build_plans,
    choose_modules,
    compare_plans,
    plan_weeks,
)
from tests.unit.organizations import Organization, gaps_of, organizations, trained_levels

KEYS = ["competency_id", "level"]
PARTS = ("timeframe", "statement", "demonstration", "benefit", "full_text")


# Weeks


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


# Modules


class PlainFormat(NamedTuple):
    """A learning format for one archetype and one competency."""

    archetype_id: int
    competency_id: int
    format_id: int
    max_level: int
    participants_min: int
    participants_max: int | None
    fit_points: int
    effort: int


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


def formats_frame(formats: list[PlainFormat]) -> pd.DataFrame:
    frame = pd.DataFrame(formats, columns=PlainFormat._fields)
    return frame.assign(
        participants_max=frame["participants_max"].astype("Int64"),
        format_key=[f"key {plain.format_id}" for plain in formats],
        format_name=[f"name {plain.format_id}" for plain in formats],
    )


def needs_frame(*needs: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(needs, columns=[*KEYS, "people_count"], dtype="int64")


def targets(**archetypes: int) -> pd.DataFrame:
    by_competency = archetypes or {"c1": 1, "c4": 1}
    return pd.DataFrame(
        {
            "competency_id": [int(name[1:]) for name in by_competency],
            "archetype_id": list(by_competency.values()),
        }
    )


def chosen(
    formats: list[PlainFormat], *needs: tuple[int, int, int], **archetypes: int
) -> list[tuple[Any, ...]]:
    modules = choose_modules(needs_frame(*needs), formats_frame(formats), targets(**archetypes))
    names = modules["format_name"].astype(object).where(modules["format_name"].notna(), None)
    return list(zip(names, modules["group_count"], strict=True))


def one_format(format_id: int = 1, **changes: int | None) -> PlainFormat:
    return PlainFormat(1, 1, format_id, 6, 1, 10, 1, 9)._replace(**changes)


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


# Plans


def steps_frame(*steps: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(steps, columns=["user_id", *KEYS], dtype="int64")


def objectives_for(steps: pd.DataFrame, **fields: str) -> pd.DataFrame:
    words = {part: f"some {part}" for part in PARTS} | {"source": "template"}
    return steps[KEYS].drop_duplicates().assign(**words | fields)


def modules_for(steps: pd.DataFrame, **fields: Any) -> pd.DataFrame:
    pairs = steps[KEYS].drop_duplicates()
    columns = {"format_key": "wbt", "format_name": "WBT", "group_count": 1, "people_count": 3}
    hours = {"learning_hours": pairs["level"].map(LEVEL_HOURS)}
    return pairs.assign(**columns | hours | fields)


def book(steps: pd.DataFrame, **changes: Any) -> PlanBook:
    inputs = {
        "objectives": objectives_for(steps),
        "modules": modules_for(steps),
        "organization_id": 1,
        "archetype_used": "Certification",
        "hours_per_week": 4.0,
    }
    return build_plans(steps, **inputs | changes)


TWO = steps_frame((11, 1, 1), (11, 1, 2), (11, 4, 6), (12, 1, 2))


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
    steps, needs = person_steps(gaps), organization_needs(gaps)
    no_formats = formats_frame([one_format(archetype_id=2)])
    modules = choose_modules(needs, no_formats, targets(c1=1, c4=1, c18=1))
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
    assert compare_plans(none.plan_ids, plans_of()).summary.startswith("plans: 0 new")


# What changes


def plans_of(**plans: str) -> pd.DataFrame:
    """Plans by person: ``u11="a"``."""
    rows = {"user_id": [int(name[1:]) for name in plans], "plan_id": list(plans.values())}
    return pd.DataFrame(rows).astype({"user_id": "int64", "plan_id": "string"})


def compared() -> PlanDifference:
    computed = plans_of(u15="f", u13="d", u12="b", u11="a", u10="z")
    return compare_plans(computed, plans_of(u12="b", u13="c", u14="e", u15="f"))


def test_plans_are_new_changed_ended_or_unchanged() -> None:
    found = compared()
    assert found.new.to_dict("list") == {"user_id": [10, 11], "plan_id": ["z", "a"]}
    assert found.changed.to_dict("list") == {
        "user_id": [13],
        "plan_id": ["d"],
        "superseded_plan_id": ["c"],
    }
    assert found.ended.to_dict("list") == {"user_id": [14], "superseded_plan_id": ["e"]}
    assert found.unchanged_count == 2


def test_new_and_changed_plans_are_written_by_person() -> None:
    assert compared().to_write() == [10, 11, 13]


def test_the_summary_is_one_line() -> None:
    assert compared().summary == "plans: 2 new, 1 changed, 1 ended, 2 unchanged"


def test_the_table_has_a_row_per_case() -> None:
    assert compared().as_table().to_dict("list") == {
        "plans": ["new", "changed", "ended: no gap any more", "unchanged"],
        "people_count": [2, 1, 1, 2],
    }


def test_the_changes_have_a_row_per_person_whose_plan_changes() -> None:
    changes = compared().changes
    assert changes.columns.tolist() == ["user_id", "plan_id", "superseded_plan_id"]
    assert changes.fillna("").to_numpy().tolist() == [
        [10, "z", ""],
        [11, "a", ""],
        [13, "d", "c"],
        [14, "", "e"],
    ]


@pytest.mark.parametrize(
    ("computed", "stored", "summary"),
    [
        pytest.param({}, {}, "plans: 0 new, 0 changed, 0 ended, 0 unchanged", id="nothing"),
        pytest.param(
            {"u1": "a"}, {}, "plans: 1 new, 0 changed, 0 ended, 0 unchanged", id="the first run"
        ),
        pytest.param(
            {}, {"u1": "a"}, "plans: 0 new, 0 changed, 1 ended, 0 unchanged", id="no gaps any more"
        ),
        pytest.param(
            {"u1": "a"}, {"u1": "a"}, "plans: 0 new, 0 changed, 0 ended, 1 unchanged", id="again"
        ),
    ],
)
def test_an_empty_side(computed: dict[str, str], stored: dict[str, str], summary: str) -> None:
    found = compare_plans(plans_of(**computed), plans_of(**stored))
    assert found.summary == summary
    assert len(found.changes) == len(computed | stored) - found.unchanged_count


def test_two_current_plans_of_a_person_are_refused() -> None:
    twice = pd.concat([plans_of(u11="a"), plans_of(u11="b")])
    with pytest.raises(MergeError, match="not unique"):
        compare_plans(plans_of(u11="a"), twice)


people = st.dictionaries(st.integers(1, 6).map("u{}".format), st.sampled_from("abc"))


@settings(max_examples=25)
@given(computed=people, stored=people)
def test_writing_what_changes_makes_the_stored_plans_those_computed(
    computed: dict[str, str], stored: dict[str, str]
) -> None:
    found = compare_plans(plans_of(**computed), plans_of(**stored))
    current = {int(name[1:]): plan_id for name, plan_id in stored.items()}
    for row in found.changes.itertuples():
        assert current.pop(row.user_id, None) == (
            None if pd.isna(row.superseded_plan_id) else row.superseded_plan_id
        )
        if row.user_id in found.to_write():
            current[row.user_id] = row.plan_id
    assert current == {int(name[1:]): plan_id for name, plan_id in computed.items()}


def test_the_frames_given_are_not_changed() -> None:
    def frames() -> list[pd.DataFrame]:
        steps, formats = TWO.copy(), formats_frame([one_format(), one_format(2)])
        needs = needs_frame((1, 1, 1), (1, 2, 2), (4, 6, 1))
        return [steps, objectives_for(steps), needs, formats, targets(), plans_of(u11="a")]

    used = frames()
    modules = choose_modules(used[2], used[3], used[4])
    compare_plans(book(used[0], objectives=used[1], modules=modules).plan_ids, used[5])
    for after, before in zip(used, frames(), strict=True):
        pd.testing.assert_frame_equal(after, before)
