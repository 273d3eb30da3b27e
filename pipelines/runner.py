"""Runs the steps of one organization: one run folder, one ledger row a step, one exit code."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime

from pipelines import warm
from pipelines.checks import Value, check
from pipelines.exclusion import Exclusion, excluding_others
from pipelines.memory import Memory
from pipelines.organizations import find, organization_before, refuse_without_archetype
from pipelines.output import OnCell
from pipelines.records import Books, run_log, write_run
from pipelines.results import RunResult, StepResult, kept, refuse_unguarded
from pipelines.signals import noted_signals, raise_noted
from pipelines.skipping import Choice, refuse_unknown_steps
from pipelines.spec import PipelineSpec, StepSpec, shown
from pipelines.watching import watcher
from pipelines.wishes import NONE, Wishes
from seqpt_lib.errors import DatabaseError, SeqptError, UsageError
from seqpt_lib.runs import RunFolder, new_run_id
from seqpt_lib.store import Organization
from seqpt_lib.store.fingerprints import Fingerprint
from seqpt_lib.store.shadow import shadow_schema

MIGRATION_STEP = "migrate_schema"
"""The step that a dry run leaves out."""

log = logging.getLogger(__name__)


def run(  # noqa: PLR0913  # what is asked for besides has names and defaults
    spec: PipelineSpec,
    org: str,
    parameters: dict[str, str],
    dry_run: bool = False,
    *,
    is_schema_current: Callable[[], bool] | None = None,
    again: str = "",
    wishes: Wishes = NONE,
) -> RunResult:
    """Run a pipeline for an organization, show it on the terminal, keep it in folder and ledger.

    Args:
        spec: The pipeline.
        org: Public key, id or exact name of the organization.
        parameters: Parameters as typed.
        dry_run: True to show what would change, and change nothing.
        is_schema_current: Tells whether the schema needs no migration; a dry run asks.
        again: The command that does the same, shown after a stop.
        wishes: Which steps are done whether something changed or not, and whether to wait.

    Returns:
        What became of the run. ``exit_code`` is 0 if all steps are done or need not be done;
        ``is_unchanged`` is True if every step was skipped.

    Raises:
        SeqptError: If something is wrong before the first cell runs; then no run folder is made.
    """
    values = check(spec, parameters)
    refuse_unknown_steps(spec.steps, wishes)
    organization = _met_before(org, dry_run, is_schema_current)
    if dry_run or wishes.is_certain or not organization:
        warm.begin()  # imports while this process goes on
    with excluding_others(is_waiting=wishes.is_waiting) as exclusion:
        if organization:
            organization = exclusion.take(organization)
        folder = RunFolder(organization.folder_key if organization else org, new_run_id())
        result = _planned(spec, values, folder)
        result.organization = organization
        result.is_dry_run = dry_run
        result.again = again or f"seqpt {'dry-run' if dry_run else 'run'} {org}"
        _create(folder)
        _Runner(spec, org, values, result, exclusion, wishes).execute()
    return result


class _Runner:
    """One run while it runs. Everything that goes wrong ends up in its result."""

    def __init__(
        self,
        spec: PipelineSpec,
        org: str,
        values: dict[str, dict[str, Value]],
        result: RunResult,
        exclusion: Exclusion,
        wishes: Wishes,
    ) -> None:
        self.spec = spec
        self.org = org
        self.values = values
        self.result = result
        self.exclusion = exclusion
        self.wishes = wishes
        self.books = Books(result, exclusion.session)
        self.memory = Memory(spec, values, self.books)
        self.watcher = watcher()

    def execute(self) -> None:
        """Run the steps until one stops, and close the books whatever happened.

        A signal is raised where a run can be stopped, see `raising`, and never while books close.
        """
        with noted_signals(), run_log(self.result.folder.path / "run.log"):
            log.info("run %s begins", self.result.folder.run_id)
            with self._kept(self.result.fail):
                self.books.open()
            with self._kept(self.result.fail):
                self.watcher.run_begins(self.result)
                if not self.result.error:
                    self._run_steps()
            self.result.finished_at = datetime.now(UTC)
            with self._kept(self.result.fail):
                self.books.close()
            with self._kept(self.result.fail):
                write_run(self.result)
            log.info("run ends with exit code %d", self.result.exit_code)
            self.watcher.run_ended(self.result)

    def _run_steps(self) -> None:
        # Not cut off by a signal: it asks by the connection that holds the organization's lock.
        choices = self.memory.choices(self.wishes)
        raise_noted()
        if any(choice.reason for choice in choices.values()):
            warm.begin()  # imports while the first step is prepared
        with ExitStack() as stack:
            schema = ""
            if self.result.is_dry_run and self.result.organization:
                schema = stack.enter_context(shadow_schema(self.result.organization.id))
            for step, result in zip(self.spec.steps, self.result.steps, strict=True):
                raise_noted()  # while the step before was put in order
                self._run_or_skip(step, result, choices[step.id], schema)
                self.watcher.step_ended(self.result, result)
                if result.error:
                    self.result.fail(result.error)
                    return

    def _run_or_skip(self, step: StepSpec, result: StepResult, choice: Choice, schema: str) -> None:
        if self.result.is_dry_run and step.id == MIGRATION_STEP:
            result.summary = "a dry run never migrates"
        elif choice.left_out:
            result.summary = choice.left_out
        elif choice.unchanged_since:
            result.skip(choice.unchanged_since)
            if choice.reason:
                result.summary = f"done for all organizations by run {choice.unchanged_since}"
            with self._kept(result.fail):
                self.books.record(result)
                if choice.reason:
                    self.memory.take_over(step)
        else:
            self._run_step(step, result, schema)

    def _run_step(self, step: StepSpec, result: StepResult, schema: str) -> None:
        log.info("step %s begins", step.id)
        started = time.monotonic()
        fingerprint: Fingerprint | None = None
        with (
            self._kept(result.fail),
            self.watcher.step_runs(self.result, result) as on_cell,
        ):
            self.exclusion.refuse_if_lost()
            fingerprint = self.memory.of_now(step)
            self._run_notebook(step, result, schema, on_cell)
        if step.export and not result.error:
            from pipelines.pages import export

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
            if fingerprint is not None and not result.error:
                self.memory.keep(step, fingerprint)
        log.info("step %s: %s after %.1f s", step.id, result.status, result.seconds)

    def _run_notebook(
        self, step: StepSpec, result: StepResult, schema: str, on_cell: OnCell
    ) -> None:
        from pipelines.notebooks import run_step_notebook  # not needed where all is skipped

        organization = self.result.organization
        given: dict[str, Value] = {
            "org": organization.handle if organization else self.org,
            "run_id": self.result.folder.run_id,
        }
        given |= self.values[step.id]
        run_step_notebook(self.spec, step, result.notebook, given, schema, on_cell)

    def _collect(self, step: StepSpec, result: StepResult) -> None:
        result.record = self.result.folder.read_step(step.id)
        result.has_committed = self.result.folder.has_committed(step.id)
        if not self.books.is_open:
            self._meet_organization()
        result.gates = self.books.findings(step.gates)

    def _meet_organization(self) -> None:
        # Step 1 may have made the ledger and loaded the organization.
        organization = find(self.org)
        if self.result.organization is None:
            organization = self.exclusion.take(organization)
        self.result.organization = organization
        self.books.open()
        refuse_without_archetype(organization)

    def _kept(self, keep: Callable[[SeqptError], None]) -> AbstractContextManager[None]:
        return kept(keep, shown(self.result.folder.path / "run.log"))


def _met_before(
    org: str, dry_run: bool, is_schema_current: Callable[[], bool] | None
) -> Organization | None:
    """Find the organization, if it is there before the first step, and refuse what cannot run."""
    organization = organization_before(org, is_dry_run=dry_run)
    if organization:
        refuse_without_archetype(organization)
    if dry_run and is_schema_current and not is_schema_current():
        raise _old_schema()
    return organization


def _old_schema() -> DatabaseError:
    return DatabaseError(
        "a dry run changes nothing, so the schema must be current", "Run make migrate first."
    )


def _planned(
    spec: PipelineSpec, values: dict[str, dict[str, Value]], folder: RunFolder
) -> RunResult:
    steps = [
        StepResult(step.id, folder.path / step.notebook.name, step.writes, export=step.export)
        for step in spec.steps
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
