"""What the doctor says of a machine, and how it sums up."""

import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from pipelines import doctor, doctor_machine
from pipelines.cli import PIPELINE
from pipelines.doctor import Check, Finding, Subject
from pipelines.doctor_checks import CHECKS
from seqpt_lib.errors import DatabaseError, DataError
from seqpt_lib.settings import settings
from tests.unit.run_results import (
    in_project_folder,  # noqa: F401  # a fixture of this module too
)
from tests.unit.test_environment import PYPROJECT

SUBJECT = Subject("demo", {}, PIPELINE, lambda: ("0007", "0007"))
LOCKED = {"pandas": "3.1.0", "pytest": "9.1.0"}


def gives(finding: Finding) -> Callable[[Subject], Finding]:
    return lambda _subject: finding


def raises(error: Exception) -> Callable[[Subject], Finding]:
    def look(_subject: Subject) -> Finding:
        raise error

    return look


OK = gives(Finding("ok", "fine"))


def test_each_check_is_a_line_with_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    checks = [
        Check("Python", OK),
        Check("disk", gives(Finding("warning", "12 MB free", "Free some disk space."))),
        Check("archetype", raises(DataError("no archetype", "Choose one."))),
        Check("answers", OK, needs=("archetype",)),
    ]

    code = doctor.diagnose(checks, SUBJECT, "make run ORG=demo")

    assert code == 12
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "  ok       Python     fine",
        "  warning  disk       12 MB free. Free some disk space.",
        "  PROBLEM  archetype  no archetype. Choose one.",
        "  -        answers    not checked: see archetype",
        "Not ready: a run would end with exit code 12.",
    ]


def test_the_first_problem_of_a_run_gives_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    checks = [
        Check("database", raises(DatabaseError("gone"))),
        Check("archetype", raises(DataError("none"))),
    ]

    assert doctor.diagnose(checks, SUBJECT, "") == 13
    assert "exit code 13" in capsys.readouterr().out


def test_warnings_do_not_keep_a_run_from_starting(capsys: pytest.CaptureFixture[str]) -> None:
    checks = [Check("disk", gives(Finding("warning", "full")))]

    assert doctor.diagnose(checks, SUBJECT, "make run ORG=demo") == 0
    assert "Ready: make run ORG=demo\nNot checked: " in capsys.readouterr().out


def test_an_error_that_nobody_foresaw_is_a_problem_and_the_next_check_is_made() -> None:
    checks = [Check("packages", raises(ImportError("No module named 'yaml'"))), Check("disk", OK)]

    (_, first), (_, second) = doctor.examine(checks, SUBJECT)

    assert (first.state, first.exit_code) == ("problem", 20)
    assert first.text == "ImportError: No module named 'yaml'"
    assert second.state == "ok"


def test_every_check_comes_after_those_that_it_needs() -> None:
    names = [check.name for check in CHECKS]

    for position, check in enumerate(CHECKS):
        assert set(check.needs) <= set(names[:position])


def test_this_machine_is_fit() -> None:
    assert doctor_machine.python(SUBJECT).state == "ok"
    assert doctor_machine.pipeline_file(SUBJECT).state == "ok"


def test_the_versions_of_python_are_those_of_the_project() -> None:
    named = [
        tuple(map(int, text.rpartition(" ")[2].split(".")))
        for text in PYPROJECT["project"]["classifiers"]
    ]

    assert (min(named), max(named)) == (doctor_machine.OLDEST_PYTHON, doctor_machine.NEWEST_PYTHON)


@pytest.mark.parametrize(
    ("number", "state"),
    [pytest.param((3, 10, 4), "problem"), pytest.param((3, 14, 0), "warning")],
)
def test_another_python_is_told(
    monkeypatch: pytest.MonkeyPatch, number: tuple[int, ...], state: str
) -> None:
    monkeypatch.setattr(sys, "version_info", number)

    assert doctor_machine.python(SUBJECT).state == state


@pytest.mark.parametrize(
    ("installed", "state", "code", "text"),
    [
        pytest.param(LOCKED, "ok", 0, "2 as in requirements.lock", id="as locked"),
        pytest.param(
            LOCKED | {"pandas": ""}, "problem", 20, "missing: pandas", id="one that a run needs"
        ),
        pytest.param(
            LOCKED | {"pytest": ""},
            "warning",
            0,
            "missing, for developing only: pytest",
            id="one for developing",
        ),
        pytest.param(
            LOCKED | {"pandas": "3.0.0"},
            "warning",
            0,
            "of another version: pandas 3.0.0 (lock: 3.1.0)",
            id="another version",
        ),
    ],
)
def test_packages_are_compared_with_the_lock(
    installed: dict[str, str], state: str, code: int, text: str
) -> None:
    finding = doctor_machine.compared(LOCKED, installed, {"pandas"})

    assert (finding.state, finding.exit_code, finding.text) == (state, code, text)


