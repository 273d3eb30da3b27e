"""Which objectives an organization needs, before anything is worded."""

from collections.abc import Sequence

import pandas as pd

from seqpt_lib.model.levels import Level

PEOPLE, TRAINER = "people", "trainer"
"""The tracks: those who have a gap, and those who will train them."""

KEYS = ["track", "competency_id", "level"]


def wanted_objectives(
    needs: pd.DataFrame, competency_ids: Sequence[int], *, has_trainers: bool
) -> pd.DataFrame:
    """List the objectives to make: one per need, and level 6 everywhere for future trainers.

    Args:
        needs: One row per needed (competency, level): ``competency_id``, ``level``.
        competency_ids: The competencies of the catalog.
        has_trainers: True where "Train the trainer" is one of the organization's archetypes.

    Returns:
        One row per objective: ``track`` (``people`` or ``trainer``), ``competency_id``,
        ``level``; sorted.

    Source: docs/explanation/objectives.md, "Train the trainer".
    """
    people = needs[["competency_id", "level"]].assign(track=PEOPLE)
    trainers = pd.DataFrame(
        {
            "competency_id": list(competency_ids) if has_trainers else [],
            "level": int(Level.MASTER),
            "track": TRAINER,
        }
    ).astype({"competency_id": "int64", "level": "int64"})
    return pd.concat([people, trainers])[KEYS].sort_values(KEYS, ignore_index=True)
