"""Every pipeline notebook has the shape that readers and the runner count on."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))
MOST_CODE_CELLS = 15


@pytest.fixture(params=NOTEBOOKS, ids=lambda file: file.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_notebooks_are_numbered_in_run_order() -> None:
    assert [file.stem[:2] for file in NOTEBOOKS] == [
        f"{number:02d}" for number in range(1, len(NOTEBOOKS) + 1)
    ]
    assert len(NOTEBOOKS) >= 5


def test_the_first_cell_says_what_it_reads_gates_and_writes(
    notebook: nbformat.NotebookNode,
) -> None:
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# \d\. \w", first.source)
    for word in ("**Reads**", "**Gate**", "**Writes**"):
        assert word in first.source


def test_the_second_cell_is_the_only_parameters_cell(notebook: nbformat.NotebookNode) -> None:
    tagged = [
        position
        for position, cell in enumerate(notebook.cells)
        if "parameters" in cell.metadata.get("tags", [])
    ]
    assert tagged == [1]


def test_every_parameter_has_a_type_a_default_and_a_comment(
    notebook: nbformat.NotebookNode,
) -> None:
    lines = notebook.cells[1].source.splitlines()
    assert {line.split(":")[0] for line in lines} >= {"org", "run_id"}
    for line in lines:
        assert re.fullmatch(r"\w+: (str|int|float|bool) = .+  # .+", line), line


def test_no_output_is_kept(notebook: nbformat.NotebookNode) -> None:
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_code_is_thin(notebook: nbformat.NotebookNode) -> None:
    cells = code_cells(notebook)
    assert len(cells) <= MOST_CODE_CELLS
    tree = ast.parse("\n".join(cell.source for cell in cells))
    heavy = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try)
    assert not [node for node in ast.walk(tree) if isinstance(node, heavy)]


def test_no_sql_and_no_secret_stands_in_a_cell(notebook: nbformat.NotebookNode) -> None:
    for cell in code_cells(notebook):
        assert not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|psycopg2|sqlalchemy)\b", cell.source)
        assert not re.search(r"(?i)password|api_key|postgresql://", cell.source)


def test_each_idea_has_a_text_before_it(notebook: nbformat.NotebookNode) -> None:
    headings = [cell for cell in notebook.cells[1:] if cell.cell_type == "markdown"]
    assert all(cell.source.startswith("## ") for cell in headings)
    # parameters, imports and opening the step need no heading of their own
    assert len(headings) >= len(code_cells(notebook)) - 3


def test_the_last_cell_records_the_numbers(notebook: nbformat.NotebookNode) -> None:
    assert "step.finish(" in notebook.cells[-1].source
