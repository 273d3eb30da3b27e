"""Writing lines to stdout."""

import os
import re
import sys
from collections.abc import Callable

OnCell = Callable[[int, int], None]
"""Is told after each code cell how many have been run, and how many there are."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def say(*lines: str) -> None:
    """Write lines at once; a reader who has gone away (`| head`) does not stop the run.

    A name in the database may hold control characters; they do not reach the terminal.

    Args:
        lines: The lines.
    """
    try:
        print(*(_CONTROL.sub("?", line) for line in lines), sep="\n", flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
