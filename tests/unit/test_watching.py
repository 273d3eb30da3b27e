"""What whoever watches a run sees: in a terminal, in a pipe, as a machine."""

import json
import os
import pty
import sys
from typing import Any

import pytest

from pipelines import terminal
from pipelines.output import say
from pipelines.results import plain
from pipelines.watching import ForMachines, ForPeople, watcher
from seqpt_lib.errors import GateFailed
from seqpt_lib.settings import settings
from tests.unit.run_results import (
    check,
    done,
    ended,
    in_project_folder,  # noqa: F401  # a fixture of this module too
    planned,
    run_of,
)


def watch() -> None:
    with terminal.moving_line("  3/5 compute_gaps") as on_cell:
        on_cell(0, 12)
        on_cell(7, 12)


def seen_in_a_terminal(patch: pytest.MonkeyPatch, kind: str) -> str:
    patch.setenv("TERM", kind)
    patch.setenv("COLUMNS", "100")
    patch.delenv("NO_COLOR", raising=False)
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        patch.setattr(sys, "stdout", stream)
        watch()
        print("end", file=stream)
        stream.flush()
        seen = b""
        while b"end" not in seen:
            seen += os.read(ours, 4096)
    os.close(ours)
    return seen.decode()


def test_a_terminal_shows_one_moving_line_with_cells_done_and_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = seen_in_a_terminal(monkeypatch, "xterm")

    assert "3/5 compute_gaps 7/12 cells 0:00:00" in plain(seen)
    assert "\x1b[2K" in seen  # the line is wiped out in the end


def test_a_terminal_that_cannot_move_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen_in_a_terminal(monkeypatch, "dumb") == "end\r\n"


@pytest.mark.parametrize("name", ["FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"])
def test_a_pipe_gets_no_moving_line_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setenv(name, "1")

    watch()

    assert capsys.readouterr() == ("", "")


def test_control_characters_of_a_name_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say("learning plans for \x1b[31mDemo\x07 Motors\r", "ä and é stay")

    assert capsys.readouterr().out == "learning plans for ?[31mDemo? Motors?\nä and é stay\n"


@pytest.mark.parametrize(
    ("log", "kind"),
    [pytest.param("text", ForPeople), pytest.param("json", ForMachines)],
)
def test_the_setting_says_who_watches(
    monkeypatch: pytest.MonkeyPatch, log: str, kind: type[object]
) -> None:
    monkeypatch.setattr(settings(), "log", log)

    assert isinstance(watcher(), kind)


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_machine_is_told_what_runs(capsys: pytest.CaptureFixture[str]) -> None:
    run = run_of(planned("migrate_schema"), planned("compute_gaps"))

    ForMachines().run_begins(run)
    with ForMachines().step_runs(run, run.steps[1]) as on_cell:
        on_cell(1, 12)

    begins, step = told(capsys)
    assert begins["event"] == "run_begins"
    assert begins["organization"] == {"id": 1, "key": "demo"}
    assert begins["steps"] == ["migrate_schema", "compute_gaps"]
    assert (step["event"], step["step"]) == ("step_begins", "compute_gaps")
    assert begins["run_id"] == step["run_id"] == run.folder.run_id
    assert begins["at"].endswith("+00:00")


def test_a_machine_is_told_the_numbers_of_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    step = done("compute_gaps", "all well", rows=3, people=41)

    ForMachines().step_ended(run_of(step), step)

    (line,) = told(capsys)
    assert (line["event"], line["status"], line["message"]) == ("step_ended", "done", None)
    assert (line["rows"], line["numbers"]) == (3, {"people": 41})


def test_a_machine_is_told_what_a_gate_found_and_not_what_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    step = ended("validate_sources", GateFailed("gate sources: 1 failed", "Mend it."))
    step.gates = {"sources": [check(count=3), check("all roles known")]}
    run = run_of(step)

    ForMachines().step_ended(run, step)
    ForMachines().run_ended(run)

    line, end = told(capsys)
    gate = line["gates"]["sources"]
    assert (gate["checks"], gate["failed"]) == (2, 1)
    assert [found["check_id"] for found in gate["findings"]] == ["score_in_0_1_2_4_6"]
    assert line["message"] == end["message"] == "gate sources: 1 failed. Mend it."
    assert (end["event"], end["exit_code"]) == ("run_ended", 11)
