"""The run's rows in the ledger. A connection each time: none is held while a notebook runs."""

from pipelines.results import RunResult, StepResult
from seqpt_lib import store
from seqpt_lib.runs import StepRecord
from seqpt_lib.store import ledger
from seqpt_lib.store.ledger import CheckResult


class Books:
    """The ledger of one run; open as soon as the ledger and the organization exist."""

    def __init__(self, run: RunResult) -> None:
        self._run = run
        self._run_id = run.folder.run_id
        self.is_open = False

    def open(self) -> None:
        """Write the run's row, if the database is migrated and the organization is there."""
        organization = self._run.organization
        if self.is_open or organization is None:
            return
        with store.connect() as connection:
            if store.is_migrated(connection):
                ledger.open_run(
                    connection,
                    self._run_id,
                    organization.id,
                    self._run.pipeline,
                    dict(self._run.parameters),
                    is_dry_run=self._run.is_dry_run,
                )
                self.is_open = True

    def record(self, step: StepResult) -> None:
        """Write the row of a step that ended."""
        if not self.is_open:
            return
        record = step.record or StepRecord(step.step, summary="")
        message = str(step.error) if step.error else None
        with store.connect() as connection:
            ledger.record_step(connection, self._run_id, record, step.status, step.seconds, message)

    def findings(self, gates: list[str]) -> dict[str, list[CheckResult]]:
        """Read what gates found in this run.

        Args:
            gates: Names of the gates.

        Returns:
            One list of checks a gate; empty for one that did not run.
        """
        if not gates or not self.is_open:
            return {}
        with store.connect() as connection:
            return {gate: ledger.read_gate(connection, self._run_id, gate) for gate in gates}

    def close(self) -> None:
        """Write how the run ended."""
        if self.is_open:
            with store.connect() as connection:
                ledger.close_run(connection, self._run_id, self._run.exit_code, self._run.message)
