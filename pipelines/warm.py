"""Processes for kernels out of a server that has imported already what notebooks import.

The server is `multiprocessing`'s own forkserver: a process without threads that has imported
`pipelines.preload` and forks. It ends with the process that began it.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

from pipelines.forked import become_kernel

PRELOAD = "pipelines.preload"
MODULE_FLAG = "-m"

log = logging.getLogger(__name__)
_main_lock = threading.Lock()


def is_possible() -> bool:
    """Tell whether this process can have warm kernels.

    Returns:
        False on Windows, which has no fork, on macOS, whose libraries may not survive one, and in
        a daemon of `multiprocessing`, which may not have children.
    """
    return (
        "forkserver" in multiprocessing.get_all_start_methods()
        and sys.platform != "darwin"
        and not multiprocessing.current_process().daemon
    )


def begin() -> None:
    """Begin the server, if that is possible; it imports while this process goes on.

    Where it cannot begin, as with a temporary folder whose path is too long for a socket, notebooks
    get plain kernels.
    """
    if is_possible():
        try:
            _ensure_server()
        except OSError as error:
            log.warning("no warm kernels: %s", error)


def _ensure_server() -> None:
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload([PRELOAD])
    forkserver.ensure_running()


class WarmProcess:
    """A kernel's process, with what jupyter_client uses of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(
        self, command: list[str], folder: Path, log: Path, environment: dict[str, str]
    ) -> None:
        """Start a kernel; waits until the server has imported all.

        Args:
            command: As a kernel spec has it: ``[interpreter, "-m", module, *arguments]``.
            folder: Its working folder.
            log: Where stdout and stderr are appended.
            environment: All of its environment.

        Raises:
            OSError: If the server ended, or cannot begin.
            EOFError: If the server ended just now.
        """
        _ensure_server()
        arguments = command[command.index(MODULE_FLAG) + 2 :]
        self._process: BaseProcess = multiprocessing.get_context("forkserver").Process(
            target=become_kernel,
            args=(arguments, str(folder), str(log), environment),
            name="kernel",
            daemon=True,  # not waited for when this process ends
        )
        self._lock = threading.Lock()
        with _without_main():
            self._process.start()
        self.pid = int(self._process.pid or 0)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Give the exit status, negative for a signal; ``None`` while the process runs."""
        with self._lock:  # asked by the thread that runs the notebook and by the one that watches
            self.returncode = self._process.exitcode
        return self.returncode

    def wait(self) -> int | None:
        """Wait for the end and give the exit status."""
        while self.poll() is None:
            time.sleep(0.01)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the program of this process, which `multiprocessing` would run again in the new one."""
    with _main_lock:
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = program
