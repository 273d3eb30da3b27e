"""Typing commands as a user does, and looking at what they leave behind."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MAKES_OWN = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
"""What tells a make that another one called it; it would say which folder it enters."""


@dataclass(frozen=True)
class Typed:
    """A command that ended."""

    code: int
    out: str
    err: str
    runs: Path

    @property
    def seqpt_code(self) -> int:
        """The exit code that ``make`` prints, because its own is always 2."""
        printed = [line for line in self.err.splitlines() if line.startswith("seqpt: exit code ")]
        return int(printed[0].rsplit(" ", 1)[1]) if printed else self.code

    @property
    def complaint(self) -> str:
        """The line that says what is wrong."""
        lines = [line for line in self.err.splitlines() if line.startswith("seqpt: ")]
        return lines[0] if lines else ""

    def last_run(self, org: str = "demo") -> dict[str, Any]:
        """The run.json of the newest run."""
        newest = max((self.runs / org).glob("*/run.json"))
        content: dict[str, Any] = json.loads(newest.read_text())
        return content


def make(*arguments: str, runs: Path, **environment: str) -> Typed:
    """Type ``make ...`` in the project's folder, also where ``make test`` runs these tests."""
    own = {name: value for name, value in os.environ.items() if name not in MAKES_OWN}
    done = subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=own | {"SEQPT_RUNS": str(runs)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    return Typed(done.returncode, done.stdout, done.stderr, runs)
