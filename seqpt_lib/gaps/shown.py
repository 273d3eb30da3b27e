"""Which numbers of the tables of step 3 may be shown."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from seqpt_lib.gaps.disclosure import Chosen, Counts, Disclosure
from seqpt_lib.gaps.hidden import BELOW_COLUMNS, LEVEL_COLUMNS, PROTECTED
from seqpt_lib.gaps.parts import CompetencyCells, Parts, below, gap_of, has_role, need
from seqpt_lib.gaps.people import RoleSets
from seqpt_lib.gaps.priorities import LARGEST_VARIANCE
from seqpt_lib.gaps.scenarios import SCENARIOS, scenarios_of
from seqpt_lib.model.levels import LEVELS, TRAINED_LEVELS

ALWAYS = ["assessed_count", "not_assessed_count"]
"""Who answered is no secret."""


def mark_statistics(statistics: pd.DataFrame, cells: CompetencyCells, parts: Parts) -> pd.DataFrame:
    """Say which numbers about a competency may be shown.

    Args:
        statistics: As ``competency_statistics`` returns, with the columns of ``priorities``.
        cells: As ``cells_by_competency`` returns, with targets.
        parts: As ``split_people`` returns.

    Returns:
        The same rows with ``shown_columns``: names of columns, written ``{one,another}``.
    """
    return statistics.assign(
        shown_columns=[
            _listed(_of_competency(cells[row["competency_id"]], parts[row["competency_id"]], row))
            if row["competency_id"] in cells
            else _listed(column for column in PROTECTED if column in row)  # nobody to tell of
            for row in statistics.to_dict("records")
        ]
    )


def _of_competency(
    cells: pd.DataFrame, disclosure: Disclosure, row: dict[Hashable, Any]
) -> list[str]:
    current = cells["current_level"].to_numpy(np.int64)

    def is_shown(*sets: Chosen) -> bool:
        return all(disclosure.guarded(chosen).is_shown for chosen in sets)

    levels = [level for level in LEVELS if is_shown(current == level)]
    shown = [*ALWAYS, *(LEVEL_COLUMNS[level] for level in levels), "highest_requirement"]
    if is_shown(current < row["median_level"], current <= row["median_level"]):
        shown.append("median_level")
    if is_shown(below(cells)):
        shown += BELOW_COLUMNS
        shown += ["training_method"] if _is_spread_known(disclosure, current) else []
    if _is_highest_known(disclosure, gap_of(cells)):
        shown.append("largest_gap")
    if is_shown(scenarios_of(cells, cells["organization_level"]) == "B"):
        shown.append("uncovered_share")
        shown += ["priority"] if "largest_gap" in shown else []
    return shown


def _is_highest_known(disclosure: Disclosure, values: Counts) -> bool:
    """Tell whether the highest value of anybody follows from the parts: each has people."""
    lowest, highest = disclosure.extremes(values)
    return int(lowest.max()) == int(highest.max())


def _is_spread_known(disclosure: Disclosure, current: Counts) -> bool:
    """Tell whether it follows from the parts that the variance of the levels is above its limit."""
    people = int(disclosure.sizes().sum())
    total, squares = disclosure.guarded(current), disclosure.guarded(current**2)
    limit = LARGEST_VARIANCE * people**2
    is_surely = people * squares.lowest - total.highest**2 > limit
    is_possibly = people * squares.highest - total.lowest**2 > limit
    return is_surely or not is_possibly


def mark_role_statistics(
    statistics: pd.DataFrame, cells: CompetencyCells, sets: RoleSets, parts: Parts
) -> pd.DataFrame:
    """Say which numbers about a role and a competency may be shown: people below the target.

    Args:
        statistics: As ``role_statistics`` returns.
        cells: As ``cells_by_competency`` returns, with targets, not by role.
        sets: The roles in each role set.
        parts: As ``split_people`` returns.

    Returns:
        The same rows with ``shown_columns``.
    """
    is_below = {competency: below(rows) for competency, rows in cells.items()}
    marked = []
    for role, competency in _tuples(statistics, ["role_cluster_id", "competency_id"]):
        chosen = has_role(cells[competency], sets, role)
        known = parts[competency].guarded(chosen).is_shown
        is_counted = parts[competency].guarded(chosen & is_below[competency]).is_shown
        marked.append(
            _listed((ALWAYS if known else []) + (BELOW_COLUMNS if known and is_counted else []))
        )
    return statistics.assign(shown_columns=marked)


def mark_needs(
    needs: pd.DataFrame, cells: CompetencyCells, sets: RoleSets, parts: Parts
) -> pd.DataFrame:
    """Say how many people in need may be shown, and of which needs it may be shown that they are.

    Args:
        needs: As ``needs`` returns, in all or per role.
        cells: As ``cells_by_competency`` returns, with targets, not by role.
        sets: The roles in each role set.
        parts: As ``split_people`` returns.

    Returns:
        The same rows with ``shown_columns``; without ``level`` where not even that somebody is in
        need may be shown.

    Source: docs/explanation/small-groups.md, "Needs".
    """
    in_need = {c: {lv: need(rows, lv) for lv in TRAINED_LEVELS} for c, rows in cells.items()}
    is_by_role = "role_cluster_id" in needs
    open_needs = {
        c: set() if is_by_role else _needs_that_tell_nobody(rows, in_need[c], parts[c])
        for c, rows in cells.items()
    }

    @cache  # a role asks for several levels of a competency
    def assessed(competency: int, role: int | None) -> tuple[Chosen, bool]:
        counted = cells[competency]
        who = np.ones(len(counted), bool) if role is None else has_role(counted, sets, role)
        return who, parts[competency].guarded(who).is_shown

    roles = needs["role_cluster_id"].tolist() if is_by_role else [None] * len(needs)
    marked = []
    for role, (competency, level) in zip(
        roles, _tuples(needs, ["competency_id", "level"]), strict=True
    ):
        who, is_assessed_shown = assessed(competency, role)
        is_counted = parts[competency].guarded(who & in_need[competency][level]).is_shown
        shown = ["people_count"] * is_counted + ["assessed_count"] * is_assessed_shown
        is_listed = is_counted or level in open_needs[competency]
        marked.append(_listed(["level", *shown] if is_listed else []))
    return needs.assign(shown_columns=marked)


def _needs_that_tell_nobody(
    cells: pd.DataFrame, in_need: Mapping[int, Chosen], disclosure: Disclosure
) -> set[int]:
    """Find the levels of which it may be told that somebody needs them, though not how many.

    All levels that nobody needs must be shown to be nobody's, so that a level that is left out
    tells nothing. Those whose roles ask for the level must be enough, and not all in need.
    """
    people, group = cells["people_count"].to_numpy(np.int64), cells["group"].to_numpy(np.int64)
    smallest = disclosure.smallest_group
    empty = [who for who in in_need.values() if not people[who].any()]
    if people.sum() < 2 * smallest or not all(disclosure.guarded(w).is_shown for w in empty):
        return set()
    asked = {level: int(people[np.isin(group, group[who])].sum()) for level, who in in_need.items()}
    return {
        level
        for level, who in in_need.items()
        if asked[level] >= smallest and 0 < people[who].sum() < asked[level]
    }


def mark_fits(
    fits: pd.DataFrame, cells: CompetencyCells, archetype_targets: pd.DataFrame, parts: Parts
) -> pd.DataFrame:
    """Say which numbers about an archetype and a competency may be shown.

    Args:
        fits: As ``archetype_fits`` returns.
        cells: As ``cells_by_competency`` returns.
        archetype_targets: One row per (archetype, competency) with its ``target_level``.
        parts: As ``split_people`` returns.

    Returns:
        The same rows with ``shown_columns``.
    """
    keys = ["archetype_id", "competency_id"]
    aims = fits[keys].merge(
        archetype_targets[[*keys, "target_level"]], on=keys, how="left", validate="one_to_one"
    )

    @cache  # archetypes have few levels between them
    def marked(competency: int, aim: int) -> str:
        found = scenarios_of(cells[competency], aim)
        names = [name for name in SCENARIOS if parts[competency].guarded(found == name).is_shown]
        columns = [
            f"scenario_{name.lower()}_{kind}" for name in names for kind in ("count", "share")
        ]
        fit = ["fit"] if {"B", "C"} <= set(names) else []
        return _listed(["people_count", *columns, *fit])

    return fits.assign(
        shown_columns=[marked(*pair) for pair in _tuples(aims, ["competency_id", "target_level"])]
    )


def _listed(columns: Iterable[str]) -> str:
    """Write names as PostgreSQL writes a list of them."""
    return "{" + ",".join(columns) + "}"


def _tuples(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple[int, ...]]:
    return zip(*(frame[column].tolist() for column in columns), strict=True)
