"""No secret in a notebook, its metadata, a log, the terminal or the ledger."""

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import make_url

from pipelines import cli, runner
from seqpt_lib import store
from seqpt_lib.runs import RunFolder
from seqpt_lib.settings import settings
from seqpt_lib.store import ledger
from tests.support import rows, shown
from tests.support.databases import forget_settings, pointed_at
from tests.support.running import FINISH, Write, newest_run
from tests.support.spoil import ANSWERS

PASSWORD = "s3cret-pass-4711"
KEY = "sk-proj-s3cret-key-4711"
SECRETS = (PASSWORD, KEY)
"""The server of the tests trusts its socket, so that any password will do."""

OPEN_DEMO = "from seqpt_lib import store\nstep = store.open_step('{step}', org=org, run_id=run_id)"
CARELESS = {
    "prints the environment": "import os\nprint(dict(os.environ))\n1 / 0",
    "shows the settings": (
        "from seqpt_lib.settings import settings\n"
        "display(settings(), settings().database_url)\n1 / 0"
    ),
    "raises an error with the address": (
        "import os\nraise RuntimeError('no such table in ' + os.environ['DATABASE_URL'])"
    ),
    "raises one of ours with the address": (
        "import os\nfrom seqpt_lib.errors import DatabaseError\n"
        "raise DatabaseError('gone: ' + os.environ['DATABASE_URL'])"
    ),
    "hands the address to a driver that quotes it": (
        "import os, psycopg2\npsycopg2.connect('x' + os.environ['DATABASE_URL'])"
    ),
    "has a database error": (
        "from sqlalchemy import text\nstep.connection.execute(text('SELECT nothing'))"
    ),
    "has the key rejected": (
        "import os\nraise ValueError(f\"Incorrect API key: {os.environ['OPENAI_API_KEY']}\")"
    ),
    "writes to the log of the kernel": (
        "import os\nos.write(2, os.environ['DATABASE_URL'].encode())\n"
        "os.write(1, os.environ['OPENAI_API_KEY'].encode())\nos._exit(1)"
    ),
}


@pytest.fixture
def with_secrets(demo_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The demo's database by an address with a password; a key in the environment."""
    address = make_url(demo_database).set(password=PASSWORD).render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("SEQPT_DATA_DOCS", "always")
    forget_settings()
    assert PASSWORD in (settings().database_url or "")
    return address


def files_with_secrets(folder: Path) -> list[str]:
    return [
        str(file)
        for file in folder.rglob("*")
        if file.is_file() and any(secret.encode() in file.read_bytes() for secret in SECRETS)
    ]


def places_of_secrets(folder: Path) -> list[str]:
    """Every file below a folder, and every row of the schema seqpt, that holds a secret."""
    ours = [table for table in rows.tables() if table.startswith("seqpt.")]
    stored = [
        table
        for table, found in rows.dump(ours).items()
        if any(secret in row for row in found for secret in SECRETS)
    ]
    return files_with_secrets(folder) + stored


def said_no_secret(done: subprocess.CompletedProcess[str]) -> bool:
    return not [secret for secret in SECRETS if secret in done.stdout + done.stderr]


@pytest.mark.usefixtures("with_secrets")
def test_a_good_run_shows_none() -> None:
    done = shown.seqpt("run", "demo")

    assert done.returncode == 0, done.stderr
    assert said_no_secret(done)
    assert len(list(shown.run_folder().glob("*.ipynb"))) >= 5
    assert places_of_secrets(settings().runs) == []


@pytest.mark.usefixtures("with_secrets")
def test_a_run_that_a_gate_stops_shows_none() -> None:
    rows.run(f"UPDATE {ANSWERS} SET score = 5 WHERE id = 17")

    done = shown.seqpt("run", "demo", SEQPT_LOG="json")

    assert done.returncode == 11
    assert said_no_secret(done)
    assert places_of_secrets(settings().runs) == []


@pytest.mark.usefixtures("with_secrets")
@pytest.mark.parametrize("cell", CARELESS.values(), ids=CARELESS.keys())
def test_a_careless_cell_that_fails_shows_none(
    pipeline: Write, capsys: pytest.CaptureFixture[str], cell: str
) -> None:
    spec = pipeline({"careless": [OPEN_DEMO, cell, FINISH]})

    assert runner.run(spec, "demo", {}).exit_code in {13, 20, 22}

    said = capsys.readouterr()
    assert not [secret for secret in SECRETS if secret in said.out + said.err]
    assert (newest_run("demo") / "careless.ipynb").is_file()
    assert places_of_secrets(settings().runs) == []


@pytest.mark.usefixtures("with_secrets")
@pytest.mark.parametrize("is_dry_run", [False, True])
def test_the_next_run_takes_them_out_of_what_a_killed_one_left(
    pipeline: Write, is_dry_run: bool
) -> None:
    killed = RunFolder("demo", "2026-01-01T00-00-00Z-dead").create()
    (killed.path / "first.part.ipynb").write_text(f'{{"cells": ["{KEY}')
    (killed.path / "kernel.log").write_text(settings().database_url or "")
    with store.connect() as connection:
        demo = store.find_organization(connection, "demo").id
        ledger.open_run(connection, killed.run_id, demo, "tiny", {}, is_dry_run=is_dry_run)
    spec = pipeline({"first": [OPEN_DEMO, FINISH]})

    assert runner.run(spec, "demo", {}).exit_code == 0

    assert places_of_secrets(settings().runs) == []


@pytest.mark.parametrize("command", ["run", "dry-run", "doctor", "last", "check-data", "migrate"])
@pytest.mark.parametrize(
    ("address", "code"),
    [
        pytest.param(f"postgresql://me:{PASSWORD}@127.0.0.1:9/db", 13, id="no server"),
        pytest.param(f"postgresql://h/db?nonsense=1&password={PASSWORD}", 13, id="a wrong option"),
        pytest.param(f"mysql://me:{PASSWORD}@h/db", 2, id="another database"),
    ],
)
def test_an_address_that_does_not_work_shows_none(
    command: str,
    address: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SEQPT_RUNS", str(tmp_path))
    arguments = [] if command in {"last", "migrate"} else ["demo"]

    with pointed_at(address, monkeypatch), pytest.raises(SystemExit) as ended:
        cli.app([command, *arguments])

    said = capsys.readouterr()
    assert ended.value.code == code, said
    assert not [secret for secret in SECRETS if secret in said.out + said.err]
    assert files_with_secrets(tmp_path) == []


def test_an_error_that_nobody_foresaw_shows_none(
    with_secrets: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(cli.typer.Exit), cli.reporting():
        raise ValueError(f"{with_secrets} {KEY}")

    said = capsys.readouterr().err
    assert "ValueError: " in said
    assert not [secret for secret in SECRETS if secret in said]
    assert places_of_secrets(settings().runs) == []
