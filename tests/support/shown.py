"""What a run shows: outputs of notebooks, files of the run folder, the terminal."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
from typer.testing import CliRunner

from pipelines.cli import app

ROOT = Path(__file__).parents[2]
PICTURE = re.compile(r"image/|application/")


def told(*arguments: str) -> tuple[int, str, str]:
    """Say a command in this process: its exit code, and what it says on stdout and stderr."""
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.stdout, done.stderr


def seqpt(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type a command as a user does, with this project's code."""
    command = "from pipelines.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", command, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def run_folder() -> Path:
    """The newest run folder."""
    return max(Path(os.environ["SEQPT_RUNS"]).glob("*/*/run.json")).parent


def outputs(notebook: Path) -> str:
    """All text that the cells of an executed notebook show."""
    texts = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        for output in cell.get("outputs", []):
            texts.append(output.get("text", ""))
            texts += [
                text for kind, text in output.get("data", {}).items() if not PICTURE.match(kind)
            ]
    return "\n".join(texts)


def papermill(notebook: Path, output: Path, *arguments: str, **environment: str) -> str:
    """Execute a notebook and give its outputs."""
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(notebook), str(output), *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": ""} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return outputs(output)


def files(folder: Path) -> str:
    """The records of a run: run.json, without what SQL and ids hold, and steps/*.json."""
    records = [json.loads(file.read_text()) for file in sorted(folder.glob("steps/*.json"))]
    run = json.loads((folder / "run.json").read_text())
    told = [
        {
            "summary": step["summary"],
            "rows": step["rows"],
            "numbers": step["numbers"],
            "counts": [
                check["evaluated_count"]
                for gate in step["gates"].values()
                for check in gate["results"]
            ],
        }
        for step in run["steps"]
    ]
    return json.dumps([told, [record | {"sql_statements": 0} for record in records]])


def numbers(text: str) -> set[int]:
    """The whole numbers that stand in a text, not parts of names, shares or ids."""
    return {int(found) for found in re.findall(r"(?<![\w.\-:/])\d+(?![\w.\-:/])", text)}
