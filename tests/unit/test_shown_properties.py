"""What holds of every comparison that is shown: reasons, changes, choices and plans."""

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seqpt_lib import gaps, reports
from seqpt_lib.gaps.changes import REASONS
from seqpt_lib.plans import PlanDifference
from tests.unit.organization_frames import SMALLEST_GROUP, Step, computed, seeds

HOURS_PER_WEEK = 4.0
bases = st.fixed_dictionaries({column: st.sampled_from("ab") for column in REASONS})
counts = st.integers(0, 30)
people_below = st.tuples(counts, counts).map(sorted)  # below the target, assessed


def counted(rows: list[list[int]]) -> pd.DataFrame:
    """Write people below the target and assessed, one row per competency."""
    return pd.DataFrame(
        [(place, assessed, below) for place, (below, assessed) in enumerate(rows)],
        columns=["competency_id", "assessed_count", "below_target_count"],
    )


def hide(frame: pd.DataFrame, is_hidden: list[bool]) -> pd.DataFrame:
    below = frame["below_target_count"].astype("Int64")
    return frame.assign(below_target_count=below.mask(pd.Series(is_hidden, dtype=bool)))


# Reasons


@given(before=bases, now=bases)
def test_there_is_a_reason_for_each_thing_that_differs(
    before: dict[str, str], now: dict[str, str]
) -> None:
    found = gaps.reasons(before, now)
    assert len(found) == sum(before[column] != now[column] for column in REASONS)
    assert found == gaps.reasons(now, before)
    assert set(found) <= set(REASONS.values())


@given(now=bases)
def test_nothing_before_is_the_only_reason(now: dict[str, str]) -> None:
    assert gaps.reasons(None, now) == ["first time"]
    assert gaps.reasons(now, now) == []


# Changes

pairs_of_days = st.lists(
    st.tuples(people_below, people_below, st.booleans(), st.booleans()), min_size=1, max_size=5
)


@given(days=pairs_of_days)
def test_no_change_by_few_people_can_be_worked_out(
    days: list[tuple[list[int], list[int], bool, bool]],
) -> None:
    before, now = counted([day[0] for day in days]), counted([day[1] for day in days])
    shown_before = hide(before, [day[2] for day in days])
    shown_now = hide(now, [day[3] for day in days])
    compared = gaps.changes(before, now)
    rows = gaps.shown_changes(compared, shown_before, shown_now, SMALLEST_GROUP)
    for row, (was, is_now, was_hidden, is_hidden) in zip(
        rows.to_dict("records"), days, strict=True
    ):
        change = is_now[0] - was[0]
        at_target = is_now[1] - was[1] - change
        is_small = any(0 < abs(number) < SMALLEST_GROUP for number in (change, at_target))
        assert pd.isna(row["below_target_count"]) == is_hidden
        assert pd.isna(row["below_target_before_count"]) == (was_hidden or is_small)
        assert pd.isna(row["below_target_change"]) == (was_hidden or is_small or is_hidden)
        assert pd.isna(row["below_target_change"]) or row["below_target_change"] == change


# Choices


def situation_of(step: Step, archetype_ids: list[int], rule: str) -> gaps.Situation:
    rules = gaps.Rules(rule, HOURS_PER_WEEK, SMALLEST_GROUP)
    return gaps.situation(
        step.levels, step.role_levels, step.archetype_targets, archetype_ids, rules
    )


archetypes = st.lists(st.sampled_from((1, 2, 6)), min_size=1, max_size=3, unique=True)


@settings(max_examples=40)
@given(seed=seeds, choice=archetypes)
def test_the_outcome_of_a_choice_keeps_its_limits(seed: int, choice: list[int]) -> None:
    organization, step = computed(seed)
    found = situation_of(step, organization.archetype_ids, organization.target_rule)
    result = gaps.outcome(found, choice)
    for number in (result.people_with_gaps, result.person_steps, result.learning_hours):
        assert 0 <= number.lowest <= number.value <= number.highest
    assert result.people_with_gaps.value <= result.person_steps.value
    low, high = result.average_weeks
    people = int(step.levels.current.notna().any(axis=1).sum())
    assert low * people * HOURS_PER_WEEK == pytest.approx(result.learning_hours.lowest)
    assert high * people * HOURS_PER_WEEK == pytest.approx(result.learning_hours.highest)
    assert (result.competencies["below_target_count"] <= people).all()


@settings(max_examples=40)
@given(seed=seeds)
def test_the_present_choice_leads_to_what_step_3_counts(seed: int) -> None:
    organization, step = computed(seed)
    found = situation_of(step, organization.archetype_ids, organization.target_rule)
    result = gaps.outcome(found, organization.archetype_ids)
    totals = gaps.totals(step.levels, step.target, step.standings, step.parts)
    assert result.people_with_gaps == totals["people_with_gaps"]
    assert result.person_steps == totals["person_steps"]


@settings(max_examples=40)
@given(seed=seeds, one=archetypes, other=archetypes)
def test_a_competency_is_listed_if_and_only_if_what_is_shown_differs(
    seed: int, one: list[int], other: list[int]
) -> None:
    organization, step = computed(seed)
    found = situation_of(step, organization.archetype_ids, organization.target_rule)
    outcomes = {"one": gaps.outcome(found, one), "other": gaps.outcome(found, other)}
    listed = set(gaps.differing_competencies(outcomes)["competency_id"])
    first, second = (result.competencies.set_index("competency_id") for result in outcomes.values())
    for competency in first.index:
        a, b = first.loc[competency], second.loc[competency]
        is_other = a["target_level"] != b["target_level"]
        if a["is_shown"] and b["is_shown"]:
            is_other |= a["below_target_count"] != b["below_target_count"]
        assert (competency in listed) == is_other


# Plans


@given(
    plans=st.tuples(*[st.integers(0, 8)] * 4),
    more=st.integers(0, 10),
    below=st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=4),
)
def test_the_limits_of_the_numbers_of_plans_hold_them(
    plans: tuple[int, int, int, int], more: int, below: list[tuple[int, bool]]
) -> None:
    new, changed, ended, unchanged = plans
    current, people = new + changed + unchanged, sum(plans) + more
    assessed = current + min(more, 1)
    counts_below = [min(number, current) for number, _is_shown in below]
    assume(max(counts_below) <= current <= sum(counts_below) and people)
    statistics = pd.DataFrame(
        {
            "below_target_count": counts_below,
            "shown_columns": [
                "{assessed_count,below_target_count}" if is_shown else "{assessed_count}"
                for _number, is_shown in below
            ],
        }
    )
    frames = [pd.DataFrame({"user_id": range(n)}) for n in (new, changed, ended)]
    difference = PlanDifference(*frames, unchanged_count=unchanged)
    found = reports.plan_counts(difference, statistics, assessed, people)
    assert list(found) == ["new", "changed", "ended", "unchanged", "current"]
    assert found["current"].value == current
    for number in found.values():
        assert number.lowest <= number.value <= number.highest
        assert not number.is_shown or number.lowest == number.highest
