"""How jupyter_client gets a process for a kernel: a warm one where that is possible."""

import logging
import os
import signal
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from pipelines import warm

NAME = "seqpt"
KERNEL_METADATA = {"kernel_provisioner": {"provisioner_name": NAME}}
"""Of a kernel spec that wants this provisioner."""

log = logging.getLogger(__name__)


class Provisioner(LocalProvisioner):  # type: ignore[misc]  # jupyter_client carries no types
    """Starts a kernel and remembers how its process ended."""

    exit_status: int | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel.

        Args:
            cmd: Command line of a plain kernel.
            **kwargs: As for `subprocess.Popen`; ``stdout`` is the file of both streams.

        Returns:
            How to connect to it.
        """
        if not self.is_warm:
            return await super().launch_kernel(cmd, **kwargs)
        environment = kwargs["env"] | {"JPY_PARENT_PID": str(os.getpid())}
        try:
            self.process = warm.WarmProcess(
                cmd, Path(kwargs["cwd"]), Path(kwargs["stdout"].name), environment
            )
        except (OSError, EOFError) as error:
            log.warning("no warm kernel, so a plain one: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info

    @property
    def is_warm(self) -> bool:
        """True where a kernel is forked from the server instead of started anew."""
        return warm.is_possible()

    async def poll(self) -> int | None:
        """Give the exit status; ``None`` while the process runs."""
        status: int | None = await super().poll()
        if self.process and status is not None:
            self.exit_status = status
        return status


def register() -> None:
    """Let jupyter_client know the provisioner in this process only; a JupyterLab never meets it."""
    KernelProvisionerFactory.instance().provisioners[NAME] = EntryPoint(
        NAME, f"{__name__}:{Provisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
    )


def told_exit(provisioner: Provisioner | None) -> str:
    """Say how a kernel's process ended.

    Args:
        provisioner: What started it, if it came to that.

    Returns:
        Words that follow "it".
    """
    status = provisioner.exit_status if provisioner else None
    if status is None:
        return "stopped answering"
    if status >= 0:
        return f"ended with exit status {status}"
    name = signal.Signals(-status).name
    memory = ", perhaps for want of memory" if -status == signal.SIGKILL else ""
    return f"was ended by {name}{memory}"
