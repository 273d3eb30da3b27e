"""The embedded server lives as long as its users."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from seqpt_lib.store import server as embedded

START = "from seqpt_lib.store.server import embedded_address; embedded_address()"
KILL = "; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
KILL_SERVER = """
import os, pathlib, signal
listed = pathlib.Path(os.environ["SEQPT_HOME"], "postgres", "postmaster.pid").read_text()
os.kill(int(listed.split()[0]), signal.SIGKILL)
os._exit(0)"""


def start_server(home: str, then: str = "") -> int:
    environment = os.environ | {"SEQPT_HOME": home}
    command = [sys.executable, "-c", START + then]
    return subprocess.run(command, env=environment, check=False, timeout=240).returncode


def test_a_killed_user_does_not_keep_the_server_running() -> None:
    with tempfile.TemporaryDirectory(prefix="seqpt-") as home:
        server = Path(home) / "postgres"
        start_server(home, KILL)
        assert (server / "postmaster.pid").exists()
        start_server(home)
        assert not (server / "postmaster.pid").exists()
        assert json.loads((server / ".handle_pids.json").read_text()) == []


def test_a_killed_server_is_started_anew_at_once() -> None:
    with tempfile.TemporaryDirectory(prefix="seqpt-") as home:
        assert start_server(home, KILL_SERVER) == 0
        assert start_server(home) == 0


def test_a_killed_server_is_waited_for_while_it_is_listed(tmp_path: Path) -> None:
    server = subprocess.Popen(["true"])
    os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)  # ended, and nobody has looked
    (tmp_path / "postmaster.pid").write_text(f"{server.pid}\n{tmp_path}\n")
    look = threading.Timer(0.2, server.wait)
    look.start()

    embedded._await_burial(tmp_path)

    assert server.returncode == 0
    look.join()
