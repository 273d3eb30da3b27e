"""Tiny notebooks through the real runner, real kernels and a real PostgreSQL."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from sqlalchemy import text

from pipelines import runner
from pipelines.spec import PipelineSpec, load
from seqpt_lib import schema, store
from seqpt_lib.errors import DatabaseError, DataError, UsageError
from seqpt_lib.settings import PROJECT_ROOT, settings
from seqpt_lib.store import Organization, engine
from seqpt_lib.store.locks import organization_lock

pytestmark = pytest.mark.xdist_group("runner")

PARAMETERS = 'org: str = "acme"\nrun_id: str = ""\npeople: int = 1\n'
OPEN = "from seqpt_lib import store\nstep = store.open_step('{step}', org=org, run_id=run_id)"
FINISH = "step.finish('all well', {'need': 0}, people=people)"
WRITE = """\
from sqlalchemy import text
with step.writing() as connection:
    rows = connection.execute(text(
        "INSERT INTO need VALUES (:organization, 1, 1, 1, 1) ON CONFLICT DO NOTHING"
    ), {"organization": step.organization.id}).rowcount"""
GATE = """\
from seqpt_lib.store import ledger
ledger.record_gate(step.connection, run_id, "guard", [
    ledger.CheckResult("c1", "need", "level on the scale", "critical", %s, 9, %s, [], "Mend it."),
    ledger.CheckResult("c2", "app_user", "everyone answered", "warning", False, 9, 1, ["id 4"], ""),
])"""
GATE_PASSES = GATE % (True, 0)
GATE_FAILS = GATE % (False, 2)
LOAD_DEMO = """\
from sqlalchemy import text
from seqpt_lib import store
with store.transaction() as connection:
    connection.execute(text(
        "INSERT INTO organization "
        "(id, organization_name, organization_public_key, selected_archetype) "
        "VALUES (999, 'Demo', 'demo', 'Certification')"
    ))"""
RAISE = """\
from seqpt_lib.errors import GateFailed
raise GateFailed("gate guard: 1 of 2 checks failed", "Mend it.")"""


@pytest.fixture(scope="module", autouse=True)
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An embedded server of this file's own, for this process and its kernels."""
    home = tmp_path_factory.mktemp("runner")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQPT_HOME", str(home))
        patch.setenv("SEQPT_RUNS", str(home / "runs"))
        patch.setenv("DATABASE_URL", "")
        patch.setenv("PYTHONPATH", str(PROJECT_ROOT))
        forget_settings()
        schema.prepare()
        with store.transaction() as connection:
            connection.execute(
                text(
                    "INSERT INTO organization "
                    "(organization_name, organization_public_key, selected_archetype) VALUES "
                    "('Acme', 'acme', 'Certification'), ('Bare', 'bare', NULL)"
                )
            )
        yield
    forget_settings()


def forget_settings() -> None:
    settings.cache_clear()
    engine.engine.cache_clear()
    engine.schema_engine.cache_clear()


Write = Callable[..., PipelineSpec]


@pytest.fixture
def pipeline(tmp_path: Path) -> Write:
    """Write a pipeline of one notebook per step, each given as its cells."""

    def write(steps: dict[str, list[str]], **changes: Any) -> PipelineSpec:
        (tmp_path / "notebooks").mkdir()
        (tmp_path / "expectations").mkdir()
        (tmp_path / "expectations" / "guard.yaml").touch()
        entries = []
        for name, cells in steps.items():
            file = tmp_path / "notebooks" / f"{name}.ipynb"
            nbformat.write(notebook(name, cells), file)
            entries.append({"id": name, "notebook": str(file), "timeout_minutes": 2} | changes)
        content = {"name": "tiny", "title": "tiny plans", "steps": entries}
        (tmp_path / "tiny.yaml").write_text(yaml.safe_dump(content))
        return load(tmp_path / "tiny.yaml", tmp_path)

    return write


def notebook(step: str, cells: list[str]) -> nbformat.NotebookNode:
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    sources = [cell.replace("{step}", step) for cell in cells]
    rest = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=[parameters, *rest])


def newest_run(key: str = "acme") -> Path:
    return max((settings().runs / key).iterdir(), key=lambda folder: folder.stat().st_mtime_ns)


def run_json(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "run.json").read_text())
    return content


def ledger_rows(query: str, run_id: str) -> list[tuple[Any, ...]]:
    with store.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), {"run": run_id})]


def run_row(run_id: str) -> tuple[Any, ...]:
    columns = "status, exit_code, message, is_dry_run, finished_at IS NOT NULL"
    (row,) = ledger_rows(f"SELECT {columns} FROM pipeline_run WHERE run_id = :run", run_id)
    return row


def step_rows(run_id: str) -> list[tuple[Any, ...]]:
    return ledger_rows(
        "SELECT step, status FROM pipeline_step WHERE run_id = :run ORDER BY finished_at", run_id
    )


def organization(org: str) -> Organization:
    with store.connect() as connection:
        return store.find_organization(connection, org)


def needs_stored() -> int:
    return len(ledger_rows("SELECT 1 FROM need WHERE :run = :run", ""))


def test_a_good_run_is_shown_and_kept(pipeline: Write, capsys: pytest.CaptureFixture[str]) -> None:
    spec = pipeline({"first": [OPEN, GATE_PASSES, FINISH]}, gates=["guard"])

    code = runner.run(spec, "Acme", {"people": "41"})

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

    assert runner.run(spec, "acme", {}, again="make run ORG=acme") == code

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


