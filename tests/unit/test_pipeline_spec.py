"""Everything about a pipeline file that is wrong is said before the first cell runs."""

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from pipelines.arguments import pairs
from pipelines.checks import check
from pipelines.spec import PipelineSpec, load
from seqpt_lib.errors import PipelineFileError, SeqptError, UsageError

GIVEN = 'org: str = "demo"  # public key\nrun_id: str = ""  # empty: a scratch run\n'
PLANS = GIVEN + "hours_per_week: float = 4.0  # hours\npeople: int = 3\nis_short = False\n"


def notebook(*parameter_cells: str) -> nbformat.NotebookNode:
    cells = [
        nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
        for source in parameter_cells
    ]
    return nbformat.v4.new_notebook(cells=cells)


def step(name: str, **changes: Any) -> dict[str, Any]:
    return {"id": name, "notebook": f"notebooks/{name}.ipynb", "timeout_minutes": 1} | changes


def write_pipeline(folder: Path, *steps: dict[str, Any], **changes: Any) -> Path:
    (folder / "notebooks").mkdir()
    (folder / "expectations").mkdir()
    (folder / "expectations" / "gaps.yaml").touch()
    nbformat.write(notebook(GIVEN), folder / "notebooks" / "gaps.ipynb")
    nbformat.write(notebook(PLANS), folder / "notebooks" / "plans.ipynb")
    content = {"name": "small", "title": "small plans", "steps": list(steps)} | changes
    file = folder / "small.yaml"
    file.write_text(yaml.safe_dump(content))
    return file


@pytest.fixture
def small(tmp_path: Path) -> PipelineSpec:
    file = write_pipeline(tmp_path, step("gaps", gates=["gaps"]), step("plans", needs=["gaps"]))
    return load(file, tmp_path)


def test_a_good_file_gives_each_step_only_the_parameters_it_declares(small: PipelineSpec) -> None:
    values = check(small, {"hours_per_week": "2.5", "people": "7", "is_short": "yes"})

    assert values == {
        "gaps": {},
        "plans": {"hours_per_week": 2.5, "people": 7, "is_short": True},
    }


