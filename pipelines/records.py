"""What a run leaves behind beside its notebooks: rows in the ledger, ``run.json``, ``run.log``."""

import logging
import platform
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.discretion import DiscreetFormatter, hide_in_folder
from pipelines.results import RunResult, StepResult, failed_checks
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError
from seqpt_lib.runs import RunFolder, StepRecord, write_json
from seqpt_lib.store import Connection, Organization, ledger
from seqpt_lib.store.digests import RowSet, read_digests
from seqpt_lib.store.fingerprints import (
    Fingerprint,
    LastStep,
    read_last_of_any,
    read_last_steps,
    record_fingerprint,
)
from seqpt_lib.store.ledger import CheckResult

log = logging.getLogger(__name__)


class Books:
    """The ledger of one run; open as soon as the ledger and the organization exist.

    Args:
        run: The run.
        session: Gives a connection for a few statements.
    """

    def __init__(
        self, run: RunResult, session: Callable[[], AbstractContextManager[Connection]]
    ) -> None:
        self._run = run
        self._session = session
        self._run_id = run.folder.run_id
        self.is_open = False

    @property
    def is_of_dry_run(self) -> bool:
        """True if the run shows only what it would do."""
        return self._run.is_dry_run

    def folder_of(self, run_id: str) -> Path:
        """Give the folder of a run of the same organization; it may not exist any more."""
        return RunFolder(self._run.folder.organization_key, run_id).path

    def open(self) -> None:
        """Write the run's row, if the database is migrated and the organization is there."""
        organization = self._run.organization
        if self.is_open or organization is None:
            return
        with self._session() as connection:
            if store.is_migrated(connection):
                lost = ledger.close_lost_runs(connection, organization.id, self._run_id)
                if not self._run.is_dry_run:
                    self._run.resumes = max(
                        (run for run, dry in lost.items() if not dry), default=""
                    )
                _clean(organization, lost)
                ledger.open_run(
                    connection,
                    self._run_id,
                    organization.id,
                    self._run.pipeline,
                    dict(self._run.parameters),
                    is_dry_run=self._run.is_dry_run,
                )
                self.is_open = True

    def record(self, step: StepResult) -> None:
        """Write the row of a step that ended."""
        if not self.is_open:
            return
        message = str(step.error) if step.error else None
        with self._session() as connection:
            ledger.record_step(
                connection, self._run_id, step.step, step.status, step.seconds, message
            )

    def last_steps(self) -> dict[str, LastStep]:
        """Read how each step last ended, if the ledger is open."""
        organization = self._run.organization
        if not self.is_open or organization is None:
            return {}
        with self._session() as connection:
            return read_last_steps(connection, organization.id, self._run.pipeline)

    def last_elsewhere(self, steps: list[str]) -> dict[str, LastStep]:
        """Read how steps last ended well in runs of any organization, if the ledger is open."""
        if not self.is_open or not steps:
            return {}
        with self._session() as connection:
            return read_last_of_any(connection, self._run.pipeline, steps)

    def digests(self, rows: list[RowSet]) -> dict[str, str] | None:
        """Compute digests of rows.

        Args:
            rows: Which rows.

        Returns:
            By name; ``None`` if they cannot be read: a table got lost, or may not be seen.
        """
        organization = self._run.organization
        if not rows:
            return {}
        try:
            with self._session() as connection:
                return read_digests(connection, organization.id if organization else 0, rows)
        except DatabaseError as error:
            log.warning("no digest of rows, so nothing is skipped: %s", error)
            return None

    def keep_fingerprint(self, step: str, fingerprint: Fingerprint) -> None:
        """Keep what a step was done from, so that the next run may skip it."""
        if self.is_open:
            with self._session() as connection:
                record_fingerprint(connection, self._run_id, step, fingerprint)

    def findings(self, gates: list[str]) -> dict[str, list[CheckResult]]:
        """Read what gates found in this run.

        Args:
            gates: Names of the gates.

        Returns:
            One list of checks a gate; empty for one that did not run.
        """
        if not gates or not self.is_open:
            return {}
        with self._session() as connection:
            return {gate: ledger.read_gate(connection, self._run_id, gate) for gate in gates}

    def close(self) -> None:
        """Write how the run ended."""
        if self.is_open:
            with self._session() as connection:
                ledger.close_run(connection, self._run_id, self._run.exit_code, self._run.message)


def _clean(organization: Organization, lost: Iterable[str]) -> None:
    for run_id in lost:
        folder = RunFolder(organization.folder_key, run_id).path
        try:
            hide_in_folder(folder)
        except OSError as error:
            log.warning("%s may hold secrets, it was killed: %s", folder, error.strerror)


def write_run(run: RunResult) -> None:
    """Store a run in its folder, for programs to read.

    Args:
        run: The run.
    """
    write_json(run.folder.path / "run.json", as_json(run))


def as_json(run: RunResult) -> dict[str, Any]:
    """Give a run as ``run.json`` shows it.

    Args:
        run: The run.

    Returns:
        Numbers, names and ids only; no secrets, nothing about a person.
    """
    organization = run.organization
    return {
        "run_id": run.folder.run_id,
        "organization": {
            "id": organization.id if organization else None,
            "key": run.organization_key,
        },
        "pipeline": run.pipeline,
        "is_dry_run": run.is_dry_run,
        "is_unchanged": run.is_unchanged,
        "resumes": run.resumes or None,
        "parameters": run.parameters,
        "started_at": run.started_at.isoformat(timespec="seconds"),
        "finished_at": run.finished_at and run.finished_at.isoformat(timespec="seconds"),
        "exit_code": run.exit_code,
        "message": run.message,
        "steps": [step_as_json(step) for step in run.steps],
        "versions": {"python": platform.python_version(), "seqpt": version("seqpt")},
    }


def step_as_json(step: StepResult) -> dict[str, Any]:
    """Give a step as ``run.json`` shows it.

    Args:
        step: The step.

    Returns:
        Numbers, names and ids only; no secrets, nothing about a person but an id.
    """
    record = step.record or StepRecord(step.step, step.summary)
    return {
        "step": step.step,
        "status": step.status,
        "seconds": round(step.seconds, 3),
        "unchanged_since": step.unchanged_since or None,
        "summary": record.summary,
        "rows": record.rows,
        "tables_written": record.tables_written,
        "numbers": record.numbers,
        "sql_statements": record.sql_statements,
        "gates": {
            gate: {
                "checks": len(checks),
                "failed": len(failed_checks(checks)),
                "warnings": len(failed_checks(checks, "warning")),
                "notes": len(failed_checks(checks, "info")),
                "results": [
                    asdict(check) | {"evaluated_count": check.shown_count} for check in checks
                ],
            }
            for gate, checks in step.gates.items()
        },
        "notebook": None if step.status in {"not run", "skipped"} else step.notebook.name,
    }


@contextmanager
def run_log(file: Path) -> Iterator[None]:
    """Write log records to a file: ours from INFO on, those of the libraries from WARNING on.

    With the tracebacks that the terminal does not show, and without secrets.

    Args:
        file: The file.
    """
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for ours in ("pipelines", "seqpt_lib"):
        logging.getLogger(ours).setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
