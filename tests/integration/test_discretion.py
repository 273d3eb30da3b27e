"""No score, name or text of a person gets into a notebook, a log or a message by an error."""

import traceback
from pathlib import Path

import pytest
import typer
import yaml
from sqlalchemy import text

from pipelines import cli, runner, spec
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError
from seqpt_lib.settings import PROJECT_ROOT, settings
from seqpt_lib.store import engine
from tests.support import rows
from tests.support.running import FINISH, OPEN, Write, newest_run
from tests.support.spoil import ANSWERS

pytestmark = pytest.mark.xdist_group("runner")

NAME, USERNAME = "Zaphod Beeblebrox", "heart.of.gold"
ANSWERED_AT = "2011-11-11 11:11:11.111111"
PRIVATE = ("Zaphod", "Beeblebrox", USERNAME, "2011-11-11", "Failing row", "DETAIL")

IMPORTS = "from sqlalchemy import text\nfrom seqpt_lib.store import copying"
PEOPLE = """\
people = step.connection.execute(
    text("SELECT organization_id, name, username FROM app_user")
).mappings().all()"""
FRAME = "frame = copying.read_frame(step.connection, 'SELECT * FROM app_user');"


@pytest.fixture(autouse=True)
def private_values(demo_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT_ROOT))  # the kernels' too
    named = "UPDATE app_user SET name = :name, username = :username WHERE id = 1"
    rows.run(named, name=NAME, username=USERNAME)
    rows.run(f"UPDATE {ANSWERS} SET submitted_at = '{ANSWERED_AT}'")


def found_in(folder: Path) -> list[str]:
    """List the private values in the files of a folder, with the files that hold them."""
    texts = {
        file: file.read_text(encoding="utf-8", errors="replace")
        for file in folder.rglob("*")
        if file.is_file()
    }
    assert texts
    return [
        f"{file.name}: {value}"
        for file, held in texts.items()
        for value in PRIVATE
        if value in held
    ]


def test_a_row_that_a_constraint_refuses_is_shown_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows.run(f"ALTER TABLE {ANSWERS} ADD CONSTRAINT no_gaps CHECK (gap_size = 0)")
    pipeline = yaml.safe_load(cli.PIPELINE.read_text(encoding="utf-8"))
    pipeline["steps"] = [
        step | {"needs": []} for step in pipeline["steps"] if step["id"] == "compute_gaps"
    ]
    file = tmp_path / "third_step.yaml"
    file.write_text(yaml.safe_dump(pipeline), encoding="utf-8")

    assert runner.run(spec.load(file), "demo", {}).exit_code == 13

    shown = capsys.readouterr().out
    assert 'violates check constraint "no_gaps" (SQLSTATE 23514)' in shown
    assert not [value for value in PRIVATE if value in shown]
    assert not found_in(newest_run("demo"))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        pytest.param(
            "with step.writing() as connection:\n    connection.execute(text("
            "'INSERT INTO app_user (organization_id, name, username) '"
            "'VALUES (:organization_id, :name, :username)'), people)",
            "SQLSTATE 23505",
            id="bound values in the step's transaction",
        ),
        pytest.param(
            f"{FRAME}\nwith step.writing() as connection:\n"
            "    copying.copy_frame(connection, 'app_user', frame)",
            "SQLSTATE 23505",
            id="a COPY in the step's transaction",
        ),
        pytest.param(
            f"{FRAME}\ncopying.copy_frame(step.connection, 'app_user', frame)",
            "SQLSTATE 23505",
            id="a COPY outside of it",
        ),
        pytest.param(
            "step.connection.execute(text('SELECT CAST(username AS integer) FROM app_user'))",
            "invalid text representation (SQLSTATE 22P02)",
            id="a message that quotes the value",
        ),
        pytest.param(
            "step.connection.execute(text('SELECT :name / 0, :username'), dict(people[0]))",
            "SQLSTATE",
            id="bound values outside of the transaction",
        ),
        pytest.param(
            "step.connection.connection.cursor().execute("
            "'INSERT INTO app_user SELECT * FROM app_user')",
            "SQLSTATE 23505",
            id="a cursor of the driver",
        ),
    ],
)
def test_a_person_is_shown_nowhere_whichever_way_an_error_leaves_a_cell(
    pipeline: Write, capsys: pytest.CaptureFixture[str], cell: str, said: str
) -> None:
    tiny = pipeline({"case": [OPEN, IMPORTS, PEOPLE, cell, FINISH]})

    assert runner.run(tiny, "demo", {}).exit_code != 0

    folder = newest_run("demo")
    shown = capsys.readouterr().out
    assert said in shown
    assert not [value for value in PRIVATE if value in shown]
    assert said in (folder / "case.ipynb").read_text(encoding="utf-8")
    assert said in (folder / "run.log").read_text(encoding="utf-8")
    assert not found_in(folder)


def test_the_traceback_of_a_command_shows_no_person() -> None:
    with pytest.raises(typer.Exit), cli.reporting(), engine.engine().connect() as connection:
        connection.execute(text("SELECT CAST(username AS integer) FROM app_user"))

    assert (settings().runs / "seqpt-error.log").is_file()
    assert not found_in(settings().runs)


def test_the_error_of_the_driver_is_not_chained() -> None:
    with pytest.raises(DatabaseError) as stop, store.transaction() as connection:
        connection.execute(text("INSERT INTO app_user SELECT * FROM app_user"))

    assert "psycopg2" not in "".join(traceback.format_exception(stop.value))


def test_what_a_trigger_raises_is_its_authors_text() -> None:
    rows.run_script(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'not %', NEW.name; END $$; CREATE TRIGGER refuse BEFORE UPDATE "
        "ON public.app_user FOR EACH ROW EXECUTE FUNCTION refuse()"
    )

    with pytest.raises(DatabaseError, match=r"raise exception \(SQLSTATE P0001\)") as stop:
        rows.run("UPDATE app_user SET name = name WHERE id = 1")

    assert "Zaphod" not in str(stop.value)
