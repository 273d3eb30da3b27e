"""The task of a worker: run one organization, say nothing, and hand back a few words.

It may be given twice, because its worker or its result was lost. The ledger knows what is done.
"""

import contextlib
import logging
import os
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from distributed import Event
from distributed.worker import get_client

from pipelines.checks import Value, check
from pipelines.discretion import hide
from pipelines.spec import PipelineSpec, load
from pipelines.wishes import Wishes
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, GateFailed, SeqptError, UsageError
from seqpt_lib.settings import PROJECT_ROOT, settings
from seqpt_lib.store import Organization
from seqpt_lib.store.batches import EndedRun, ended_since

if TYPE_CHECKING:
    from pipelines.results import RunResult

LOCK_SECONDS = 60.0
LOOK_SECONDS = 0.25
"""How long a run waits for another one of the same organization, and how often it looks."""

BROKEN = 20
"""The exit code of an error that nobody foresaw."""

Fate = Literal["done", "skipped", "stopped", "failed", "not run"]

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
"""Of a worker with several threads: what a run says is caught for the whole process."""


@dataclass(frozen=True)
class Job:
    """What a worker has to know to run one organization."""

    organization_id: int
    org: str
    """What means this organization and no other."""

    pipeline: str
    """Pipeline file, relative to the project's folder where it lies there."""

    root: str
    """Folder that the file's paths are relative to; empty for the project's."""

    given: tuple[tuple[str, str], ...]
    """Parameters as typed."""

    since: datetime
    """When the run of all began, by the database's clock: what ended later is not run again."""

    stop: str
    """Name of the event that says that no more shall begin."""

    needs_address: bool
    """True for a worker that somebody else started: it may not begin an embedded server."""


class Outcome(NamedTuple):
    """What became of one organization."""

    org: str
    fate: Fate
    code: int
    message: str = ""
    worker_pid: int = 0


def run_one(job: Job) -> Outcome:
    """Run one organization, once, however often it is asked for.

    Args:
        job: Which, and how.

    Returns:
        What became of it; an error is one, too, and never raised.
    """
    with _one_at_a_time:
        try:
            if Event(job.stop, client=get_client()).is_set():
                return Outcome(job.org, "not run", 0)
            return _run(job)
        except SeqptError as error:
            return _outcome(job, error.exit_code, str(error))
        except Exception as error:
            log.exception("unexpected")
            first_line = str(error).strip().split("\n")[0]
            return _outcome(job, BROKEN, f"{type(error).__name__}: {first_line}")


def fate_of(code: int) -> Fate:
    """Name what an exit code means for an organization.

    Args:
        code: Of its run.

    Returns:
        ``done``, ``stopped`` by a gate, or ``failed``.
    """
    if code == 0:
        return "done"
    return "stopped" if code == GateFailed.exit_code else "failed"


def parameters_of(spec: PipelineSpec, given: dict[str, str]) -> dict[str, Value]:
    """Give the parameters of a run as the ledger has them.

    Args:
        spec: The pipeline.
        given: As typed.

    Returns:
        Values by name.

    Raises:
        SeqptError: If something is wrong with the pipeline file or a parameter.
    """
    values = check(spec, given)
    return {name: value for step in values.values() for name, value in step.items()}


def _run(job: Job) -> Outcome:
    if job.needs_address and not settings().database_url:
        raise UsageError(
            "a worker has no DATABASE_URL", "Set it where the worker is started, as here."
        )
    spec = _pipeline(job.pipeline, job.root)
    parameters = parameters_of(spec, dict(job.given))
    _await_another_run(_organization(job))
    if ended := _ended(job, spec, parameters):
        return _outcome(job, ended.exit_code, ended.message or "")
    result = _run_silently(job, spec)
    if result.is_unchanged:
        return Outcome(job.org, "skipped", 0, "", os.getpid())
    return _outcome(job, result.exit_code, result.message or "")


def _organization(job: Job) -> Organization:
    with store.connect() as connection:
        found = store.find_organization(connection, job.org)
    if found.id != job.organization_id:
        raise DatabaseError(
            f"organization {job.org} has another id in the worker's database",
            "Give the workers the same DATABASE_URL.",
        )
    return found


def _await_another_run(organization: Organization) -> None:
    """Wait for a while: a worker that was lost may live on elsewhere, or just have been killed."""
    deadline = time.monotonic() + LOCK_SECONDS
    with store.connect() as connection:
        while store.running_process(connection, organization) and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)


def _ended(job: Job, spec: PipelineSpec, parameters: dict[str, Value]) -> EndedRun | None:
    with store.connect() as connection:
        return ended_since(connection, job.organization_id, spec.name, parameters, job.since)


def _run_silently(job: Job, spec: PipelineSpec) -> "RunResult":
    from pipelines import runner

    again = f"make run ORG={job.org}"
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
    ):
        # Whoever runs it still is told of, not waited for: nobody would see that.
        wishes = Wishes(is_waiting=False)
        return runner.run(spec, job.org, dict(job.given), again=again, wishes=wishes)


@cache
def _pipeline(path: str, root: str) -> PipelineSpec:
    return load(PROJECT_ROOT / path, Path(root) if root else PROJECT_ROOT)


def _outcome(job: Job, code: int, message: str) -> Outcome:
    return Outcome(job.org, fate_of(code), code, hide(message), os.getpid())
