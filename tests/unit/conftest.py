"""What tests of the Makefile and of the set-up share."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHELL_TOOLS = ["awk", "cat", "cksum", "df", "dirname", "mkdir", "mv", "ps", "rm", "sh", "sleep"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what set-up needs, in a folder whose name has a space."""
    folder = tmp_path / "my project"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH with the usual commands and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in SHELL_TOOLS:
        (folder / name).symlink_to(shutil.which(name) or "")
    return folder
