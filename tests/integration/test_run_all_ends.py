"""A run of many organizations that cannot go on, and what a machine reads of one."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from pipelines import clusters, many
from pipelines.clusters import SchedulerLost
from pipelines.spec import PipelineSpec
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, UsageError
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.batches import free_connections
from tests.support.databases import forget_settings
from tests.support.generated import make_organization
from tests.support.running import FINISH, OPEN, Write, ledger_rows

pytestmark = pytest.mark.xdist_group("runner")

RUNS = "SELECT organization_id, status FROM pipeline_run WHERE :run = '' ORDER BY 1"
ENDS_IDLE_SESSIONS = """\
from sqlalchemy import text
step.connection.execute(text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle' "
    "AND application_name = 'seqpt' AND datname = current_database() AND pid <> pg_backend_pid()"))
step.connection.commit()"""
LOSES_THE_TABLE_OF_ANSWERS = """\
from sqlalchemy import text
if org == "b":
    step.connection.execute(text(
        "ALTER TABLE user_se_competency_survey_results RENAME TO lost"))
    step.connection.commit()"""


@pytest.fixture(autouse=True)
def _three_organizations(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT_ROOT))
    monkeypatch.setattr(many, "PAGE", 1)
    for key in ("a", "b", "c", "d"):
        make_organization(key, 1)


def run_all(spec: PipelineSpec) -> int:
    return many.run_all(spec, [], {}, "1", prepare=lambda: None)


def test_more_workers_than_the_database_takes_are_refused_before_any_begins(
    pipeline: Write,
) -> None:
    spec = pipeline({"first": [OPEN, FINISH]})
    with store.connect() as connection:
        assert 0 < free_connections(connection) < 100
    with pytest.raises(UsageError, match=r"JOBS=30 needs 121 "):
        many.run_all(spec, [], {}, "30", prepare=lambda: None)
    assert ledger_rows(RUNS, "") == []


def test_no_session_is_held_while_organizations_run(pipeline: Write) -> None:
    assert run_all(pipeline({"first": [OPEN, ENDS_IDLE_SESSIONS, FINISH]})) == 0
    assert [status for _, status in ledger_rows(RUNS, "")] == ["done"] * 4


def test_what_was_run_is_shown_where_the_next_organizations_cannot_be_read(
    pipeline: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    spec = pipeline({"first": [OPEN, LOSES_THE_TABLE_OF_ANSWERS, FINISH]})

    with pytest.raises(DatabaseError, match="user_se_competency_survey_results"):
        run_all(spec)

    lines = capfd.readouterr().out.splitlines()  # on a slow machine with progress before the table
    headings = next(n for n, line in enumerate(lines) if "what became of them" in line)
    done, not_run = lines[headings + 1 : headings + 3]
    assert (done.split(), not_run.split()) == (["3", "done", "0"], ["1", "not", "run", "-"])


def test_workers_that_do_not_come_back_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with clusters.workers(1, "") as staff:
        monkeypatch.setattr(clusters, "WORKERS_SECONDS", 0.001)
        with pytest.raises(SchedulerLost, match="begun anew, are not there"):
            staff.restart()


@pytest.fixture
def told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[], list[dict[str, Any]]]:
    """What a machine reads, a line each."""
    monkeypatch.setenv("SEQPT_LOG", "json")
    forget_settings()
    return lambda: [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_a_machine_reads_what_became_of_each_and_of_all(
    pipeline: Write, told: Callable[[], list[dict[str, Any]]]
) -> None:
    fails = "if org == 'b':\n    raise ZeroDivisionError('by b')"

    assert run_all(pipeline({"first": [OPEN, fails, FINISH]})) == 20

    *each, last = told()
    assert {one["event"] for one in each} == {"organization_ended"}
    assert {one["organization"]["key"]: (one["fate"], one["exit_code"]) for one in each} == {
        "a": ("done", 0),
        "b": ("failed", 20),
        "c": ("done", 0),
        "d": ("done", 0),
    }
    assert "ZeroDivisionError" in next(one["message"] for one in each if one["message"])
    assert (last["event"], last["organizations"], last["exit_code"]) == ("all_ended", 4, 20)
    assert last["counts"] == {"done": 3, "skipped": 0, "stopped": 0, "failed": 1, "not run": 0}
