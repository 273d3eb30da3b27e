"""The embedded server lives as long as its users."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

START = "from seqpt_lib.store.server import embedded_address; embedded_address()"
KILL = "; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"


def start_server(home: str, then: str = "") -> None:
    environment = os.environ | {"SEQPT_HOME": home}
    subprocess.run([sys.executable, "-c", START + then], env=environment, check=False, timeout=240)


def test_a_killed_user_does_not_keep_the_server_running() -> None:
    with tempfile.TemporaryDirectory(prefix="seqpt-") as home:
        server = Path(home) / "postgres"
        start_server(home, KILL)
        assert (server / "postmaster.pid").exists()
        start_server(home)
        assert not (server / "postmaster.pid").exists()
        assert json.loads((server / ".handle_pids.json").read_text()) == []
