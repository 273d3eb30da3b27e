"""Why a step ended before its end: one error of ours, with one line, for whatever happened."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from papermill.exceptions import PapermillExecutionError

from pipelines.results import StepResult, failed_checks
from pipelines.signals import SignalReceived
from seqpt_lib.errors import BY_NAME, GateFailed, NotebookError, SeqptError

LONGEST_LINE = 400

log = logging.getLogger(__name__)

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


def plain(text: str) -> str:
    """Take the colours and other control sequences out of a text.

    Args:
        text: As a notebook has it.

    Returns:
        The text without them.
    """
    return _ANSI.sub("", text)


def cause_in_notebook(error: PapermillExecutionError, notebook: Path, executed: str) -> SeqptError:
    """Turn the error of a cell into one of ours.

    Args:
        error: What papermill found in the executed notebook.
        notebook: The notebook as the pipeline file names it.
        executed: Where the executed notebook lies.

    Returns:
        The class of the same name with the same message if the cell raised one of ours, else a
        `NotebookError` that names notebook, cell and the first line of the error.
    """
    message = plain(str(error.evalue)).strip()
    known = BY_NAME.get(error.ename)
    if known:
        return known(message)
    first_line = message.split("\n")[0][:LONGEST_LINE]
    return NotebookError(
        f"{notebook}, cell [{error.exec_count}]: {error.ename}: {first_line}".rstrip(": "),
        f"Look at the executed notebook {executed}.",
    )


def unexpected(error: Exception, log: str) -> SeqptError:
    """Turn an error that nobody foresaw into one line.

    Args:
        error: The error.
        log: The file that has its traceback.

    Returns:
        An error with exit code 20.
    """
    first_line = plain(str(error)).strip().split("\n")[0][:LONGEST_LINE]
    return SeqptError(
        f"{type(error).__name__}: {first_line}".rstrip(": "), f"The traceback is in {log}."
    )


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
                "Put its quality.gate() cell back: a declared gate cannot be skipped.",
            )
        if failed_checks(checks):
            raise GateFailed(gate_summary(gate, step), failed_checks(checks)[0].fix)
    if step.record is None:
        raise NotebookError(
            f"{notebook} recorded nothing", "End the notebook with the finish() of its step."
        )


def gate_summary(gate: str, step: StepResult) -> str:
    """Say in short what a gate found.

    Args:
        gate: Name of the gate.
        step: The step that it guards.

    Returns:
        For example ``"gate sources: 2 of 31 checks failed"``.
    """
    checks = step.gates[gate]
    count = len(failed_checks(checks))
    return f"gate {gate}: {count} of {len(checks)} checks failed"


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
        keep(unexpected(error, log_file))
