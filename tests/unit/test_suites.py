"""The suites of the gates, as files: every one is read, and nothing unknown slips through."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from seqpt_lib.errors import PipelineFileError
from seqpt_lib.quality import suites
from seqpt_lib.quality.suites import FOLDER, bind, load_suite
from seqpt_lib.settings import PROJECT_ROOT

GATES = sorted(file.stem for file in FOLDER.glob("*.yaml"))


def check(check_id: str = "size") -> dict[str, Any]:
    return {
        "type": "expect_table_row_count_to_equal",
        "kwargs": {"value": 1},
        "severity": "critical",
        "meta": {"id": check_id, "rule": "one row", "why": "It is so.", "fix": "Make it so."},
    }


def suite(*tables: list[dict[str, Any]]) -> dict[str, Any]:
    named = [
        {"table": f"t{number}", "query": "SELECT 1", "expectations": checks}
        for number, checks in enumerate(tables)
    ]
    return {"gate": "some", "tables": named}


def with_more(content: dict[str, Any], path: list[Any]) -> dict[str, Any]:
    changed = deepcopy(content)
    place = changed
    for key in path:
        place = place[key]
    place["surprise"] = "x"
    return changed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(suites, "FOLDER", tmp_path)
    return tmp_path


def write(folder: Path, content: object) -> None:
    (folder / "some.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def test_there_are_suites() -> None:
    assert {"gaps", "objectives", "plans", "sources"} <= set(GATES)


@pytest.mark.parametrize("gate", GATES)
def test_every_suite_of_the_project_is_read(gate: str) -> None:
    suite = load_suite(gate)
    checks = [check for table in suite.tables for check in table.expectations]
    assert suite.gate == gate
    assert checks
    assert all(one.meta.rule and one.meta.why and one.meta.fix for one in checks)


def test_a_migration_that_a_check_names_is_there() -> None:
    fixes = " ".join(
        check.meta.fix
        for gate in GATES
        for table in load_suite(gate).tables
        for check in table.expectations
    )
    named = set(re.findall(r"\b\d{4}_\w+", fixes))

    assert {"0002_extend_public", "0004_create_adoption_tables"} <= named
    assert named <= {file.stem for file in (PROJECT_ROOT / "migrations/versions").glob("*.py")}


@pytest.mark.parametrize("gate", GATES)
def test_every_query_of_the_project_can_be_bound(gate: str) -> None:
    for table in load_suite(gate).tables:
        queries = [table.query, *[str(one.kwargs) for one in table.expectations]]
        assert not [query for query in queries if ":organization" in bind(query, 7)]


def test_a_small_suite_keeps_its_words(folder: Path) -> None:
    write(folder, suite([check()], [check("other")]))
    found = load_suite("some")
    assert found.model_dump(exclude_defaults=True) == suite([check()], [check("other")])


@pytest.mark.parametrize(
    "path",
    [
        pytest.param([], id="of a suite"),
        pytest.param(["tables", 0], id="of a table"),
        pytest.param(["tables", 0, "expectations", 0], id="of a check"),
        pytest.param(["tables", 0, "expectations", 0, "meta"], id="of what is said about it"),
    ],
)
def test_an_unknown_key_is_refused(folder: Path, path: list[Any]) -> None:
    write(folder, with_more(suite([check()]), path))
    with pytest.raises(PipelineFileError, match=r"some\.yaml is not readable: .*surprise"):
        load_suite("some")


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param([[check(), check()]], id="on one table"),
        pytest.param([[check()], [check("other"), check()]], id="on two tables"),
    ],
)
def test_an_id_that_stands_twice_is_refused(
    folder: Path, tables: list[list[dict[str, Any]]]
) -> None:
    write(folder, suite(*tables))
    with pytest.raises(PipelineFileError, match=r"some\.yaml: check size stands twice\. Rename"):
        load_suite("some")


@pytest.mark.parametrize("content", [None, [], "text"], ids=["empty", "a list", "a text"])
def test_a_file_that_is_no_suite_is_refused(folder: Path, content: object) -> None:
    write(folder, content)
    with pytest.raises(PipelineFileError, match=r"some\.yaml is not readable"):
        load_suite("some")


def test_a_gate_without_a_file_is_refused(folder: Path) -> None:
    with pytest.raises(PipelineFileError, match=r"gate some has no suite some\.yaml\. Add it"):
        load_suite("some")


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        pytest.param("SELECT 1", "SELECT 1", id="nothing to bind"),
        pytest.param(
            "SELECT :organization_id, f(:organization_id)", "SELECT 7, f(7)", id="every place"
        ),
        pytest.param(" SELECT 1;\n", "SELECT 1", id="no semicolon at the end"),
        pytest.param("SELECT x::int, ':'", "SELECT x::int, ':'", id="other colons stay"),
    ],
)
def test_the_organizations_id_is_bound(query: str, bound: str) -> None:
    assert bind(query, 7) == bound


@pytest.mark.parametrize("value", ["7 OR true", "7; DROP TABLE app_user", "demo", ""])
def test_only_a_number_is_bound(value: str) -> None:
    with pytest.raises(ValueError, match="invalid literal for int"):
        bind("SELECT :organization_id", value)  # type: ignore[arg-type]


def test_no_id_is_refused() -> None:
    with pytest.raises(TypeError):
        bind("SELECT :organization_id", None)  # type: ignore[arg-type]
