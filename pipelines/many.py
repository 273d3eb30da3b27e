"""Runs every organization that can be run, a bounded number of them at a time."""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.clusters import SchedulerLost, Workers, checked_jobs, checked_scheduler, workers
from pipelines.one_of_many import Job, Outcome, parameters_of, run_one
from pipelines.organizations import find, refuse_without_archetype
from pipelines.progress import progress_of
from pipelines.spec import PipelineSpec
from pipelines.stopping import Stopping, heeding_signals
from pipelines.tallies import Tally
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, DataError, KernelDied, SeqptError, UsageError
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import Organization
from seqpt_lib.store.batches import (
    BELOW_ALL,
    PAGE,
    count_ready,
    database_time,
    free_connections,
    ready_organizations,
)

if TYPE_CHECKING:
    from distributed import Future, as_completed

IN_FLIGHT = 2
"""Organizations per worker that are handed over: one that runs and one that waits."""

RECYCLE_AFTER = 200
"""Organizations per worker after which ours are begun anew, so that no library's leak can grow."""

CONNECTIONS = 4
"""Connections to the database that are counted for a worker: the organization's lock, by which the
books of the run are kept too, one beside it, and two of the notebook."""

OWN_CONNECTIONS = 1
"""Of this process beside those that it has open when it counts the free ones."""

MOST_CANCELLED = 100
"""Tasks that may come back cancelled, as after a lost connection, and are handed over again."""

LOOK_SECONDS = 0.05
"""How often is looked for what ended, and for a signal."""

log = logging.getLogger(__name__)


def run_all(
    spec: PipelineSpec,
    orgs: list[str],
    given: dict[str, str],
    jobs: str = "",
    scheduler: str = "",
    *,
    prepare: Callable[[], object],
) -> int:
    """Run a pipeline for many organizations, show how far it is, and what became of them.

    Args:
        spec: The pipeline.
        orgs: Public keys, ids or exact names; empty for all with an archetype and answers.
        given: Parameters as typed, for all of them.
        jobs: Workers of this machine, as typed; empty for the default.
        scheduler: Address of a Dask scheduler; empty for workers of this machine.
        prepare: Brings the schema up to date; called once, before all.

    Returns:
        The exit code: 0 if all are done or skipped, the code that all others share, else 20;
        that of the signal where one came.

    Raises:
        SeqptError: If something is wrong before the first organization begins, or the rest cannot
            be run; then what became of the others was shown.
    """
    count, address = checked_jobs(jobs), checked_scheduler(scheduler)
    parameters_of(spec, given)  # what is wrong with it is wrong for all
    prepare()
    with store.connect() as connection:
        total, found = _wanted(connection, orgs)
        since = database_time(connection)
        if not address:
            count = fitting_jobs(count, free_connections(connection), is_wish=bool(jobs.strip()))
    with heeding_signals() as stopping, workers(count, address) as staff:
        jobs_to_do = _jobs(found, spec, given, since, is_remote=bool(address))
        return _Batch(staff, stopping, Tally(total)).run(jobs_to_do)


def fitting_jobs(count: int, free: int, *, is_wish: bool) -> int:
    """Keep workers from asking for more connections than the database has left.

    Args:
        count: Workers of this machine.
        free: Connections that the database has left.
        is_wish: True if somebody asked for so many; else fewer do as well.

    Returns:
        How many workers begin.

    Raises:
        UsageError: If that many were asked for and are too many, or there is no room for one.
    """
    most = (free - OWN_CONNECTIONS) // CONNECTIONS
    if count <= most:
        return count
    if most >= 1 and not is_wish:
        log.info("%d workers instead of %d: the database has no room for more", most, count)
        return most
    fewer = f"Say JOBS={most}, or raise" if most >= 1 else "End other sessions, or raise"
    raise UsageError(
        f"JOBS={count} needs {count * CONNECTIONS + OWN_CONNECTIONS} connections to the database, "
        f"which has {free} left",
        f"{fewer} its max_connections.",
    )


def _wanted(
    connection: store.Connection, orgs: list[str]
) -> tuple[int, Iterator[Organization] | list[Organization]]:
    """Find the organizations; those that are named must exist, and are run once each."""
    if not orgs:
        total = count_ready(connection) if store.has_organizations(connection) else 0
        if not total:
            raise DataError(
                "no organization has an archetype and answers",
                "Import a survey (make import), or choose an archetype (make archetype).",
            )
        return total, _ready()
    named = list({each.id: each for each in map(find, orgs)}.values())
    for organization in named:
        refuse_without_archetype(organization)
    return len(named), named


