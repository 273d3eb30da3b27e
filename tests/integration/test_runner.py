"""Tiny notebooks through the real runner: what a run shows, and what it leaves behind."""

import json
import re
from typing import Any

import pytest

from pipelines import runner
from seqpt_lib.errors import DatabaseError
from seqpt_lib.settings import settings
from tests.support.running import (
    FINISH,
    GATE_FAILS,
    GATE_PASSES,
    OPEN,
    RAISE,
    WRITE,
    Write,
    ledger_rows,
    needs_stored,
    newest_run,
    run_json,
    run_row,
    step_rows,
)

pytestmark = [pytest.mark.xdist_group("runner"), pytest.mark.usefixtures("runner_database")]


def test_a_good_run_is_shown_and_kept(pipeline: Write, capsys: pytest.CaptureFixture[str]) -> None:
    spec = pipeline({"first": [OPEN, GATE_PASSES, FINISH]}, gates=["guard"])

    code = runner.run(spec, "Acme", {"people": "41"}).exit_code

    folder = newest_run()
    content = run_json(folder)
    assert code == content["exit_code"] == 0
    assert content["organization"]["key"] == "acme"
    assert content["parameters"] == {"people": 41}
    (step,) = content["steps"]
    assert step["status"] == "done"
    assert step["numbers"] == {"people": 41}
    found = step["gates"]["guard"]
    assert {name: found[name] for name in ("checks", "failed", "warnings", "notes")} == {
        "checks": 2,
        "failed": 0,
        "warnings": 1,
        "notes": 0,
    }
    assert [(check["check_id"], check["success"]) for check in found["results"]] == [
        ("c1", True),
        ("c2", False),
    ]
    assert run_row(folder.name) == ("done", 0, None, False, True)
    assert step_rows(folder.name) == [("first", "done")]
    names = {file.name for file in folder.iterdir()}
    assert names == {"first.ipynb", "run.json", "run.log", "kernel.log", "steps"}
    printed = re.sub(r"\d+\.\d s", "0.0 s", capsys.readouterr().out)
    assert printed == (
        f"tiny plans for Acme (acme), run {folder.name}\n"
        "  1/1 first  done     0.0 s   all well\n"
        "        warning: app_user: everyone answered   1 of 9 rows: id 4\n"
        "          how: docs/how-to/mend-data.md#c2\n"
        f"  Done in 0.0 s: 0 rows written, {step['sql_statements']} SQL statements.\n"
        f"  notebooks: {folder}\n"
    )


