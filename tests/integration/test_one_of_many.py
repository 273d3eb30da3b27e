"""The task of a worker beside another run of the same organization."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from pipelines import one_of_many
from pipelines.one_of_many import Job, Outcome
from pipelines.spec import PipelineSpec
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError
from seqpt_lib.store.batches import database_time
from seqpt_lib.store.locks import organization_lock
from tests.support.generated import make_organization
from tests.support.running import FINISH, OPEN, Write, ledger_rows, organization

pytestmark = pytest.mark.xdist_group("runner")

SECONDS = 30
ENDED = """
INSERT INTO pipeline_run (run_id, organization_id, pipeline, parameters, status, started_at,
finished_at, exit_code, is_dry_run)
VALUES ('other', :organization, 'tiny', '{}', 'done', clock_timestamp(),
clock_timestamp(), 0, false)"""


@pytest.fixture
def spec(database: str, pipeline: Write) -> PipelineSpec:
    make_organization("a", 2)
    return pipeline({"first": [OPEN, FINISH]})


@pytest.fixture
def other() -> Iterator[ExitStack]:
    """Ends another run of the organization, when it is closed."""
    with ExitStack() as stack:
        yield stack


def job(spec: PipelineSpec) -> Job:
    with store.connect() as connection:
        since = database_time(connection)
    found = organization("a")
    root = str(spec.root)
    return Job(found.id, found.handle, str(spec.path), root, (), since, "stop", needs_address=False)


def begun(given: Job) -> Future[Outcome]:
    worker = ThreadPoolExecutor(1)
    try:
        return worker.submit(one_of_many._run, given)
    finally:
        worker.shutdown(wait=False)


def test_an_organization_that_another_process_runs_is_waited_for_so_long_and_no_longer(
    spec: PipelineSpec, other: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_of_many, "LOCK_SECONDS", 0.5)
    given = job(spec)
    other.enter_context(organization_lock(organization("a")))

    with pytest.raises(DatabaseError, match=r"a is being run by another process \(pid "):
        begun(given).result(SECONDS)

    assert ledger_rows("SELECT 1 FROM pipeline_run WHERE :run = ''", "") == []


def test_what_the_other_run_has_done_meanwhile_is_not_done_again(
    spec: PipelineSpec, other: ExitStack
) -> None:
    given = job(spec)
    other.enter_context(organization_lock(organization("a")))
    task = begun(given)
    with store.connect() as connection:
        connection.execute(text(ENDED), {"organization": given.organization_id})
    assert not task.done()
    other.close()

    assert task.result(SECONDS).fate == "done"
    assert ledger_rows("SELECT run_id FROM pipeline_run WHERE :run = ''", "") == [("other",)]
