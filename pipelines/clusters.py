"""Where the workers are: processes of this machine, or those of a scheduler elsewhere."""

import contextlib
import logging
import os
import re
import signal
from collections.abc import Iterator

from seqpt_lib.errors import SeqptError, UsageError
from seqpt_lib.settings import settings
from seqpt_lib.store.server import kept_server_address

ADDRESS = re.compile(r"(tcp|tls|ws|wss)://\S+")
LOOPBACK = "127.0.0.1"
WORKERS_SECONDS = 120
"""How long a scheduler has to have its first worker."""

LOCAL = {
    "distributed.worker.daemon": False,  # a daemon may have no warm kernels
    "distributed.scheduler.allowed-failures": 1,  # a lost organization is run once again
    "distributed.scheduler.worker-saturation": 1.0,
    # Its processes are alone on this machine, and an organization may hold the interpreter long.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.profile.enabled": False,  # nobody looks at what it gathers
    "distributed.admin.tick.interval": "500ms",
    "distributed.scheduler.http.routes": [],  # no pages for anybody on the machine
    "distributed.worker.http.routes": [],
    "distributed.comm.timeouts.connect": "60s",
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 65536,
}

log = logging.getLogger(__name__)


class SchedulerLost(SeqptError):
    """The scheduler went away; the ledger knows which organizations are done."""

    exit_code = 20


def default_jobs() -> int:
    """Count the workers of this machine where nobody says how many.

    Returns:
        The cores that this process may use: one more than that only gets into the others' way.
    """
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def checked_jobs(jobs: str) -> int:
    """Read how many workers are wanted.

    Args:
        jobs: As typed; empty for the default.

    Returns:
        A number above 0.

    Raises:
        UsageError: If it is none.
    """
    if not jobs.strip():
        return default_jobs()
    if not jobs.strip().isdecimal() or int(jobs) < 1:
        raise UsageError(f"JOBS={jobs} is no number of workers", "Write JOBS=3.")
    return int(jobs)


def checked_scheduler(address: str) -> str:
    """Refuse a scheduler that cannot work.

    Args:
        address: As typed; empty for workers of this machine.

    Returns:
        The address.

    Raises:
        UsageError: If it is no address, or its workers could not reach the database.
    """
    if address and not ADDRESS.fullmatch(address):
        raise UsageError(f"SCHEDULER={address} is no address", "Write SCHEDULER=tcp://host:8786.")
    if address and not settings().database_url:
        raise UsageError(
            "the workers of a scheduler cannot reach the embedded database",
            "Set DATABASE_URL, here and where the workers are started.",
        )
    return address


class Workers:
    """A client of a scheduler, and how many workers that has."""

    def __init__(self, client: "object", *, are_ours: bool) -> None:
        from distributed import Client

        if not isinstance(client, Client):
            raise TypeError("a client of distributed is needed")
        self.client = client
        self.are_ours = are_ours

    def count(self) -> int:
        """Count the workers there are now."""
        return len(self.client.nthreads())

    def restart(self) -> None:
        """Begin our workers anew, when none of them works; those of others are left alone.

        Raises:
            SchedulerLost: If they are not there again in time.
        """
        if not self.are_ours:
            return
        try:
            self.client.restart(timeout=WORKERS_SECONDS)
        except TimeoutError as error:
            raise SchedulerLost(
                f"the workers, begun anew, are not there after {WORKERS_SECONDS} s",
                "Say the same command again.",
            ) from error


@contextlib.contextmanager
def workers(jobs: int, scheduler: str) -> Iterator[Workers]:
    """Have workers during the block.

    Args:
        jobs: How many of this machine.
        scheduler: Address of a scheduler that has its own; empty for those of this machine.

    Yields:
        The workers.

    Raises:
        UsageError: If the scheduler cannot be reached, or has no worker.
    """
    with _elsewhere(scheduler) if scheduler else _here(jobs) as found:
        yield found


@contextlib.contextmanager
def _here(jobs: int) -> Iterator[Workers]:
    import dask
    from distributed import Client, LocalCluster

    address = kept_server_address()  # of the embedded server, which this process keeps going
    given = {"SEQPT_SERVER_ADDRESS": address} if address else {}
    if "data_docs" not in settings().model_fields_set:
        given["SEQPT_DATA_DOCS"] = "when_stopped"
    with (
        dask.config.set(LOCAL),
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": f"{LOOPBACK}:0"},  # else a fixed port
            security=True,  # certificates of this cluster alone: others on the machine stay out
            memory_limit=None,
            silence_logs=logging.ERROR,
            env=given,
        ) as cluster,
        Client(cluster) as client,
    ):
        client.register_plugin(_deaf_to_ctrl_c())
        yield Workers(client, are_ours=True)


@contextlib.contextmanager
def _elsewhere(scheduler: str) -> Iterator[Workers]:
    from distributed import Client

    try:
        client = Client(scheduler, set_as_default=False)
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except TimeoutError as error:
        raise UsageError(
            f"the scheduler {scheduler} has no worker within {WORKERS_SECONDS} s", "Start some."
        ) from error
    except OSError as error:
        raise UsageError(
            f"the scheduler {scheduler} cannot be reached", "Check that it runs, and its address."
        ) from error
    with client:
        yield Workers(client, are_ours=False)


def _deaf_to_ctrl_c() -> "object":
    from distributed import WorkerPlugin

    class DeafToCtrlC(WorkerPlugin):
        """Lets a worker end its organization when Ctrl-C reaches the whole terminal."""

        name = "seqpt-deaf-to-ctrl-c"

        def setup(self, worker: object) -> None:  # noqa: ARG002  # as the plugin is called
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    return DeafToCtrlC()
