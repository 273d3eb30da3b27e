"""What is said while many organizations run, and at the end: for a person, or for a machine."""

import sys
import time
from typing import Protocol

from pipelines.one_of_many import Outcome
from pipelines.output import say
from pipelines.tallies import Tally, progress_line, table_lines
from pipelines.watching import say_event
from seqpt_lib.settings import settings

SHOWN_SECONDS = 1.0
TOLD_SECONDS = 30.0
"""How often the line is shown anew to a person, and written to a file."""

CLEAR = "\r\x1b[K"


class Progress(Protocol):
    """Is told how a run of many organizations goes on."""

    def show(self, workers: int) -> None:
        """Say how far it is, unless that was said just now."""

    def organization_ended(self, outcome: Outcome) -> None:
        """Say what became of one organization."""

    def signal_came(self, name: str) -> None:
        """Say that nothing more begins."""

    def end(self, exit_code: int) -> None:
        """Say what became of all."""


def progress_of(tally: Tally) -> Progress:
    """Give what the setting ``SEQPT_LOG`` names.

    Args:
        tally: What is counted meanwhile.

    Returns:
        One that writes lines for a person, or one that writes JSON.
    """
    return ForMachines(tally) if settings().log == "json" else ForPeople(tally)


class ForPeople:
    """Rewrites one line in a terminal; elsewhere writes a line now and then. A table at the end."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._is_watched = sys.stdout.isatty()
        self._started = self._shown = time.monotonic()

    def show(self, workers: int) -> None:
        """Say how far it is, unless that was said just now."""
        now = time.monotonic()
        if now - self._shown < (SHOWN_SECONDS if self._is_watched else TOLD_SECONDS):
            return
        self._shown = now
        line = progress_line(self._tally, now - self._started, workers)
        if self._is_watched:
            sys.stdout.write(f"{CLEAR}  {line}")
            sys.stdout.flush()
        else:
            say(f"  {line}")

    def organization_ended(self, outcome: Outcome) -> None:
        """Say nothing: there may be thousands, and the line counts them."""

    def signal_came(self, name: str) -> None:
        """Say that nothing more begins."""
        say(f"{name}: what runs ends, nothing more begins")

    def end(self, exit_code: int) -> None:  # noqa: ARG002  # told below the table
        """Take the line away, and write the table."""
        if self._is_watched:
            sys.stdout.write(CLEAR)
        say(*table_lines(self._tally, time.monotonic() - self._started))


class ForMachines:
    """One JSON object a line: for each organization, and one for all."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._started = time.monotonic()

    def show(self, workers: int) -> None:
        """Say nothing: what ends is told when it does."""

    def organization_ended(self, outcome: Outcome) -> None:
        """Say what became of one organization."""
        say_event(
            "organization_ended",
            organization={"key": outcome.org},
            fate=outcome.fate,
            exit_code=None if outcome.fate == "not run" else outcome.code,
            message=outcome.message or None,
        )

    def signal_came(self, name: str) -> None:
        """Say that nothing more begins."""
        say_event("signal_came", signal=name)

    def end(self, exit_code: int) -> None:
        """Say how many are done, and how many are not."""
        say_event(
            "all_ended",
            organizations=self._tally.total,
            counts=self._tally.by_fate,
            seconds=round(time.monotonic() - self._started, 1),
            exit_code=exit_code,
        )
