"""What became of a step: its error, its status, its gates."""

import pytest
from papermill.exceptions import PapermillExecutionError

from pipelines.results import TRACEBACK, cause_in_notebook, refuse_unguarded
from pipelines.signals import Interrupted
from seqpt_lib.errors import (
    DatabaseError,
    GateFailed,
    KernelDied,
    NotebookError,
    SeqptError,
    UsageError,
)
from seqpt_lib.store.ledger import CheckResult
from tests.unit.run_results import (
    NOTEBOOK,
    check,
    done,
    ended,
    in_project_folder,  # noqa: F401  # a fixture of this module too
    planned,
)


def test_the_first_reason_counts() -> None:
    step = ended("compute_gaps", KernelDied("killed"))
    step.fail(DatabaseError("gone"))

    assert (step.status, str(step.error)) == ("failed", "killed")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(GateFailed("x"), "stopped", id="a gate stops"),
        pytest.param(Interrupted("x"), "stopped", id="a person stops"),
        pytest.param(NotebookError("x"), "failed", id="a cell fails"),
        pytest.param(KernelDied("x"), "failed", id="a kernel fails"),
    ],
)
def test_tells_stopped_from_failed(error: SeqptError, status: str) -> None:
    assert ended("compute_gaps", error).status == status


GATE_NOTE = GateFailed.note()


def in_cell(ename: str, evalue: str, *traceback: str) -> PapermillExecutionError:
    return PapermillExecutionError(8, 4, "source", ename, evalue, [TRACEBACK, *traceback])


@pytest.mark.parametrize(
    ("error", "expected", "message"),
    [
        pytest.param(
            in_cell("GateFailed", "gate gaps: 1 of 9 checks failed. Correct the rows.", GATE_NOTE),
            GateFailed,
            "gate gaps: 1 of 9 checks failed. Correct the rows.",
            id="one of ours keeps its class and its words",
        ),
        pytest.param(
            in_cell("UsageError", "organization 'x' does not exist", UsageError.note()),
            UsageError,
            "organization 'x' does not exist",
            id="a usage error stays one",
        ),
        pytest.param(
            in_cell("DatabaseError", "Execution failed on sql"),
            NotebookError,
            "notebooks/03_compute_gaps.ipynb, cell [4]: DatabaseError: Execution failed on sql. "
            "Look at the executed notebook out.ipynb.",
            id="a namesake of a library is none of ours",
        ),
        pytest.param(
            in_cell("DatabaseError", "failed", DatabaseError.note(), TRACEBACK, "failed"),
            NotebookError,
            "notebooks/03_compute_gaps.ipynb, cell [4]: DatabaseError: failed. "
            "Look at the executed notebook out.ipynb.",
            id="nor is one that follows from ours",
        ),
        pytest.param(
            in_cell("KeyError", "'gap_size'"),
            NotebookError,
            "notebooks/03_compute_gaps.ipynb, cell [4]: KeyError: 'gap_size'. "
            "Look at the executed notebook out.ipynb.",
            id="any other names notebook, cell and error",
        ),
        pytest.param(
            in_cell("ValueError", "\x1b[31mred\x1b[0m words\nand a second line"),
            NotebookError,
            "notebooks/03_compute_gaps.ipynb, cell [4]: ValueError: red words. "
            "Look at the executed notebook out.ipynb.",
            id="first line only, without colours",
        ),
        pytest.param(
            in_cell("AssertionError", ""),
            NotebookError,
            "notebooks/03_compute_gaps.ipynb, cell [4]: AssertionError. "
            "Look at the executed notebook out.ipynb.",
            id="an error without words",
        ),
    ],
)
def test_turns_the_error_of_a_cell_into_one_line(
    error: PapermillExecutionError, expected: type[SeqptError], message: str
) -> None:
    cause = cause_in_notebook(error, NOTEBOOK, "out.ipynb")

    assert (type(cause), str(cause)) == (expected, message)


@pytest.mark.parametrize(
    ("checks", "has_record", "expected", "message"),
    [
        pytest.param([], True, GateFailed, "gate gaps did not run in notebooks/03", id="no gate"),
        pytest.param(
            [check(), check(count=2)],
            True,
            GateFailed,
            "gate gaps: 1 of 2 checks failed. Correct the score.",
            id="a failure that the notebook passed over",
        ),
        pytest.param([check()], False, NotebookError, "recorded nothing", id="no record"),
    ],
)
def test_a_step_without_a_passed_gate_or_a_record_counts_as_failed(
    checks: list[CheckResult], has_record: bool, expected: type[SeqptError], message: str
) -> None:
    step = done("compute_gaps") if has_record else planned("compute_gaps")
    step.gates = {"gaps": checks}

    with pytest.raises(expected, match=message):
        refuse_unguarded(step, ["gaps"], NOTEBOOK)


def test_warnings_and_notes_stop_nothing() -> None:
    step = done("compute_gaps")
    step.gates = {"gaps": [check(count=3, severity="warning"), check(count=9, severity="info")]}

    refuse_unguarded(step, ["gaps"], NOTEBOOK)
