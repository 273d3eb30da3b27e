"""Typing `make` in a copy of the project where nothing is installed."""

import os
import subprocess
from pathlib import Path


def write_command(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def say(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        words,
        cwd=folder,
        env=kept | variables,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def install_nothing(project: Path, command: str) -> None:
    """Make the set-up a no-op and `seqpt` a command of ours."""
    write_command(project / "scripts/setup.sh", "exit 0")
    write_command(project / ".venv/bin/seqpt", command)
