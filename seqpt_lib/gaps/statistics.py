"""Where the people of an organization stand, per competency, and how sure that is."""

from collections.abc import Iterable
from math import sqrt

import pandas as pd

from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the standard normal distribution."""


COLUMNS = [
    "competency_id",
    "assessed_count",
    "not_assessed_count",
    *(f"{LEVEL_WORDS[level]}_count" for level in LEVELS),
    "median_level",
    "below_target_count",
    "at_target_share",
    "at_target_share_low",
    "at_target_share_high",
]


def competency_statistics(
    gaps: pd.DataFrame, people_count: int, competency_ids: Iterable[int] = ()
) -> pd.DataFrame:
    """Describe the current levels of each competency.

    Args:
        gaps: One row per current answer: ``user_id``, ``competency_id``, ``current_level``,
            ``target_level``.
        people_count: People of the organization, with or without answers.
        competency_ids: Competencies that have a row even if nobody answered for them.

    Returns:
        One row per competency, by id: ``competency_id``, ``assessed_count``,
        ``not_assessed_count``, ``unaware_count`` .. ``master_count`` (people per level),
        ``median_level`` (lower median), ``below_target_count``, ``at_target_share`` (0..1, at or
        above the target) with its 95 % Wilson interval ``at_target_share_low``,
        ``at_target_share_high``. Median and shares are missing where nobody was assessed.

    Source: docs/explanation/needs.md, "Per competency".
    """
    counts = _people_per_level(gaps)
    rows = sorted({*counts.index, *competency_ids})
    counts = counts.reindex(index=rows, fill_value=0)
    is_below = gaps["current_level"].lt(gaps["target_level"])
    below = is_below.groupby(gaps["competency_id"]).sum().reindex(rows, fill_value=0)
    described = [
        {"competency_id": competency_id, **_describe(per_level, int(below_count), people_count)}
        for (competency_id, per_level), below_count in zip(counts.iterrows(), below, strict=True)
    ]
    return pd.DataFrame(described, columns=COLUMNS).astype({"median_level": "Int64"})


def level_counts(gaps: pd.DataFrame) -> pd.DataFrame:
    """Count the people at each level of each competency, levels that nobody chose too.

    Only people who answered count, so the shares of a competency are of the assessed people and
    their sum is 1.

    Args:
        gaps: One row per current answer: ``competency_id``, ``current_level``.

    Returns:
        Five rows per competency that somebody answered for, by id and level: ``competency_id``,
        ``level``, ``people_count``, ``people_share`` (0..1, of the assessed people).

    Source: docs/explanation/needs.md, "Per level".
    """
    counts = _people_per_level(gaps).reset_index()
    counted = counts.melt("competency_id", var_name="level", value_name="people_count")
    assessed = counted.groupby("competency_id")["people_count"].transform("sum")
    return (
        counted.assign(people_share=counted["people_count"] / assessed)
        .astype({"level": "int64", "people_count": "int64"})
        .sort_values(["competency_id", "level"], ignore_index=True)
    )


def _people_per_level(gaps: pd.DataFrame) -> pd.DataFrame:
    """Cross competencies (rows) with levels (columns)."""
    counts = pd.crosstab(gaps["competency_id"], gaps["current_level"])
    return counts.reindex(columns=list(LEVELS), fill_value=0)


def _describe(per_level: pd.Series, below_count: int, people_count: int) -> dict[str, object]:
    assessed = int(per_level.sum())
    at_target = assessed - below_count
    low, high = wilson_interval(at_target, assessed) if assessed else (None, None)
    return {
        "assessed_count": assessed,
        "not_assessed_count": people_count - assessed,
        **{f"{LEVEL_WORDS[level]}_count": int(per_level[level]) for level in LEVELS},
        "median_level": lower_median(per_level) if assessed else None,
        "below_target_count": below_count,
        "at_target_share": at_target / assessed if assessed else None,
        "at_target_share_low": low,
        "at_target_share_high": high,
    }


def lower_median(per_level: pd.Series) -> int:
    """Give the level that at least half of the people do not exceed: one that somebody chose.

    Args:
        per_level: Number of people (at least one) by level, levels ascending.

    Returns:
        The lower median.

    Source: docs/explanation/needs.md, "Median".
    """
    half = (int(per_level.sum()) + 1) // 2
    reached = per_level.cumsum() >= half
    return int(reached.index[reached.to_numpy(bool)][0])


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """Give the 95 % Wilson score interval of a share.

    It stays within 0..1 and says something sensible for few people and for shares of 0 and 1.

    Args:
        successes: People at or above the target.
        trials: People assessed, at least one.

    Returns:
        Lower and upper end, 0..1.

    Raises:
        ValueError: If ``trials`` is not positive or ``successes`` is not within 0..trials.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", 1927;
    docs/explanation/needs.md, "How sure".
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    share = successes / trials
    denominator = 1 + Z_95**2 / trials
    centre = (share + Z_95**2 / (2 * trials)) / denominator
    spread = Z_95 * sqrt(share * (1 - share) / trials + Z_95**2 / (4 * trials**2)) / denominator
    # At shares of 0 and 1 rounding would leave the share itself just outside.
    return max(0.0, min(share, centre - spread)), min(1.0, max(share, centre + spread))
