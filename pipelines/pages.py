"""Makes a page to read of an executed notebook: what its cells show, without their code."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from seqpt_lib.runs import write_file

if TYPE_CHECKING:
    from nbconvert.exporters import TemplateExporter

TEMPLATE = Path(__file__).with_name("page.html.j2")
LEFT_OUT = "not-in-report"
"""Tag of a cell whose output stays in the notebook."""

TAKEN_OVER = "report"
"""Tag of a text that is taken over."""


def export(notebook: Path, page: Path) -> None:
    """Write what the cells of an executed notebook show as one page that needs no other file.

    Args:
        notebook: The executed notebook.
        page: Where the page shall stand.
    """
    write_file(page, page_of(nbformat.read(notebook, as_version=4)).encode())


def page_of(notebook: NotebookNode) -> str:
    """Make the page.

    Texts and code stay out, and so do errors and what is written to stdout and stderr.

    Args:
        notebook: The executed notebook.

    Returns:
        HTML.
    """
    text, _ = _exporter().from_notebook_node(notebook, {"page": _told(notebook)})
    return str(text)


@cache
def _exporter() -> "TemplateExporter":
    """Make what fills the template, once: compiling it takes longer than filling it."""
    from nbconvert.exporters import TemplateExporter  # takes a second

    return TemplateExporter(raw_template=TEMPLATE.read_text(encoding="utf-8"))


def _told(notebook: NotebookNode) -> dict[str, Any]:
    """Find the title and the language that an output gives with its HTML."""
    told: dict[str, Any] = {"title": "", "language": "en", "left_out": LEFT_OUT}
    told["taken_over"] = TAKEN_OVER
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            told |= output.get("metadata", {}).get("text/html", {})
    return told
