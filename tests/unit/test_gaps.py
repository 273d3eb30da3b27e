"""Current answers and gaps."""

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.gaps import compute_gaps, current_answers
from seqpt_lib.model.levels import LEVELS, steps_to_target
from tests.unit import plain_rules
from tests.unit.organizations import (
    COMPETENCIES,
    Answer,
    Organization,
    answer_lists,
    answers_frame,
    gaps_of,
    levels_frame,
    organizations,
)

KEY = ["user_id", "competency_id"]
rules = st.sampled_from(["role_capped", "archetype"])


def answer(answer_id: int, submitted_at: str | None, score: int = 1, user_id: int = 11) -> Answer:
    return {
        "answer_id": answer_id,
        "user_id": user_id,
        "competency_id": 1,
        "score": score,
        "submitted_at": submitted_at,
    }


def targets(level: int = 4, *, is_capped: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "competency_id": COMPETENCIES,
            "target_level": level,
            "archetype_source": "Certification",
            "is_capped": is_capped,
        }
    )


def one_gap(score: int, needed: int | None, target: int, rule: str = "role_capped") -> pd.Series:
    requirements = {} if needed is None else {11: dict.fromkeys(COMPETENCIES, needed)}
    gaps = compute_gaps(
        answers_frame([answer(1, None, score)]), levels_frame(requirements), targets(target), rule
    )
    return gaps.iloc[0]


@pytest.mark.parametrize(
    ("answers", "current"),
    [
        pytest.param([answer(1, "2026-03-02")], [1], id="one answer"),
        pytest.param([answer(1, "2026-03-02"), answer(2, "2026-05-08")], [2], id="a retake"),
        pytest.param([answer(1, "2026-05-08"), answer(2, "2026-03-02")], [1], id="time before id"),
        pytest.param([answer(1, "2026-03-02"), answer(2, None)], [1], id="no time is older"),
        pytest.param([answer(1, None), answer(2, None)], [2], id="two without a time"),
        pytest.param(
            [answer(2, "2026-03-02"), answer(1, "2026-03-02")], [2], id="same time, higher id"
        ),
        pytest.param(
            [answer(1, "2026-03-02"), answer(2, "2026-03-02", user_id=12)], [1, 2], id="two people"
        ),
        pytest.param([], [], id="nothing answered"),
    ],
)
def test_the_latest_answer_is_taken(answers: list[Answer], current: list[int]) -> None:
    assert current_answers(answers_frame(answers))["answer_id"].tolist() == current


@settings(max_examples=12)
@given(answers=answer_lists())
def test_there_is_exactly_one_current_answer_per_person_and_competency(
    answers: list[Answer],
) -> None:
    frame = answers_frame(answers)
    current = current_answers(frame)
    assert not current.duplicated(KEY).any()
    assert len(current) == len(frame.drop_duplicates(KEY))
    assert set(current["answer_id"]) == {
        latest["answer_id"] for latest in plain_rules.latest_answers(answers).values()
    }


@settings(max_examples=12)
@given(answers=answer_lists(), seed=st.integers(0, 1000))
def test_the_order_of_the_rows_changes_no_current_answer(answers: list[Answer], seed: int) -> None:
    shuffled = random.Random(seed).sample(answers, len(answers))
    current = set(current_answers(answers_frame(answers))["answer_id"])
    assert set(current_answers(answers_frame(shuffled))["answer_id"]) == current