@pytest.mark.parametrize(
    ("steps", "changes", "message"),
    [
        pytest.param(
            [step("gaps", guard="x")],
            {},
            "small.yaml, step gaps: unknown key `guard`. Keys are: id, notebook, needs, gates",
            id="an unknown key in a step",
        ),
        pytest.param(
            [step("gaps")], {"steeps": 1}, "small.yaml: unknown key `steeps`", id="an unknown key"
        ),
        pytest.param([], {}, "small.yaml: `steps`: List should have at least 1", id="no step"),
        pytest.param(
            [step("gaps"), {"id": "plans", "notebook": "notebooks/plans.ipynb"}],
            {},
            "step plans: `timeout_minutes`: Field required",
            id="a key is missing",
        ),
        pytest.param(
            [step("gaps", timeout_minutes=0)],
            {},
            "step gaps: `timeout_minutes`: Input should be greater than 0",
            id="no time at all",
        ),
        pytest.param(["gaps"], {}, "small.yaml, step 1: ", id="a step that is only a name"),
        pytest.param(
            [step("gaps"), step("gaps")], {}, "step gaps: the id is used twice", id="an id twice"
        ),
        pytest.param(
            [step("plans", needs=["gaps"]), step("gaps")],
            {},
            "step plans: needs gaps, which does not come earlier",
            id="a need that comes later",
        ),
        pytest.param(
            [step("gaps", gates=["plans"])],
            {},
            "step gaps: gate plans has no suite expectations/plans.yaml",
            id="a gate without a suite",
        ),
        pytest.param(
            [step("plans", parameters={"people": {"above": 0, "values": ["a"]}})],
            {},
            "step plans: `parameters.people`: Value error, give either `values`, or bounds",
            id="values and bounds at once",
        ),
        pytest.param(
            [step("plans", parameters={"people": {"below": 9}})],
            {},
            "step plans: unknown key `parameters.people.below`. Keys are: values, above, at_least",
            id="an unknown bound",
        ),
        pytest.param(
            [step("plans", parameters={"persons": {"above": 0}})],
            {},
            "notebooks/plans.ipynb declares no parameter persons: int or float. Correct",
            id="bounds of a parameter that is not declared",
        ),
        pytest.param(
            [step("plans", parameters={"people": {"values": ["a"]}})],
            {},
            "notebooks/plans.ipynb declares no parameter people: str. Correct",
            id="values of a number",
        ),
        pytest.param(
            [step("report")],
            {},
            "step report: notebooks/report.ipynb does not exist",
            id="a notebook that is not there",
        ),
    ],
)
def test_refuses_a_wrong_file(
    tmp_path: Path, steps: list[Any], changes: dict[str, Any], message: str
) -> None:
    file = write_pipeline(tmp_path, *steps, **changes)

    with pytest.raises(PipelineFileError, match=re.escape(message)):
        check(load(file, tmp_path), {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a: [", "Correct the YAML", id="no YAML"),
        pytest.param("name: a\nname: b\n", "key 'name' is written twice", id="a key twice"),
        pytest.param("- a\n", "valid dictionary", id="a list"),
        pytest.param("", "valid dictionary", id="empty"),
    ],
)
def test_refuses_a_file_that_is_no_pipeline(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(text)

    with pytest.raises(PipelineFileError, match=rf"broken\.yaml.*{message}"):
        load(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineFileError, match=r"nowhere\.yaml: No such file"):
        load(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("no JSON", "is no valid notebook: Expecting value", id="no JSON"),
        pytest.param("[]", "is no valid notebook", id="a list"),
        pytest.param('{"cells": []}', "is no valid notebook", id="JSON, but no notebook"),
        pytest.param(notebook(), "has no cells tagged `parameters`", id="no parameters cell"),
        pytest.param(notebook(GIVEN, ""), "has 2 cells tagged `parameters`", id="two of them"),
        pytest.param(
            notebook("org: str ="), "no valid Python in line 1: invalid syntax", id="no Python"
        ),
        pytest.param(
            notebook('org: str = ""'), "does not declare run_id. Declare", id="no run_id declared"
        ),
    ],
)
def test_refuses_a_wrong_notebook(tmp_path: Path, content: Any, message: str) -> None:
    file = write_pipeline(tmp_path, step("gaps"))
    text = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / "notebooks" / "gaps.ipynb").write_text(text)

    with pytest.raises(PipelineFileError, match=r"step gaps: notebooks/gaps\.ipynb") as caught:
        check(load(file, tmp_path), {})

    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "hours_per_weak",
            "2",
            "no notebook declares the parameter hours_per_weak. Did you mean hours_per_week?",
            id="misspelt",
        ),
        pytest.param(
            "colour",
            "red",
            "no notebook declares the parameter colour. "
            "Known are: hours_per_week, is_short, people.",
            id="unknown",
        ),
        pytest.param(
            "hours_per_week",
            "four",
            "parameter hours_per_week takes a number, not 'four'. "
            "It is declared in notebooks/plans.ipynb.",
            id="a word for a number",
        ),
        pytest.param("hours_per_week", "nan", "takes a number, not 'nan'", id="no real number"),
        pytest.param("people", "2.5", "people takes a whole number, not '2.5'", id="no whole one"),
        pytest.param("is_short", "maybe", "is_short takes true or false, not 'maybe'", id="maybe"),
        pytest.param("org", "x", "parameter org is given by the runner", id="the runner's own"),
    ],
)
def test_refuses_a_wrong_parameter(small: PipelineSpec, name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        check(small, {name: text})


def test_takes_parameters_apart_and_leaves_empty_ones_out() -> None:
    assert pairs(["rule=a=b", "", " ", "hours="]) == {"rule": "a=b", "hours": ""}


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(["hours"], id="no equals sign"),
        pytest.param(["=4"], id="no name"),
        pytest.param(["hours=4", "hours=5"], id="twice"),
    ],
)
def test_refuses_what_is_no_parameter(settings: list[str]) -> None:
    with pytest.raises(UsageError):
        pairs(settings)


@pytest.mark.parametrize(
    ("error", "code"), [pytest.param(PipelineFileError, 10), pytest.param(UsageError, 2)]
)
def test_the_exit_codes_are_those_of_the_design(error: type[SeqptError], code: int) -> None:
    assert error.exit_code == code
