"""docs/explanation/small-groups.md and what-if.md."""

import numpy as np
import pandas as pd
import pytest

from seqpt_lib import gaps
from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS
from tests.spec.examples import examples
from tests.unit.demo_files import archetype_targets, demo_levels, role_levels

Row = dict[str, str]


@pytest.mark.parametrize(
    "row", examples("small-groups", "parts"), ids=lambda row: str(row.values())
)
def test_which_levels_are_shown(row: Row) -> None:
    people = np.array([int(row[LEVEL_WORDS[level]]) for level in LEVELS])
    cells = gaps.Cells(np.zeros(len(LEVELS), dtype=np.int64), np.array(LEVELS), people)
    disclosure = gaps.Disclosure(cells, 5)
    asked = [list(map(int, levels.split())) for levels in row["levels asked for"].split(";")]
    shown = [disclosure.show(np.isin(LEVELS, levels)) for levels in asked]
    assert shown == [answer.strip() == "yes" for answer in row["shown"].split(";")]


@pytest.mark.parametrize("row", examples("small-groups", "sums"), ids=lambda row: row["terms"])
def test_a_sum_lies_between_the_sums_of_the_limits(row: Row) -> None:
    terms = []
    for term in row["terms"].split(";"):
        ends = [int(end) for end in term.split(" to ")]
        terms.append(gaps.Guarded(ends[0], len(ends) == 1, ends[0], ends[-1]))
    assert str(gaps.guarded_sum(terms)) == row["sum"]


@pytest.mark.parametrize("row", examples("small-groups", "changes"), ids=lambda row: row["change"])
def test_a_change_by_few_people_is_hidden(row: Row) -> None:
    before, now = (
        pd.DataFrame(
            {
                "competency_id": [1],
                "assessed_count": [int(row[f"assessed {when}"])],
                "below_target_count": [int(row[f"below {when}"])],
            }
        )
        for when in ("before", "now")
    )
    shown = gaps.shown_changes(gaps.changes(before, now), before, now, 5)
    change = shown["below_target_change"].iloc[0]
    assert ("hidden" if pd.isna(change) else str(change)) == row["change"]


@pytest.mark.parametrize("row", examples("what-if", "demo"), ids=lambda row: row["archetypes"])
def test_what_a_choice_leads_to(row: Row) -> None:
    rules = gaps.Rules("role_capped", 4.0, 5)
    names = archetype_targets().drop_duplicates("archetype_id").set_index("archetype_name")
    found = gaps.situation(demo_levels(), role_levels(), archetype_targets(), [3], rules)
    outcome = gaps.outcome(found, [int(names["archetype_id"].loc[row["archetypes"]])])
    assert str(outcome.uncovered_count) == row["uncovered requirements"]
    assert str(outcome.learning_hours) == row["hours of learning hold"]
