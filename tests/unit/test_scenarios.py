"""How the aim of an organization and the work of its roles fit together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib.gaps import archetype_fits, coverage, scenarios, with_scenarios
from seqpt_lib.model.targets import TRAIN_THE_TRAINER
from tests.unit.organization_frames import archetype_frame, computed, computed_tables, seeds
from tests.unit.organizations import levels

NAMES = "abcd"
SHARES = [f"scenario_{name}_share" for name in NAMES]
COUNTS = [f"scenario_{name}_count" for name in NAMES]
unknown_or_level = levels | st.just(None)


def scenario(current: int, aim: int, needed: int | None) -> str:
    required = np.nan if needed is None else float(needed)
    [found] = scenarios(np.array([current]), np.array([aim]), np.array([required])).tolist()
    return str(found)


def standings(*rows: tuple[int, float | None, int]) -> pd.DataFrame:
    """Counts of people in competency 6: current level, required level, people."""
    frame = pd.DataFrame(rows, columns=["current_level", "required_level", "people_count"])
    return frame.assign(competency_id=6).astype({"required_level": "float64"})


def fit(target: int, *rows: tuple[int, float | None, int]) -> dict[str, float]:
    [found] = archetype_fits(standings(*rows), archetype_frame({1: {6: target}})).to_dict("records")
    return found


@given(current=levels, aim=levels, needed=unknown_or_level)
def test_both_are_met_in_d_only(current: int, aim: int, needed: int | None) -> None:
    goal = aim if needed is None else max(aim, needed)
    assert (scenario(current, aim, needed) == "D") is (current >= goal)


@given(current=levels, aim=levels, needed=levels)
def test_below_both_the_higher_one_decides(current: int, aim: int, needed: int) -> None:
    if current < min(aim, needed):
        assert scenario(current, aim, needed) == ("C" if aim > needed else "A")


@given(current=levels, aim=levels, needed=levels)
def test_the_aim_is_too_low_only_for_those_who_reached_it(
    current: int, aim: int, needed: int
) -> None:
    assert (scenario(current, aim, needed) == "B") is (aim <= current < needed)


@given(current=levels, aim=levels)
def test_an_unknown_requirement_is_never_a_misfit(current: int, aim: int) -> None:
    assert scenario(current, aim, None) == ("D" if current >= aim else "A")


@given(current=levels, aim=levels, needed=levels)
def test_whoever_has_a_gap_in_the_work_is_in_a_or_b_unless_the_aim_is_higher(
    current: int, aim: int, needed: int
) -> None:
    if current < needed and aim <= needed:
        assert scenario(current, aim, needed) in "AB"


@pytest.mark.parametrize(
    ("target", "people", "expected"),
    [
        pytest.param(4, [(4, 6, 5)], -2, id="too low for everyone's work"),
        pytest.param(4, [(1, 2, 5)], -0.5, id="more than anybody needs"),
        pytest.param(4, [(1, 4, 5)], 1, id="a normal gap of everyone"),
        pytest.param(4, [(4, 4, 5)], 1, id="met by everyone"),
        pytest.param(4, [(4, 6, 1), (4, 4, 1)], -0.5, id="one of each"),
        pytest.param(4, [(1, None, 3)], 1, id="nothing known"),
        pytest.param(4, [(4, 6, 1), (4, 4, 2)], 0, id="one against two"),
    ],
)
def test_the_archetype_fits(
    target: int, people: list[tuple[int, float | None, int]], expected: float
) -> None:
    assert fit(target, *people)["fit"] == pytest.approx(expected)


def test_nobody_assessed_has_no_fit() -> None:
    assert archetype_fits(standings(), archetype_frame({1: {6: 4}})).empty


@given(seed=seeds)
def test_the_scenarios_make_one_whole(seed: int) -> None:
    table = computed_tables(seed)["archetype_fit"]
    assert table[SHARES].sum(axis=1).to_numpy() == pytest.approx(1)
    assert table[COUNTS].sum(axis=1).eq(table["people_count"]).all()
    assert table["fit"].between(-2, 1).all()


@given(seed=seeds)
def test_every_archetype_is_tried_on_every_competency_that_somebody_answered_for(
    seed: int,
) -> None:
    organization, step = computed(seed)
    table = computed_tables(seed)["archetype_fit"]
    answered = step.levels.current.notna().sum()
    expected = {
        (archetype, competency): count
        for archetype in organization.archetype_targets
        for competency, count in answered.items()
        if count
    }
    assert table.set_index(["archetype_id", "competency_id"])["people_count"].to_dict() == expected


@given(seed=seeds)
def test_the_chosen_archetype_has_the_scenarios_of_the_organization(seed: int) -> None:
    _organization, step = computed(seed)
    own = with_scenarios(step.standings)
    counted = own.groupby(["competency_id", "scenario"])["people_count"].sum()
    table = computed_tables(seed)["archetype_fit"].set_index(["archetype_id", "competency_id"])
    for target in step.targets.itertuples():
        key = target.archetype_id, target.competency_id
        if key in table.index:
            for name in NAMES:
                count = table.loc[key, f"scenario_{name}_count"]
                assert count == counted.get((target.competency_id, name.upper()), 0)


@given(seed=seeds)
def test_the_order_of_the_counts_changes_no_fit(seed: int) -> None:
    _organization, step = computed(seed)
    backwards = archetype_fits(step.standings.iloc[::-1], step.archetype_targets)
    pd.testing.assert_frame_equal(backwards, archetype_fits(step.standings, step.archetype_targets))


@given(seed=seeds)
def test_a_finding_is_a_role_in_use_that_needs_more_than_the_target(seed: int) -> None:
    organization, step = computed(seed)
    used = set(step.levels.sets.members["role_cluster_id"])
    targets = step.targets.set_index("competency_id")["target_level"]
    expected = {
        (role, competency): level
        for role in used
        for competency, level in step.role_levels.loc[role].items()
        if level > targets[competency]
    }
    found = computed_tables(seed)["coverage_finding"]
    keyed = found.set_index(["role_cluster_id", "competency_id"])
    assert keyed["required_level"].to_dict() == expected
    for row in found.itertuples():
        covering = [int(i) for i in row.covering_archetype_ids.strip("{}").split(",") if i]
        for archetype, aims in organization.archetype_targets.items():
            reaches = aims[row.competency_id] >= row.required_level
            assert (archetype in covering) is (reaches and archetype != TRAIN_THE_TRAINER)


def test_nothing_is_found_where_nobody_has_a_role() -> None:
    _organization, step = computed(0)
    found = coverage(step.role_levels, step.targets, step.archetype_targets, [])
    assert found.empty
    assert found.columns.tolist()[-1] == "covering_archetype_ids"


def test_nothing_is_uncovered_where_the_trainers_are_alone() -> None:
    # Level 6 is the top of the scale.
    _organization, step = computed(0)
    at_the_top = step.targets.assign(target_level=6)
    roles = step.role_levels.index.tolist()
    assert coverage(step.role_levels, at_the_top, step.archetype_targets, roles).empty
