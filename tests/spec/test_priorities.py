"""docs/explanation/priorities.md."""

from statistics import pvariance

import pandas as pd
import pytest

from seqpt_lib.gaps import is_spread, priorities, priority, training_method
from seqpt_lib.model.levels import LEVELS
from tests.spec.examples import examples, is_yes, numbers
from tests.spec.people import standings

PEOPLE = examples("scenarios", "people")


@pytest.mark.parametrize("row", examples("priorities", "priority"), ids=lambda row: row["priority"])
def test_the_competency_is_so_urgent(row: dict[str, str]) -> None:
    found = priority(
        int(row["largest gap"]), int(row["highest requirement"]), float(row["share of B"])
    )
    assert found == pytest.approx(float(row["priority"]), abs=0.0005)


@pytest.mark.parametrize(
    "row", examples("priorities", "aims"), ids=lambda row: row["organization's target"]
)
def test_the_aim_makes_the_competency_so_urgent(row: dict[str, str]) -> None:
    [found] = priorities(standings(PEOPLE, int(row["organization's target"]))).to_dict("records")
    assert found["largest_gap"] == int(row["largest gap"])
    assert found["highest_requirement"] == int(row["highest requirement"])
    assert found["uncovered_share"] == pytest.approx(float(row["share of B"]), abs=0.0005)
    assert found["priority"] == pytest.approx(float(row["priority"]), abs=0.0005)


@pytest.mark.parametrize(
    "row",
    examples("priorities", "method"),
    ids=lambda row: f"{row['below']} of {row['assessed']}: {row['why']}",
)
def test_the_training_method_is(row: dict[str, str]) -> None:
    found = training_method(int(row["below"]), int(row["assessed"]), is_yes(row["far apart"]))
    assert (found or "") == row["method"]


@pytest.mark.parametrize("row", examples("priorities", "far-apart"), ids=lambda row: row["levels"])
def test_levels_lie_far_apart(row: dict[str, str]) -> None:
    levels = numbers(row["levels"])
    per_level = pd.Series(levels).value_counts().reindex(LEVELS, fill_value=0)
    assert is_spread(per_level) is is_yes(row["far apart"])
    assert pvariance(levels) == pytest.approx(float(row["variance"]), abs=0.0005)
