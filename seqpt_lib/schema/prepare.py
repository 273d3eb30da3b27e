"""Step 1 as a whole: migrate, load or compare, and say what happened."""

from dataclasses import dataclass

import pandas as pd

from seqpt_lib.schema import contract
from seqpt_lib.schema.absorption import AbsorptionReport, absorb
from seqpt_lib.schema.load import LoadReport, load_reference
from seqpt_lib.schema.migrations import migrate, wait_for_turn
from seqpt_lib.store import engine
from seqpt_lib.store.knowledge_vectors import create_vectors


@dataclass(frozen=True)
class SchemaReport:
    """What step 1 found and did."""

    revision_before: str | None
    revision: str
    reference: LoadReport
    contract_differences: pd.DataFrame
    """One row per part of the contract that is missing: as ``contract.differences``."""
    absorption: AbsorptionReport
    """What became of the tables that an older program brought."""
    has_vectors: bool
    """True if embeddings can be searched: the extension ``vector`` is there."""

    @property
    def summary(self) -> str:
        """One line for a person."""
        before = self.revision_before or "nothing"
        schema = f"schema at {self.revision}"
        if self.revision_before != self.revision:
            schema += f" (from {before})"
        rows = sum(self.reference.rows_written.values())
        differing = sum(self.reference.differing.values())
        loaded = f", {rows} reference rows loaded" if rows else ""
        compared = f", {differing} rows differ from the reference" if differing else ""
        lost = len(self.contract_differences)
        missing = f", {lost} parts of the contract missing" if lost else ""
        absorbed = f"; {self.absorption.summary}" if self.absorption.summary else ""
        return schema + loaded + compared + missing + absorbed

    def differences(self) -> pd.DataFrame:
        """Count the master data that are not as in the project's reference files.

        Returns:
            One row per table that differs: ``table_name``, ``row_count``.
        """
        return pd.DataFrame(self.reference.differing.items(), columns=["table_name", "row_count"])


def prepare() -> SchemaReport:
    """Bring schema and reference data up to date. Safe to run twice and at the same time.

    Tables that an older program brought beside Derik's are absorbed. Rows of them that are
    unaccounted for do not stop it: ``refuse_unaccounted`` and the gate of step 2 do.

    Returns:
        What was found and done.

    Raises:
        DataError: If a table of ours is there with another shape.
        DatabaseError: If the database cannot be reached or refuses.
    """
    before, revision = migrate()
    with engine.transaction() as connection:
        wait_for_turn(connection)
        loaded = load_reference(connection)
        has_vectors = create_vectors(connection)
        absorbed = absorb(connection)
        lost = contract.differences(connection)
    return SchemaReport(before, revision, loaded, lost, absorbed, has_vectors)
