"""``run.log``: what happened in a run, with the tracebacks that the terminal does not show."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OURS = ("pipelines", "seqpt_lib")


@contextmanager
def run_log(file: Path) -> Iterator[None]:
    """Write log records to a file: ours from INFO on, those of the libraries from WARNING on.

    Args:
        file: The file.
    """
    handler = logging.FileHandler(file, encoding="utf-8")
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(formatter)
    levels = {name: logging.getLogger(name).level for name in OURS}
    logging.getLogger().addHandler(handler)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        handler.close()
