"""A person or the system stops a run: exit code, books and kernels agree about it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import runner
from pipelines.memory import Memory
from pipelines.skipping import Choice
from pipelines.wishes import Wishes
from tests.support import rows
from tests.support.running import (
    FINISH,
    OPEN,
    Write,
    ledger_rows,
    newest_run,
    run_json,
    run_row,
    step_rows,
    wait_for,
)

pytestmark = [pytest.mark.xdist_group("runner"), pytest.mark.usefixtures("runner_database")]

SLOW_SECONDS = 2
SLOW = f"""
CREATE FUNCTION seqpt.slowly() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep({SLOW_SECONDS}); RETURN NEW; END $$;
CREATE TRIGGER slowly BEFORE {{event}} FOR EACH ROW EXECUTE FUNCTION seqpt.slowly()
"""
AS_THE_RUN_ENDS = "UPDATE ON seqpt.pipeline_run"
AS_A_STEP_ENDS = "UPDATE OF status ON seqpt.pipeline_step"
SLEEPING = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND :run = :run"


@pytest.fixture
def slow_books(request: pytest.FixtureRequest) -> Iterator[None]:
    """A ledger that takes its time at the moment that the test names."""
    rows.run_script(SLOW.format(event=request.param))
    yield
    rows.run_script("DROP FUNCTION seqpt.slowly CASCADE")


def begun(spec_path: Path) -> subprocess.Popen[str]:
    command = "from pipelines.cli import main; main()"
    arguments = ["run", "--pipeline", str(spec_path), "acme"]
    return subprocess.Popen(
        [sys.executable, "-c", command, *arguments], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGTERM, 143, id="ended by a scheduler"),
        pytest.param(signal.SIGINT, 130, id="stopped with Ctrl-C"),
    ],
)
def test_a_signal_kills_the_kernel_and_closes_the_books(
    pipeline: Write, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    leave_pid = (
        f"import os, pathlib\npathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))"
    )
    spec = pipeline({"first": [leave_pid, "import time; time.sleep(600)"]})
    process = begun(spec.path)
    try:
        wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        process.send_signal(number)
        printed, _ = process.communicate(timeout=240)
    finally:
        process.kill()

    folder = newest_run()
    assert process.returncode == run_json(folder)["exit_code"] == code
    assert run_row(folder.name)[:2] == ("stopped", code)
    assert "STOPPED" in printed
    assert not is_running(int((tmp_path / "pid").read_text()))


@pytest.mark.parametrize("slow_books", [AS_THE_RUN_ENDS], indirect=True)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.usefixtures("slow_books")
def test_a_signal_while_the_books_close_changes_nothing(
    pipeline: Write, number: signal.Signals
) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})

    code, printed = stopped_while_the_ledger_is_slow(spec.path, number)

    folder = newest_run()
    assert code == run_json(folder)["exit_code"] == 0
    assert run_row(folder.name)[:2] == ("done", 0)
    assert "Done in" in printed


@pytest.mark.parametrize("slow_books", [AS_A_STEP_ENDS], indirect=True)
@pytest.mark.usefixtures("slow_books")
def test_a_signal_while_a_step_is_put_in_order_stops_the_run_after_it(pipeline: Write) -> None:
    spec = pipeline({"first": [OPEN, FINISH], "after": [OPEN, FINISH]})

    code, printed = stopped_while_the_ledger_is_slow(spec.path, signal.SIGINT)

    folder = newest_run()
    assert code == run_json(folder)["exit_code"] == 130
    assert run_row(folder.name)[:2] == ("stopped", 130)
    assert [step["status"] for step in run_json(folder)["steps"]] == ["done", "not run"]
    assert step_rows(folder.name) == [("first", "done")]
    assert "STOPPED: interrupted by Ctrl-C" in printed


def stopped_while_the_ledger_is_slow(spec_path: Path, number: signal.Signals) -> tuple[int, str]:
    """Give exit code and output of a run that gets a signal while the ledger is slow."""
    process = begun(spec_path)
    try:
        wait_for(lambda: ledger_rows(SLEEPING, ""))
        process.send_signal(number)
        printed, _ = process.communicate(timeout=240)
    finally:
        process.kill()
    return process.returncode, printed


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_signal_while_it_is_looked_up_what_to_do_keeps_the_lock(
    pipeline: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked by the lock's connection, which a signal in the middle would break."""
    spec = pipeline({"first": [OPEN, FINISH]})
    look, looked = Memory.choices, []

    def look_and_be_stopped(memory: Memory, wishes: Wishes) -> dict[str, Choice]:
        os.kill(os.getpid(), signal.SIGINT)
        choices = look(memory, wishes)
        looked.append(rows.scalar("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
        return choices

    monkeypatch.setattr(Memory, "choices", look_and_be_stopped)

    result = runner.run(spec, "acme", {})

    assert (result.exit_code, looked) == (130, [1])
    assert "was lost" not in (result.folder.path / "run.log").read_text()
