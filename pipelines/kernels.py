"""How a notebook's kernel is started and ended."""

import os
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

LONGEST_SOCKET_FOLDER = 70
"""A socket's whole path has to stay below 104 characters (macOS; Linux: 108)."""


class ThisInterpreter(KernelSpecManager):
    """Knows one kernel, the interpreter that runs now, whatever kernels a user has installed."""

    def __init__(self, environment: dict[str, str]) -> None:
        super().__init__()
        self._environment = {key: text.replace("$", "$$") for key, text in environment.items()}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Describe that kernel, with what its environment has beyond ours."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name=kernel_name,
            language="python",
            env=self._environment,
        )


class Kernel:
    """The process behind one notebook. It is spoken to by Unix sockets in a folder of its own."""

    def __init__(self, sockets: Path, environment: dict[str, str]) -> None:
        self.manager = AsyncKernelManager(
            transport="ipc",
            ip=str(sockets / "k"),
            connection_file=str(sockets / "connection.json"),
            kernel_spec_manager=ThisInterpreter(environment),
        )

    def kill(self) -> None:
        """End the process and those it started, if it runs."""
        process = getattr(self.manager.provisioner, "process", None)
        if process is not None and process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def socket_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder for a kernel's sockets whose path is short enough, deleted after use."""
    short = len(tempfile.gettempdir()) <= LONGEST_SOCKET_FOLDER
    return tempfile.TemporaryDirectory(
        prefix="seqpt-",
        dir=None if short else "/tmp",  # noqa: S108  # made by mkdtemp
        ignore_cleanup_errors=True,
    )
