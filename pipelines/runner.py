"""Runs the steps of one organization: one run folder, one ledger row a step, one exit code."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime

from papermill.exceptions import PapermillExecutionError

from pipelines.checks import Value, check
from pipelines.discretion import hide_in_file, hide_in_notebook
from pipelines.kernels import OnCell, kernel_environment, run_notebook
from pipelines.organizations import find, organization_before, refuse_without_archetype
from pipelines.pages import export
from pipelines.records import Books, run_log, write_run
from pipelines.results import (
    RunResult,
    StepResult,
    cause_in_notebook,
    kept,
    plain,
    refuse_unguarded,
)
from pipelines.signals import raising_signals
from pipelines.spec import PipelineSpec, StepSpec, shown
from pipelines.watching import watcher
from seqpt_lib.errors import DatabaseError, SeqptError, UsageError
from seqpt_lib.runs import RunFolder, new_run_id
from seqpt_lib.store.locks import organization_lock
from seqpt_lib.store.server import kept_server_address
from seqpt_lib.store.shadow import shadow_schema

MIGRATION_STEP = "migrate_schema"
"""The step that a dry run leaves out."""

log = logging.getLogger(__name__)


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
    if organization:
        refuse_without_archetype(organization)
    if dry_run and is_schema_current and not is_schema_current():
        raise _old_schema()
    with ExitStack() as locks:
        if organization:
            locks.enter_context(organization_lock(organization))
        key = organization.folder_key if organization else org
        result = _planned(spec, values, RunFolder(key, new_run_id()))
        result.organization = organization
        result.is_dry_run = dry_run
        result.again = again or f"seqpt {'dry-run' if dry_run else 'run'} {org}"
        _create(result.folder)
        _Runner(spec, org, values, result, locks).execute()
    return result.exit_code


class _Runner:
    """One run while it runs. Everything that goes wrong ends up in its result."""

    def __init__(
        self,
        spec: PipelineSpec,
        org: str,
        values: dict[str, dict[str, Value]],
        result: RunResult,
        locks: ExitStack,
    ) -> None:
        self.spec = spec
        self.org = org
        self.values = values
        self.result = result
        self.locks = locks
        self.books = Books(result)
        self.watcher = watcher()

    def execute(self) -> None:
        """Run the steps until one stops, and close the books whatever happened."""
        with raising_signals(), run_log(self.result.folder.path / "run.log"):
            log.info("run %s begins", self.result.folder.run_id)
            with self._kept(self.result.fail):
                self.watcher.run_begins(self.result)
                self.books.open()
                self._run_steps()
            self.result.finished_at = datetime.now(UTC)
            with self._kept(self.result.fail):
                self.books.close()
            with self._kept(self.result.fail):
                write_run(self.result)
            log.info("run ends with exit code %d", self.result.exit_code)
            self.watcher.run_ended(self.result)

    def _run_steps(self) -> None:
        with ExitStack() as stack:
            schema = ""
            if self.result.is_dry_run and self.result.organization:
                schema = stack.enter_context(shadow_schema(self.result.organization.id))
            environment = kernel_environment(schema, kept_server_address())
            for step, result in zip(self.spec.steps, self.result.steps, strict=True):
                if self.result.is_dry_run and step.id == MIGRATION_STEP:
                    result.summary = "a dry run never migrates"
                else:
                    self._run_step(step, result, environment)
                self.watcher.step_ended(self.result, result)
                if result.error:
                    self.result.fail(result.error)
                    return

    def _run_step(self, step: StepSpec, result: StepResult, environment: dict[str, str]) -> None:
        log.info("step %s begins", step.id)
        started = time.monotonic()
        with (
            self._kept(result.fail),
            self.watcher.step_runs(self.result, result) as on_cell,
        ):
            self._run_notebook(step, result, environment, on_cell)
        if step.export and not result.error:
            with self._kept(result.fail):
                export(result.notebook, self.result.folder.path / step.export)
        with self._kept(result.fail):
            self._collect(step, result)
        if not result.error:
            with self._kept(result.fail):
                refuse_unguarded(result, step.gates, step.notebook)
        result.seconds = time.monotonic() - started
        result.status = result.status if result.error else "done"
        with self._kept(result.fail):
            self.books.record(result)
        log.info("step %s: %s after %.1f s", step.id, result.status, result.seconds)

    def _run_notebook(
        self,
        step: StepSpec,
        result: StepResult,
        environment: dict[str, str],
        on_cell: OnCell,
    ) -> None:
        organization = self.result.organization
        given: dict[str, Value] = {
            "org": organization.handle if organization else self.org,
            "run_id": self.result.folder.run_id,
        }
        try:
            run_notebook(
                self.spec.root / step.notebook,
                result.notebook,
                given | self.values[step.id],
                environment,
                step.timeout_minutes,
                on_cell,
            )
        except PapermillExecutionError as error:
            log.info("%s", plain(error))
            raise cause_in_notebook(error, step.notebook, shown(result.notebook)) from None
        finally:
            hide_in_notebook(result.notebook)
            hide_in_file(self.result.folder.path / "kernel.log")

    def _collect(self, step: StepSpec, result: StepResult) -> None:
        result.record = self.result.folder.read_step(step.id)
        if not self.books.is_open:
            self._meet_organization()
        result.gates = self.books.findings(step.gates)

    def _meet_organization(self) -> None:
        # Step 1 may have made the ledger and loaded the organization.
        organization = find(self.org)
        if self.result.organization is None:
            self.locks.enter_context(organization_lock(organization))
        self.result.organization = organization
        self.books.open()
        refuse_without_archetype(organization)

    def _kept(self, keep: Callable[[SeqptError], None]) -> AbstractContextManager[None]:
        return kept(keep, shown(self.result.folder.path / "run.log"))


def _old_schema() -> DatabaseError:
    return DatabaseError(
        "a dry run changes nothing, so the schema must be current", "Run make migrate first."
    )


def _planned(
    spec: PipelineSpec, values: dict[str, dict[str, Value]], folder: RunFolder
) -> RunResult:
    steps = [
        StepResult(step.id, folder.path / step.notebook.name, step.writes) for step in spec.steps
    ]
    parameters = {name: value for given in values.values() for name, value in given.items()}
    return RunResult(spec.name, spec.title, folder, steps, parameters=parameters)


def _create(folder: RunFolder) -> None:
    try:
        folder.create()
    except OSError as error:
        raise UsageError(
            f"the run folder {folder.path} cannot be made: {error.strerror}",
            "Free disk space, or set SEQPT_RUNS to a folder that you may write to.",
        ) from error