@pytest.mark.parametrize(
    ("cells", "changes", "code", "status", "message"),
    [
        pytest.param(
            [OPEN, "{}['gap_size']", FINISH],
            {},
            20,
            "failed",
            r"case\.ipynb, cell \[4\]: KeyError: 'gap_size'. Look at .*acme/.*/case\.ipynb",
            id="an error in a cell",
        ),
        pytest.param(
            [OPEN, GATE_FAILS, RAISE, FINISH],
            {"gates": ["guard"]},
            11,
            "stopped",
            r"gate guard: 1 of 2 checks failed\. Mend it\.",
            id="a gate that fails",
        ),
        pytest.param(
            [OPEN, GATE_FAILS, FINISH],
            {"gates": ["guard"]},
            11,
            "stopped",
            r"gate guard: 1 of 2 checks failed\. Mend it\.",
            id="a gate that failed and was passed over",
        ),
        pytest.param(
            [OPEN, FINISH],
            {"gates": ["guard"]},
            11,
            "stopped",
            r"gate guard did not run in .*case\.ipynb",
            id="a gate that never ran",
        ),
        pytest.param([OPEN], {}, 20, "failed", r"case\.ipynb recorded nothing", id="no record"),
        pytest.param(
            [OPEN, "raise SystemExit", FINISH],
            {},
            20,
            "failed",
            r"case\.ipynb recorded nothing",
            id="a notebook that leaves early",
        ),
        pytest.param(
            [OPEN, "import os; os._exit(1)", FINISH],
            {},
            22,
            "failed",
            r"the kernel ended in cell \[4\]",
            id="a kernel that ends",
        ),
        pytest.param(
            ["import time; time.sleep(60)"],
            {"timeout_minutes": 0.05},
            21,
            "failed",
            r"not done after 0\.05 minutes",
            id="a step that takes too long",
        ),
        pytest.param(
            ["from seqpt_lib.errors import DatabaseError\nraise DatabaseError('gone', 'Wait.')"],
            {},
            13,
            "stopped",
            r"^gone\. Wait\.$",
            id="one of our errors keeps its code",
        ),
    ],
)
def test_a_step_that_ends_early_stops_the_run(
    pipeline: Write,
    capsys: pytest.CaptureFixture[str],
    cells: list[str],
    changes: dict[str, Any],
    code: int,
    status: str,
    message: str,
) -> None:
    spec = pipeline({"case": cells, "after": [OPEN, FINISH]}, **changes)

    assert runner.run(spec, "acme", {}, again="make run ORG=acme").exit_code == code

    folder = newest_run()
    content = run_json(folder)
    assert content["exit_code"] == code
    assert re.search(message, content["message"])
    assert [step["status"] for step in content["steps"]] == [status, "not run"]
    assert run_row(folder.name) == ("stopped", code, content["message"], False, True)
    assert step_rows(folder.name) == [("case", status)]
    assert (folder / "case.ipynb").exists()
    assert not list(folder.glob("*.part*"))
    shown = capsys.readouterr().out
    assert status.upper() in shown
    assert "  Not run: after. " in shown
    assert "  Then: make run ORG=acme        Notebook: " in shown
    assert "Traceback" not in shown
    assert "\x1b" not in shown
    assert "Traceback" in (folder / "run.log").read_text()


def test_a_dry_run_shows_what_a_run_would_write_and_writes_nothing(
    pipeline: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [OPEN, WRITE, "step.finish('needs', {'need': rows}, is_dry=str(step.is_dry_run))"]
    spec = pipeline({"migrate_schema": ["1 / 0"], "needs": cells})
    before = needs_stored()

    code = runner.run(spec, "acme", {}, True).exit_code

    folder = newest_run()
    migration, needs = run_json(folder)["steps"]
    assert code == 0
    assert migration["status"] == "not run"
    assert (needs["rows"], needs["tables_written"]) == (1, ["need"])
    assert needs["numbers"] == {"is_dry": "True"}
    assert needs_stored() == before
    assert run_row(folder.name) == ("done", 0, None, True, True)
    assert "Nothing was written: this was a dry run." in capsys.readouterr().out
    assert not ledger_rows("SELECT 1 FROM pg_namespace WHERE nspname ~ :run", "dry_run")


def test_a_dry_run_refuses_an_old_schema(pipeline: Write) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})

    with pytest.raises(DatabaseError, match=r"a dry run changes nothing.*make migrate"):
        runner.run(spec, "acme", {}, True, is_schema_current=lambda: False)


def test_a_machine_gets_one_json_object_a_line_and_nothing_else(
    pipeline: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "log", "json")
    spec = pipeline({"first": [OPEN, "print('loud')", FINISH], "second": ["1 / 0"]})

    code = runner.run(spec, "acme", {"people": "41"}).exit_code

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in told] == [
        "run_begins",
        "step_begins",
        "step_ended",
        "step_begins",
        "step_ended",
        "run_ended",
    ]
    assert told[2]["numbers"] == {"people": 41}
    assert told[4]["message"].endswith(
        "ZeroDivisionError: division by zero. Look at the executed "
        f"notebook {told[0]['folder']}/second.ipynb."
    )
    assert told[5]["exit_code"] == code == 20
    assert "step first begins" in (newest_run() / "run.log").read_text()
