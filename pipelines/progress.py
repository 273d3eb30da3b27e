"""The line that says how far a run of many organizations is."""

import sys
import time

from pipelines.clusters import Workers
from pipelines.output import say
from pipelines.tallies import Tally, progress_line

SHOWN_SECONDS = 1.0
TOLD_SECONDS = 30.0
"""How often the line is shown anew to a person, and written to a file."""

CLEAR = "\r\x1b[K"


class Progress:
    """Rewrites one line in a terminal; elsewhere writes a line now and then."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._is_watched = sys.stdout.isatty()
        self._started = self._shown = time.monotonic()

    def show(self, staff: Workers) -> None:
        """Say how far it is, unless that was said just now."""
        now = time.monotonic()
        if now - self._shown < (SHOWN_SECONDS if self._is_watched else TOLD_SECONDS):
            return
        self._shown = now
        line = progress_line(self._tally, now - self._started, staff.count())
        if self._is_watched:
            sys.stdout.write(f"{CLEAR}  {line}")
            sys.stdout.flush()
        else:
            say(f"  {line}")

    def end(self) -> None:
        """Take the line away."""
        if self._is_watched:
            sys.stdout.write(CLEAR)
