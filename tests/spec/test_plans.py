"""docs/explanation/plans.md."""

import json
from dataclasses import asdict
from typing import Any

import pandas as pd
import pytest

from seqpt_lib import reference
from seqpt_lib.errors import UsageError
from seqpt_lib.plans import (
    LEVEL_HOURS,
    PlanBook,
    build_plans,
    choose_modules,
    compare_plans,
    plan_weeks,
)
from tests.spec.examples import examples, is_yes, names, number, numbers

HOURS = {int(row["level"]): int(row["hours"]) for row in examples("plans", "hours")}
PEOPLE = examples("plans", "plans")
CURRENT = examples("plans", "current")
KEYS = ["competency_id", "level"]


# Hours


def test_a_step_takes_these_hours() -> None:
    assert HOURS == LEVEL_HOURS


@pytest.mark.parametrize(
    "row",
    examples("plans", "weeks"),
    ids=lambda row: f"{row['steps to']} at {row['hours a week']} hours",
)
def test_the_plan_takes_these_weeks(row: dict[str, str]) -> None:
    levels = numbers(row["steps to"])
    assert sum(HOURS[level] for level in levels) == int(row["hours"])
    assert plan_weeks(levels, float(row["hours a week"])) == int(row["weeks"])


@pytest.mark.parametrize(
    "row", examples("plans", "impossible-hours"), ids=lambda row: row["hours a week"]
)
def test_impossible_hours_are_refused(row: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=f"hours_per_week = {float(row['hours a week'])} is not"):
        plan_weeks([1], float(row["hours a week"]))


# Formats


def formats() -> pd.DataFrame:
    table = reference.table("learning_format")
    effort = table[["effort_create", "effort_update", "effort_per_training"]].sum(axis=1)
    return (
        table.drop(columns="max_level")  # its limit for any competency; the one per pair counts
        .assign(effort=effort)
        .merge(reference.table("archetype_format"), on="format_id", validate="one_to_many")
        .merge(reference.table("competency_format"), on="format_id", validate="many_to_many")
    )


@pytest.mark.parametrize(
    "row",
    examples("plans", "formats"),
    ids=lambda row: (
        f"archetype {row['archetype']}, {row['competency']}/{row['level']}, {row['people']} people"
    ),
)
def test_the_module_has_this_format(row: dict[str, str]) -> None:
    competency_id = int(row["competency"])
    need = (competency_id, int(row["level"]), int(row["people"]))
    [module] = choose_modules(
        pd.DataFrame([need], columns=[*KEYS, "people_count"]),
        formats(),
        pd.DataFrame({"competency_id": [competency_id], "archetype_id": [int(row["archetype"])]}),
    ).to_dict("records")
    shown = "" if pd.isna(module["format_name"]) else module["format_name"]
    assert (shown, module["group_count"]) == (row["format"], int(row["groups"]))
    assert module["learning_hours"] == HOURS[module["level"]]


# One plan per person


def climbs_of(row: dict[str, str]) -> list[tuple[int, int]]:
    pairs = [step.split("/") for step in row["steps (competency/level)"].split(",") if step]
    return [(int(competency_id), int(level)) for competency_id, level in pairs]


STEPS = pd.DataFrame(
    [(int(row["person"]), *climb) for row in PEOPLE for climb in climbs_of(row)],
    columns=["user_id", *KEYS],
)


def objectives() -> pd.DataFrame:
    pairs = STEPS[KEYS].drop_duplicates()
    parts = ("timeframe", "statement", "demonstration", "benefit", "full_text")
    name = pairs["competency_id"].astype(str) + "/" + pairs["level"].astype(str)
    words = {part: f"{part} of " + name for part in parts}
    return pairs.assign(**words, source="template", language="en")


def modules() -> pd.DataFrame:
    pairs = STEPS[KEYS].drop_duplicates()
    return pairs.assign(
        format_key="blended",
        format_name="Blended",
        learning_hours=pairs["level"].map(HOURS),
        group_count=1,
        people_count=12,
    )


def book(**changes: Any) -> PlanBook:
    inputs = {
        "steps": STEPS,
        "objectives": objectives(),
        "modules": modules(),
        "organization_id": 1,
        "archetype_used": "Continuous support",
        "hours_per_week": 4.0,
    }
    return build_plans(**inputs | changes)


def id_of(user_id: int, **changes: Any) -> str:
    return str(book(**changes).plan_ids.set_index("user_id").loc[user_id, "plan_id"])


def test_these_people_have_these_plans() -> None:
    found = book().plan_ids.drop(columns="plan_id")
    columns = ("person", "objectives", "hours", "weeks")
    expected = [tuple(int(row[column]) for column in columns) for row in PEOPLE if row["hours"]]
    assert list(found.itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: row["person"])
