"""Runs the steps of one organization: one run folder, one ledger row a step, one exit code."""

from collections.abc import Callable

from pipelines.preflight import organization_before
from pipelines.results import RunResult, StepResult
from pipelines.running import Runner
from pipelines.spec import PipelineSpec, check
from seqpt_lib.errors import DatabaseError, UsageError
from seqpt_lib.runs import RunFolder, new_run_id


def run(
    spec: PipelineSpec,
    org: str,
    parameters: dict[str, str],
    dry_run: bool = False,
    *,
    is_schema_current: Callable[[], bool] | None = None,
    again: str = "",
) -> int:
    """Run a pipeline for an organization, show it on the terminal, keep it in folder and ledger.

    Args:
        spec: The pipeline.
        org: Public key, id or exact name of the organization.
        parameters: Parameters as typed.
        dry_run: True to show what would change, and change nothing.
        is_schema_current: Tells whether the schema needs no migration; a dry run asks.
        again: The command that does the same, shown after a stop.

    Returns:
        The exit code: 0 if all steps are done.

    Raises:
        SeqptError: If something is wrong before the first cell runs; then no run folder is made.
    """
    values = check(spec, parameters)
    organization = organization_before(org, is_dry_run=dry_run)
    if dry_run and is_schema_current and not is_schema_current():
        raise DatabaseError(
            "a dry run changes nothing, so the schema must be current", "Run make migrate first."
        )
    result = _planned(spec, RunFolder(organization.key if organization else org, new_run_id()))
    result.organization = organization
    result.parameters = {name: value for given in values.values() for name, value in given.items()}
    result.is_dry_run = dry_run
    result.again = again or f"seqpt {'dry-run' if dry_run else 'run'} {org}"
    _create(result.folder)
    Runner(spec, org, values, result).execute()
    return result.exit_code


def _planned(spec: PipelineSpec, folder: RunFolder) -> RunResult:
    steps = [
        StepResult(step.id, folder.path / step.notebook.name, step.writes) for step in spec.steps
    ]
    return RunResult(spec.name, spec.title, folder, steps)


def _create(folder: RunFolder) -> None:
    try:
        folder.create()
    except OSError as error:
        raise UsageError(
            f"the run folder {folder.path} cannot be made: {error.strerror}",
            "Free disk space, or set SEQPT_RUNS to a folder that you may write to.",
        ) from error
