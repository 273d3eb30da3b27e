"""JupyterLab on the notebooks, with the interpreter that runs now."""

import os
import sys

from seqpt_lib.settings import PROJECT_ROOT


def open_lab() -> None:
    """Replace this process by JupyterLab, opened on ``notebooks/``."""
    arguments = [sys.executable, "-m", "jupyterlab", str(PROJECT_ROOT / "notebooks")]
    if os.geteuid() == 0:
        arguments.append("--allow-root")  # in a container there is no one else
    os.execv(sys.executable, arguments)  # noqa: S606  # no shell, no input of a person
