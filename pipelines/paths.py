"""Paths as a person reads them."""

from pathlib import Path


def shown(path: Path) -> str:
    """Give a path relative to the working folder if it lies there.

    Args:
        path: The path.

    Returns:
        For example ``data/runs/demo/2026-11-22T14-05-11Z-7f3a``.
    """
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
