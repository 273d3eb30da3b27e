"""What is refused before any worker begins."""

import pytest

from pipelines.clusters import checked_jobs, checked_scheduler, default_jobs
from seqpt_lib.errors import UsageError
from tests.support.databases import forget_settings


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    forget_settings()


@pytest.mark.parametrize(("typed", "jobs"), [("3", 3), (" 1 ", 1), ("", default_jobs())])
def test_jobs_are_a_number_of_workers(typed: str, jobs: int) -> None:
    assert checked_jobs(typed) == jobs


@pytest.mark.parametrize("typed", ["0", "-1", "2.5", "many"])
def test_other_jobs_are_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="no number of workers"):
        checked_jobs(typed)


def test_no_scheduler_means_this_machine() -> None:
    assert checked_scheduler("") == ""


def test_workers_elsewhere_need_a_database_that_they_can_reach() -> None:
    with pytest.raises(UsageError, match="cannot reach the embedded database"):
        checked_scheduler("tcp://host:8786")


def test_a_scheduler_with_a_database_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://host/surveys")
    forget_settings()
    assert checked_scheduler("tls://host:8786") == "tls://host:8786"


@pytest.mark.parametrize("typed", ["host:8786", "http://host", "tcp://", "tcp://a b"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        checked_scheduler(typed)
