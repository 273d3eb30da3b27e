"""What a forked process lacks of a kernel that was started anew, and how it gets it."""

import atexit
import gc
import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from typing import Any, ClassVar

LAUNCHER = "ipykernel_launcher"
ENDING_SECONDS = 1.0


def become_kernel(arguments: list[str], folder: str, log: str, environment: dict[str, str]) -> None:
    """Turn this process, just forked, into what ``python -m ipykernel_launcher`` would be.

    Args:
        arguments: Those of the command line.
        folder: Its working folder.
        log: Where stdout and stderr are appended.
        environment: All of its environment.
    """
    os.setsid()
    _redirect(log)
    os.chdir(folder)
    sys.argv = [LAUNCHER, *arguments]
    _take_environment(environment)
    _forget_server()
    _end_with_parent()
    _hide_modules()
    from ipykernel.kernelapp import IPKernelApp

    try:
        # Without a parent it would believe that a person had started it, and say so.
        IPKernelApp.launch_instance(parent_handle=os.getppid())
    finally:
        _end_of_hearing()
        gc.freeze()  # IPython would look for cycles once more; all ends with the process
        atexit._run_exitfuncs()  # noqa: SLF001  # a forked process would leave them out


def _redirect(log: str) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(nothing)
    os.close(output)


def _take_environment(environment: dict[str, str]) -> None:
    """Take over all of an environment, also what an interpreter reads only when it begins."""
    from pipelines import preload

    os.environ.clear()  # noqa: TID251  # set, not read
    os.environ.update(preload.ADDED | environment)  # noqa: TID251
    time.tzset()
    given = [entry for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
    sys.path[:] = [*given, *preload.PATH]


def _forget_server() -> None:
    """Undo what the process has from the server: its random numbers and its being a daemon."""
    multiprocessing.current_process().daemon = False  # so that it may have children
    random.seed()
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()


class _SysWithoutModules:
    """What `sys` is to ipykernel's main module, but for the modules."""

    modules: ClassVar[dict[str, object]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


def _hide_modules() -> None:
    """Spare the kernel its look at every module: it copies 16 MB, and only a debugger uses it."""
    from ipykernel import ipkernel

    ipkernel.sys = _SysWithoutModules()  # type: ignore[attr-defined,assignment]


def _end_with_parent() -> None:
    """End, with all children, when the process that asked for this one is gone."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


def _end_of_hearing() -> None:
    """Let the kernel's answer to its end go out, before what carries answers ends too."""
    from ipykernel.kernelapp import IPKernelApp

    hearing = IPKernelApp.instance().control_thread
    if hearing and hearing.is_alive():
        hearing.stop()
        hearing.join(timeout=ENDING_SECONDS)
