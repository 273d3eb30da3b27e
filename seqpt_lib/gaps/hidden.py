"""Leaving out of a table what may not be shown."""

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from seqpt_lib.gaps.scenarios import SCENARIOS
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS, TRAINED_LEVELS, BoolArray

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

NOTHING = "{}"
"""A row of which nothing may be shown, not even that it is there."""


def without_hidden(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out every number that may not be shown.

    Args:
        frame: Rows with ``shown_columns``.

    Returns:
        The rows of which something may be shown, in their order, without ``shown_columns``; what
        may not be shown is missing. A row that is there would tell that there is somebody.

    Source: docs/explanation/small-groups.md, "Parts".
    """
    frame = frame[frame["shown_columns"] != NOTHING]
    hidden = _hidden_by_column(frame)
    shown = {
        column: _without(values, hidden[column]) if column in hidden else values.array
        for column, values in frame.items()
        if column != "shown_columns"
    }
    return pd.DataFrame(shown, frame.index)


def hidden_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Tell which cells may not be shown; it never depends on what they hold.

    Args:
        frame: Rows with ``shown_columns``.

    Returns:
        The rows and columns of ``without_hidden``: True where a cell is hidden.
    """
    frame = frame[frame["shown_columns"] != NOTHING]
    hidden = _hidden_by_column(frame)
    columns = frame.columns.drop("shown_columns")
    return pd.DataFrame({column: hidden.get(column, False) for column in columns}, frame.index)


def shown_needs(needs: pd.DataFrame) -> pd.DataFrame:
    """Pick the needs of which it may be shown that somebody has them.

    Args:
        needs: One row per (competency, level) with ``shown_columns``.

    Returns:
        Their ``competency_id`` and ``level``.
    """
    return needs.loc[needs["shown_columns"] != NOTHING, ["competency_id", "level"]]


def guarded_needs(needs: pd.DataFrame, competency_count: int) -> Guarded:
    """Count the needs; each that is hidden may be there or not.

    Args:
        needs: One row per needed (competency, level) with ``shown_columns``.
        competency_count: Competencies of the catalog.

    Returns:
        At least those that are shown, at most every trained level of each competency.

    Source: docs/explanation/small-groups.md, "Sums".
    """
    lowest, highest = len(shown_needs(needs)), len(TRAINED_LEVELS) * competency_count
    return Guarded(len(needs), lowest == highest, lowest, highest)


def _hidden_by_column(frame: pd.DataFrame) -> dict[str, BoolArray]:
    """Tell for each column that tells something about people where it may not be shown."""
    listed = [names.strip("{}").split(",") for names in frame["shown_columns"]]
    return {
        column: np.array([column not in names for names in listed], dtype=bool)
        for column in PROTECTED
        if column in frame
    }


def _without(values: pd.Series, is_hidden: BoolArray) -> ExtensionArray:
    shown: ExtensionArray
    if pd.api.types.is_integer_dtype(values):
        shown = values.array.astype("Int64")  # a copy, which can miss some
        shown[is_hidden] = pd.NA
    else:
        shown = values.where(~is_hidden).array
    return shown
