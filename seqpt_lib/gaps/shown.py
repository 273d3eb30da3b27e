"""Which numbers of the tables of step 3 may be shown."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from seqpt_lib.gaps.disclosure import Chosen, Disclosure
from seqpt_lib.gaps.people import RoleSets
from seqpt_lib.gaps.scenarios import SCENARIOS, scenarios, with_scenarios
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS, TRAINED_LEVELS, is_step
from seqpt_lib.model.targets import TargetRule, person_targets, target_rule

Parts = Mapping[int, Disclosure]
"""By competency id: how the people are split by what is shown of them."""

ALWAYS = ["assessed_count", "not_assessed_count"]
LEVEL_COLUMNS = {level: f"{LEVEL_WORDS[level]}_count" for level in LEVELS}
BELOW_COLUMNS = [
    "below_target_count",
    "at_target_share",
    "at_target_share_low",
    "at_target_share_high",
]
PRIORITY_COLUMNS = ["largest_gap", "highest_requirement", "uncovered_share", "priority"]
PROTECTED = [
    "people_count",
    "group_count",
    "format_name",
    "assessed_count",
    "not_assessed_count",
    *LEVEL_COLUMNS.values(),
    "median_level",
    *BELOW_COLUMNS,
    "training_method",
    *PRIORITY_COLUMNS,
    *(f"scenario_{name.lower()}_{kind}" for name in SCENARIOS for kind in ("count", "share")),
    "fit",
]
"""Columns that tell something about people."""


def split_people(
    standings: pd.DataFrame,
    sets: RoleSets,
    rule: TargetRule | str = TargetRule.ROLE_CAPPED,
    *,
    is_capped: bool = True,
    smallest_group: int,
) -> Parts:
    """Decide, competency by competency, which people can be told apart by all that is shown.

    The order is fixed, so that every table of the same answers, whatever it is asked for, shows
    the same: people below the target, needs, levels and scenarios of the organization's own aim,
    then those of the other aims, then the roles, the largest first.

    Args:
        standings: As ``with_targets`` returns for the organization's own choice.
        sets: The roles in each role set.
        rule: ``role_capped`` or ``archetype``.
        is_capped: False where "Train the trainer" is the only archetype.
        smallest_group: People of a group that may be shown.

    Returns:
        By competency id, the parts: a number may be shown if it follows from them.

    Source: docs/explanation/small-groups.md, "Parts".
    """
    parts: dict[int, Disclosure] = {}
    for competency_id, rows in by_competency(standings).items():
        disclosure = Disclosure(
            rows["current_level"].to_numpy(np.int64),
            rows["people_count"].to_numpy(np.int64),
            smallest_group,
        )
        for chosen in _wanted(rows, sets, target_rule(rule), is_capped=is_capped):
            disclosure.show(chosen)
        parts[competency_id] = disclosure
    return parts


def by_competency(standings: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """Give the rows of each competency, in their order.

    Args:
        standings: One row per count of people: ``competency_id`` and other columns.

    Returns:
        Rows by competency id.
    """
    return {int(str(key)): rows for key, rows in standings.groupby("competency_id")}


def guarded_steps(standings: pd.DataFrame, parts: Parts) -> Iterator[tuple[int, Guarded]]:
    """Count who needs each level of each competency.

    Args:
        standings: As ``with_targets`` returns.
        parts: As ``split_people`` returns.

    Yields:
        For each competency and trained level the level and the people who need it, with what may
        be shown of their number.
    """
    for competency_id, rows in by_competency(standings).items():
        for level in TRAINED_LEVELS:
            yield level, parts[competency_id].guarded(_need(rows, level))


def _wanted(
    rows: pd.DataFrame, sets: RoleSets, rule: TargetRule, *, is_capped: bool
) -> Iterator[Chosen]:
    """Give the sets of people whose number somebody wants to know, the most wanted first."""
    current = rows["current_level"].to_numpy(np.int64)
    required = rows["required_level"].to_numpy(np.float64)
    own = int(rows["organization_level"].iloc[0])
    yield from _steps_of(rows)
    yield from (current == level for level in LEVELS)
    for aim in [own, *(level for level in TRAINED_LEVELS if level != own)]:
        aimed = np.full_like(current, aim)
        found = scenarios(current, aimed, required)
        yield from (found == name for name in SCENARIOS)
        goal = person_targets(aimed, required, rule, is_capped=is_capped)
        yield from _steps_of(rows.assign(target_level=goal))
    for has_role in _roles(rows, sets):
        yield has_role
        yield from (has_role & chosen for chosen in _steps_of(rows))


def _steps_of(rows: pd.DataFrame) -> Iterator[Chosen]:
    """Give who is below the target, and who needs each level."""
    yield _below(rows)
    yield from (_need(rows, level) for level in TRAINED_LEVELS)


def _below(rows: pd.DataFrame) -> Chosen:
    return (rows["current_level"] < rows["target_level"]).to_numpy(bool)


def _need(rows: pd.DataFrame, level: int) -> Chosen:
    current, target = rows["current_level"].to_numpy(), rows["target_level"].to_numpy()
    return is_step(current, level, target)


def _roles(rows: pd.DataFrame, sets: RoleSets) -> Iterator[Chosen]:
    people = rows.groupby("role_set_id", as_index=False)["people_count"].sum()
    of_role = sets.members.merge(people, on="role_set_id", validate="many_to_one")
    sizes = of_role.groupby("role_cluster_id")["people_count"].sum()
    for role in sizes.sort_values(ascending=False, kind="stable").index.tolist():
        yield _has_role(rows, sets, role)


def _has_role(rows: pd.DataFrame, sets: RoleSets, role_cluster_id: int) -> Chosen:
    members = sets.members.loc[sets.members["role_cluster_id"] == role_cluster_id, "role_set_id"]
    return rows["role_set_id"].isin(members).to_numpy(bool)


def mark_statistics(
    statistics: pd.DataFrame, standings: pd.DataFrame, parts: Parts
) -> pd.DataFrame:
    """Say which numbers about a competency may be shown.

    Args:
        statistics: As ``competency_statistics`` returns, with the columns of ``priorities``.
        standings: As ``with_targets`` returns.
        parts: As ``split_people`` returns.

    Returns:
        The same rows with ``shown_columns``: names of columns, written ``{one,another}``.
    """
    rows = by_competency(standings)
    return statistics.assign(
        shown_columns=[
            _listed(_of_competency(rows[row["competency_id"]], parts[row["competency_id"]], row))
            if row["competency_id"] in rows
            else _listed([*ALWAYS, *LEVEL_COLUMNS.values(), "below_target_count"])
            for row in statistics.to_dict("records")
        ]
    )


def _of_competency(
    rows: pd.DataFrame, disclosure: Disclosure, row: dict[Hashable, Any]
) -> list[str]:
    current = rows["current_level"].to_numpy(np.int64)
    gap = np.maximum(0, rows["target_level"].to_numpy(np.int64) - current)

    def is_shown(*sets: Chosen) -> bool:
        return all(disclosure.guarded(chosen).is_shown for chosen in sets)

    levels = [level for level in LEVELS if is_shown(current == level)]
    shown = [*ALWAYS, *(LEVEL_COLUMNS[level] for level in levels), "highest_requirement"]
    if is_shown(current < row["median_level"], current <= row["median_level"]):
        shown.append("median_level")
    if is_shown(_below(rows)):
        shown += BELOW_COLUMNS
        shown += ["training_method"] if len(levels) == len(LEVELS) else []
    if is_shown((with_scenarios(rows)["scenario"] == "B").to_numpy(bool)):
        shown.append("uncovered_share")
        shown += ["largest_gap", "priority"] if is_shown(gap == gap.max()) else []
    return shown


def mark_role_statistics(
    statistics: pd.DataFrame, standings: pd.DataFrame, sets: RoleSets, parts: Parts
) -> pd.DataFrame:
    """Say which numbers about a role and a competency may be shown: people below the target.

    Args:
        statistics: As ``role_statistics`` returns.
        standings: As ``with_targets`` returns, not by role.
        sets: The roles in each role set.
        parts: As ``split_people`` returns.

    Returns:
        The same rows with ``shown_columns``.
    """
    rows = by_competency(standings)
    marked = []
    for role, competency in _tuples(statistics, ["role_cluster_id", "competency_id"]):
        has_role = _has_role(rows[competency], sets, role)
        known = parts[competency].guarded(has_role).is_shown
        below = parts[competency].guarded(has_role & _below(rows[competency])).is_shown
        marked.append(
            _listed((ALWAYS if known else []) + (BELOW_COLUMNS if known and below else []))
        )
    return statistics.assign(shown_columns=marked)


def mark_needs(
    needs: pd.DataFrame, standings: pd.DataFrame, sets: RoleSets, parts: Parts
) -> pd.DataFrame:
    """Say how many people in need may be shown.

    Args:
        needs: As ``needs`` returns, in all or per role.
        standings: As ``with_targets`` returns, not by role.
        sets: The roles in each role set.
        parts: As ``split_people`` returns.

    Returns:
        The same rows with ``shown_columns``.
    """
    rows = by_competency(standings)
    roles = needs["role_cluster_id"].tolist() if "role_cluster_id" in needs else [None] * len(needs)
    marked = []
    for role, (competency, level) in zip(
        roles, _tuples(needs, ["competency_id", "level"]), strict=True
    ):
        counted = rows[competency]
        who = np.ones(len(counted), bool) if role is None else _has_role(counted, sets, role)
        guarded = {"people_count": who & _need(counted, level), "assessed_count": who}
        marked.append(
            _listed(
                column
                for column, chosen in guarded.items()
                if parts[competency].guarded(chosen).is_shown
            )
        )
    return needs.assign(shown_columns=marked)


def mark_fits(
    fits: pd.DataFrame, standings: pd.DataFrame, archetype_targets: pd.DataFrame, parts: Parts
) -> pd.DataFrame:
    """Say which numbers about an archetype and a competency may be shown.

    Args:
        fits: As ``archetype_fits`` returns.
        standings: As ``count_standings`` returns.
        archetype_targets: One row per (archetype, competency) with its ``target_level``.
        parts: As ``split_people`` returns.

    Returns:
        The same rows with ``shown_columns``.
    """
    keys = ["archetype_id", "competency_id"]
    aims = fits[keys].merge(
        archetype_targets[[*keys, "target_level"]], on=keys, how="left", validate="one_to_one"
    )
    rows = by_competency(standings)
    marked = []
    for competency, aim in _tuples(aims, ["competency_id", "target_level"]):
        found = with_scenarios(rows[competency].assign(organization_level=aim))["scenario"]
        names = [
            name
            for name in SCENARIOS
            if parts[competency].guarded((found == name).to_numpy(bool)).is_shown
        ]
        columns = [
            f"scenario_{name.lower()}_{kind}" for name in names for kind in ("count", "share")
        ]
        fit = ["fit"] if {"B", "C"} <= set(names) else []
        marked.append(_listed(["people_count", *columns, *fit]))
    return fits.assign(shown_columns=marked)


def without_hidden(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out every number that may not be shown.

    Args:
        frame: Rows with ``shown_columns``.

    Returns:
        The same rows without ``shown_columns``; what may not be shown is missing.

    Source: docs/explanation/small-groups.md.
    """
    shown = frame.drop(columns="shown_columns")
    for column in [column for column in PROTECTED if column in frame.columns]:
        may_be_shown = [column in _names(listed) for listed in frame["shown_columns"]]
        shown[column] = _nullable(shown[column]).where(np.array(may_be_shown, dtype=bool))
    return shown


def _listed(columns: Iterable[str]) -> str:
    """Write names as PostgreSQL writes a list of them."""
    return "{" + ",".join(columns) + "}"


def _names(listed: str) -> list[str]:
    return listed.strip("{}").split(",")


def _nullable(values: pd.Series) -> pd.Series:
    return values.astype("Int64") if pd.api.types.is_integer_dtype(values) else values


def _tuples(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple[int, ...]]:
    return zip(*(frame[column].tolist() for column in columns), strict=True)
