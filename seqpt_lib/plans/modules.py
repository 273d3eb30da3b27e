"""Modules: a level of a competency in the learning format that suits the number of people."""

from math import ceil

import pandas as pd

from seqpt_lib.model.plans import LEVEL_HOURS

NEED_KEYS = ["competency_id", "level"]
MODULE_COLUMNS = [
    *NEED_KEYS,
    "format_key",
    "format_name",
    "learning_hours",
    "group_count",
    "people_count",
]


def choose_modules(
    needs: pd.DataFrame, formats: pd.DataFrame, targets: pd.DataFrame
) -> pd.DataFrame:
    """Choose a learning format for every needed (competency, level).

    A format qualifies if it reaches the level for the competency and its size range fits the
    number of people. If none takes them in one group, formats that fit after a split into equal
    groups qualify. Among them the archetype's best fit wins, then the least effort, then the
    lowest id. Where nothing qualifies the module has no format.

    Args:
        needs: One row per needed (competency, level): ``competency_id``, ``level``,
            ``people_count``.
        formats: One row per (archetype, competency, format): ``archetype_id``,
            ``competency_id``, ``format_id``, ``format_key``, ``format_name``, ``max_level``,
            ``participants_min``, ``participants_max``, ``fit_points``, ``effort``.
        targets: One row per competency: ``competency_id``, ``archetype_id`` (the archetype that
            set the target).

    Returns:
        One row per need: ``competency_id``, ``level``, ``format_key`` and ``format_name``
        (missing where nothing qualifies), ``learning_hours``, ``group_count``,
        ``people_count``.

    Source: docs/explanation/plans.md, "Formats".
    """
    best = _best(_qualified(_able(needs, formats, targets)))
    chosen = needs.merge(best, on=NEED_KEYS, how="left", validate="one_to_one")
    return chosen.assign(
        learning_hours=chosen["level"].map(LEVEL_HOURS),
        group_count=chosen["group_count"].fillna(0).astype(int),
    )[MODULE_COLUMNS]


def _able(needs: pd.DataFrame, formats: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Pair every need with the formats that reach its level."""
    candidates = needs.merge(
        targets[["competency_id", "archetype_id"]], on="competency_id", validate="many_to_one"
    ).merge(formats, on=["archetype_id", "competency_id"], validate="many_to_many")
    return candidates[candidates["max_level"] >= candidates["level"]]


def _qualified(candidates: pd.DataFrame) -> pd.DataFrame:
    """Keep the formats whose groups are large enough."""
    grouped = candidates.assign(group_count=_groups(candidates))
    least = grouped["participants_min"] * grouped["group_count"]
    return grouped[grouped["people_count"] >= least]


def _best(qualified: pd.DataFrame) -> pd.DataFrame:
    """Keep one format per need: in one group if possible, then by fit, effort and id."""
    best = (
        qualified.assign(is_split=qualified["group_count"] > 1)
        .sort_values(
            [*NEED_KEYS, "is_split", "fit_points", "effort", "format_id"],
            ascending=[True, True, True, False, True, True],
        )
        .drop_duplicates(NEED_KEYS)
    )
    return best[[*NEED_KEYS, "format_key", "format_name", "group_count"]]


def _groups(candidates: pd.DataFrame) -> list[int]:
    return [
        1 if pd.isna(most) else ceil(people / most)
        for people, most in zip(
            candidates["people_count"], candidates["participants_max"], strict=True
        )
    ]
