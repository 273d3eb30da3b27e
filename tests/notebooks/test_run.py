"""Every pipeline notebook runs by plain papermill, as any scheduler would start it."""

import json
import os
from pathlib import Path

import nbformat
import pytest
from papermill import PapermillExecutionError, execute_notebook

from pipelines.kernels import kernel_environment, run_notebook

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def shown_kinds(executed: nbformat.NotebookNode) -> set[str]:
    outputs = [o for cell in executed.cells for o in cell.get("outputs", [])]
    return {kind for output in outputs for kind in output.get("data", {})}


def test_each_notebook_runs_alone_and_shows_a_table_or_figure(
    empty_database: str, tmp_path: Path
) -> None:
    assert empty_database == os.environ["DATABASE_URL"]
    for notebook in NOTEBOOKS:
        given = {} if notebook.stem.startswith("04") else {"org": "demo"}
        executed = execute_notebook(notebook, tmp_path / notebook.name, given, progress_bar=False)
        assert shown_kinds(executed) & {"text/html", "image/png"}
    records = [json.loads(file.read_text()) for file in tmp_path.glob("runs/demo/*/steps/*.json")]
    assert {record["step"] for record in records} == {note.stem[3:] for note in NOTEBOOKS}


@pytest.mark.parametrize("notebook", NOTEBOOKS[1:], ids=lambda file: file.stem)
def test_a_notebook_says_what_to_do_first_on_an_empty_database(
    notebook: Path, empty_database: str, tmp_path: Path
) -> None:
    with pytest.raises(PapermillExecutionError) as stopped:
        run_notebook(notebook, tmp_path / "out.ipynb", {}, kernel_environment(), 2)
    assert stopped.value.ename == "DatabaseError"
    assert "the database has no schema of SE-QPT yet. Run make migrate" in stopped.value.evalue
    assert empty_database
