"""How a run ends that a person or the system stops: Ctrl-C, SIGTERM, SIGHUP."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
    """Raised where a signal is let through; no ``except Exception`` on the way may take it."""

    def __init__(self, error: SeqptError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass
class _Noted:
    error: SeqptError | None = None
    """What the first signal means; the next ones change nothing."""

    is_let_through: bool = False
    is_raised: bool = False


_noted = _Noted()
"""Signals come to the process, and Python hands them to its main thread only."""


@contextmanager
def noted_signals() -> Iterator[None]:
    """Take note of signals during the block, and raise the first where `raising` lets it through.

    So books that are being closed and secrets that are being hidden are not left half done. What
    was not let through in the end is forgotten: the outcome was decided before it came.
    In a thread signals are left to the main program.
    """
    if not _is_main_thread():
        yield
        return
    # What the caller ignores (nohup, a background job) stays ignored.
    heeded = [number for number in ERRORS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, _note) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _noted.error, _noted.is_raised = None, False


@contextmanager
def raising() -> Iterator[None]:
    """Let a signal through during the block, one that came before it too.

    Raises:
        SignalReceived: Once, for the first signal.
    """
    if not _is_main_thread():
        yield
        return
    _noted.is_let_through = True
    try:
        raise_noted()
        yield
    finally:
        _noted.is_let_through = False


def raise_noted() -> None:
    """Stop here if a signal came before.

    Raises:
        SignalReceived: Once, for the first signal.
    """
    if _noted.error and not _noted.is_raised and _is_main_thread():
        _noted.is_raised = True
        raise SignalReceived(_noted.error)


def _note(number: int, _frame: FrameType | None) -> None:
    name = signal.Signals(number).name
    what = "interrupted by Ctrl-C" if number == signal.SIGINT else f"ended by {name}"
    error = ERRORS[signal.Signals(number)](what, "Run it again to go on.")
    _noted.error = _noted.error or error
    if _noted.is_let_through:
        raise_noted()


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
