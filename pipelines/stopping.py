"""How a run of many is stopped: what runs ends, the rest does not begin."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from pipelines.signals import ERRORS


@dataclass
class Stopping:
    """Whether a signal came, and which."""

    number: int = 0
    is_new: bool = False
    """True until somebody has heeded it."""

    @property
    def is_asked(self) -> bool:
        """True once a signal came."""
        return self.number != 0

    @property
    def exit_code(self) -> int:
        """130 for Ctrl-C, 143 for what the system sends; 0 without a signal."""
        return ERRORS[signal.Signals(self.number)].exit_code if self.number else 0

    @property
    def said(self) -> str:
        """What came, as a person reads it."""
        return "Ctrl-C" if self.number == signal.SIGINT else signal.Signals(self.number).name


@contextmanager
def heeding_signals() -> Iterator[Stopping]:
    """Take note of the first signal during the block; the second acts as if nobody heeded it.

    Yields:
        What is set when one comes.
    """
    stopping = Stopping()
    heeded = [number for number in ERRORS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.getsignal(number) for number in heeded}

    def heed(number: int, _frame: FrameType | None) -> None:
        stopping.number, stopping.is_new = number, True
        for each, handler in before.items():
            signal.signal(each, handler)

    for number in heeded:
        signal.signal(number, heed)
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
