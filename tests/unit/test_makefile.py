"""What a person sees who types `make`, with the wrong Python, or too little."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHELL_TOOLS = ["awk", "cat", "cksum", "df", "dirname", "mkdir", "mv", "ps", "rm", "sh", "sleep"]
TOO_OLD = 'case "$2" in *print*) echo 3.9.2 ;; *) exit 1 ;; esac'
WITHOUT_VENV = 'case "$2" in *print*) echo 3.11.2 ;; *ensurepip*) exit 1 ;; esac'


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
        timeout=60,
        check=False,
    )


def install_nothing(project: Path, command: str) -> None:
    """Make the set-up a no-op and `seqpt` a command of ours."""
    write_command(project / "scripts/setup.sh", "exit 0")
    write_command(project / ".venv/bin/seqpt", command)


def test_make_alone_lists_every_target(project: Path) -> None:
    makefile = (project / "Makefile").read_text()
    [phony] = re.findall(r"^\.PHONY: ((?:.*\\\n)*.*)", makefile, flags=re.MULTILINE)
    answer = say(project, "make")
    assert (
        re.findall(r"^  make (\S+)", answer.stdout, flags=re.MULTILINE)
        == phony.replace("\\", "").split()
    )


@pytest.mark.parametrize(
    "target",
    [
        "run",
        "doctor",
        "dry-run",
        "import",
        "load",
        "archetype",
        "context",
        "compare",
        "export",
        "schedule",
    ],
)
def test_missing_values_give_one_line_of_usage(project: Path, target: str) -> None:
    install_nothing(project, "echo must not run")
    answer = say(project, "make", target)
    assert answer.returncode == 2
    usage, of_make = answer.stderr.splitlines()
    assert usage.startswith(f"Usage: make {target} ")
    assert of_make.endswith("Error 2")
    assert answer.stdout == ""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Demo Motors", id="spaces"),
        pytest.param('O\'Neill "& Sons"', id="quotes"),
        pytest.param("a; touch broken", id="semicolon"),
        pytest.param("$(touch broken) `touch broken` $HOME", id="substitution"),
        pytest.param("--help", id="looks like an option"),
    ],
)
def test_any_name_arrives_as_it_was_typed(project: Path, name: str) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    answer = say(project, "make", "run", f"ORG={name}", "SET=a=* b=2")
    assert answer.stdout == f"<run><--set><a=*><--set><b=2><--><{name}>"
    assert not (project / "broken").exists()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(["FORCE=yes"], "<--force>", id="all steps again"),
        pytest.param(["FORCE=no"], "", id="not all"),
        pytest.param(["FROM_STEP=write_plans"], "<--from=write_plans>", id="from a step on"),
        pytest.param(["ONLY=$(touch broken); x"], "<--only=$(touch broken); x>", id="as typed"),
        pytest.param(["WAIT=no", "SET=a=1"], "<--set><a=1><--no-wait>", id="without waiting"),
        pytest.param(["WAIT=yes"], "", id="waiting"),
    ],
)
def test_what_is_asked_for_of_a_run_becomes_an_option(
    project: Path, given: list[str], expected: str
) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    answer = say(project, "make", "run", "ORG=x", *given)
    assert answer.stdout == f"<run>{expected}<--><x>"
    assert not (project / "broken").exists()


def test_variables_of_other_programs_ask_for_nothing(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    others = dict.fromkeys(("FORCE", "FROM_STEP", "ONLY", "WAIT"), "yes") | {"WAIT": "no"}
    assert say(project, "make", "run", "ORG=x", **others).stdout == "<run><--><x>"


@pytest.mark.parametrize("target", ["run", "dry-run"])
def test_language_is_a_parameter_like_others(project: Path, target: str) -> None:
    install_nothing(project, r'printf "<%s>" "$@" "$LANGUAGE"')
    answer = say(project, "make", target, "ORG=x", "LANGUAGE=$(touch broken)", "SET=a=1")
    assert (
        answer.stdout == f"<{target}><--set><a=1><--set><language=$(touch><--set><broken)><--><x><>"
    )
    assert not (project / "broken").exists()


def test_organizations_workers_and_scheduler_arrive_as_they_were_typed(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    given = ["ORGS=a *  $(touch", "JOBS=$(touch broken)", "SCHEDULER=tcp://h:1; x", "SET=a=1"]
    answer = say(project, "make", "run-all", *given)
    assert answer.stdout == (
        "<run-all><--jobs=$(touch broken)><--scheduler=tcp://h:1; x><--set><a=1><--><a><*><$(touch>"
    )
    assert not (project / "broken").exists()


def test_jobs_of_another_program_do_not_count(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    answer = say(project, "make", "run-all", JOBS="64", ORGS="x", SCHEDULER="slurm")
    assert answer.stdout == "<run-all><--jobs=><--scheduler=><-->"


def test_a_set_time_arrives_as_it_was_typed(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    answer = say(project, "make", "schedule", "AT=Mon 06:00; $(touch broken)", "ORGS=a")
    assert answer.stdout == (
        "<schedule><--at=Mon 06:00; $(touch broken)><--jobs=><--scheduler=><--><a>"
    )
    assert not (project / "broken").exists()


def test_language_of_the_system_is_no_wish(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    answer = say(project, "make", "run", "ORG=x", LANGUAGE="de_DE:en")
    assert answer.stdout == "<run><--><x>"


def test_dump_and_key_arrive_as_they_were_typed(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    answer = say(project, "make", "load", "DUMP=my $(touch broken).sql", "KEY=--help; 'x' \"y\"")
    assert answer.stdout == "<load><--key=--help; 'x' \"y\"><--><my $(touch broken).sql>"
    assert not (project / "broken").exists()


@pytest.mark.parametrize("given", ["DUMP=survey.sql", "KEY=first"])
def test_a_load_needs_both_dump_and_key(project: Path, given: str) -> None:
    install_nothing(project, "echo must not run")
    answer = say(project, "make", "load", given)
    assert answer.stderr.startswith("Usage: make load DUMP=file.sql KEY=organization\n")
    assert (answer.returncode, answer.stdout) == (2, "")


def test_organization_and_folder_of_a_context_arrive_as_they_were_typed(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    answer = say(project, "make", "context", "ORG=--help", "FROM=my $(touch broken); 'x' folder")
    assert answer.stdout == "<context><--><--help><my $(touch broken); 'x' folder>"
    assert not (project / "broken").exists()


@pytest.mark.parametrize("given", ["ORG=demo", "FROM=folder"])
def test_a_context_needs_both_organization_and_folder(project: Path, given: str) -> None:
    install_nothing(project, "echo must not run")
    answer = say(project, "make", "context", given)
    assert answer.stderr.startswith("Usage: make context ORG=demo FROM=folder\n")
    assert (answer.returncode, answer.stdout) == (2, "")


def test_all_that_an_export_takes_arrives_as_it_was_typed(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    typed = ["ORG=--help; 'x'", "FORMAT=$(touch broken)", "TO=my folder", "PLANS=yes"]
    answer = say(project, "make", "export", *typed, "LANGUAGE=de; x")
    assert answer.stdout == (
        "<export><--plans><--format=$(touch broken)><--to=my folder><--language=de; x>"
        "<--><--help; 'x'>"
    )
    assert not (project / "broken").exists()


@pytest.mark.parametrize("plans", ["PLANS=", "PLANS=no", "PLANS=YES please"])
def test_plans_are_exported_only_for_yes(project: Path, plans: str) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    answer = say(project, "make", "export", "ORG=x", "FORMAT=csv", plans)
    assert answer.stdout == "<export><--format=csv><--to=><--language=en><--><x>"


def test_what_an_export_takes_comes_from_the_command_line_only(project: Path) -> None:
    install_nothing(project, r'printf "<%s>" "$@"')
    others = {"PLANS": "yes", "TO": "/elsewhere", "LANGUAGE": "de_DE:en", "WORDS": "de"}
    answer = say(project, "make", "export", "ORG=x", "FORMAT=csv", **others)
    assert answer.stdout == "<export><--format=csv><--to=><--language=en><--><x>"
    assert say(project, "make", "export", "ORG=x", FORMAT="csv").returncode == 2


def test_name_of_an_import_comes_from_the_command_line_only(project: Path) -> None:
    install_nothing(project, "echo must not run")
    answer = say(project, "make", "import", "FROM=x", "KEY=x", "ARCHETYPE=x", NAME="host")
    assert answer.stderr.startswith("Usage: make import ")


@pytest.mark.parametrize(
    ("given", "environment", "expected"),
    [
        pytest.param(["LOG=json"], {}, "<json>", id="asked for"),
        pytest.param(["LOG=$(touch broken); x"], {}, "<$(touch broken); x>", id="as it was typed"),
        pytest.param([], {"LOG": "debug"}, "<>", id="of another program"),
        pytest.param([], {"SEQPT_LOG": "json"}, "<json>", id="set for good"),
    ],
)
def test_log_names_what_a_run_writes(
    project: Path, given: list[str], environment: dict[str, str], expected: str
) -> None:
    install_nothing(project, 'printf "<%s>" "$SEQPT_LOG"')
    answer = say(project, "make", "run", "ORG=demo", *given, **environment)
    assert answer.stdout == expected
    assert not (project / "broken").exists()


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
