"""What changed since the last time, for people."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from seqpt_lib.gaps import changes, shown_changes, without_hidden
from seqpt_lib.reports.tables import HIDDEN, with_competency_names

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


@dataclass(frozen=True)
class Comparison:
    """People below the target, the last time and now: one row per competency."""

    exact: pd.DataFrame
    """As ``gaps.changes`` returns; hidden numbers are in it."""

    shown: pd.DataFrame
    """As ``gaps.shown_changes`` returns."""


def compare_statistics(
    stored: pd.DataFrame, statistics: pd.DataFrame, smallest_group: int
) -> Comparison:
    """Compare the people below the target with those of the last time.

    Args:
        stored: As ``store.read_statistics`` returns: the last time's.
        statistics: Rows of ``competency_statistic``, computed now.
        smallest_group: People of a group that may be shown.

    Returns:
        All numbers, and those that may be shown.
    """
    exact = changes(stored, statistics)
    shown = shown_changes(exact, without_hidden(stored), without_hidden(statistics), smallest_group)
    return Comparison(exact, shown)


def changes_table(
    before: Mapping[str, object] | None,
    reasons: Sequence[str],
    compared: Comparison,
    competencies: pd.DataFrame,
) -> "Styler":
    """Show the people below the target before and after, and why they may differ.

    Args:
        before: What the stored gaps were computed from, as ``store.read_gap_basis`` returns.
        reasons: As ``gaps.reasons`` returns.
        compared: As ``compare_statistics`` returns.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per competency with the reasons as its caption; "hidden" where a number may not
        be shown, empty where there is nothing to compare with.
    """
    shown, is_there = compared.shown, compared.exact.notna()  # whoever it is, it was counted
    is_there = is_there.set_axis(shown.columns, axis=1)
    cells = shown.astype(object).where(shown.notna(), "").mask(shown.isna() & is_there, HIDDEN)
    cells = with_competency_names(cells, competencies)
    return cells.style.set_caption(_caption(before, reasons)).hide(axis="index")


def changes_record(
    before: Mapping[str, object] | None, reasons: Sequence[str], compared: Comparison
) -> dict[str, str]:
    """Say what changed as numbers of the step, for the report: the next run overwrites the rest.

    Args:
        before: What the stored gaps were computed from, as ``store.read_gap_basis`` returns.
        reasons: As ``gaps.reasons`` returns.
        compared: As ``compare_statistics`` returns.

    Returns:
        ``changed`` (the reasons), ``compared_run`` (empty the first time) and ``below_before``: as
        JSON, the people below the target before by competency, where that and the change may be
        shown.
    """
    known = compared.shown.dropna(subset="below_target_change")
    counts = known.set_index("competency_id")["below_target_before_count"]
    return {
        "changed": ", ".join(reasons),
        "compared_run": str(before["run_id"]) if before else "",
        "below_before": json.dumps({str(key): int(count) for key, count in counts.items()}),
    }


def _caption(before: Mapping[str, object] | None, reasons: Sequence[str]) -> str:
    if before is None:
        return "The gaps are computed for the first time."
    what = ", ".join(reasons) if reasons else "nothing"
    return f"Changed since run {before['run_id']} ({before['computed_at']:%Y-%m-%d}): {what}."
