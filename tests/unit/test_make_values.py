"""What is typed after `make` arrives as it was typed, and nothing else does."""

from pathlib import Path

import pytest

from tests.support.makefiles import install_nothing, say


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


@pytest.mark.parametrize("given", ["FORCE=1", "WAIT=$(touch broken)", "PLANS=Yes", "CONFIRM=y"])
def test_what_is_neither_yes_nor_no_is_refused(project: Path, given: str) -> None:
    install_nothing(project, "echo must not run")
    answer = say(project, "make", "run", "ORG=x", given)
    assert answer.returncode == 2
    name = given.partition("=")[0]
    assert f"{given} means nothing: say {name}=yes or {name}=no." in answer.stderr
    assert answer.stdout == ""
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


@pytest.mark.parametrize("plans", ["PLANS=", "PLANS=no"])
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
