"""The notebook of a step: run, cleaned of secrets, its error turned into one of ours.

What papermill needs takes half a second to import, so this is imported when a step begins.
"""

import logging
from pathlib import Path

from papermill.exceptions import PapermillExecutionError

from pipelines.checks import Value
from pipelines.discretion import hide_in_file, hide_in_notebook
from pipelines.kernels import KernelNotStarted, kernel_environment, run_notebook
from pipelines.output import OnCell
from pipelines.results import cause_in_notebook, plain
from pipelines.spec import PipelineSpec, StepSpec, shown
from seqpt_lib.store.server import kept_server_address

log = logging.getLogger(__name__)


def run_step_notebook(
    spec: PipelineSpec,
    step: StepSpec,
    executed: Path,
    given: dict[str, Value],
    shadow_schema: str,
    on_cell: OnCell,
) -> None:
    """Run the notebook of a step; what it leaves in the run folder holds no secret.

    Args:
        spec: The pipeline.
        step: The step.
        executed: Where the executed notebook is put.
        given: Its parameters.
        shadow_schema: In a dry run, the schema that takes what would be written.
        on_cell: Is told how far the notebook is.

    Raises:
        SeqptError: If a cell raises an error, the kernel ends, or it takes too long.
    """
    environment = kernel_environment(shadow_schema, kept_server_address())
    notebook, minutes = spec.root / step.notebook, step.timeout_minutes
    try:
        try:
            run_notebook(notebook, executed, given, environment, minutes, on_cell)
        except KernelNotStarted as error:
            log.warning("%s Once more, as no cell has run.", error)
            run_notebook(notebook, executed, given, environment, minutes, on_cell)
    except PapermillExecutionError as error:
        log.info("%s", plain(error))
        raise cause_in_notebook(error, step.notebook, shown(executed)) from None
    finally:
        hide_in_notebook(executed)
        hide_in_file(executed.parent / "kernel.log")
