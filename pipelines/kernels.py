"""How a notebook's kernel is started, watched from outside, and ended, by Ctrl-C too."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any

import papermill
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

from pipelines import provisioner
from pipelines.checks import Value
from pipelines.forked import LAUNCHER
from pipelines.output import OnCell
from pipelines.signals import raising
from seqpt_lib.errors import KernelDied, StepTimeout
from seqpt_lib.settings import settings

ENGINE = "seqpt"
START_SECONDS = 120
OUTPUT_SECONDS = 60
"""How long a busy machine may take to deliver the last output of a cell."""

SAVE_SECONDS = 5
"""How old the draft of a notebook may be while it runs."""

KERNEL_OPTIONS = (
    # Else IPython keeps a database of what was typed, in memory, for nobody.
    "--HistoryManager.enabled=False",
    # Else a line is made up for every message, to be shown nowhere.
    "--Application.logging_config={'loggers': {'IPKernelApp': {'level': 'INFO'}}}",
)

LONGEST_SOCKET_FOLDER = 70
"""A socket's whole path has to stay below 104 characters (macOS; Linux: 108)."""


def kernel_environment(shadow_schema: str = "", server_address: str = "") -> dict[str, str]:
    """Give the variables by which a kernel sees the folders that this process sees.

    A kernel has another working folder: there a relative path would mean another place.

    Args:
        shadow_schema: In a dry run, the schema that takes what would be written.
        server_address: Address on the embedded server, where this process keeps it going.

    Returns:
        Texts by variable, beyond those that a kernel takes over from this process.
    """
    return {
        "SEQPT_HOME": str(settings().home.resolve()),
        "SEQPT_RUNS": str(settings().runs.resolve()),
        "SEQPT_SHADOW_SCHEMA": shadow_schema,
        "SEQPT_SERVER_ADDRESS": server_address,
    }


def run_notebook(
    notebook: Path,
    output: Path,
    parameters: dict[str, Value],
    environment: dict[str, str],
    timeout_minutes: float,
    on_cell: OnCell | None = None,
) -> None:
    """Run a notebook in a kernel of its own; it is done, or its process is gone, on return.

    Args:
        notebook: The notebook; its folder is the kernel's working folder.
        output: Where the executed notebook is put, a failed one too.
        parameters: Its parameters.
        environment: Variables for the kernel beyond those of this process.
        timeout_minutes: Wall-clock time it may take, start included.
        on_cell: Is told how far the notebook is, from another thread.

    Raises:
        StepTimeout: If it takes longer.
        KernelDied: If the process ends before the notebook does; `KernelNotStarted` if it ends
            before the first cell.
        papermill.PapermillExecutionError: If a cell raises an error.
        SignalReceived: If a person or the system stops the run meanwhile.
    """
    draft = output.with_suffix(".part.ipynb")
    with _socket_folder() as sockets, ThreadPoolExecutor(1) as worker:
        kernel = _kernel(Path(sockets), environment)
        work = worker.submit(_execute, notebook, draft, parameters, kernel, on_cell)
        try:
            with raising():  # what follows, the end of the kernel, is not disturbed
                is_late = bool(wait([work], timeout_minutes * 60).not_done)
            if is_late:
                raise StepTimeout(
                    f"not done after {timeout_minutes:g} minutes",
                    "Look at its notebook for the cell; raise timeout_minutes if it needs longer.",
                )
            work.result()
        finally:
            _end(kernel, work)
            if draft.exists():
                draft.replace(output)


class KernelNotStarted(KernelDied):
    """The process ended before the first cell: nothing of the notebook was done."""


class _ThisInterpreter(KernelSpecManager):
    """Knows one kernel, the interpreter that runs now, whatever kernels a user has installed."""

    def __init__(self, environment: dict[str, str]) -> None:
        super().__init__()
        self._environment = {key: text.replace("$", "$$") for key, text in environment.items()}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", LAUNCHER, "-f", "{connection_file}", *KERNEL_OPTIONS],
            display_name=kernel_name,
            language="python",
            env=self._environment,
            metadata=provisioner.KERNEL_METADATA,
        )


