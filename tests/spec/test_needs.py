"""docs/explanation/needs.md."""

import pandas as pd
import pytest

from seqpt_lib import gaps
from seqpt_lib.gaps import lower_median, person_steps, wilson_interval
from seqpt_lib.model.levels import LEVELS
from tests.spec.examples import examples, number, numbers
from tests.spec.people import MODELLING, person_levels, standings, targets

ALIKE = examples("needs", "people")
PEOPLE = examples("needs", "answers")
WILSON = examples("needs", "wilson")
ORGANIZATION_TARGET = 4


def as_tuples(frame: pd.DataFrame) -> list[tuple[int, ...]]:
    return list(frame.itertuples(index=False, name=None))


def sets() -> gaps.RoleSets:
    return person_levels(PEOPLE).sets


def per_role() -> pd.DataFrame:
    return gaps.by_role(standings(PEOPLE, ORGANIZATION_TARGET), sets())


def answered() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "user_id": user_id,
            "competency_id": MODELLING,
            "current_level": int(row["current"]),
            "target_level": int(row["target"]),
        }
        for user_id, row in enumerate(PEOPLE)
        if row["current"]
    )


def test_people_who_are_alike_are_counted_together() -> None:
    levels = person_levels(ALIKE)
    roles_of = levels.sets.members.groupby("role_set_id")["role_cluster_id"].agg(list).to_dict()
    found = [
        (
            roles_of.get(row.role_set_id, []),
            row.current_level,
            None if pd.isna(row.required_level) else row.required_level,
            row.people_count,
        )
        for row in gaps.count_standings(levels).itertuples()
    ]
    expected = [
        (numbers(r["roles"]), int(r["current"]), number(r["roles need"]), int(r["people"]))
        for r in examples("needs", "counted")
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("row", examples("needs", "counted"), ids=lambda row: row["who"])
def test_these_people_are_alike(row: dict[str, str]) -> None:
    columns = ("roles", "current", "roles need")
    alike = [p["person"] for p in ALIKE if all(p[column] == row[column] for column in columns)]
    assert ", ".join(alike) == row["who"]
    assert len(alike) == int(row["people"])


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: row["person"])
def test_the_people_of_the_page_have_the_target_that_the_rule_gives_them(
    row: dict[str, str],
) -> None:
    target = gaps.targets_of_people(person_levels([row]), targets(ORGANIZATION_TARGET))
    assert target.loc[0, MODELLING] == int(row["target"] or ORGANIZATION_TARGET)


def test_these_levels_are_needed() -> None:
    expected = [
        (MODELLING, int(row["level"]), int(row["people"]), int(row["assessed"]))
        for row in examples("needs", "needed")
    ]
    assert as_tuples(gaps.needs(standings(PEOPLE, ORGANIZATION_TARGET))) == expected


@pytest.mark.parametrize(
    "row", examples("needs", "needed"), ids=lambda row: f"level {row['level']}"
)
def test_these_people_need_the_level(row: dict[str, str]) -> None:
    steps = person_steps(answered())
    who = steps.loc[steps["level"] == int(row["level"]), "user_id"]
    assert ", ".join(PEOPLE[user_id]["person"] for user_id in who) == row["who"]


def test_these_levels_are_needed_per_role() -> None:
    expected = [
        (int(row["role"]), MODELLING, int(row["level"]), int(row["people"]), int(row["assessed"]))
        for row in examples("needs", "needed-per-role")
    ]
    assert as_tuples(gaps.needs(per_role(), ["role_cluster_id", "competency_id"])) == expected


@pytest.mark.parametrize(
    "row", examples("needs", "statistics-per-role"), ids=lambda row: f"role {row['role']}"
)
def test_the_people_of_a_role_are_described_so(row: dict[str, str]) -> None:
    described = gaps.role_statistics(per_role(), gaps.role_people(sets()))
    found = described.set_index("role_cluster_id").loc[int(row["role"])]
    assert found["assessed_count"] == int(row["assessed"])
    assert found["not_assessed_count"] == int(row["not assessed"])
    assert found["median_level"] == int(row["median"])
    assert found["below_target_count"] == int(row["below"])
    method = found["training_method"]
    assert ("" if pd.isna(method) else method) == row["training method"]
    shares = [float(found[f"at_target_share{end}"]) for end in ("", "_low", "_high")]
    expected = [float(row[name]) for name in ("share", "low", "high")]
    assert shares == pytest.approx(expected, abs=0.0005)


def described() -> pd.DataFrame:
    return gaps.competency_statistics(standings(PEOPLE, ORGANIZATION_TARGET), len(PEOPLE))


@pytest.mark.parametrize("row", examples("needs", "statistics"), ids=lambda row: row["what"])
def test_the_competency_is_described_so(row: dict[str, str]) -> None:
    [found] = described().to_dict("records")
    if row["what"] == "training_method":
        assert found["training_method"] == row["value"]
    else:
        assert found[row["what"]] == pytest.approx(float(row["value"]), abs=0.0005)


def test_every_number_about_a_competency_is_on_the_page() -> None:
    rows = examples("needs", "statistics")
    assert ["competency_id", *[row["what"] for row in rows]] == described().columns.tolist()


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


def test_these_are_the_numbers_in_all() -> None:
    levels, counted = person_levels(PEOPLE), standings(PEOPLE, ORGANIZATION_TARGET)
    found = gaps.totals(
        levels,
        gaps.targets_of_people(levels, targets(ORGANIZATION_TARGET)),
        counted,
        gaps.split_people(counted, levels.sets, smallest_group=1),
    )
    expected = {row["what"]: int(row["number"]) for row in examples("needs", "in-all")}
    assert {name: getattr(n, "value", n) for name, n in found.items()} == expected
