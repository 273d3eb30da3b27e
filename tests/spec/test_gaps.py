"""docs/explanation/gaps.md, but for "The latest answer", which is tested on the database."""

import pandas as pd
import pytest

from seqpt_lib import gaps
from seqpt_lib.model.levels import steps_to_target
from seqpt_lib.model.targets import TargetRule
from tests.spec.examples import examples, number, numbers

WRITTEN = examples("gaps", "written")
NOT_ANSWERED = examples("gaps", "not-answered")
COMPETENCIES = pd.Index([6, 10, 16], name="competency_id")
NOBODY = pd.DataFrame(columns=["user_id", "role_cluster_id"], dtype="int64")


def current_to_target(row: dict[str, str]) -> str:
    return f"{row['current']} to {row['target']}"


def wide(rows: list[dict[str, str]], column: str) -> pd.DataFrame:
    """Give a column of a table with one row per person and one column per competency."""
    people = list(dict.fromkeys(row["person"] for row in rows))
    frame = pd.DataFrame(index=people, columns=COMPETENCIES, dtype="float32")
    for row in rows:
        frame.loc[row["person"], int(row["competency"])] = number(row.get(column, ""))
    return frame


def levels_of(rows: list[dict[str, str]]) -> gaps.PersonLevels:
    current = wide(rows, "score")
    sets = gaps.role_sets(NOBODY, current.index)
    return gaps.PersonLevels(current, wide(rows, "roles need"), sets)


def targets_of(rows: list[dict[str, str]]) -> pd.DataFrame:
    targets = pd.DataFrame({"competency_id": COMPETENCIES, "target_level": 4, "is_capped": True})
    return gaps.targets_of_people(levels_of(rows), targets, TargetRule.ROLE_CAPPED)


@pytest.mark.parametrize("row", examples("gaps", "gap"), ids=current_to_target)
def test_the_gap_is_the_target_minus_the_current_level(row: dict[str, str]) -> None:
    current, target = (
        pd.DataFrame({6: [int(row["current"])]}),
        pd.DataFrame({6: [int(row["target"])]}),
    )
    assert gaps.gap_sizes(current, target)[6].tolist() == [int(row["gap"])]


@pytest.mark.parametrize("row", examples("gaps", "steps"), ids=current_to_target)
def test_the_steps_are_the_trained_levels_on_the_way(row: dict[str, str]) -> None:
    steps = steps_to_target(int(row["current"]), int(row["target"]))
    assert steps == numbers(row["steps"])
    assert len(steps) == int(row["how many"])


@pytest.mark.parametrize("row", WRITTEN, ids=[f"{r['person']}, {r['competency']}" for r in WRITTEN])
def test_this_is_written(row: dict[str, str]) -> None:
    target = targets_of(WRITTEN)
    gap = gaps.gap_sizes(levels_of(WRITTEN).current, target)
    cell = row["person"], int(row["competency"])
    assert target.loc[cell] == int(row["target_level"])
    assert gap.loc[cell] == int(row["gap_size"])
    assert len(steps_to_target(int(row["score"]), int(target.loc[cell]))) == int(row["steps"])


@pytest.mark.parametrize(
    "row", NOT_ANSWERED, ids=[f"{r['person']}, {r['competency']}" for r in NOT_ANSWERED]
)
def test_what_was_not_answered_has_no_gap(row: dict[str, str]) -> None:
    gap = gaps.gap_sizes(levels_of(NOT_ANSWERED).current, targets_of(NOT_ANSWERED))
    found = gap.loc[row["person"], int(row["competency"])]
    assert (None if pd.isna(found) else int(found)) == number(row["gap_size"])


def test_what_was_not_answered_is_in_no_count() -> None:
    counted = gaps.count_standings(levels_of(NOT_ANSWERED))
    assert counted["people_count"].sum() == len([row for row in NOT_ANSWERED if row["score"]])
