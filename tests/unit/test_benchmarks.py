"""The bench measures what it says it does."""

import subprocess
import sys

from seqpt_lib.settings import PROJECT_ROOT

CHILD = "from benchmarks.step import peak_mib; print(peak_mib())"
PARENT = f"""
import subprocess, sys
held = bytearray(300 * 2**20)
held[::4096] = b"1" * len(held[::4096])
print(subprocess.check_output([sys.executable, "-c", {CHILD!r}], text=True))
"""


def test_the_peak_of_a_process_is_not_that_of_the_one_that_started_it() -> None:
    printed = subprocess.check_output(
        [sys.executable, "-c", PARENT], text=True, cwd=PROJECT_ROOT, timeout=240
    )

    assert 5 < float(printed) < 300
