"""Where a signal stops a run, and where it has to wait."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from pipelines.signals import SignalReceived, noted_signals, raise_noted, raising


@pytest.fixture(autouse=True)
def _hang_up_is_heard() -> Iterator[None]:
    """Whoever starts tests by nohup has it ignored."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def come(number: signal.Signals = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize(
    ("number", "code", "message"),
    [
        pytest.param(signal.SIGINT, 130, "interrupted by Ctrl-C", id="a person"),
        pytest.param(signal.SIGTERM, 143, "ended by SIGTERM", id="a scheduler"),
        pytest.param(signal.SIGHUP, 143, "ended by SIGHUP", id="a terminal that is closed"),
    ],
)
def test_a_signal_is_raised_where_it_is_let_through(
    number: signal.Signals, code: int, message: str
) -> None:
    with noted_signals(), pytest.raises(SignalReceived, match=message) as stopped, raising():
        come(number)

    assert stopped.value.error.exit_code == code


def test_one_that_came_before_is_raised_at_the_next_place() -> None:
    with noted_signals():
        come()
        with pytest.raises(SignalReceived):
            raise_noted()


def test_the_first_is_raised_once_and_those_after_it_never() -> None:
    with noted_signals():
        come()
        come(signal.SIGTERM)
        with pytest.raises(SignalReceived, match="Ctrl-C"), raising():
            pass
        with raising():
            come()
        raise_noted()


def test_one_that_comes_when_all_is_decided_is_forgotten() -> None:
    with noted_signals():
        with raising():
            pass
        come()

    with raising():
        raise_noted()


def test_handlers_are_as_before_and_what_was_ignored_stays_ignored() -> None:
    before = signal.getsignal(signal.SIGTERM)
    hang_up = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with noted_signals(), raising():
            come(signal.SIGHUP)

        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) == before
    finally:
        signal.signal(signal.SIGHUP, hang_up)


def test_a_thread_leaves_signals_to_the_main_program() -> None:
    seen: list[object] = []

    def look() -> None:
        with noted_signals(), raising():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [signal.getsignal(signal.SIGINT)]
