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

MEBIBYTE = 1024 if sys.platform == "linux" else 1024**2


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
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run_notebook(sys.argv[1], sys.argv[2])) + "\n")
