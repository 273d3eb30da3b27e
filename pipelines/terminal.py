"""A run on the terminal: a live line for a person, plain lines for a file or a scheduler."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipelines import texts
from pipelines.results import RunResult, StepResult


class Terminal:
    """Writes what `texts` says when it happens."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)

    def begin(self, run: RunResult) -> None:
        """Show the head line."""
        say(texts.head_line(run))

    @contextmanager
    def running(self, run: RunResult, step: StepResult) -> Iterator[None]:
        """Show a moving line while a step runs, where there is a person to see it."""
        if not self._console.is_terminal:
            yield
            return
        line = TextColumn("{task.description}", markup=False)
        with Progress(
            SpinnerColumn(), line, TimeElapsedColumn(), console=self._console, transient=True
        ) as progress:
            progress.add_task(texts.step_start(run, step), total=None)
            yield

    def step_ended(self, run: RunResult, step: StepResult) -> None:
        """Show how a step ended."""
        say(*texts.step_lines(run, step))

    def end(self, run: RunResult) -> None:
        """Show how the run ended."""
        say(*texts.closing_lines(run))


def say(*lines: str) -> None:
    """Write lines at once; a reader who has gone away (`| head`) does not stop the run.

    Args:
        lines: The lines.
    """
    try:
        print(*lines, sep="\n", flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