@settings(max_examples=12)
@given(answers=answer_lists())
def test_current_answers_keep_their_values_and_order(answers: list[Answer]) -> None:
    frame = answers_frame(answers)
    current = current_answers(frame)
    kept = frame[frame["answer_id"].isin(current["answer_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(current, kept)


def test_answers_put_together_from_two_frames_are_told_apart() -> None:
    first = answers_frame([answer(1, "2026-03-02"), answer(2, "2026-03-02", user_id=12)])
    retake = answers_frame([answer(3, "2026-05-08")])
    current = current_answers(pd.concat([first, retake]))
    assert current["answer_id"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("score", "needed", "target", "expected"),
    [
        pytest.param(1, 4, 4, (4, 3, 2), id="below the target"),
        pytest.param(1, 2, 4, (2, 1, 1), id="capped by the role"),
        pytest.param(1, 6, 4, (4, 3, 2), id="a role never raises the target"),
        pytest.param(0, 0, 4, (0, 0, 0), id="not needed by the role"),
        pytest.param(1, None, 4, (4, 3, 2), id="nothing known about the role"),
        pytest.param(6, 4, 4, (4, 0, 0), id="above the target"),
        pytest.param(0, 6, 6, (6, 6, 4), id="all the way"),
    ],
)
def test_target_gap_and_steps(
    score: int, needed: int | None, target: int, expected: tuple[int, int, int]
) -> None:
    found = one_gap(score, needed, target)
    assert (found["target_level"], found["gap_size"], found["steps"]) == expected


def test_the_archetype_rule_asks_no_role() -> None:
    assert one_gap(1, 2, 4, "archetype")["target_level"] == 4


def test_no_role_caps_an_organization_of_trainers() -> None:
    needed = levels_frame({11: dict.fromkeys(COMPETENCIES, 2)})
    frame = answers_frame([answer(1, None)])
    assert compute_gaps(frame, needed, targets(6, is_capped=False))["gap_size"].tolist() == [5]


def test_no_answers_have_no_gaps() -> None:
    gaps = compute_gaps(answers_frame([]), levels_frame({}), targets())
    assert gaps.empty
    assert {"target_level", "gap_size", "steps", "archetype_source"} <= set(gaps.columns)


@pytest.mark.parametrize("score", [-100, 3, 5, 99, 2.5, np.nan])
def test_a_score_off_the_scale_is_named(score: float) -> None:
    frame = answers_frame([answer(7, None, 2), {**answer(8, None, user_id=12), "score": score}])
    with pytest.raises(DataError, match=r"1 scores are not on the scale .*results\.id 8\. Mend"):
        compute_gaps(frame, levels_frame({}), targets())


def test_an_answer_for_an_unknown_competency_is_named() -> None:
    frame = answers_frame([answer(7, None), {**answer(8, None), "competency_id": 2}])
    with pytest.raises(
        DataError, match=r"1 answers are for a competency without a target.*results\.id 8\. Mend"
    ):
        compute_gaps(frame, levels_frame({}), targets())


def test_the_number_of_broken_answers_is_right_however_many() -> None:
    frame = answers_frame([answer(number, None, 3, user_id=number) for number in range(60)])
    with pytest.raises(DataError, match=r"60 scores .* 0, 1, 2, 3, 4 and 55 more"):
        compute_gaps(frame, levels_frame({}), targets())


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UsageError, match="Use role_capped or archetype"):
        one_gap(1, 2, 4, "highest")


@settings(max_examples=50)
@given(organization=organizations(), rule=rules)
def test_gaps_agree_with_the_plain_rules(organization: Organization, rule: str) -> None:
    found = {
        row.answer_id: plain_rules.PlainGap(
            row.user_id,
            row.competency_id,
            row.current_level,
            row.target_level,
            row.gap_size,
            steps_to_target(row.current_level, row.target_level),
            int(row.archetype_source.removeprefix("archetype ")),
        )
        for row in gaps_of(organization, rule).itertuples()
    }
    assert found == plain_rules.plain_gaps(organization, rule)


@settings(max_examples=12)
@given(organization=organizations(), rule=rules)
def test_there_is_a_gap_only_below_the_target(organization: Organization, rule: str) -> None:
    gaps = gaps_of(organization, rule)
    met = gaps["current_level"] >= gaps["target_level"]
    assert (gaps["gap_size"].eq(0) == met).all()
    assert (gaps["steps"].eq(0) == met).all()
    assert gaps["gap_size"].between(0, 6).all()
    assert gaps["target_level"].isin(LEVELS).all()


@settings(max_examples=12)
@given(organization=organizations(), rule=rules)
def test_the_number_of_steps_is_that_of_the_ladder(organization: Organization, rule: str) -> None:
    for gap in gaps_of(organization, rule).itertuples():
        assert gap.steps == len(steps_to_target(gap.current_level, gap.target_level))


@settings(max_examples=12)
@given(organization=organizations())
def test_a_capped_target_is_never_above_the_archetypes(organization: Organization) -> None:
    capped, uncapped = gaps_of(organization, "role_capped"), gaps_of(organization, "archetype")
    assert capped["answer_id"].tolist() == uncapped["answer_id"].tolist()
    assert (capped["target_level"] <= uncapped["target_level"]).all()


@settings(max_examples=12)
@given(organization=organizations(), rule=rules)
def test_what_was_not_answered_has_no_gap(organization: Organization, rule: str) -> None:
    answered = {(row["user_id"], row["competency_id"]) for row in organization.answers}
    gaps = gaps_of(organization, rule)
    assert set(gaps[KEY].itertuples(index=False, name=None)) == answered
    assert len(gaps) == len(answered)


def test_the_frames_given_are_not_changed() -> None:
    def frames() -> list[pd.DataFrame]:
        answers = answers_frame([answer(1, None), answer(2, "2026-03-02")])
        return [answers, levels_frame({11: {1: 2, 4: 4, 18: 0}}), targets()]

    used = frames()
    compute_gaps(current_answers(used[0]), used[1], used[2])
    for after, before in zip(used, frames(), strict=True):
        pd.testing.assert_frame_equal(after, before)
