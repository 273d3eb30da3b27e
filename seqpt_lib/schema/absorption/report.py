"""What absorption did: a line per table, and the rows that keep a table from being absorbed."""

from dataclasses import dataclass, field

import pandas as pd

from seqpt_lib.errors import DataError, listed


@dataclass(frozen=True)
class Outcome:
    """What became of one table."""

    table_name: str
    row_count: int = 0
    matched_count: int = 0
    inserted_count: int = 0
    without_counterpart: list[str] = field(default_factory=list)
    """Ids of the rows that Derik's tables have no counterpart of."""
    unaccounted: list[tuple[str, str]] = field(default_factory=list)
    """Id and reason of the rows that cannot become exactly one row of Derik's."""
    renamed_to: str = ""

    @property
    def summary(self) -> str:
        """What became of the table, for a person."""
        if self.unaccounted:
            count = len(self.unaccounted)
            return f"{self.table_name} left as it was, {count} unaccounted for"
        counts = [
            _counted(self.matched_count, "matched"),
            _counted(self.inserted_count, "inserted"),
            _counted(len(self.without_counterpart), "without counterpart"),
        ]
        lacking = f": {listed(self.without_counterpart)}" if self.without_counterpart else ""
        done = ", ".join(filter(None, counts)) + lacking or "no rows"
        return f"{self.table_name} absorbed ({done}), now {self.renamed_to}"


@dataclass(frozen=True)
class AbsorptionReport:
    """What absorption found and did."""

    outcomes: tuple[Outcome, ...] = ()
    """One per table that was there."""

    @property
    def summary(self) -> str:
        """One line for a person; empty if there was nothing to absorb."""
        return "; ".join(outcome.summary for outcome in self.outcomes)

    @property
    def tables(self) -> pd.DataFrame:
        """What became of the tables.

        Returns:
            One row per table that was there: ``table_name``, ``row_count``, ``matched_count``,
            ``inserted_count``, ``without_counterpart_count``, ``unaccounted_count``,
            ``renamed_to`` (empty where it was left as it was).
        """
        values = {
            "table_name": [o.table_name for o in self.outcomes],
            "row_count": [o.row_count for o in self.outcomes],
            "matched_count": [o.matched_count for o in self.outcomes],
            "inserted_count": [o.inserted_count for o in self.outcomes],
            "without_counterpart_count": [len(o.without_counterpart) for o in self.outcomes],
            "unaccounted_count": [len(o.unaccounted) for o in self.outcomes],
            "renamed_to": [o.renamed_to for o in self.outcomes],
        }
        return pd.DataFrame(values)

    @property
    def without_counterpart(self) -> pd.DataFrame:
        """The rows of absorbed tables that Derik's tables have no counterpart of.

        Returns:
            One row per such row: ``table_name``, ``source_id``.
        """
        found = [(o.table_name, row) for o in self.outcomes for row in o.without_counterpart]
        return pd.DataFrame(found, columns=["table_name", "source_id"])

    @property
    def unaccounted(self) -> pd.DataFrame:
        """The rows that cannot become exactly one row of Derik's.

        Returns:
            One row per such row: ``table_name``, ``source_id`` (empty where the whole table is
            meant), ``reason``. No name, e-mail or password is in it.
        """
        found = [(o.table_name, *row) for o in self.outcomes for row in o.unaccounted]
        return pd.DataFrame(found, columns=["table_name", "source_id", "reason"])


def refuse_unaccounted(report: AbsorptionReport) -> None:
    """Stop where a row of an older table cannot become exactly one row of Derik's.

    Args:
        report: What absorption found; its transaction is committed.

    Raises:
        DataError: Names the rows by table, with reasons.
    """
    stopping = [outcome for outcome in report.outcomes if outcome.unaccounted]
    if stopping:
        tables = "; ".join(
            f"public.{o.table_name}: "
            + listed([f"{row}: {why}" if row else why for row, why in o.unaccounted])
            for o in stopping
        )
        raise DataError(
            f"rows of an older program are unaccounted for: {tables}",
            "Mend or delete these rows, then run make migrate again. "
            "These tables were left as they were; everything else is done.",
        )


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count else ""
