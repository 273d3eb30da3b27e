"""docs/explanation/gaps.md."""

import pandas as pd
import pytest

from seqpt_lib.gaps import compute_gaps, current_answers
from seqpt_lib.model.levels import steps_to_target
from tests.spec.examples import examples, is_yes, number, numbers

LATEST = examples("gaps", "latest-answer")
WRITTEN = examples("gaps", "written")
NOT_ANSWERED = examples("gaps", "not-answered")
COMPETENCIES = [6, 10, 16]
NEEDS_BASED = "Needs-based, project-oriented training"


def current_to_target(row: dict[str, str]) -> str:
    return f"{row['current']} to {row['target']}"


def targets(level: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "competency_id": COMPETENCIES,
            "target_level": level,
            "archetype_source": NEEDS_BASED,
            "is_capped": True,
        }
    )


def answers_of(rows: list[dict[str, str]]) -> pd.DataFrame:
    people = {row["person"]: user_id for user_id, row in enumerate(rows)}
    return pd.DataFrame(
        {
            "answer_id": answer_id,
            "user_id": people[row["person"]],
            "competency_id": int(row["competency"]),
            "score": int(row["score"]),
        }
        for answer_id, row in enumerate(rows)
        if row["score"]
    )


def requirements_of(rows: list[dict[str, str]]) -> pd.DataFrame:
    answers = answers_of(rows)
    needed = [
        {"user_id": user_id, "competency_id": competency_id, "level": number(row["roles need"])}
        for user_id, competency_id, row in zip(
            answers["user_id"], answers["competency_id"], rows, strict=True
        )
        if row["roles need"]
    ]
    return pd.DataFrame(needed).pivot(index="user_id", columns="competency_id", values="level")


def nothing_known() -> pd.DataFrame:
    return pd.DataFrame(columns=COMPETENCIES, dtype="float64")


def test_the_latest_answer_is_the_current_one() -> None:
    answers = pd.DataFrame(
        {
            "answer_id": [int(row["answer"]) for row in LATEST],
            "user_id": [row["person"] for row in LATEST],
            "competency_id": [int(row["competency"]) for row in LATEST],
            "submitted_at": pd.to_datetime([row["submitted"] or None for row in LATEST]),
            "score": [int(row["score"]) for row in LATEST],
        }
    )
    expected = [int(row["answer"]) for row in LATEST if is_yes(row["current"])]
    assert current_answers(answers)["answer_id"].tolist() == expected


@pytest.mark.parametrize("row", examples("gaps", "gap"), ids=current_to_target)
def test_the_gap_is_the_target_minus_the_current_level(row: dict[str, str]) -> None:
    one = pd.DataFrame(
        {"answer_id": [1], "user_id": [1], "competency_id": [6], "score": [int(row["current"])]}
    )
    gap = compute_gaps(one, nothing_known(), targets(int(row["target"])))
    assert gap["gap_size"].tolist() == [int(row["gap"])]


@pytest.mark.parametrize("row", examples("gaps", "steps"), ids=current_to_target)
def test_the_steps_are_the_trained_levels_on_the_way(row: dict[str, str]) -> None:
    steps = steps_to_target(int(row["current"]), int(row["target"]))
    assert steps == numbers(row["steps"])
    assert len(steps) == int(row["how many"])


@pytest.mark.parametrize(
    "position", range(len(WRITTEN)), ids=[f"{r['person']}, {r['competency']}" for r in WRITTEN]
)
def test_this_is_written(position: int) -> None:
    gaps = compute_gaps(answers_of(WRITTEN), requirements_of(WRITTEN), targets(4))
    written, row = gaps.iloc[position], WRITTEN[position]
    assert written["current_level"] == int(row["score"])
    for column in ("target_level", "gap_size", "steps"):
        assert written[column] == int(row[column])
    assert written["archetype_source"] == NEEDS_BASED


def test_what_was_not_answered_has_no_gap() -> None:
    gaps = compute_gaps(answers_of(NOT_ANSWERED), nothing_known(), targets(4))
    found = {gap.answer_id: gap for gap in gaps.itertuples()}
    for answer_id, row in enumerate(NOT_ANSWERED):
        if row["score"]:
            assert found[answer_id].target_level == int(row["target_level"])
            assert found[answer_id].gap_size == int(row["gap_size"])
        else:
            assert answer_id not in found
            assert not row["target_level"] + row["gap_size"]
