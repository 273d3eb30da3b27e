"""What whoever started a run sees of it: lines for a person, or JSON for a machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from pipelines import terminal
from pipelines.output import OnCell, say
from pipelines.records import step_as_json
from pipelines.results import RunResult, StepResult
from seqpt_lib.settings import settings

Event = Literal[
    "waits",
    "run_begins",
    "step_begins",
    "step_ended",
    "run_ended",
    "organization_ended",
    "signal_came",
    "all_ended",
]


class Watcher(Protocol):
    """Is told how a run goes on."""

    def waits(self, organization_key: str, holder: str) -> None:
        """Say that another process runs the organization now."""

    def run_begins(self, run: RunResult) -> None:
        """Say that a run begins."""

    @contextmanager
    def step_runs(self, run: RunResult, step: StepResult) -> Iterator[OnCell]:
        """Show that a step runs, during the block; gives what takes the number of cells done."""

    def step_ended(self, run: RunResult, step: StepResult) -> None:
        """Say what became of a step."""

    def run_ended(self, run: RunResult) -> None:
        """Say what became of the run."""


def watcher() -> Watcher:
    """Give the watcher that the setting ``SEQPT_LOG`` names.

    Returns:
        One that writes lines for a person, or one that writes JSON.
    """
    return ForMachines() if settings().log == "json" else ForPeople()


class ForPeople:
    """Plain lines, and a moving one where a person is watching."""

    def waits(self, organization_key: str, holder: str) -> None:
        """Say who runs the organization now, and how not to wait."""
        say(
            f"waiting: organization {organization_key} is being run by another process ({holder});"
            " --no-wait or WAIT=no would not wait"
        )

    def run_begins(self, run: RunResult) -> None:
        """Say what runs, for whom, and under which run id."""
        say(terminal.head_line(run))

    @contextmanager
    def step_runs(self, run: RunResult, step: StepResult) -> Iterator[OnCell]:
        """Show a moving line with the cells done and a clock; nothing in a pipe."""
        with terminal.moving_line(terminal.step_start(run, step)) as on_cell:
            yield on_cell

    def step_ended(self, run: RunResult, step: StepResult) -> None:
        """Say how a step ended, with what its gates found."""
        say(*terminal.step_lines(run, step))

    def run_ended(self, run: RunResult) -> None:
        """Say what the run has left behind, and what to do next."""
        say(*terminal.closing_lines(run))


class ForMachines:
    """One JSON object a line, and nothing else on stdout."""

    def waits(self, organization_key: str, holder: str) -> None:
        """Say who runs the organization now."""
        say_event("waits", organization={"key": organization_key}, holder=holder)

    def run_begins(self, run: RunResult) -> None:
        """Say what runs, for whom, and with which steps."""
        organization = run.organization
        _tell(
            "run_begins",
            run,
            organization={
                "id": organization.id if organization else None,
                "key": run.organization_key,
            },
            pipeline=run.pipeline,
            is_dry_run=run.is_dry_run,
            resumes=run.resumes or None,
            parameters=run.parameters,
            steps=[step.step for step in run.steps],
            folder=str(run.folder.path),
        )

    @contextmanager
    def step_runs(self, run: RunResult, step: StepResult) -> Iterator[OnCell]:
        """Say that a step begins; cells are not told."""
        _tell("step_begins", run, step=step.step)
        yield lambda _done, _of: None

    def step_ended(self, run: RunResult, step: StepResult) -> None:
        """Say how a step ended, with its numbers and what its gates found."""
        content = step_as_json(step)
        for gate in content["gates"].values():
            gate["findings"] = [found for found in gate.pop("results") if not found["success"]]
        _tell("step_ended", run, **content, message=str(step.error) if step.error else None)

    def run_ended(self, run: RunResult) -> None:
        """Say how the run ended."""
        _tell("run_ended", run, exit_code=run.exit_code, message=run.message, again=run.again)


def _tell(event: Event, run: RunResult, **content: Any) -> None:
    say_event(event, run_id=run.folder.run_id, **content)


def say_event(event: Event, **content: Any) -> None:
    """Write what happened as one JSON object on a line.

    Args:
        event: What happened.
        **content: What is known of it.
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    say(json.dumps({"event": event, "at": now} | content, default=str))
