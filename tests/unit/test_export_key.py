"""A step may say which page is made of what its notebook shows."""

from pathlib import Path

import pytest

from pipelines.spec import load
from seqpt_lib.errors import PipelineFileError

FILE = "name: p\ntitle: t\nsteps:\n- {{id: a, notebook: a.ipynb, timeout_minutes: 1, export: {}}}\n"


def test_the_production_pipeline_ends_with_a_report() -> None:
    spec = load(Path(__file__).parents[2] / "pipelines" / "learning_plans.yaml")
    assert [(step.id, step.export) for step in spec.steps if step.export] == [
        ("report", "report.html")
    ]
    assert spec.steps[-1].id == "report"


@pytest.mark.parametrize("name", ["../out.html", "report.pdf", "/tmp/x.html", "run.json"])
def test_a_page_stands_in_the_run_folder_and_is_html(name: str, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(FILE.format(name))
    with pytest.raises(PipelineFileError, match="export"):
        load(file)
