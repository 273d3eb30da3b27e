"""docs/explanation/needs.md."""

import pandas as pd
import pytest

from seqpt_lib.gaps import (
    competency_statistics,
    level_counts,
    lower_median,
    needs_by_role,
    organization_needs,
    person_steps,
    wilson_interval,
)
from seqpt_lib.model.levels import LEVELS
from tests.spec.examples import examples, numbers

PEOPLE = examples("needs", "answers")
ASSESSED = [(user_id, row) for user_id, row in enumerate(PEOPLE) if row["current"]]
WILSON = examples("needs", "wilson")
MODELLING = 6


def gaps() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "user_id": user_id,
            "competency_id": MODELLING,
            "current_level": int(row["current"]),
            "target_level": int(row["target"]),
        }
        for user_id, row in ASSESSED
    )


def roles() -> pd.DataFrame:
    return pd.DataFrame(
        [(user_id, role) for user_id, row in enumerate(PEOPLE) for role in numbers(row["roles"])],
        columns=["user_id", "role_cluster_id"],
    )


def test_these_levels_are_needed() -> None:
    expected = [
        (MODELLING, int(row["level"]), int(row["people"]), int(row["assessed"]))
        for row in examples("needs", "needed")
    ]
    needs = organization_needs(gaps())
    assert list(needs.itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize(
    "row", examples("needs", "needed"), ids=lambda row: f"level {row['level']}"
)
def test_these_people_need_the_level(row: dict[str, str]) -> None:
    steps = person_steps(gaps())
    who = steps.loc[steps["level"] == int(row["level"]), "user_id"]
    assert ", ".join(PEOPLE[user_id]["person"] for user_id in who) == row["who"]


def test_these_levels_are_needed_per_role() -> None:
    expected = [
        (int(row["role"]), MODELLING, int(row["level"]), int(row["people"]), int(row["assessed"]))
        for row in examples("needs", "needed-per-role")
    ]
    needs = needs_by_role(gaps(), roles())
    assert list(needs.itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize("row", examples("needs", "statistics"), ids=lambda row: row["what"])
def test_the_competency_is_described_so(row: dict[str, str]) -> None:
    [described] = competency_statistics(gaps(), len(PEOPLE)).to_dict("records")
    assert described[row["what"]] == pytest.approx(float(row["value"]), abs=0.0005)


def test_every_number_about_a_competency_is_on_the_page() -> None:
    rows = examples("needs", "statistics")
    columns = competency_statistics(gaps(), len(PEOPLE)).columns
    assert ["competency_id", *[row["what"] for row in rows]] == columns.tolist()


def test_people_are_counted_at_their_level() -> None:
    expected = [
        (
            MODELLING,
            int(row["level"]),
            int(row["people"]),
            pytest.approx(float(row["share"]), abs=5e-4),
        )
        for row in examples("needs", "levels")
    ]
    assert list(level_counts(gaps()).itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize(
    "row", examples("needs", "levels"), ids=lambda row: f"level {row['level']}"
)
def test_these_people_are_at_the_level(row: dict[str, str]) -> None:
    who = [person["person"] for _, person in ASSESSED if person["current"] == row["level"]]
    assert ", ".join(who) == row["who"]


@pytest.mark.parametrize("row", examples("needs", "median"), ids=lambda row: row["levels"])
def test_the_median_is_the_lower_one(row: dict[str, str]) -> None:
    per_level = pd.Series(numbers(row["levels"])).value_counts().reindex(LEVELS, fill_value=0)
    assert lower_median(per_level) == int(row["median"])


@pytest.mark.parametrize("row", WILSON, ids=lambda row: f"{row['at target']} of {row['assessed']}")
def test_the_interval_says_how_sure_the_share_is(row: dict[str, str]) -> None:
    at_target, assessed = int(row["at target"]), int(row["assessed"])
    low, high = wilson_interval(at_target, assessed)
    assert at_target / assessed == pytest.approx(float(row["share"]), abs=0.0005)
    assert low == pytest.approx(float(row["low"]), abs=0.0005)
    assert high == pytest.approx(float(row["high"]), abs=0.0005)