def test_a_plan_holds_the_steps_in_order(row: dict[str, str]) -> None:
    planned = book()
    if not row["hours"]:
        assert int(row["person"]) not in planned.plan_ids["user_id"].tolist()
        return
    [plan] = planned.plans([int(row["person"])])
    for document, entries in (
        (plan.objectives, "objectives"),
        (plan.recommended_modules, "modules"),
    ):
        found = [
            (entry["competency_id"], entry["level"]) for entry in json.loads(document)[entries]
        ]
        assert found == climbs_of(row) == sorted(found)


@pytest.mark.parametrize("row", examples("plans", "content"), ids=lambda row: row["column"])
def test_the_json_has_these_fields(row: dict[str, str]) -> None:
    [plan] = book().plans([11])
    content = json.loads(asdict(plan)[row["column"]])
    assert list(content) == ["version", row["list"]]
    assert content["version"] == 1
    assert [list(entry) for entry in content[row["list"]]] == [names(row["fields of an entry"])] * 2


def test_a_module_without_a_format_says_null() -> None:
    none = modules().assign(format_key=None, format_name=None)
    [plan] = book(modules=none).plans([14])
    [module] = json.loads(plan.recommended_modules)["modules"]
    assert (module["format_key"], module["format_name"]) == (None, None)


def first(frame: pd.DataFrame, **values: object) -> pd.DataFrame:
    """Change the first row: the first step of person 11, competency 14, level 1."""
    return frame.assign(
        **{column: [value, *frame[column].tolist()[1:]] for column, value in values.items()}
    )


def other_objective() -> pd.DataFrame:
    frame = objectives()
    is_other = (frame["competency_id"] == 1) & (frame["level"] == 6)
    return frame.assign(statement=frame["statement"].mask(is_other, "another"))


ONE_MORE = pd.concat([pd.DataFrame([(11, 1, 4)], columns=STEPS.columns), STEPS])
LEVEL_4_OF_OTHERS = STEPS[~((STEPS["user_id"] == 12) & (STEPS["level"] == 6))]

CHANGES: dict[str, tuple[int, dict[str, Any]]] = {
    "nothing": (11, {}),
    "a word of an objective": (11, {"objectives": first(objectives(), statement="another")}),
    "the source of an objective": (11, {"objectives": first(objectives(), source="model")}),
    "the format of a module": (11, {"modules": first(modules(), format_key="wbt")}),
    "a module loses its format": (
        11,
        {"modules": first(modules(), format_key=None, format_name=None)},
    ),
    "a step more": (11, {"steps": ONE_MORE}),
    "the weeks": (11, {"hours_per_week": 5.0}),
    "the hours a week, with equal weeks": (11, {"hours_per_week": 4.5}),
    "the primary archetype": (11, {"archetype_used": "Certification"}),
    "the person": (21, {"steps": STEPS.replace({"user_id": {11: 21}})}),
    "the organization": (11, {"organization_id": 2}),
    "how many people share a module, in the same format": (
        11,
        {"modules": modules().assign(people_count=30, group_count=2)},
    ),
    "an objective that the person does not have": (11, {"objectives": other_objective()}),
    "another person's steps": (11, {"steps": LEVEL_4_OF_OTHERS}),
}


@pytest.mark.parametrize("row", examples("plans", "plan-id"), ids=lambda row: row["what changes"])
def test_the_id_follows_the_content(row: dict[str, str]) -> None:
    user_id, changes = CHANGES[row["what changes"]]
    assert (id_of(user_id, **changes) != id_of(11)) is is_yes(row["another plan"])


def test_every_change_of_an_id_is_on_the_page() -> None:
    rows = examples("plans", "plan-id")
    assert [row["what changes"] for row in rows] == list(CHANGES)


# Current and superseded


def plans_in(column: str) -> pd.DataFrame:
    rows = [(number(row["person"]), row[column]) for row in CURRENT if row[column]]
    return pd.DataFrame(rows, columns=["user_id", "plan_id"])


def test_this_is_written_and_this_superseded() -> None:
    changes = compare_plans(plans_in("computed"), plans_in("stored")).changes.set_index("user_id")
    shown = changes.fillna("").to_dict("index")
    expected = {
        int(row["person"]): {"plan_id": row["written"], "superseded_plan_id": row["superseded"]}
        for row in CURRENT
        if row["written"] or row["superseded"]
    }
    assert shown == expected


def test_every_person_is_this_case() -> None:
    found = compare_plans(plans_in("computed"), plans_in("stored"))
    cases = {"new": found.new, "changed": found.changed, "ended": found.ended}
    people = {case: [int(r["person"]) for r in CURRENT if r["case"] == case] for case in cases}
    assert {case: frame["user_id"].tolist() for case, frame in cases.items()} == people
    assert found.unchanged_count == [row["case"] for row in CURRENT].count("unchanged")
