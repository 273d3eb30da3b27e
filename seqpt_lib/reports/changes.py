"""What changed since the last time, for people."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from seqpt_lib.gaps import changes, shown_changes, without_hidden
from seqpt_lib.reports.tables import HIDDEN, with_competency_names

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


def changes_table(
    before: Mapping[str, object] | None,
    reasons: Sequence[str],
    stored: pd.DataFrame,
    statistics: pd.DataFrame,
    competencies: pd.DataFrame,
    smallest_group: int,
) -> "Styler":
    """Show the people below the target before and after, and why they may differ.

    Args:
        before: What the stored gaps were computed from, as ``store.read_gap_basis`` returns.
        reasons: As ``gaps.reasons`` returns.
        stored: As ``store.read_statistics`` returns: the last time's.
        statistics: Rows of ``competency_statistic``, computed now.
        competencies: One row per competency: ``competency_id``, ``competency_name``.
        smallest_group: People of a group that may be shown.

    Returns:
        One row per competency with the reasons as its caption; "hidden" where a number may not
        be shown, empty where there is nothing to compare with.
    """
    everything = changes(stored, statistics)
    compared = _compared(stored, statistics, smallest_group)
    is_there = everything.notna().set_axis(
        compared.columns, axis=1
    )  # whoever it is, it was counted
    shown = (
        compared.astype(object).where(compared.notna(), "").mask(compared.isna() & is_there, HIDDEN)
    )
    cells = with_competency_names(shown, competencies)
    return cells.style.set_caption(_caption(before, reasons)).hide(axis="index")


def changes_record(
    before: Mapping[str, object] | None,
    reasons: Sequence[str],
    stored: pd.DataFrame,
    statistics: pd.DataFrame,
    smallest_group: int,
) -> dict[str, str]:
    """Say what changed as numbers of the step, for the report: the next run overwrites the rest.

    Args:
        before: What the stored gaps were computed from, as ``store.read_gap_basis`` returns.
        reasons: As ``gaps.reasons`` returns.
        stored: As ``store.read_statistics`` returns: the last time's.
        statistics: Rows of ``competency_statistic``, computed now.
        smallest_group: People of a group that may be shown.

    Returns:
        ``changed`` (the reasons), ``compared_run`` (empty the first time) and ``below_before``: as
        JSON, the people below the target before by competency, where that and the change may be
        shown.
    """
    compared = _compared(stored, statistics, smallest_group).dropna(subset="below_target_change")
    counts = compared.set_index("competency_id")["below_target_before_count"]
    return {
        "changed": ", ".join(reasons),
        "compared_run": str(before["run_id"]) if before else "",
        "below_before": json.dumps({str(key): int(count) for key, count in counts.items()}),
    }


def _compared(stored: pd.DataFrame, statistics: pd.DataFrame, smallest_group: int) -> pd.DataFrame:
    return shown_changes(
        changes(stored, statistics),
        without_hidden(stored),
        without_hidden(statistics),
        smallest_group,
    )


def _caption(before: Mapping[str, object] | None, reasons: Sequence[str]) -> str:
    if before is None:
        return "The gaps are computed for the first time."
    what = ", ".join(reasons) if reasons else "nothing"
    return f"Changed since run {before['run_id']} ({before['computed_at']:%Y-%m-%d}): {what}."
