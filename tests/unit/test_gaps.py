"""Where people stand: counts of people who are alike, targets, gaps."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib import gaps
from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.model.levels import LEVELS
from tests.unit.organization_frames import (
    computed,
    computed_tables,
    levels_frame,
    roles_frame,
    seeds,
    step_frames,
    step_of,
    tables_of,
    totals_of,
    wide,
)
from tests.unit.organizations import COMPETENCIES, Organization, organizations

NO_ROLES = roles_frame([])
NO_LEVELS = levels_frame({}, COMPETENCIES)
KEYS = ["role_set_id", "competency_id", "current_level", "required_level"]


def targets(level: int = 4, *, is_capped: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        {"competency_id": COMPETENCIES, "target_level": level, "is_capped": is_capped}
    )


def people(scores: dict[int, dict[int, float]], needed: int | None = None) -> gaps.PersonLevels:
    """People who answered so; all of them need the same level of everything, or nobody knows."""
    current = wide(scores, COMPETENCIES)
    unknown = np.nan if needed is None else needed
    required = pd.DataFrame(unknown, current.index, current.columns)
    return gaps.PersonLevels(current, required, gaps.role_sets(NO_ROLES, current.index))


def of_person(score: int, needed: int | None, target: int, rule: str) -> tuple[int, int]:
    levels = people({11: {1: score}}, needed)
    found = gaps.targets_of_people(levels, targets(target), rule)
    return int(found.loc[11, 1]), int(gaps.gap_sizes(levels.current, found).loc[11, 1])


@pytest.mark.parametrize(
    ("score", "needed", "target", "expected"),
    [
        pytest.param(1, 4, 4, (4, 3), id="below the target"),
        pytest.param(1, 2, 4, (2, 1), id="capped by the role"),
        pytest.param(1, 6, 4, (4, 3), id="a role never raises the target"),
        pytest.param(0, 0, 4, (0, 0), id="not needed by the role"),
        pytest.param(1, None, 4, (4, 3), id="nothing known about the role"),
        pytest.param(6, 4, 4, (4, 0), id="above the target"),
        pytest.param(0, 6, 6, (6, 6), id="all the way"),
    ],
)
def test_target_and_gap(
    score: int, needed: int | None, target: int, expected: tuple[int, int]
) -> None:
    assert of_person(score, needed, target, "role_capped") == expected


def test_the_archetype_rule_asks_no_role() -> None:
    assert of_person(1, 2, 4, "archetype") == (4, 3)


def test_no_role_caps_an_organization_of_trainers() -> None:
    found = gaps.targets_of_people(people({11: {1: 1}}, 2), targets(6, is_capped=False))
    assert found.to_numpy().tolist() == [[6, 6, 6]]


def test_people_who_are_alike_are_counted_together() -> None:
    levels = people({11: {1: 2}, 12: {1: 2}, 13: {1: 4}, 14: {}}, 4)
    found = gaps.count_standings(levels)
    assert found[["competency_id", "current_level", "people_count"]].to_numpy().tolist() == [
        [1, 2, 2],
        [1, 4, 1],
    ]


@given(seed=seeds)
def test_everyone_who_answered_is_counted_once(seed: int) -> None:
    _organization, step = computed(seed)
    assessed = step.levels.current.notna().sum()
    counted = step.standings.groupby("competency_id")["people_count"].sum()
    assert counted.to_dict() == assessed[assessed > 0].to_dict()
    assert not step.standings.duplicated(KEYS).any()
    assert step.standings["people_count"].ge(1).all()


@given(seed=seeds)
def test_nothing_is_missing_in_the_counts_but_an_unknown_requirement(seed: int) -> None:
    _organization, step = computed(seed)
    missing = step.standings.isna().any()
    assert set(missing[missing].index) <= {"required_level"}


@given(seed=seeds)
def test_a_gap_is_where_an_answer_lies_below_the_target(seed: int) -> None:
    _organization, step = computed(seed)
    current, target = step.levels.current, step.target
    gap = gaps.gap_sizes(current, target)
    assert gap.isna().equals(current.isna())
    assert gap.gt(0).equals(current < target)
    assert gap.stack().dropna().between(0, 6).all()
    assert target.isin(LEVELS).all(axis=None)


@given(seed=seeds)
def test_a_capped_target_is_never_above_the_archetypes(seed: int) -> None:
    _organization, step = computed(seed)
    capped = gaps.targets_of_people(step.levels, step.targets, "role_capped")
    uncapped = gaps.targets_of_people(step.levels, step.targets, "archetype")
    assert (capped <= uncapped).all(axis=None)
    assert uncapped.nunique().le(1).all()


@given(seed=seeds)
def test_counts_and_people_have_the_same_targets(seed: int) -> None:
    _organization, step = computed(seed)
    answered = step.target.where(step.levels.current.notna()).stack().dropna()
    by_people = answered.groupby(level=1).sum()
    weighed = step.standings["target_level"] * step.standings["people_count"]
    by_counts = weighed.groupby(step.standings["competency_id"]).sum()
    assert by_counts.to_dict() == by_people.to_dict()


@settings(max_examples=15)
@given(seed=seeds, order=st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_count(seed: int, order: Any) -> None:
    levels = computed(seed)[1].levels
    people = shuffled(order, levels.current.index)
    sets = gaps.RoleSets(levels.sets.of_person.loc[people], levels.sets.members)
    other = gaps.PersonLevels(levels.current.loc[people], levels.required.loc[people], sets)
    pd.testing.assert_frame_equal(gaps.count_standings(other), gaps.count_standings(levels))


@settings(max_examples=8)
@given(organization=organizations(), order=st.randoms(use_true_random=False))
def test_the_order_of_what_is_read_changes_nothing(organization: Organization, order: Any) -> None:
    other = replace(
        organization,
        answers=shuffled(order, organization.answers),
        person_roles=shuffled(order, organization.person_roles),
        involvement=dict(shuffled(order, organization.involvement.items())),
        relevance=dict(shuffled(order, organization.relevance.items())),
        archetype_targets=dict(shuffled(order, organization.archetype_targets.items())),
    )
    found = tables_of(step_of(other))
    for name, table in tables_of(step_of(organization)).items():
        pd.testing.assert_frame_equal(found[name], table)


def shuffled(order: Any, rows: Iterable[Any]) -> list[Any]:
    rows = list(rows)
    order.shuffle(rows)
    return rows


@settings(max_examples=10)
@given(organization=organizations())
def test_the_frames_given_are_not_changed(organization: Organization) -> None:
    step = step_of(organization)
    before = {name: frame.copy(deep=True) for name, frame in step_frames(step).items()}
    people_before = step.levels.sets.of_person.copy(deep=True)
    tables_of(step)
    totals_of(step)
    gaps.with_targets(step.standings, step.targets)
    for name, frame in step_frames(step).items():
        pd.testing.assert_frame_equal(frame, before[name])
    pd.testing.assert_series_equal(step.levels.sets.of_person, people_before)


MAY_BE_MISSING = {
    "median_level",
    "at_target_share",
    "at_target_share_low",
    "at_target_share_high",
    "training_method",
    "largest_gap",
    "highest_requirement",
    "uncovered_share",
    "priority",
}


@given(seed=seeds)
def test_nothing_is_missing_in_the_tables_but_what_nobody_can_know(seed: int) -> None:
    for name, table in computed_tables(seed).items():
        missing = table.isna().any()
        assert set(missing[missing].index) <= MAY_BE_MISSING, name
        counts = table.filter(like="_count")
        assert counts.empty or counts.dtypes.eq("int64").all(), name


@pytest.mark.parametrize("score", [-100, 3, 5, 99, 2.5])
def test_a_score_off_the_scale_is_named(score: float) -> None:
    current = wide({11: {1: 2}, 12: {4: score}}, COMPETENCIES)
    with pytest.raises(
        DataError,
        match=r"1 answers are not on the scale .*survey_results, user_id 12 competency_id 4\. Mend",
    ):
        gaps.person_levels(current, NO_ROLES, NO_LEVELS, NO_LEVELS)


def test_the_number_of_broken_answers_is_right_however_many() -> None:
    current = wide({person: {1: 3} for person in range(60)}, COMPETENCIES)
    with pytest.raises(DataError, match=r"60 answers .* user_id 0 competency_id 1, .*user_id 4"):
        gaps.person_levels(current, NO_ROLES, NO_LEVELS, NO_LEVELS)


def test_an_answer_for_a_competency_without_a_target_is_named() -> None:
    standings = gaps.count_standings(people({11: {1: 2, 4: 2}}))
    lacking = targets().query("competency_id != 4")
    with pytest.raises(DataError, match=r"competencies without a target: 4\. Mend"):
        gaps.with_targets(standings, lacking)


def test_people_have_no_target_where_the_organization_has_none() -> None:
    lacking = targets().query("competency_id != 4")
    with pytest.raises(DataError, match=r"competencies without a target: 4\. Mend"):
        gaps.targets_of_people(people({11: {1: 2}}), lacking)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UsageError, match="Use role_capped or archetype"):
        of_person(1, 2, 4, "highest")
