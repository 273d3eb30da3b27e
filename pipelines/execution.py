"""Running one notebook by papermill, watched from outside its kernel."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import papermill
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

from pipelines.kernels import Kernel, socket_folder
from pipelines.notebooks import Value
from seqpt_lib.errors import KernelDied, StepTimeout

ENGINE = "seqpt"
START_SECONDS = 120
OUTPUT_SECONDS = 60
"""How long a busy machine may take to deliver the last output of a cell."""


class KernelEngine(Engine):  # type: ignore[misc]  # papermill carries no types
    """Papermill's engine, with a kernel started our way."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,  # noqa: ARG003  # there is only one
        *,
        kernel: Kernel,
        folder: Path,
        log: Path,
        **_: Any,
    ) -> None:
        """Run the cells; raise `KernelDied` if the process ends before the notebook."""
        client = PapermillNotebookClient(
            nb_man, km=kernel.manager, startup_timeout=START_SECONDS, iopub_timeout=OUTPUT_SECONDS
        )
        try:
            with log.open("ab") as output:
                client.execute(cleanup_kc=True, cwd=str(folder), stdout=output, stderr=output)
        except RuntimeError as error:  # nbclient's DeadKernelError, and its errors at the start
            nb_man.nb.metadata.papermill["exception"] = True
            place = f"in cell [{client.code_cells_executed}]" if client.code_cells_executed else ""
            raise KernelDied(
                f"the kernel ended {place or 'before the first cell'}: {error}",
                f"It crashed, ran out of memory or was killed; see {log}.",
            ) from error


papermill_engines.register(ENGINE, KernelEngine)


def run_notebook(
    notebook: Path,
    output: Path,
    parameters: dict[str, Value],
    environment: dict[str, str],
    timeout_minutes: float,
) -> None:
    """Run a notebook in a kernel of its own; it is done, or its process is gone, on return.

    Args:
        notebook: The notebook; its folder is the kernel's working folder.
        output: Where the executed notebook is put, a failed one too.
        parameters: Its parameters.
        environment: Variables for the kernel beyond those of this process.
        timeout_minutes: Wall-clock time it may take, start included.

    Raises:
        StepTimeout: If it takes longer.
        KernelDied: If the process ends before the notebook does.
        papermill.PapermillExecutionError: If a cell raises an error.
    """
    draft = output.with_suffix(".part.ipynb")
    with socket_folder() as sockets, ThreadPoolExecutor(1) as worker:
        kernel = Kernel(Path(sockets), environment)
        work = worker.submit(_execute, notebook, draft, parameters, kernel)
        try:
            if wait([work], timeout_minutes * 60).not_done:
                raise StepTimeout(
                    f"not done after {timeout_minutes:g} minutes",
                    "Look at its notebook for the cell; raise timeout_minutes if it needs longer.",
                )
            work.result()
        finally:
            _end(kernel, work)
            if draft.exists():
                draft.replace(output)


def _end(kernel: Kernel, work: Future[None]) -> None:
    # Repeated, because the process may only just be starting.
    while wait([work], 0.2).not_done:
        kernel.kill()


def _execute(notebook: Path, draft: Path, parameters: dict[str, Value], kernel: Kernel) -> None:
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
        )
    finally:
        asyncio.get_event_loop().close()  # this thread's own, made by jupyter_client


def _literal(path: Path) -> str:
    # papermill fills {names} in paths.
    return str(path.resolve()).replace("{", "{{").replace("}", "}}")
