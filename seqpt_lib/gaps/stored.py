"""The gaps as they were written to the answers."""

import pandas as pd

from seqpt_lib.errors import DataError, listed
from seqpt_lib.model.levels import BoolArray


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


def _refuse(answers: pd.DataFrame, broken: BoolArray, what: str) -> None:
    if broken.any():
        ids = [str(answer) for answer in answers["answer_id"].to_numpy()[broken]]
        raise DataError(
            f"{int(broken.sum())} {what}: user_se_competency_survey_results.id {listed(ids)}",
            "Mend the rows or, where something changed since the gaps were computed, "
            "run the pipeline again.",
        )