def test_what_a_run_needs_is_followed_to_the_end_and_tools_are_left_out() -> None:
    needed = doctor_machine._needed("seqpt", doctor_machine._locked())

    assert {"pandas", "papermill", "nbclient"} <= needed
    assert "tornado" in needed  # only others ask for it
    assert not {"pytest", "ruff", "mypy"} & needed


@pytest.mark.parametrize(
    ("setting", "url", "code"),
    [pytest.param("runs", "postgresql://h/d", 2), pytest.param("home", None, 13)],
)
def test_a_folder_that_cannot_be_made_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, url: str | None, code: int
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(settings(), "database_url", url)
    monkeypatch.setattr(settings(), setting, tmp_path / "file" / "x")

    finding = _found(doctor_machine.disk)

    assert (finding.state, finding.exit_code) == ("problem", code)
    assert f"SEQPT_{setting.upper()}" in finding.remedy


def test_little_space_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_machine, "LITTLE_SPACE", 2**70)

    assert doctor_machine.disk(SUBJECT).state == "warning"


def _found(look: Callable[[Subject], Finding]) -> Finding:
    ((_, finding),) = doctor.examine([Check("it", look)], SUBJECT)
    return finding


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port of this machine that takes connections, named as the model service."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(settings(), "model", "openai:small")
    monkeypatch.setattr(settings(), "openai_api_key", SecretStr("sk-1234567890"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        monkeypatch.setattr(settings(), "openai_base_url", f"http://127.0.0.1:{port}/v1")
        yield port


def test_a_model_service_that_takes_a_connection_is_named(model: int) -> None:
    finding = doctor_machine.model_service(SUBJECT)

    assert finding.state == "ok"
    assert finding.text == f"openai:small at 127.0.0.1:{model}, which takes a connection"


def test_a_model_service_that_takes_no_connection_is_a_warning(
    model: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "openai_base_url", "http://127.0.0.1:9/v1")

    finding = doctor_machine.model_service(SUBJECT)

    assert finding.state == "warning"
    assert "127.0.0.1:9 takes no connection (Connection refused)" in finding.text


def test_a_service_that_is_required_and_takes_no_connection_is_a_problem(
    model: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "openai_base_url", "http://127.0.0.1:9/v1")
    monkeypatch.setattr(settings(), "model_required", True)

    finding = _found(doctor_machine.model_service)

    assert (finding.state, finding.exit_code) == ("problem", 14)


@pytest.mark.parametrize("embedding", [None, "openai:meaning"])
def test_a_model_that_is_required_and_not_named_is_a_problem(
    model: int, monkeypatch: pytest.MonkeyPatch, embedding: str | None
) -> None:
    monkeypatch.setattr(settings(), "model", None)
    monkeypatch.setattr(settings(), "embedding_model", embedding)
    monkeypatch.setattr(settings(), "model_required", True)

    finding = _found(doctor_machine.model_service)

    assert (finding.state, finding.exit_code) == ("problem", 14)
    assert "SEQPT_MODEL is not" in finding.text


def test_a_service_behind_a_proxy_is_not_tried(model: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setattr(settings(), "openai_base_url", "http://model.example/v1")

    assert "not tried, it goes through a proxy" in doctor_machine.model_service(SUBJECT).text


@pytest.mark.parametrize(
    ("name", "key", "code"),
    [
        pytest.param("openai:small", None, 14, id="no key"),
        pytest.param("small", SecretStr("sk-1"), 2, id="no provider"),
    ],
)
def test_a_model_that_is_named_wrongly_gives_the_code_of_the_run(
    model: int, monkeypatch: pytest.MonkeyPatch, name: str, key: SecretStr | None, code: int
) -> None:
    monkeypatch.setattr(settings(), "model", name)
    monkeypatch.setattr(settings(), "openai_api_key", key)

    finding = _found(doctor_machine.model_service)

    assert (finding.state, finding.exit_code) == ("problem", code)


def test_without_a_model_nothing_is_asked() -> None:
    assert "none is set" in doctor_machine.model_service(SUBJECT).text
