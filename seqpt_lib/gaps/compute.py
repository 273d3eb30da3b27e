"""Current answers, targets and gaps."""

import numpy as np
import pandas as pd

from seqpt_lib.errors import DataError, listed
from seqpt_lib.model.levels import LEVELS, TRAINED_LEVELS, BoolArray, LevelArray, is_step
from seqpt_lib.model.targets import TargetRule, person_targets, target_rule


def current_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Take each person's latest answer per competency.

    The latest is the one with the latest ``submitted_at``; an answer without a time is older than
    any with one; among equals the highest id is the latest.

    Args:
        answers: One row per answer: ``answer_id``, ``user_id``, ``competency_id``,
            ``submitted_at`` and any other columns.

    Returns:
        One row per (person, competency), in the order of ``answers``, the same columns.

    Source: docs/explanation/gaps.md, "The latest answer".
    """
    rows = answers.reset_index(drop=True)
    repeated = rows.duplicated(["user_id", "competency_id"], keep=False)
    if not repeated.any():
        return rows
    older = (
        rows[repeated]
        .sort_values(["submitted_at", "answer_id"], na_position="first", kind="stable")
        .duplicated(["user_id", "competency_id"], keep="last")
    )
    return rows.drop(index=older.index[older]).reset_index(drop=True)


def compute_gaps(
    answers: pd.DataFrame,
    requirements: pd.DataFrame,
    targets: pd.DataFrame,
    rule: TargetRule | str = TargetRule.ROLE_CAPPED,
) -> pd.DataFrame:
    """Compute target and gap for every current answer. What was not answered has no gap.

    Args:
        answers: Current answers: ``answer_id``, ``user_id``, ``competency_id``, ``score``.
        requirements: One row per person with a known requirement (index: user id), one column
            per competency id: required level.
        targets: One row per competency: ``competency_id``, ``target_level``,
            ``archetype_source``, ``is_capped``.
        rule: ``role_capped`` or ``archetype``.

    Returns:
        One row per answer: ``answer_id``, ``user_id``, ``competency_id``, ``current_level``,
        ``target_level``, ``gap_size`` (0..6), ``steps`` (trained levels still to climb),
        ``archetype_source``.

    Raises:
        DataError: If a score is not on the scale or an answer names an unknown competency.
        UsageError: If there is no such rule.

    Source: docs/explanation/gaps.md.
    """
    by_competency = targets.set_index("competency_id").sort_index()
    _refuse_off_scale(answers)
    position = _positions(answers, by_competency.index)
    target = person_targets(
        by_competency["target_level"].to_numpy(np.int64)[position],
        _required(answers, requirements, by_competency.index, position),
        target_rule(rule),
        is_capped=bool(targets["is_capped"].all()),
    )
    sources = pd.Categorical(by_competency["archetype_source"])
    return _gap_rows(answers, target).assign(
        archetype_source=pd.Categorical.from_codes(sources.codes[position], dtype=sources.dtype)
    )


def stored_gaps(answers: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Take gaps as they were written to the current answers.

    Args:
        answers: Current answers: ``answer_id``, ``user_id``, ``competency_id``, ``score``,
            ``target_level``, ``gap_size``, ``archetype_source`` (missing where none was written).
        targets: The organization's targets now: ``competency_id``, ``archetype_source``.

    Returns:
        One row per answer: ``answer_id``, ``user_id``, ``competency_id``, ``current_level``,
        ``target_level``, ``gap_size``.

    Raises:
        DataError: If an answer has no target, or one that another choice of archetypes set: the
            gaps have to be computed again first.
    """
    _refuse(answers, answers["target_level"].isna().to_numpy(bool), "answers have no target yet")
    source = answers["competency_id"].map(targets.set_index("competency_id")["archetype_source"])
    is_stale = answers["archetype_source"].astype(str) != source.astype(str)
    _refuse(answers, is_stale.to_numpy(bool), "answers have the target of another archetype")
    columns = ["answer_id", "user_id", "competency_id", "score", "target_level", "gap_size"]
    return answers[columns].astype("int64").rename(columns={"score": "current_level"})


def _gap_rows(answers: pd.DataFrame, target: LevelArray) -> pd.DataFrame:
    current = answers["score"].to_numpy(np.int64)
    return pd.DataFrame(
        {
            "answer_id": answers["answer_id"].to_numpy(np.int64),
            "user_id": answers["user_id"].to_numpy(np.int64),
            "competency_id": answers["competency_id"].to_numpy(np.int64),
            "current_level": current,
            "target_level": target,
            "gap_size": np.maximum(0, target - current),
            "steps": sum(is_step(current, level, target) for level in TRAINED_LEVELS),
        }
    )


def _positions(
    answers: pd.DataFrame, competencies: "pd.Index[int]"
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    position = competencies.get_indexer(pd.Index(answers["competency_id"]))
    _refuse(answers, position < 0, "answers are for a competency without a target")
    return position


def _required(
    answers: pd.DataFrame,
    requirements: pd.DataFrame,
    competencies: "pd.Index[int]",
    position: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    person = requirements.index.get_indexer(pd.Index(answers["user_id"]))
    levels = requirements.reindex(columns=competencies).to_numpy(np.float64)
    if not len(levels):
        return np.full(len(answers), np.nan)
    return np.where(person >= 0, levels[person, position], np.nan)


def _refuse_off_scale(answers: pd.DataFrame) -> None:
    on_scale = answers["score"].isin(LEVELS).to_numpy(bool)
    _refuse(answers, ~on_scale, "scores are not on the scale 0, 1, 2, 4, 6")


def _refuse(answers: pd.DataFrame, broken: BoolArray, what: str) -> None:
    if broken.any():
        ids = [str(answer) for answer in answers["answer_id"].to_numpy()[broken]]
        raise DataError(
            f"{int(broken.sum())} {what}: user_se_competency_survey_results.id {listed(ids)}",
            "Mend the rows or, where something changed since the gaps were computed, "
            "run the pipeline again.",
        )
