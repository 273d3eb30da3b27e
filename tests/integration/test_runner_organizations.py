"""Which organization a run is for, and who else is kept out meanwhile."""

import os
import threading
import time
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from pipelines import runner
from pipelines.wishes import Wishes
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, DataError, UsageError
from seqpt_lib.runs import RunFolder
from seqpt_lib.settings import settings
from seqpt_lib.store import Organization, ledger
from seqpt_lib.store.locks import organization_lock
from tests.support.running import (
    FINISH,
    LOAD_DEMO,
    OPEN,
    Write,
    newest_run,
    organization,
    run_json,
    run_row,
    step_rows,
)

NO_WAIT = Wishes(is_waiting=False)

pytestmark = [pytest.mark.xdist_group("runner"), pytest.mark.usefixtures("runner_database")]


@pytest.mark.parametrize("dry_run", [False, True])
def test_an_organization_is_run_by_one_process_at_a_time(pipeline: Write, dry_run: bool) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})
    (settings().runs / "acme").mkdir(parents=True, exist_ok=True)
    before = list((settings().runs / "acme").iterdir())

    with (
        organization_lock(organization("acme")),
        pytest.raises(DatabaseError, match=rf"organization acme is being .*pid {os.getpid()} on"),
    ):
        runner.run(spec, "Acme", {}, dry_run, wishes=NO_WAIT)

    assert list((settings().runs / "acme").iterdir()) == before
    assert runner.run(spec, "acme", {}, dry_run).exit_code == 0


def test_the_second_run_says_who_holds_the_organization_and_waits(
    pipeline: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})
    held = ExitStack()
    held.enter_context(organization_lock(organization("acme")))
    release = threading.Timer(2, held.close)
    release.start()

    code = runner.run(spec, "acme", {}).exit_code

    release.join()
    assert code == 0
    first, head, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith(
        f"waiting: organization acme is being run by another process (pid {os.getpid()} on "
    )
    assert head.startswith("tiny plans for Acme (acme), run ")


def test_the_next_run_closes_what_a_killed_one_left_and_says_so(
    pipeline: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})
    with store.connect() as connection:
        acme = organization("acme").id
        ledger.open_run(connection, "2026-01-01T00-00-00Z-dead", acme, "tiny", {})
        ledger.open_run(connection, "2026-01-02T00-00-00Z-dead", acme, "tiny", {}, is_dry_run=True)

    assert runner.run(spec, "acme", {}).exit_code == 0

    head = capsys.readouterr().out.splitlines()[0]
    assert head.endswith(", resumes run 2026-01-01T00-00-00Z-dead, which was killed")
    assert run_row("2026-01-01T00-00-00Z-dead") == ("lost", None, None, False, False)
    assert run_row("2026-01-02T00-00-00Z-dead") == ("lost", None, None, True, False)
    assert run_json(newest_run())["resumes"] == "2026-01-01T00-00-00Z-dead"
    assert runner.run(spec, "acme", {}).exit_code == 0
    assert "resumes" not in capsys.readouterr().out


def test_a_run_keeps_others_out_until_it_has_ended(pipeline: Write) -> None:
    take = "from seqpt_lib.store.locks import organization_lock"
    spec = pipeline(
        {"first": [OPEN, f"{take}\nwith organization_lock(step.organization): pass", FINISH]}
    )

    assert runner.run(spec, "acme", {}).exit_code == 13

    assert run_json(newest_run())["message"].startswith("organization acme is being run by")
    with organization_lock(organization("acme")):
        pass


def test_a_run_that_lost_its_lock_stops_before_the_next_step(pipeline: Write) -> None:
    lose = (
        "step.connection.execute(text('SELECT pg_terminate_backend(pid) FROM pg_locks "
        "WHERE locktype = :kind'), {'kind': 'advisory'})"
    )
    spec = pipeline(
        {
            "first": [OPEN, f"from sqlalchemy import text\n{lose}", FINISH],
            "after": [OPEN, FINISH],
        }
    )

    assert runner.run(spec, "acme", {}).exit_code == 13

    folder = newest_run()
    assert [step["status"] for step in run_json(folder)["steps"]] == ["done", "stopped"]
    assert run_json(folder)["message"].startswith(
        "the connection that keeps other runs of organization acme out was lost: another run may "
        "have begun. Run again;"
    )
    assert run_row(folder.name)[:2] == ("stopped", 13)


def test_a_lock_outlives_the_idle_time_that_the_server_allows() -> None:
    set_limit = "ALTER DATABASE {} {} idle_session_timeout {}"
    with store.transaction() as connection:
        name = connection.scalar(text("SELECT quote_ident(current_database())"))
        connection.execute(text(set_limit.format(name, "SET", "= '200ms'")))
    try:
        with organization_lock(organization("acme")) as lock:
            time.sleep(1)
            lock.refuse_if_lost()
    finally:
        with store.transaction() as connection:
            connection.execute(text(set_limit.format(name, "RESET", "")))


def test_two_organizations_are_run_at_the_same_time(pipeline: Write) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})

    with organization_lock(organization("bare")):
        assert runner.run(spec, "acme", {}).exit_code == 0


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

    assert runner.run(spec, "demo", {}).exit_code == 2

    content = run_json(newest_run("demo"))
    assert [step["status"] for step in content["steps"]] == ["stopped", "not run"]
    assert "'demo' does not exist" in content["message"]


def test_the_demo_is_locked_as_soon_as_it_is_loaded(pipeline: Write) -> None:
    spec = pipeline({"first": [LOAD_DEMO, OPEN, FINISH], "after": [OPEN, FINISH]})

    with organization_lock(Organization(999, "demo", "Demo", None)):
        assert runner.run(spec, "demo", {}, wishes=NO_WAIT).exit_code == 13

    folder = newest_run("demo")
    assert [step["status"] for step in run_json(folder)["steps"]] == ["stopped", "not run"]
    assert step_rows(folder.name) == [("first", "done")]  # what the step wrote of itself
    with store.transaction() as connection:
        connection.execute(text("DELETE FROM organization WHERE id = 999"))


def test_of_two_with_one_public_key_the_one_that_is_meant_is_run(pipeline: Write) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})
    alter = "ALTER TABLE organization {} CONSTRAINT organization_organization_public_key_key {}"
    with store.transaction() as connection:
        connection.execute(text(alter.format("DROP", "")))
        connection.execute(
            text(
                "INSERT INTO organization "
                "(id, organization_name, organization_public_key, selected_archetype) VALUES "
                "(71, 'First', 'twin', 'Certification'), (72, 'Second', 'twin', 'Certification')"
            )
        )
    try:
        assert runner.run(spec, "72", {}).exit_code == 0
        folder = newest_run(RunFolder("twin#72", "").path.name)
        assert run_json(folder)["organization"] == {"id": 72, "key": "twin"}
        assert (folder / "first.ipynb").exists()
    finally:
        with store.transaction() as connection:
            connection.execute(text("DELETE FROM pipeline_run WHERE organization_id = 72"))
            connection.execute(text("DELETE FROM organization WHERE id > 70"))
            connection.execute(text(alter.format("ADD", "UNIQUE (organization_public_key)")))
