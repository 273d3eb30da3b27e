"""What became of a run and its steps, and why one ended early: always one error of ours."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipelines.checks import Value
from pipelines.discretion import hide
from pipelines.signals import SignalReceived
from seqpt_lib.errors import (
    BY_NAME,
    DataError,
    GateFailed,
    NotebookError,
    SeqptError,
    UsageError,
)
from seqpt_lib.runs import RunFolder, StepRecord
from seqpt_lib.store import Organization
from seqpt_lib.store.ledger import CheckResult

if TYPE_CHECKING:  # its import takes half a second, which a run that skips all does not need
    from papermill.exceptions import PapermillExecutionError

Status = Literal["done", "stopped", "failed", "skipped", "not run"]

BROKEN_CODES = (20, 21, 22)
"""The step did not stop for a reason of ours: it broke."""

LONGEST_LINE = 400
TRACEBACK = "Traceback (most recent call last)"

log = logging.getLogger(__name__)

_CONTROL_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


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
    """Why the step was left out."""

    unchanged_since: str = ""
    """The run that did it last, for one that is skipped because nothing has changed."""

    export: str | None = None
    """The page that is made of what its notebook shows, in the run folder."""

    record: StepRecord | None = None
    has_committed: bool = False
    """True if a transaction of the step was committed, whatever came after it."""

    gates: dict[str, list[CheckResult]] = field(default_factory=dict)
    error: SeqptError | None = None

    def fail(self, error: SeqptError) -> None:
        """Take note of why the step ended before its end; the first reason counts."""
        self.error = self.error or error
        self.status = "failed" if self.error.exit_code in BROKEN_CODES else "stopped"

    @property
    def rows(self) -> int | None:
        """Rows that the step says it wrote; ``None`` for some whose number is not shown."""
        return self.record.rows if self.record else 0

    @property
    def wrote_nothing(self) -> bool:
        """True if it is certain that the step changed no row."""
        if self.record:
            return self.record.rows == 0
        gate_held = isinstance(self.error, GateFailed) and any(
            map(failed_checks, self.gates.values())
        )
        # A step with a gate writes in one transaction; one without may have committed before.
        refused = isinstance(self.error, UsageError | DataError) and bool(self.gates)
        was_begun = self.status not in {"not run", "skipped"}
        undone = (gate_held or refused) and not self.has_committed
        return not self.writes or not was_begun or undone

    def skip(self, unchanged_since: str) -> None:
        """Take note that the step need not be done."""
        self.status = "skipped"
        self.unchanged_since = unchanged_since


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

    resumes: str = ""
    """The run before, if it was killed."""

    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    finished_at: datetime | None = None
    error: SeqptError | None = None

    def fail(self, error: SeqptError) -> None:
        """Take note of why the run ended before its end; the first reason counts."""
        self.error = self.error or error

    @property
    def exit_code(self) -> int:
        """The code of the run: 0 if all steps are done."""
        return self.error.exit_code if self.error else 0

    @property
    def is_unchanged(self) -> bool:
        """True if no step had to be done: all is as an earlier run left it."""
        return not self.error and all(step.status == "skipped" for step in self.steps)

    @property
    def pages(self) -> list[Path]:
        """The pages of its steps that are there: of this run, or of the one that did it last."""
        runs = [(step.unchanged_since or self.folder.run_id, step.export) for step in self.steps]
        pages = [self.folder.path.parent / run_id / page for run_id, page in runs if page]
        return [page for page in pages if page.exists()]

    @property
    def message(self) -> str | None:
        """The error's line, if there was one."""
        return str(self.error) if self.error else None

    @property
    def organization_key(self) -> str:
        """The organization's public key."""
        return self.organization.key if self.organization else self.folder.organization_key


def failed_checks(checks: list[CheckResult], severity: str = "critical") -> list[CheckResult]:
    """Pick the checks of a gate that failed.

    Args:
        checks: What the gate found.
        severity: ``critical`` for what stops a run, or ``warning``.

    Returns:
        Those of that severity that did not succeed.
    """
    return [check for check in checks if check.severity == severity and not check.success]


def gate_summary(gate: str, checks: list[CheckResult]) -> str:
    """Say in short what a gate found.

    Args:
        gate: Name of the gate.
        checks: What it found.

    Returns:
        For example ``"gate sources: 2 of 31 checks failed"``.
    """
    return f"gate {gate}: {len(failed_checks(checks))} of {len(checks)} checks failed"


def refuse_unguarded(step: StepResult, gates: list[str], notebook: Path) -> None:
    """Refuse a step that recorded nothing, or whose gates did not all pass in this run.

    Args:
        step: The step, with what its gates found and what it recorded.
        gates: The gates it declares.
        notebook: Its notebook as the pipeline file names it.

    Raises:
        GateFailed: If a gate did not run, or found critical failures.
        NotebookError: If the step recorded nothing.
    """
    for gate in gates:
        checks = step.gates.get(gate, [])
        if not checks:
            raise GateFailed(
                f"gate {gate} did not run in {notebook}",
                "Put its gate back: a gate that is declared cannot be skipped.",
            )
        if failed_checks(checks):
            raise GateFailed(gate_summary(gate, checks), failed_checks(checks)[0].fix)
    if step.record is None:
        raise NotebookError(
            f"{notebook} recorded nothing", "End the notebook with the finish() of its step."
        )


@contextmanager
def kept(keep: Callable[[SeqptError], None], log_file: str) -> Iterator[None]:
    """Hand an error of the block over instead of raising it, its traceback in the log.

    Args:
        keep: Takes the error.
        log_file: The log, as a message names it.
    """
    try:
        yield
    except SignalReceived as received:
        log.warning("%s", received)
        keep(received.error)
    except SeqptError as error:
        log.exception("%s", type(error).__name__)
        keep(error)
    except Exception as error:
        log.exception("unexpected")
        keep(SeqptError(_named(type(error).__name__, error), f"The traceback is in {log_file}."))


def cause_in_notebook(
    error: "PapermillExecutionError", notebook: Path, executed: str
) -> SeqptError:
    """Turn the error of a cell into one of ours.

    Args:
        error: What papermill found in the executed notebook.
        notebook: The notebook as the pipeline file names it.
        executed: Where the executed notebook lies.

    Returns:
        The class of the same name with the same message if the cell raised one of ours, else a
        `NotebookError` that names notebook, cell and the first line of the error. Libraries have
        a `DataError` too, so the traceback decides: it ends with our note.
    """
    known = BY_NAME.get(error.ename)
    raised_last = plain("\n".join(error.traceback)).rpartition(TRACEBACK)[2]
    if known and known.note() in raised_last:
        return known(plain(error.evalue).strip())
    return NotebookError(
        f"{notebook}, cell [{error.exec_count}]: {_named(error.ename, error.evalue)}",
        f"Look at the executed notebook {executed}.",
    )


def plain(text: object) -> str:
    """Take the colours, other control sequences and secrets out of a text.

    Args:
        text: As a notebook has it.

    Returns:
        The text without them.
    """
    return hide(_CONTROL_SEQUENCE.sub("", str(text)))


def _named(name: str, error: object) -> str:
    first_line = plain(error).strip().split("\n")[0][:LONGEST_LINE]
    return f"{name}: {first_line}".rstrip(": ")
