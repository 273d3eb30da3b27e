"""One run while it runs: its steps, its books, its signals."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime

from papermill.exceptions import PapermillExecutionError

from pipelines.books import Books
from pipelines.execution import run_notebook
from pipelines.failures import cause_in_notebook, kept, plain, refuse_unguarded
from pipelines.notebooks import Value
from pipelines.paths import shown
from pipelines.preflight import check_archetypes, find
from pipelines.results import RunResult, StepResult
from pipelines.run_json import write_run
from pipelines.run_log import run_log
from pipelines.signals import raising_signals
from pipelines.spec import PipelineSpec, StepSpec
from pipelines.terminal import Terminal
from seqpt_lib.errors import SeqptError
from seqpt_lib.settings import settings
from seqpt_lib.store.shadow import shadow_schema

MIGRATION_STEP = "migrate_schema"
"""The step that a dry run leaves out."""

log = logging.getLogger(__name__)


class Runner:
    """One run while it runs. Everything that goes wrong ends up in its result."""

    def __init__(
        self, spec: PipelineSpec, org: str, values: dict[str, dict[str, Value]], result: RunResult
    ) -> None:
        self.spec = spec
        self.org = org
        self.values = values
        self.result = result
        self.books = Books(result)
        self.view = Terminal()

    def execute(self) -> None:
        """Run the steps until one stops, and close the books whatever happened."""
        with raising_signals(), run_log(self.result.folder.path / "run.log"):
            log.info("run %s begins", self.result.folder.run_id)
            with self._kept(self.result.fail):
                self.view.begin(self.result)
                self._run_steps()
            self.result.finished_at = datetime.now(UTC)
            with self._kept(self.result.fail):
                self.books.close()
            with self._kept(self.result.fail):
                write_run(self.result)
            log.info("run ends with exit code %d", self.result.exit_code)
            self.view.end(self.result)

    def _run_steps(self) -> None:
        self.books.open()
        with ExitStack() as stack:
            environment = self._environment(stack)
            for step, result in zip(self.spec.steps, self.result.steps, strict=True):
                if self.result.is_dry_run and step.id == MIGRATION_STEP:
                    result.summary = "a dry run never migrates"
                else:
                    self._run_step(step, result, environment)
                self.view.step_ended(self.result, result)
                if result.error:
                    self.result.fail(result.error)
                    return

    def _environment(self, stack: ExitStack) -> dict[str, str]:
        # A kernel has another working folder: there a relative path would mean another place.
        own = settings()
        environment = {
            "SEQPT_HOME": str(own.home.resolve()),
            "SEQPT_RUNS": str(own.runs.resolve()),
            "SEQPT_SHADOW_SCHEMA": "",
        }
        if self.result.is_dry_run and self.result.organization:
            schema = stack.enter_context(shadow_schema(self.result.organization.id))
            environment["SEQPT_SHADOW_SCHEMA"] = schema
        return environment

    def _run_step(self, step: StepSpec, result: StepResult, environment: dict[str, str]) -> None:
        log.info("step %s begins", step.id)
        started = time.monotonic()
        with self._kept(result.fail), self.view.running(self.result, result):
            self._run_notebook(step, result, environment)
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
        self, step: StepSpec, result: StepResult, environment: dict[str, str]
    ) -> None:
        organization = self.result.organization
        given: dict[str, Value] = {
            "org": organization.key if organization else self.org,
            "run_id": self.result.folder.run_id,
        }
        try:
            run_notebook(
                self.spec.notebook_of(step),
                result.notebook,
                given | self.values[step.id],
                environment,
                step.timeout_minutes,
            )
        except PapermillExecutionError as error:
            log.info("%s", plain(str(error)))
            raise cause_in_notebook(error, step.notebook, shown(result.notebook)) from None

    def _meet_organization(self) -> None:
        # Step 1 may have made the ledger and loaded the organization.
        if not self.books.is_open:
            self.result.organization = find(self.org)
            self.books.open()
            check_archetypes(self.result.organization)

    def _collect(self, step: StepSpec, result: StepResult) -> None:
        result.record = self.result.folder.read_step(step.id)
        self._meet_organization()
        result.gates = self.books.findings(step.gates)

    def _kept(self, keep: Callable[[SeqptError], None]) -> AbstractContextManager[None]:
        return kept(keep, shown(self.result.folder.path / "run.log"))
