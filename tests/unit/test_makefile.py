"""What a person sees who types `make`, with the wrong Python, or too little."""

import os
import re
from pathlib import Path

import pytest

from tests.support.makefiles import install_nothing, say, write_command

TOO_OLD = 'case "$2" in *print*) echo 3.9.2 ;; *) exit 1 ;; esac'
WITHOUT_VENV = 'case "$2" in *print*) echo 3.11.2 ;; *ensurepip*) exit 1 ;; esac'


def test_make_alone_lists_every_target(project: Path) -> None:
    makefile = (project / "Makefile").read_text()
    [phony] = re.findall(r"^\.PHONY: ((?:.*\\\n)*.*)", makefile, flags=re.MULTILINE)
    answer = say(project, "make")
    assert (
        re.findall(r"^  make (\S+)", answer.stdout, flags=re.MULTILINE)
        == phony.replace("\\", "").split()
    )


def test_failure_prints_the_exit_code(project: Path) -> None:
    install_nothing(project, "exit 11")
    answer = say(project, "make", "run", "ORG=demo")
    assert answer.returncode == 2
    assert answer.stderr.startswith("seqpt: exit code 11\n")


def test_failed_setup_stops_before_the_command(project: Path) -> None:
    install_nothing(project, "echo must not run")
    write_command(project / "scripts/setup.sh", "exit 1")
    answer = say(project, "make", "run", "ORG=demo")
    assert (answer.returncode, answer.stdout) == (2, "")


@pytest.mark.parametrize(
    ("python", "line"),
    [
        pytest.param(
            TOO_OLD,
            "seqpt: Python 3.11 or newer is needed; found python3 (3.9.2): "
            "install it or say make PYTHON=/path/to/python3.12 run",
            id="too old",
        ),
        pytest.param(
            WITHOUT_VENV,
            "seqpt: python3 has no venv module: install it (Debian, Ubuntu: "
            "apt install python3-venv) or say make PYTHON=/path/to/python3.12 run",
            id="without venv",
        ),
    ],
)
def test_unfit_python_gives_one_line(project: Path, tools: Path, python: str, line: str) -> None:
    write_command(tools / "python3", python)
    answer = say(project, str(tools / "sh"), "scripts/setup.sh", PATH=str(tools))
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [line]
    assert not (project / ".venv").exists()
    assert not (project / ".venv.lock").exists()


def test_full_disk_gives_one_line(project: Path, tools: Path) -> None:
    write_command(tools / "python3", "exit 0")
    write_command(tools / "df", 'echo header; echo "a disk 9000 8000 1048576 90% /my disk"')
    answer = say(project, str(tools / "sh"), "scripts/setup.sh", PATH=str(tools))
    assert answer.returncode == 1
    [line] = answer.stderr.splitlines()
    assert line.startswith("seqpt: the disk is too full: ")
    assert line.endswith(", 1024 MB are free")


def test_environment_made_by_someone_else_is_left_alone(project: Path) -> None:
    (project / ".venv").mkdir()
    (project / ".venv/theirs").touch()
    answer = say(project, "sh", "scripts/setup.sh")
    assert answer.returncode == 1
    assert answer.stderr.startswith("seqpt: .venv was not made by this set-up: ")
    assert (project / ".venv/theirs").exists()


def test_database_is_deleted_only_when_confirmed(project: Path) -> None:
    (project / ".seqpt").mkdir()
    refused = say(project, "make", "clean-database")
    assert "CONFIRM=yes" in refused.stderr
    assert (project / ".seqpt").exists()
    assert say(project, "make", "clean-database", "CONFIRM=yes").returncode == 0
    assert not (project / ".seqpt").exists()


def test_database_in_use_is_not_deleted(project: Path) -> None:
    (project / ".seqpt").mkdir()
    (project / ".seqpt/postmaster.pid").write_text(f"{os.getpid()}\n")
    answer = say(project, "make", "clean-database", "CONFIRM=yes")
    assert f"in use (server process {os.getpid()})" in answer.stderr
    assert (project / ".seqpt").exists()


def test_clean_keeps_the_database_and_the_environment(project: Path) -> None:
    kept = (".seqpt/data/__pycache__", ".venv/__pycache__")
    for name in (*kept, "data/runs/demo", "data/exports/demo", "x/__pycache__"):
        (project / name).mkdir(parents=True)
    assert say(project, "make", "clean").returncode == 0
    assert (project / ".seqpt/data/__pycache__").exists()
    assert (project / ".venv/__pycache__").exists()
    assert not (project / "data/runs").exists()
    assert not (project / "data/exports").exists()
    assert not (project / "x/__pycache__").exists()
