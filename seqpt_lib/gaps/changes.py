"""What changed since the gaps were computed the last time, and why."""

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd

REASONS = {
    "answers_hash": "answers",
    "roles_hash": "roles",
    "matrices_hash": "matrices",
    "archetype_ids": "archetypes",
    "targets_hash": "targets of the archetypes",
    "target_rule": "target rule",
    "code_version": "code version",
    "smallest_group": "smallest group that is shown",
}
"""By column of ``seqpt.gap_basis``: what has changed where it differs."""


FIRST_TIME = "first time"
"""The reason where there is nothing to compare with."""


def fingerprint(frame: pd.DataFrame) -> str:
    """Make a short text that changes when a frame does.

    Args:
        frame: Rows in a fixed order; the index counts too.

    Returns:
        64 hexadecimal digits.
    """
    rows = pd.util.hash_pandas_object(frame, index=True).to_numpy()
    names = ",".join(map(str, frame.columns))
    return hashlib.sha256(names.encode() + rows.tobytes()).hexdigest()


def reasons(before: Mapping[str, object] | None, now: Mapping[str, object]) -> list[str]:
    """Say why the gaps may differ from those of the last time.

    Args:
        before: What the gaps were computed from the last time, by column of ``gap_basis``;
            ``None`` where they never were.
        now: The same now.

    Returns:
        What has changed: answers, roles, archetypes, ...; empty if nothing did.

    Source: docs/explanation/changes.md, "Why".
    """
    if before is None:
        return [FIRST_TIME]
    return [word for column, word in REASONS.items() if before[column] != now[column]]


def changes(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Compare the people below the target with those of the last time.

    Args:
        before: One row per competency, as stored: ``competency_id``, ``assessed_count``,
            ``below_target_count``.
        now: The same as computed now.

    Returns:
        One row per competency: ``competency_id``, ``assessed_before_count``, ``assessed_count``,
        ``below_target_before_count``, ``below_target_count``, ``below_target_change``; missing
        where there is nothing to compare with.

    Source: docs/explanation/changes.md, "Before and after".
    """
    columns = ["competency_id", "assessed_count", "below_target_count"]
    earlier = before[columns].rename(
        columns={
            "assessed_count": "assessed_before_count",
            "below_target_count": "below_target_before_count",
        }
    )
    both = now[columns].merge(earlier, on="competency_id", how="outer", validate="one_to_one")
    both = both.astype("Int64")
    return both.assign(
        below_target_change=both["below_target_count"] - both["below_target_before_count"]
    )[
        [
            "competency_id",
            "assessed_before_count",
            "assessed_count",
            "below_target_before_count",
            "below_target_count",
            "below_target_change",
        ]
    ]


def shown_changes(
    compared: pd.DataFrame,
    before: pd.DataFrame,
    now: pd.DataFrame,
    smallest_group: int,
) -> pd.DataFrame:
    """Leave out what may not be shown, and changes by which few people could be told apart.

    Args:
        compared: As ``changes`` returns.
        before: What was shown the last time: ``competency_id``, ``below_target_count``, missing
            where it was hidden.
        now: What is shown now, in the same way.
        smallest_group: People of a group that may be shown.

    Returns:
        The same rows; a number from before is missing where it was hidden, or where the people
        below the target, or those at it, are now a few more or less: fewer than the smallest
        group, and not 0.

    Source: docs/explanation/small-groups.md, "Two runs".
    """
    rows = compared.set_index("competency_id")
    earlier = before.set_index("competency_id")["below_target_count"].reindex(rows.index)
    current = now.set_index("competency_id")["below_target_count"].reindex(rows.index)
    change = rows["below_target_change"]
    at_target = rows["assessed_count"] - rows["assessed_before_count"] - change
    keeps = earlier.notna()
    for number in (change, at_target):
        is_small = number.ne(0) & number.abs().lt(smallest_group)
        keeps &= ~is_small.fillna(value=False).astype(bool)
    return rows.assign(
        below_target_before_count=rows["below_target_before_count"].where(keeps),
        below_target_count=rows["below_target_count"].where(current.notna()),
        below_target_change=change.where(keeps & current.notna()),
    ).reset_index()


def basis(
    frames: Mapping[str, Sequence[pd.DataFrame]], values: Mapping[str, object]
) -> dict[str, object]:
    """Describe what gaps are computed from, for the comparison of the next time.

    Args:
        frames: By column of ``gap_basis`` (``answers_hash``, ...): the frames that it stands for.
        values: The columns that are stored as they are.

    Returns:
        One value per column.
    """
    hashes = {
        column: hashlib.sha256("".join(map(fingerprint, parts)).encode()).hexdigest()
        for column, parts in frames.items()
    }
    return {**hashes, **values}