def test_a_timeout_comes_when_it_was_declared(pipeline: Write) -> None:
    spec = pipeline({"slow": ["import time; time.sleep(60)"]}, timeout_minutes=0.05)

    assert runner.run(spec, "acme", {}) == 21

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

    assert runner.run(spec, "acme", {}) == 0
    assert "encrypt" not in (newest_run() / "kernel.log").read_text()


def test_a_dry_run_shows_what_a_run_would_write_and_writes_nothing(
    pipeline: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [OPEN, WRITE, "step.finish('needs', {'need': rows}, is_dry=str(step.is_dry_run))"]
    spec = pipeline({"migrate_schema": ["1 / 0"], "needs": cells})
    before = needs_stored()

    code = runner.run(spec, "acme", {}, True)

    folder = newest_run()
    migration, needs = run_json(folder)["steps"]
    assert code == 0
    assert migration["status"] == "not run"
    assert needs["rows_written"] == {"need": 1}
    assert needs["numbers"] == {"is_dry": "True"}
    assert needs_stored() == before
    assert run_row(folder.name) == ("done", 0, None, True, True)
    assert "Nothing was written: this was a dry run." in capsys.readouterr().out
    assert not ledger_rows("SELECT 1 FROM pg_namespace WHERE nspname ~ :run", "dry_run")


def test_a_dry_run_refuses_an_old_schema(pipeline: Write) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})

    with pytest.raises(DatabaseError, match=r"a dry run changes nothing.*make migrate"):
        runner.run(spec, "acme", {}, True, is_schema_current=lambda: False)


@pytest.mark.parametrize("dry_run", [False, True])
def test_an_organization_is_run_by_one_process_at_a_time(pipeline: Write, dry_run: bool) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})
    (settings().runs / "acme").mkdir(parents=True, exist_ok=True)
    before = list((settings().runs / "acme").iterdir())

    with (
        organization_lock(organization("acme")),
        pytest.raises(DatabaseError, match=rf"organization acme is being .*pid {os.getpid()} on"),
    ):
        runner.run(spec, "Acme", {}, dry_run)

    assert list((settings().runs / "acme").iterdir()) == before
    assert runner.run(spec, "acme", {}, dry_run) == 0


def test_a_run_keeps_others_out_until_it_has_ended(pipeline: Write) -> None:
    take = "from seqpt_lib.store.locks import organization_lock"
    spec = pipeline(
        {"first": [OPEN, f"{take}\nwith organization_lock(step.organization): pass", FINISH]}
    )

    assert runner.run(spec, "acme", {}) == 13

    assert run_json(newest_run())["message"].startswith("organization acme is being run by")
    with organization_lock(organization("acme")):
        pass


def test_two_organizations_are_run_at_the_same_time(pipeline: Write) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})

    with organization_lock(organization("bare")):
        assert runner.run(spec, "acme", {}) == 0


@pytest.mark.parametrize(
    ("org", "dry_run", "error", "message"),
    [
        pytest.param("nobody", False, UsageError, "'nobody' does not exist", id="unknown"),
        pytest.param("demo", True, UsageError, "make run ORG=demo first", id="demo, not loaded"),
        pytest.param("bare", False, DataError, "make archetype ORG=bare", id="no archetype"),
    ],
)
def test_refuses_an_organization_before_the_first_cell(
    pipeline: Write, org: str, dry_run: bool, error: type[Exception], message: str
) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})

    with pytest.raises(error, match=message):
        runner.run(spec, org, {}, dry_run)

    assert not (settings().runs / org).exists()


def test_the_demo_is_only_missed_after_the_first_step(pipeline: Write) -> None:
    spec = pipeline({"first": ["org"], "after": [OPEN, FINISH]})

    assert runner.run(spec, "demo", {}) == 2

    content = run_json(newest_run("demo"))
    assert [step["status"] for step in content["steps"]] == ["stopped", "not run"]
    assert "'demo' does not exist" in content["message"]


def test_the_demo_is_locked_as_soon_as_it_is_loaded(pipeline: Write) -> None:
    spec = pipeline({"first": [LOAD_DEMO, OPEN, FINISH], "after": [OPEN, FINISH]})

    with organization_lock(Organization(999, "demo", "Demo", None)):
        assert runner.run(spec, "demo", {}) == 13

    folder = newest_run("demo")
    assert [step["status"] for step in run_json(folder)["steps"]] == ["stopped", "not run"]
    assert not step_rows(folder.name)
    with store.transaction() as connection:
        connection.execute(text("DELETE FROM organization WHERE id = 999"))


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
    spec = pipeline({"first": [leave_pid, "import time; time.sleep(60)"]})
    command = "from pipelines.cli import main; main()"
    arguments = ["run", "--pipeline", str(spec.path), "acme"]
    process = subprocess.Popen(
        [sys.executable, "-c", command, *arguments], stdout=subprocess.PIPE, text=True
    )
    try:
        wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        process.send_signal(number)
        printed, _ = process.communicate(timeout=30)
    finally:
        process.kill()

    folder = newest_run()
    assert process.returncode == run_json(folder)["exit_code"] == code
    assert run_row(folder.name)[:2] == ("stopped", code)
    assert "STOPPED" in printed
    assert not is_running(int((tmp_path / "pid").read_text()))


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
