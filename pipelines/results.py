"""What became of a run and its steps."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pipelines.notebooks import Value
from seqpt_lib.errors import DataError, GateFailed, SeqptError, UsageError
from seqpt_lib.runs import RunFolder, StepRecord
from seqpt_lib.store import Organization
from seqpt_lib.store.ledger import CheckResult

Status = Literal["done", "stopped", "failed", "not run"]

BROKEN_CODES = (20, 21, 22)
"""The step did not stop for a reason of ours: it broke."""


@dataclass
class StepResult:
    """What became of one step."""

    step: str
    notebook: Path
    """The executed notebook, whether it is there yet or not."""

    writes: list[str]
    status: Status = "not run"
    seconds: float = 0.0
    summary: str = ""
    record: StepRecord | None = None
    gates: dict[str, list[CheckResult]] = field(default_factory=dict)
    error: SeqptError | None = None

    def fail(self, error: SeqptError) -> None:
        """Take note of why the step ended before its end; the first reason counts."""
        self.error = self.error or error
        self.status = "failed" if self.error.exit_code in BROKEN_CODES else "stopped"

    @property
    def rows(self) -> int:
        """Rows that the step says it wrote."""
        return self.record.rows if self.record else 0

    @property
    def wrote_nothing(self) -> bool:
        """True if it is certain that the step changed no row."""
        if self.record:
            return self.record.rows == 0
        gate_held = isinstance(self.error, GateFailed) and any(
            map(failed_checks, self.gates.values())
        )
        refused = isinstance(self.error, UsageError | DataError)
        return not self.writes or self.status == "not run" or gate_held or refused


@dataclass
class RunResult:
    """What became of a run."""

    pipeline: str
    title: str
    folder: RunFolder
    steps: list[StepResult]
    organization: Organization | None = None
    parameters: dict[str, Value] = field(default_factory=dict)
    is_dry_run: bool = False
    again: str = ""
    """The command that does it again."""

    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    finished_at: datetime | None = None
    error: SeqptError | None = None

    @property
    def exit_code(self) -> int:
        """The code of the run: 0 if all steps are done."""
        return self.error.exit_code if self.error else 0

    @property
    def message(self) -> str | None:
        """The error's line, if there was one."""
        return str(self.error) if self.error else None

    @property
    def organization_key(self) -> str:
        """The organization's public key."""
        return self.organization.key if self.organization else self.folder.organization_key

    def fail(self, error: SeqptError) -> None:
        """Take note of why the run ended before its end; the first reason counts."""
        self.error = self.error or error


def failed_checks(checks: list[CheckResult], severity: str = "critical") -> list[CheckResult]:
    """Pick the checks of a gate that failed.

    Args:
        checks: What the gate found.
        severity: ``critical`` for what stops a run, or ``warning``.

    Returns:
        Those of that severity that did not succeed.
    """
    return [check for check in checks if check.severity == severity and not check.success]
