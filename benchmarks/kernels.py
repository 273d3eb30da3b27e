"""The demo's notebooks by plain papermill, with warm kernels, and by the whole command."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from seqpt_lib.settings import PROJECT_ROOT

ORG = "demo"
COMMAND = "from pipelines.cli import main; main()"
MINUTES = 10.0


def seconds_of_command(*options: str) -> float:
    """Time ``seqpt run demo``, from its first import to its end.

    Args:
        options: Those of the command; without ``--force`` it skips what has not changed.

    Returns:
        Seconds.
    """
    return _seconds_of(["-c", COMMAND, "run", *options, ORG])


def seconds_of_plain_papermill() -> float:
    """Time the pipeline's notebooks by the command ``papermill``, one after the other.

    Returns:
        Seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        return sum(
            _seconds_of(["-m", "papermill", str(notebook), f"{folder}/out.ipynb", "-p", "org", ORG])
            for notebook in _notebooks()
        )


def seconds_of_warm_kernels() -> float:
    """Time the same notebooks in this process, whose server of warm kernels is there already.

    Returns:
        Seconds.
    """
    from pipelines.kernels import kernel_environment, run_notebook
    from seqpt_lib.store.server import kept_server_address

    environment = kernel_environment(server_address=kept_server_address())
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out.ipynb"
        first, *_ = notebooks = _notebooks()
        run_notebook(first, output, {"org": ORG}, environment, MINUTES)  # waits for the server
        started = perf_counter()
        for notebook in notebooks:
            run_notebook(notebook, output, {"org": ORG}, environment, MINUTES)
        return perf_counter() - started


def _notebooks() -> list[Path]:
    from pipelines import spec
    from pipelines.cli import PIPELINE

    return [PROJECT_ROOT / step.notebook for step in spec.load(PIPELINE).steps]


def _seconds_of(arguments: list[str]) -> float:
    started = perf_counter()
    done = subprocess.run(  # our own commands
        [sys.executable, *arguments], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{arguments[1]} failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
    return perf_counter() - started
