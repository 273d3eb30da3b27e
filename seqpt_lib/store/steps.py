"""One step of one organization: its connection, its transaction, its record."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from seqpt_lib.errors import DatabaseError
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.runs import SCRATCH, RunFolder, StepRecord, new_run_id
from seqpt_lib.settings import settings
from seqpt_lib.store import engine, ledger, sessions
from seqpt_lib.store.organizations import Organization, find_organization


@dataclass
class Step:
    """A step that has begun: read over ``connection``, write in ``writing()``, then ``finish``."""

    name: str
    organization: Organization
    run_id: str
    is_scratch: bool
    connection: Connection
    _session: ExitStack = field(repr=False)

    @property
    def folder(self) -> RunFolder:
        """The run folder."""
        return RunFolder(self.organization.folder_key, self.run_id)

    @property
    def is_dry_run(self) -> bool:
        """True if what the step writes goes to a schema that is dropped afterwards."""
        return bool(settings().shadow_schema)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open the step's transaction: all that is written in it is kept together, or nothing.

        Yields:
            A connection in a transaction; an error in the block, a failed gate too, undoes it.
        """
        with engine.transaction() as connection:
            yield connection
        self.folder.keep_commit(self.name)

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """Give a connection for the ledger, which keeps what is written whatever is undone.

        Yields:
            The step's own; another one where it is lost, or closed because a cell is done again
            after the end.
        """
        if self._answers():
            with engine.telling_failures():
                yield self.connection
        else:
            with engine.connect() as connection:
                yield connection

    def _answers(self) -> bool:
        try:
            return bool(self.connection.scalar(text("SELECT true")))
        except SQLAlchemyError:
            return False

    def finish(
        self,
        summary: str,
        rows_written: dict[str, int] | None = None,
        **numbers: float | str | Guarded,
    ) -> StepRecord:
        """Record the step's numbers and close its connection.

        The ledger gets them as they are; the run folder, which is shown, without the hidden ones.

        Args:
            summary: One short line for a person.
            rows_written: Rows inserted, updated or deleted, by table.
            numbers: What the step counted.

        Returns:
            The record, as it is shown.
        """
        written = {table: rows for table, rows in (rows_written or {}).items() if rows}
        record = StepRecord(
            step=self.name,
            summary=summary,
            numbers={name: _as_shown(number) for name, number in numbers.items()},
            rows=_rows_as_shown(written, numbers.values()),
            tables_written=sorted(written),
            sql_statements=sessions.take_statement_count(),
        )
        self.folder.write_step(record)
        with self.beside() as connection:
            exact = {name: _as_it_is(number) for name, number in numbers.items()}
            ledger.record_numbers(connection, self.run_id, record, exact, written)
            if self.is_scratch:
                ledger.close_run(connection, self.run_id, 0, None)
        self.close()
        return record

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What leaves the block goes through the session: an error of the driver becomes ours.
        self._session.__exit__(kind, error, trace)

    def close(self) -> None:
        """Close the step's connection; enough for a step that ended before its end."""
        self._session.close()


def open_step(name: str, *, org: str | Organization, run_id: str = "") -> Step:
    """Begin a step for an organization.

    Args:
        name: Name of the step.
        org: Public key, id or exact name of the organization, or one that was found before.
        run_id: The run it belongs to; empty for a run of this notebook alone.

    Returns:
        The step, with an open connection.

    Raises:
        UsageError: If the organization does not exist, or more than one is meant.
        DatabaseError: If the database cannot be reached or was never migrated.
    """
    with ExitStack() as session:  # an error here closes the connection, and is told as one line
        connection = session.enter_context(engine.connect())
        if not is_migrated(connection):
            raise DatabaseError(
                "the database has no schema of SE-QPT yet",
                "Run make migrate, or notebook 01_migrate_schema first.",
            )
        organization = find_organization(connection, org) if isinstance(org, str) else org
        folder = RunFolder(organization.folder_key, run_id or new_run_id())
        folder.create()
        ledger.open_run(connection, folder.run_id, organization.id, SCRATCH, {"step": name})
        return Step(
            name=name,
            organization=organization,
            run_id=folder.run_id,
            is_scratch=not run_id,
            connection=connection,
            _session=session.pop_all(),
        )


def _rows_as_shown(written: dict[str, int], numbers: Iterable[object]) -> int | None:
    tells_of_people = any(isinstance(number, Guarded) for number in numbers)
    return None if tells_of_people and written else sum(written.values())


def _as_shown(number: float | str | Guarded) -> float | str | None:
    if isinstance(number, Guarded):
        return number.value if number.is_shown else None
    return number


def _as_it_is(number: float | str | Guarded) -> float | str:
    return number.value if isinstance(number, Guarded) else number


def is_migrated(connection: Connection) -> bool:
    """Tell whether the schema ``seqpt`` with its ledger is there.

    Args:
        connection: A connection.

    Returns:
        True if the ledger exists.
    """
    return connection.scalar(text("SELECT to_regclass('seqpt.pipeline_run')")) is not None
