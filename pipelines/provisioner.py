"""How jupyter_client gets a process for a kernel: a warm one where that is possible."""

import asyncio
import logging
import os
import signal
import time
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from pipelines import warm
from pipelines.warm import WarmProcess

NAME = "seqpt"
KERNEL_METADATA = {"kernel_provisioner": {"provisioner_name": NAME}}
"""Of a kernel spec that wants this provisioner."""

CHANNELS = ("shell_port", "iopub_port", "control_port", "hb_port")
LOOK_SECONDS = 0.005
MOST_ENDING_SECONDS = 0.1
"""How often jupyter_client itself asks whether a kernel that was told to end has done so."""

ANSWER_SECONDS = 1.0

log = logging.getLogger(__name__)


class Provisioner(LocalProvisioner):
    """Starts a kernel and remembers how its process ended."""

    exit_status: int | None = None
    is_given_up = False
    """Set by whoever does not want the kernel any more, started or not."""

    _is_ending = False

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel.

        Args:
            cmd: Command line of a plain kernel.
            **kwargs: As for `subprocess.Popen`; ``stdout`` is the file of both streams.

        Returns:
            How to connect to it.

        Raises:
            RuntimeError: If it was given up meanwhile.
        """
        forked = await self._forked(cmd, kwargs) if warm.is_possible() else None
        if not forked:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked  # type: ignore[assignment]  # all of a Popen that is used
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs["cwd"]
        await self._listening()
        return self.connection_info

    async def _forked(self, command: list[str], given: dict[str, Any]) -> WarmProcess | None:
        """Wait for a warm process; the server may still be importing."""
        environment = given["env"] | {"JPY_PARENT_PID": str(os.getpid())}
        folder, output = Path(given["cwd"]), Path(given["stdout"].name)
        starter = ThreadPoolExecutor(1)
        started = starter.submit(WarmProcess, command, folder, output, environment)
        starter.shutdown(wait=False)
        while not started.done():
            if self.is_given_up:
                started.add_done_callback(_kill)
                raise RuntimeError("given up before it began")
            await asyncio.sleep(LOOK_SECONDS)
        try:
            return started.result()
        except (OSError, EOFError) as error:
            log.warning("no warm kernel, so a plain one: %s", str(error) or "the server ended")
            return None

    async def send_signal(self, signum: int) -> None:
        """Send a signal; an interruption is left out.

        jupyter_client interrupts a kernel before it asks it to end, and one that is interrupted at
        the wrong moment does not hear what it is asked.
        """
        if signum != signal.SIGINT:
            await super().send_signal(signum)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Take note that the kernel was told to end."""
        await super().shutdown_requested(restart=restart)
        self._is_ending = True

    async def poll(self) -> int | None:
        """Give the exit status; ``None`` while the process runs. An end that is near is awaited."""
        deadline = time.monotonic() + (MOST_ENDING_SECONDS if self._is_ending else 0)
        while (status := await super().poll()) is None and time.monotonic() < deadline:
            await asyncio.sleep(LOOK_SECONDS)
        if self.process and status is not None:
            self.exit_status = int(status)
        return status

    async def _listening(self) -> None:
        """Wait for the kernel's sockets: who connects to one that is not there waits longer."""
        told: dict[str, Any] = {**self.connection_info}
        sockets = [Path(f"{told['ip']}-{told[channel]}") for channel in CHANNELS]
        while not all(map(Path.exists, sockets)) and await self.poll() is None:
            await asyncio.sleep(LOOK_SECONDS)


class Client(AsyncKernelClient):
    """Speaks with a kernel, and does not wait for silence before the first cell."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on all channels that a cell needs.

        Args:
            timeout: Seconds that it has.

        Raises:
            RuntimeError: If it takes longer, or has died.
        """
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._answers(self.kernel_info()):
            if not await self.is_alive():
                raise RuntimeError("Kernel died before it was ready")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel was not ready in {timeout} seconds")

    async def _answers(self, question: str) -> bool:
        """Tell whether a question is answered, and its end told to all listeners."""
        try:
            while True:
                message = await self.get_iopub_msg(timeout=ANSWER_SECONDS)
                is_ours = message["parent_header"].get("msg_id") == question
                if is_ours and message["content"].get("execution_state") == "idle":
                    break
            while True:
                reply = await self.get_shell_msg(timeout=ANSWER_SECONDS)
                if reply["parent_header"].get("msg_id") == question:
                    return True
        except Empty:
            return False


def _kill(started: Future[WarmProcess]) -> None:
    if not started.exception():
        started.result().kill()


def register() -> None:
    """Let jupyter_client know the provisioner in this process only; a JupyterLab never meets it."""
    KernelProvisionerFactory.instance().provisioners[NAME] = EntryPoint(
        NAME, f"{__name__}:{Provisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
    )


def told_exit(provisioner: KernelProvisionerBase | None) -> str:
    """Say how a kernel's process ended.

    Args:
        provisioner: What started it, if it came to that.

    Returns:
        Words that follow "it".
    """
    status = provisioner.exit_status if isinstance(provisioner, Provisioner) else None
    if status is None:
        return "stopped answering"
    if status >= 0:
        return f"ended with exit status {status}"
    name = signal.Signals(-status).name
    memory = ", perhaps for want of memory" if -status == signal.SIGKILL else ""
    return f"was ended by {name}{memory}"
