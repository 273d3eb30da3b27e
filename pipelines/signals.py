"""How a run ends that a person or the system stops: Ctrl-C, SIGTERM, SIGHUP."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from seqpt_lib.errors import SeqptError


class Interrupted(SeqptError):
    """A person stopped the run with Ctrl-C."""

    exit_code = 130


class Terminated(SeqptError):
    """The system, or a scheduler, ended the run."""

    exit_code = 143


ERRORS: dict[signal.Signals, type[SeqptError]] = {
    signal.SIGINT: Interrupted,
    signal.SIGTERM: Terminated,
    signal.SIGHUP: Terminated,
}


class SignalReceived(BaseException):
    """Raised where the signal arrived; no ``except Exception`` on the way may take it."""

    def __init__(self, error: SeqptError) -> None:
        super().__init__(str(error))
        self.error = error


@contextmanager
def raising_signals() -> Iterator[None]:
    """Turn the first signal into an error and ignore the next, so that closing is not cut short.

    Raises:
        SignalReceived: When one arrives. In a thread signals are left to the main program.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # What the caller ignores (nohup, a background job) stays ignored.
    heeded = [number for number in ERRORS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, _raise) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(number: int, _frame: FrameType | None) -> None:
    for each in ERRORS:
        signal.signal(each, signal.SIG_IGN)
    name = signal.Signals(number).name
    what = "interrupted by Ctrl-C" if number == signal.SIGINT else f"ended by {name}"
    raise SignalReceived(ERRORS[signal.Signals(number)](what, "Run it again to go on."))
