"""A notebook's code in this process: the same cells that papermill runs, without a kernel."""

from typing import Any

import nbformat

from seqpt_lib.settings import PROJECT_ROOT


def run_cells(name: str, **parameters: Any) -> dict[str, Any]:
    """Execute the code cells of a pipeline notebook one after the other.

    Args:
        name: Notebook without its ending.
        parameters: Values that replace the defaults of its parameters cell.

    Returns:
        The names that the notebook leaves behind.
    """
    notebook = nbformat.read(PROJECT_ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    names: dict[str, Any] = {}
    try:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(cell.source, names)  # noqa: S102  # our own notebook
                if "parameters" in cell.metadata.get("tags", []):
                    names |= parameters
    except BaseException:
        if "step" in names:  # a kernel's process would end here, and its connection with it
            names["step"].close()
        raise
    return names