class _Engine(Engine):  # type: ignore[misc]  # papermill carries no types
    """Papermill's engine, with a kernel started our way."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,  # noqa: ARG003  # there is only one
        *,
        kernel: AsyncKernelManager,
        folder: Path,
        log: Path,
        on_cell: OnCell | None,
        **_: Any,
    ) -> None:
        _save_seldom(nb_man)
        client = PapermillNotebookClient(
            nb_man,
            km=kernel,
            startup_timeout=START_SECONDS,
            iopub_timeout=OUTPUT_SECONDS,
            on_cell_executed=on_cell and _counter(nb_man.nb, on_cell),
        )
        try:
            with log.open("ab") as output:
                client.execute(cleanup_kc=True, cwd=str(folder), stdout=output, stderr=output)
        except RuntimeError as error:  # nbclient's DeadKernelError, and its errors at the start
            nb_man.nb.metadata.papermill["exception"] = True
            began = client.code_cells_executed
            place = f"in cell [{began}]" if began else "before the first cell"
            kind = KernelDied if began else KernelNotStarted
            raise kind(
                f"the kernel ended {place}: {error}",
                f"It {provisioner.told_exit(kernel.provisioner)}; see {log}.",
            ) from error


def _save_seldom(notebook: NotebookExecutionManager) -> None:
    """Write the draft every few seconds; papermill checks and writes it twice per cell.

    In the end papermill writes it once more, unless an error of the kernel goes past it.
    """
    save, complete = notebook.save, notebook.notebook_complete

    def save_seldom(**given: Any) -> None:
        if (notebook.now() - notebook.last_save_time).total_seconds() >= SAVE_SECONDS:
            save(**given)

    def complete_saved(**given: Any) -> None:
        if sys.exc_info()[0]:
            notebook.save = save
        complete(**given)

    notebook.save, notebook.notebook_complete = save_seldom, complete_saved


papermill_engines.register(ENGINE, _Engine)
provisioner.register()


def _counter(notebook: NotebookNode, on_cell: OnCell) -> Callable[..., None]:
    """Turn nbclient's news of an executed cell into a count; empty cells are not executed."""
    counted = [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.source.strip()
    ]
    on_cell(0, len(counted))

    def tell(cell_index: int, **_: Any) -> None:
        on_cell(counted.index(cell_index) + 1, len(counted))

    return tell


def _socket_folder() -> tempfile.TemporaryDirectory[str]:
    short = len(tempfile.gettempdir()) <= LONGEST_SOCKET_FOLDER
    return tempfile.TemporaryDirectory(
        prefix="seqpt-",
        dir=None if short else "/tmp",  # noqa: S108  # made by mkdtemp
        ignore_cleanup_errors=True,
    )


def _kernel(sockets: Path, environment: dict[str, str]) -> AsyncKernelManager:
    return AsyncKernelManager(
        client_factory=provisioner.Client,
        transport="ipc",
        ip=str(sockets / "k"),
        connection_file=str(sockets / "connection.json"),
        kernel_spec_manager=_ThisInterpreter(environment),
    )


def _execute(
    notebook: Path,
    draft: Path,
    parameters: dict[str, Value],
    kernel: AsyncKernelManager,
    on_cell: OnCell | None,
) -> None:
    try:
        papermill.execute_notebook(
            _literal(notebook),
            _literal(draft),
            parameters=parameters,
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernel=kernel,
            folder=notebook.parent,
            log=draft.parent / "kernel.log",
            on_cell=on_cell,
        )
    finally:
        asyncio.get_event_loop().close()  # this thread's own, made by jupyter_client


def _literal(path: Path) -> str:
    # papermill fills {names} in paths.
    return str(path.resolve()).replace("{", "{{").replace("}", "}}")


def _end(kernel: AsyncKernelManager, work: Future[None]) -> None:
    # Repeated, because the process may only just be starting. The last time takes what it left.
    is_done = False
    while not is_done:
        is_done = not wait([work], 0 if work.done() else 0.2).not_done
        if isinstance(kernel.provisioner, provisioner.Provisioner):
            kernel.provisioner.is_given_up = True
            if kernel.provisioner.pid:
                with suppress(ProcessLookupError):
                    os.killpg(kernel.provisioner.pid, signal.SIGKILL)
