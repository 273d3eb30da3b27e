"""Names beside ids, and only what may be shown."""

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from seqpt_lib import reference
from seqpt_lib.gaps import hidden_cells, without_hidden

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

HIDDEN = "hidden"
"""Stands where a number would tell something about too few people."""

DECIMALS = 2


def with_competency_names(frame: pd.DataFrame, competencies: pd.DataFrame) -> pd.DataFrame:
    """Put the competency's name in place of its id.

    Args:
        frame: Rows with ``competency_id``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        The same rows in the same order; ``competency`` is the first column.

    Raises:
        InvalidIndexError: If a competency stands twice in ``competencies``.
    """
    names = competencies[["competency_id", "competency_name"]]
    return _named(frame, names, "competency_id", "competency_name", "competency")


def captioned(frame: pd.DataFrame, caption: str) -> "Styler":
    """Show a table of texts under a line that says something about all of it.

    Args:
        frame: The rows.
        caption: The line.

    Returns:
        The rows, texts at the left, numbers with one decimal where they have any.
    """
    return (
        frame.style.set_caption(escape(caption))
        .hide(axis="index")
        .format(precision=1, escape="html")  # a cell may hold what a model wrote
        .set_table_styles(
            [
                {"selector": "caption, th, td", "props": "text-align: left"},
                {"selector": "caption", "props": "padding-bottom: 0.5em"},
            ]
        )
    )


def with_role_names(frame: pd.DataFrame, roles: pd.DataFrame) -> pd.DataFrame:
    """Put the role's name in place of its id.

    Args:
        frame: Rows with ``role_cluster_id``.
        roles: One row per role: ``role_cluster_id``, ``role_name``.

    Returns:
        The same rows in the same order; ``role`` is the first column.

    Raises:
        InvalidIndexError: If a role stands twice in ``roles``.
    """
    return _named(frame, roles, "role_cluster_id", "role_name", "role")


def shown_table(frame: pd.DataFrame, competencies: pd.DataFrame) -> pd.DataFrame:
    """Make a table for people: names in place of ids, and only what may be shown.

    Args:
        frame: Rows with ``competency_id`` and ``shown_columns``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        The rows of which something may be shown; "hidden" where a number may not be, empty where
        there is none, shares and other numbers with a fraction rounded.

    Source: docs/explanation/small-groups.md.
    """
    return with_competency_names(cells_of(frame, DECIMALS, HIDDEN, missing=""), competencies)


def cells_of(
    frame: pd.DataFrame, decimals: int, hidden: str, *, missing: str | None = None
) -> pd.DataFrame:
    """Put a word in the place of what may not be shown.

    Args:
        frame: Rows with ``shown_columns``.
        decimals: Digits that are kept of a fraction.
        hidden: The word.
        missing: What stands where there is nothing.

    Returns:
        The rows of which something may be shown, without ``shown_columns``, of any type.
    """
    shown = without_hidden(frame).round(decimals)
    cells = shown.astype(object).to_numpy(copy=True)
    cells[shown.isna().to_numpy()] = missing
    cells[hidden_cells(frame).to_numpy()] = hidden
    return pd.DataFrame(cells, shown.index, shown.columns, dtype=object)


def fit_table(
    fits: pd.DataFrame, archetype_targets: pd.DataFrame, competencies: pd.DataFrame
) -> pd.DataFrame:
    """Put the fit of all archetypes side by side.

    Args:
        fits: Rows of ``archetype_fit`` with ``shown_columns``.
        archetype_targets: One row per (archetype, competency) with ``archetype_name``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per competency, one column per archetype: fit from -2 to 1, or "hidden".
    """
    names = archetype_targets[["archetype_id", "archetype_name"]].drop_duplicates()
    cells = shown_table(
        fits[["archetype_id", "competency_id", "fit", "shown_columns"]], competencies
    )
    named = cells.merge(names, on="archetype_id", validate="many_to_one")
    return named.pivot(index="competency", columns="archetype_name", values="fit").reindex(
        index=cells["competency"].drop_duplicates(), columns=names["archetype_name"]
    )


def coverage_table(
    findings: pd.DataFrame,
    archetype_targets: pd.DataFrame,
    competencies: pd.DataFrame,
    roles: pd.DataFrame,
) -> pd.DataFrame:
    """Say which roles need more than the organization aims at, and which archetype would do.

    Args:
        findings: Rows of ``coverage_finding``.
        archetype_targets: One row per (archetype, competency) with ``archetype_name``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.
        roles: One row per role: ``role_cluster_id``, ``role_name``.

    Returns:
        One row per (role, required level, target level): ``role``, ``required_level``,
        ``target_level``, ``competencies``, ``covered_by`` (names of archetypes, or "none").
    """
    name = archetype_targets.drop_duplicates("archetype_id").set_index("archetype_id")
    named = with_role_names(with_competency_names(findings, competencies), roles)
    covered_by = [
        "; ".join(
            str(name.loc[int(each), "archetype_name"])
            for each in ids.strip("{}").split(",")
            if each
        )
        or "none"
        for ids in named["covering_archetype_ids"]
    ]
    keys = ["role", "required_level", "target_level", "covered_by"]
    grouped = named.assign(covered_by=covered_by).groupby(keys, sort=False)["competency"]
    return grouped.agg(", ".join).rename("competencies").reset_index()


def trainer_table(statistics: pd.DataFrame, competencies: pd.DataFrame) -> pd.DataFrame:
    """Say who could train others: the track "Train the trainer" has level 6 everywhere.

    Args:
        statistics: Rows of ``competency_statistic`` with ``shown_columns``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per competency: ``competency``, ``assessed_count``, ``master_count`` (already at
        level 6).
    """
    columns = ["competency_id", "assessed_count", "master_count", "shown_columns"]
    return shown_table(statistics[columns], competencies)


def _named(
    frame: pd.DataFrame, names: pd.DataFrame, key: str, name: str, label: str
) -> pd.DataFrame:
    by_key = names.set_index(key)[name]
    named = frame.drop(columns=key).reset_index(drop=True).rename_axis(columns=None)
    named.insert(0, label, frame[key].map(by_key).array)
    return named


def refuse_doubled(frame: pd.DataFrame, *key: str) -> None:
    """Refuse rows that stand twice: they would count twice, or one would hide the other.

    Args:
        frame: The rows.
        key: The columns that tell them apart.

    Raises:
        ValueError: If two rows are the same in these columns.
    """
    if frame.duplicated(list(key)).any():
        raise ValueError(f"rows with the same {', '.join(key)} are not unique")


def checks_in(checks: pd.DataFrame, language: str) -> pd.DataFrame:
    """Say rules and remedies of checks in a language.

    Args:
        checks: One row per check: ``check_id``, ``rule``, ``fix``.
        language: ``en`` or ``de``.

    Returns:
        The same rows; a check that has no German words keeps its own.
    """
    if language == "en":
        return checks
    texts = reference.german_checks()
    return checks.assign(
        **{
            column: [
                texts.get(key, {column: own})[column]
                for key, own in zip(checks["check_id"], checks[column], strict=True)
            ]
            for column in ("rule", "fix")
        }
    )
