"""Run one notebook's code in this process and print its seconds and peak memory as JSON.

Imports are timed apart: they cost the same for one person and for a million.
"""

import json
import os
import resource
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path

from benchmarks.notebook import run_cells

STATUS = Path("/proc/self/status")
KIBIBYTES, BYTES = 1024, 1024**2
"""How many of them are a MiB."""


def run_notebook(name: str, org: str) -> dict[str, float]:
    """Execute a notebook's code cells one after the other.

    Args:
        name: Notebook without its ending.
        org: The organization.

    Returns:
        ``import_seconds``, ``seconds``, ``peak_mib``.
    """
    started = time.perf_counter()
    import great_expectations  # noqa: F401

    from seqpt_lib import gaps, plans, quality, reports, store  # noqa: F401

    imported = time.perf_counter()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        run_cells(name, org=org)
    return {
        "import_seconds": imported - started,
        "seconds": time.perf_counter() - imported,
        "peak_mib": peak_mib(),
    }


def peak_mib() -> float:
    """Measure how much memory this process has held at once.

    Linux passes the ``ru_maxrss`` of the process that started this one on to it; the high-water
    mark of its own memory begins anew with its program.

    Returns:
        Peak resident memory in MiB.
    """
    if STATUS.exists():
        mark = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(mark.split()[1]) / KIBIBYTES
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (BYTES if sys.platform == "darwin" else KIBIBYTES)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run_notebook(sys.argv[1], sys.argv[2])) + "\n")