def _ready() -> Iterator[Organization]:
    """Read a page when it is needed; no transaction is open while its organizations run."""
    after: int | None = BELOW_ALL
    while after is not None:
        with store.connect() as connection:
            found = list(islice(ready_organizations(connection, PAGE, after), PAGE))
        yield from found
        after = found[-1].id if len(found) == PAGE else None


def _jobs(
    found: Iterator[Organization] | list[Organization],
    spec: PipelineSpec,
    given: dict[str, str],
    since: datetime,
    *,
    is_remote: bool,
) -> Iterator[Job]:
    stop = f"seqpt-stop-{secrets.token_hex(4)}"
    for organization in found:
        yield Job(
            organization.id,
            organization.handle,
            str(_relative(spec.path)),
            "" if spec.root == PROJECT_ROOT else str(spec.root),
            tuple(given.items()),
            since,
            stop,
            is_remote,
        )


def _relative(path: Path) -> Path:
    whole = path.resolve()
    return whole.relative_to(PROJECT_ROOT) if whole.is_relative_to(PROJECT_ROOT) else whole


class _Batch:
    """Hands jobs over and counts what comes back. Holds a few organizations, never all."""

    def __init__(self, staff: Workers, stopping: Stopping, tally: Tally) -> None:
        self.staff = staff
        self.stopping = stopping
        self.tally = tally
        self.progress = progress_of(tally)
        self.jobs: dict[str, Job] = {}
        """Handed over and not back, by key of the task."""

        self.submitted = self.cancelled = 0

    def run(self, jobs: Iterator[Job]) -> int:
        """Run all, show what became of them whatever happened, and give the exit code."""
        from distributed import as_completed

        futures = as_completed(loop=self.staff.client.loop)
        code = 0
        try:
            self._hand_over(futures, jobs)
        except SeqptError as error:
            code = error.exit_code
            raise
        finally:
            self.tally.close()
            code = code or self.stopping.exit_code or self.tally.exit_code
            self.progress.end(code)
        return code

    def _hand_over(self, futures: "as_completed", jobs: Iterator[Job]) -> None:
        """Hand over a chapter after the other; in between workers are begun anew."""
        size = self.staff.count()
        try:
            for job in jobs:
                if self.stopping.is_asked:
                    break
                if self.submitted and self.submitted % (RECYCLE_AFTER * max(size, 1)) == 0:
                    self._collect(futures, 0)
                    self.staff.restart()
                self._submit(futures, job)
                size = self.staff.count()
                self._collect(futures, IN_FLIGHT * max(size, 1) - 1)
        except DatabaseError:  # the next page cannot be read; what was handed over ends
            self._collect(futures, 0)
            raise
        self._collect(futures, 0)

    def _submit(self, futures: "as_completed", job: Job) -> None:
        self.submitted += 1
        future = self.staff.client.submit(
            run_one, job, key=f"{job.stop}-{job.organization_id}-{self.submitted}", pure=False
        )
        self.jobs[str(future.key)] = job
        futures.add(future)

    def _collect(self, futures: "as_completed", most: int) -> None:
        """Count what ends, until at most so many are under way."""
        while len(self.jobs) > most:
            if self.stopping.is_new:
                self._refuse_more()
            if futures.has_ready():
                self._count(futures, next(futures))
            else:
                time.sleep(LOOK_SECONDS)
            self.progress.show(self.staff.count())

    def _refuse_more(self) -> None:
        """Let what runs end, and what waits at a worker come back at once."""
        from distributed import Event

        self.stopping.is_new = False
        self.progress.signal_came(self.stopping.said)
        stop = next(iter(self.jobs.values())).stop
        Event(stop, client=self.staff.client).set()

    def _count(self, futures: "as_completed", future: "Future[Outcome]") -> None:
        job = self.jobs[str(future.key)]
        try:
            outcome = self._outcome(future)
        except CancelledError as error:
            self.cancelled += 1
            if self.cancelled > MOST_CANCELLED or self.staff.client.status != "running":
                raise SchedulerLost(
                    "the scheduler went away; what is done is done", "Say the same command again."
                ) from error
            self._submit(futures, job)  # the ledger knows if it is done
        else:
            self.tally.add(outcome)
            self.progress.organization_ended(outcome)

    def _outcome(self, future: "Future[Outcome]") -> Outcome:
        from distributed import KilledWorker

        job = self.jobs.pop(str(future.key))
        try:
            return future.result()
        except KilledWorker:
            died = KernelDied(
                "its worker ended before it did, twice",
                "Look at its machine's memory.",
            )
            return Outcome(job.org, "failed", died.exit_code, str(died))
