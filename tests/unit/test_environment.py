"""The three descriptions of the environment say the same."""

import re
import tomllib
from importlib.metadata import distributions
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PLAIN_PIN = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+")
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK_LINES = [
    line
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
CONDA_LINES = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
REQUIREMENTS = [
    *PYPROJECT["build-system"]["requires"],
    *PYPROJECT["project"]["dependencies"],
    *PYPROJECT["project"]["optional-dependencies"]["dev"],
]


def pinned_versions() -> dict[str, Version]:
    pins = (line.split("==") for line in LOCK_LINES)
    return {canonicalize_name(name): Version(version) for name, version in pins}


def conda_python() -> SpecifierSet:
    [line] = [line for line in CONDA_LINES if str(line).startswith("python")]
    return SpecifierSet(line.removeprefix("python"))


@pytest.mark.parametrize("line", LOCK_LINES)
def test_lock_line_is_a_plain_pin(line: str) -> None:
    assert PLAIN_PIN.fullmatch(line)


def test_lock_names_each_package_once_in_order() -> None:
    names = [line.split("==")[0].lower() for line in LOCK_LINES]
    assert len(set(map(canonicalize_name, names))) == len(names)
    assert names[0] < names[-1]


def test_lock_says_how_it_is_made() -> None:
    assert "`make lock`" in (ROOT / "requirements.lock").read_text("utf-8")


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_dependency_is_pinned_within_its_bound(text: str) -> None:
    requirement = Requirement(text)
    pinned = pinned_versions()[canonicalize_name(requirement.name)]
    assert pinned in requirement.specifier


def test_every_installed_package_takes_the_first_release_of_the_oldest_python() -> None:
    """Debian 12 has 3.11.2: a package that wants 3.11.5 could not be installed there."""
    wanted = {one.name: one.metadata.get("Requires-Python") for one in distributions()}
    assert len(wanted) > 100
    assert "3.11.0" in SpecifierSet(str(wanted["pandas"]))
    assert [
        name for name, text in wanted.items() if text and "3.11.0" not in SpecifierSet(text)
    ] == []


@pytest.mark.parametrize("text", REQUIREMENTS)
def test_dependency_has_a_lower_bound(text: str) -> None:
    assert ">=" in [bound.operator for bound in Requirement(text).specifier]


def test_conda_takes_the_lock_and_the_project() -> None:
    assert CONDA_LINES[-1] == {"pip": ["-r requirements.lock", "-e ."]}


def test_conda_takes_the_supported_pythons_and_no_others() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PYPROJECT["project"]["classifiers"]))
    around = ["3.10", "3.11", "3.12", "3.13", "3.14"]
    assert [version for version in around if version in conda_python()] == named


def test_project_asks_for_the_oldest_supported_python() -> None:
    supported = SpecifierSet(PYPROJECT["project"]["requires-python"])
    assert "3.11" in supported
    assert "3.10" not in supported


@pytest.mark.xdist_group("together")
def test_tests_of_a_group_are_kept_together(request: pytest.FixtureRequest) -> None:
    """What is made once for a group would be made by every process, and nothing would say so."""
    is_grouped = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@together") == is_grouped


def test_set_up_compiles_what_it_installs() -> None:
    """Else each process would, for ten seconds, where it may not keep what it has compiled."""
    spec = find_spec("sqlalchemy.dialects.mssql.pyodbc")  # which nothing here imports
    assert spec
    assert spec.origin
    assert Path(cache_from_source(spec.origin)).exists()
