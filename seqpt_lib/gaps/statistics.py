"""Where the people of an organization stand, per competency, and how sure that is."""

from collections.abc import Iterable
from itertools import accumulate
from math import sqrt

import pandas as pd

from seqpt_lib.gaps.priorities import PeoplePerLevel, is_spread, training_method
from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the standard normal distribution."""


STATISTIC_COLUMNS = [
    "assessed_count",
    "not_assessed_count",
    *(f"{LEVEL_WORDS[level]}_count" for level in LEVELS),
    "median_level",
    "below_target_count",
    "at_target_share",
    "at_target_share_low",
    "at_target_share_high",
    "training_method",
]


def competency_statistics(
    standings: pd.DataFrame, people_count: int, competency_ids: Iterable[int] = ()
) -> pd.DataFrame:
    """Describe where the people of an organization stand in each competency.

    Args:
        standings: As ``with_targets`` returns.
        people_count: People of the organization, with or without answers.
        competency_ids: Competencies that have a row even if nobody answered for them.

    Returns:
        One row per competency, by id: ``competency_id``, ``assessed_count``,
        ``not_assessed_count``, ``unaware_count`` .. ``master_count`` (people per level),
        ``median_level`` (lower median), ``below_target_count``, ``at_target_share`` (0..1, at or
        above the target) with its 95 % Wilson interval ``at_target_share_low``,
        ``at_target_share_high``, ``training_method`` (missing where nobody is below). Median and
        shares are missing where nobody was assessed.

    Source: docs/explanation/needs.md, "Per competency".
    """
    people = pd.Series(people_count, index=sorted({*competency_ids, *standings["competency_id"]}))
    return _described(standings, people.rename_axis("competency_id"))


def role_statistics(standings: pd.DataFrame, role_people: pd.Series) -> pd.DataFrame:
    """Describe where the people of each role stand in each competency.

    Args:
        standings: As ``with_targets`` returns, by role: with ``role_cluster_id``.
        role_people: People of the organization with each role (index: role id).

    Returns:
        One row per (role, competency that somebody in the role answered for):
        ``role_cluster_id`` and the columns of ``competency_statistics``.

    Source: docs/explanation/needs.md, "Per role".
    """
    keys = standings[["role_cluster_id", "competency_id"]].drop_duplicates()
    index = pd.MultiIndex.from_frame(keys.sort_values(["role_cluster_id", "competency_id"]))
    people = role_people.reindex(index.get_level_values("role_cluster_id")).set_axis(index)
    return _described(standings, people)


def _described(standings: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """Describe each group of the index of ``people``: competencies, or roles and competencies."""
    keys = list(people.index.names)
    levels = standings.groupby([*keys, "current_level"])["people_count"].sum().unstack(fill_value=0)
    levels = levels.reindex(index=people.index, columns=list(LEVELS), fill_value=0)
    is_below = standings["current_level"] < standings["target_level"]
    below = standings[is_below].groupby(keys)["people_count"].sum()
    below = below.reindex(people.index, fill_value=0)
    counts = levels.astype("int64").to_numpy().tolist()
    rows = [
        _describe(dict(zip(LEVELS, count, strict=True)), int(below_count), int(people_count))
        for count, below_count, people_count in zip(counts, below, people, strict=True)
    ]
    described = pd.DataFrame(rows, columns=STATISTIC_COLUMNS, index=people.index)
    return described.astype({"median_level": "Int64"}).reset_index()


def _describe(per_level: dict[int, int], below_count: int, people_count: int) -> dict[str, object]:
    assessed = sum(per_level.values())
    at_target = assessed - below_count
    low, high = wilson_interval(at_target, assessed) if assessed else (None, None)
    return {
        "assessed_count": assessed,
        "not_assessed_count": people_count - assessed,
        **{f"{LEVEL_WORDS[level]}_count": per_level[level] for level in LEVELS},
        "median_level": lower_median(per_level) if assessed else None,
        "below_target_count": below_count,
        "at_target_share": at_target / assessed if assessed else None,
        "at_target_share_low": low,
        "at_target_share_high": high,
        "training_method": training_method(below_count, assessed, is_spread(per_level)),
    }


def lower_median(per_level: PeoplePerLevel) -> int:
    """Give the level that at least half of the people do not exceed: one that somebody chose.

    Args:
        per_level: Number of people (at least one) by level, levels ascending.

    Returns:
        The lower median.

    Source: docs/explanation/needs.md, "Median".
    """
    levels, counts = zip(*per_level.items(), strict=True)
    reached = list(accumulate(counts))
    half = (reached[-1] + 1) // 2
    return int(next(level for level, people in zip(levels, reached, strict=True) if people >= half))


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
