"""What absorption did: a line per table, and the rows that keep a table from being absorbed."""

from dataclasses import dataclass, field

import pandas as pd

from seqpt_lib.errors import DataError, listed


@dataclass(frozen=True)
class Contradiction:
    """A row of Derik's that keeps values of its own where the matched old row has others."""

    source_id: str
    target: str
    target_id: int
    column_names: str

    def __str__(self) -> str:
        """Row and columns, for a person; no value is in it."""
        return f"{self.target} {self.target_id} ({self.column_names})"


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
    contradictions: list[Contradiction] = field(default_factory=list)
    """Matched rows whose values differ from ours, which stay."""
    renamed_to: str = ""
    is_left_to_owner: bool = False
    """True if this role has not the rights to absorb the table; nothing was looked at."""

    @property
    def summary(self) -> str:
        """What became of the table, for a person."""
        if self.is_left_to_owner:
            return f"{self.table_name} left to the owner, this role may not absorb it"
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
        absorbed = f"{self.table_name} absorbed ({done}), now {self.renamed_to}"
        differing = _counted(len(self.contradictions), "with other values than ours, which stay")
        named = listed([str(contradiction) for contradiction in self.contradictions])
        return f"{absorbed}, {differing}: {named}" if differing else absorbed


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
            ``contradiction_count``, ``renamed_to`` (empty where it was left as it was),
            ``is_left_to_owner``.
        """
        values = {
            "table_name": [o.table_name for o in self.outcomes],
            "row_count": [o.row_count for o in self.outcomes],
            "matched_count": [o.matched_count for o in self.outcomes],
            "inserted_count": [o.inserted_count for o in self.outcomes],
            "without_counterpart_count": [len(o.without_counterpart) for o in self.outcomes],
            "unaccounted_count": [len(o.unaccounted) for o in self.outcomes],
            "contradiction_count": [len(o.contradictions) for o in self.outcomes],
            "renamed_to": [o.renamed_to for o in self.outcomes],
            "is_left_to_owner": [o.is_left_to_owner for o in self.outcomes],
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
    def contradictions(self) -> pd.DataFrame:
        """The rows of Derik's that keep values of their own where the matched old row has others.

        Returns:
            One row per such row: ``table_name``, ``source_id``, ``target``, ``target_id``,
            ``column_names``. No value is in it.
        """
        found = [
            (o.table_name, c.source_id, c.target, c.target_id, c.column_names)
            for o in self.outcomes
            for c in o.contradictions
        ]
        names = ["table_name", "source_id", "target", "target_id", "column_names"]
        return pd.DataFrame(found, columns=names)

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
