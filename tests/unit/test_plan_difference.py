"""What writing plans would change."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.errors import MergeError

from seqpt_lib.plans import PlanDifference, compare_plans
from tests.unit.plan_frames import plans_of


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
    ("computed", "stored", "sizes"),
    [
        pytest.param({}, {}, (0, 0, 0, 0), id="nothing"),
        pytest.param({"u1": "a"}, {}, (1, 0, 0, 0), id="the first run"),
        pytest.param({}, {"u1": "a"}, (0, 0, 1, 0), id="no gaps any more"),
        pytest.param({"u1": "a"}, {"u1": "a"}, (0, 0, 0, 1), id="again"),
    ],
)
def test_an_empty_side(
    computed: dict[str, str], stored: dict[str, str], sizes: tuple[int, ...]
) -> None:
    found = compare_plans(plans_of(**computed), plans_of(**stored))
    assert (len(found.new), len(found.changed), len(found.ended), found.unchanged_count) == sizes
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
        return [plans_of(u11="a", u12="b"), plans_of(u11="a", u12="c", u13="d")]

    used = frames()
    compare_plans(*used)
    for after, before in zip(used, frames(), strict=True):
        pd.testing.assert_frame_equal(after, before)
