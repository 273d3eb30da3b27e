"""Which level an organization and a person aim at."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.model.levels import TRAINED_LEVELS

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

TRAIN_THE_TRAINER = 6
"""Id of the archetype that is a track of its own."""


class TargetRule(StrEnum):
    """How a person's target follows from the organization's."""

    ROLE_CAPPED = "role_capped"
    ARCHETYPE = "archetype"


def target_rule(name: str) -> TargetRule:
    """Read the name of a rule.

    Args:
        name: ``role_capped`` or ``archetype``.

    Returns:
        The rule.

    Raises:
        UsageError: If there is no such rule.
    """
    if name not in list(TargetRule):
        raise UsageError(f"target_rule {name!r} is unknown", f"Use {' or '.join(TargetRule)}.")
    return TargetRule(name)


def organization_targets(archetype_targets: pd.DataFrame, archetype_ids: list[int]) -> pd.DataFrame:
    """Compute an organization's target per competency: the highest among its archetypes.

    "Train the trainer" is left out, because it trains future trainers and not everyone, unless it
    is the only archetype.

    Args:
        archetype_targets: One row per (archetype, competency): ``archetype_id``,
            ``archetype_name``, ``competency_id``, ``target_level``.
        archetype_ids: The organization's archetypes, primary first.

    Returns:
        One row per competency: ``competency_id``, ``target_level``, ``archetype_id`` and
        ``archetype_source`` (the archetype that set it and its name; the first chosen one where
        several agree), ``is_capped`` (False only where "Train the trainer" is the only archetype).

    Raises:
        DataError: If there is no archetype, one without a target for each competency, or a target
            that is no trained level.

    Source: docs/explanation/targets.md, "The organization".
    """
    judged = judged_archetypes(archetype_ids)
    if not judged:
        raise DataError("the organization has no archetype", "Choose one with make archetype.")
    _refuse_unusable(archetype_targets, judged)
    order = {archetype: position for position, archetype in enumerate(judged)}
    chosen = archetype_targets[archetype_targets["archetype_id"].isin(judged)]
    ranked = chosen.assign(position=chosen["archetype_id"].map(order)).sort_values(
        ["competency_id", "target_level", "position"], ascending=[True, False, True]
    )
    highest = ranked.drop_duplicates("competency_id")
    return (
        highest[["competency_id", "target_level", "archetype_id"]]
        .assign(
            archetype_source=highest["archetype_name"],
            is_capped=judged != [TRAIN_THE_TRAINER],
        )
        .reset_index(drop=True)
    )


def primary_archetype(archetype_targets: pd.DataFrame, archetype_ids: list[int]) -> str:
    """Name the first archetype that sets targets: the primary one, or else the next.

    Args:
        archetype_targets: As for ``organization_targets``.
        archetype_ids: The organization's archetypes, primary first; at least one.

    Returns:
        Its name.
    """
    is_primary = archetype_targets["archetype_id"] == judged_archetypes(archetype_ids)[0]
    return str(archetype_targets.loc[is_primary, "archetype_name"].iloc[0])


def judged_archetypes(archetype_ids: list[int]) -> list[int]:
    """Leave out "Train the trainer" unless it is the organization's only archetype.

    Args:
        archetype_ids: The organization's archetypes, primary first.

    Returns:
        The archetypes that set everyone's target, primary first.

    Source: docs/explanation/targets.md, "Train the trainer".
    """
    others = [archetype for archetype in archetype_ids if archetype != TRAIN_THE_TRAINER]
    return others or list(archetype_ids[:1])


def _refuse_unusable(archetype_targets: pd.DataFrame, archetype_ids: list[int]) -> None:
    competencies = archetype_targets["competency_id"].nunique()
    for archetype_id in archetype_ids:
        levels = archetype_targets.loc[
            archetype_targets["archetype_id"] == archetype_id, "target_level"
        ]
        trained = int(levels.isin(TRAINED_LEVELS).sum())
        if not len(levels) == trained == competencies or not competencies:
            raise DataError(
                f"archetype {archetype_id} has a target on the scale 1, 2, 4, 6 for {trained} of "
                f"{competencies} competencies",
                "Mend seqpt.archetype_target.",
            )


def person_targets(
    organization_target: IntArray,
    required_level: FloatArray,
    rule: TargetRule = TargetRule.ROLE_CAPPED,
    *,
    is_capped: bool = True,
) -> IntArray:
    """Give each person's target in each competency.

    Args:
        organization_target: Level the organization aims at, one per answer.
        required_level: Level the person's roles need, one per answer; NaN where no requirement
            is known.
        rule: ``role_capped`` takes the lower of the two, ``archetype`` the organization's.
        is_capped: False where "Train the trainer" is the only archetype: no role caps it.

    Returns:
        Levels of the scale, one per answer; 0 where the person's roles do not need the
        competency.

    Source: docs/explanation/targets.md, "The person".
    """
    if rule is TargetRule.ARCHETYPE or not is_capped:
        return organization_target
    return np.fmin(organization_target, required_level).astype(np.int64)
