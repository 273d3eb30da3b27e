"""Every pipeline notebook runs by plain papermill, as any scheduler would start it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def papermill(notebook: Path, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "papermill", str(notebook), str(output), *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def shown_kinds(executed: nbformat.NotebookNode) -> set[str]:
    outputs = [o for cell in executed.cells for o in cell.get("outputs", [])]
    return {kind for output in outputs for kind in output.get("data", {})}


def test_each_notebook_runs_alone_and_shows_a_table_or_figure(
    empty_database: str, tmp_path: Path
) -> None:
    assert empty_database == os.environ["DATABASE_URL"]
    for notebook in NOTEBOOKS:
        output = tmp_path / notebook.name
        arguments = [] if notebook.stem.startswith("04") else ["-p", "org", "demo"]
        done = papermill(notebook, output, *arguments)
        assert done.returncode == 0, f"{notebook.name}: {done.stderr[-2000:]}"
        assert shown_kinds(nbformat.read(output, as_version=4)) & {"text/html", "image/png"}
    records = [json.loads(file.read_text()) for file in tmp_path.glob("runs/demo/*/steps/*.json")]
    assert {record["step"] for record in records} == {note.stem[3:] for note in NOTEBOOKS}


@pytest.mark.parametrize("notebook", NOTEBOOKS[1:], ids=lambda file: file.stem)
def test_a_notebook_says_what_to_do_first_on_an_empty_database(
    notebook: Path, empty_database: str, tmp_path: Path
) -> None:
    done = papermill(notebook, tmp_path / "out.ipynb")
    assert done.returncode != 0
    assert (
        "DatabaseError: the database has no schema of SE-QPT yet. Run make migrate" in done.stderr
    )
