"""What the ledger says of runs that were: the last of each organization, or the last of one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from seqpt_lib.runs import SCRATCH, started_at
from seqpt_lib.store.locks import running_process
from seqpt_lib.store.organizations import Organization, all_organizations

MOST_SHOWN = 10
RUNNING = "running"
LOST = "lost"
NO_TIME = started_at("")

_COLUMNS = "run_id, is_dry_run, status, exit_code, message, started_at, finished_at"


@dataclass(frozen=True)
class PastRun:
    """A run or dry run as the ledger has it; scratch runs are none."""

    run_id: str
    is_dry_run: bool
    status: str
    """``done``, ``stopped``, ``running``, or ``lost`` for one whose process ended without a word.
    """

    exit_code: int | None
    message: str | None
    started_at: datetime
    """UTC."""

    seconds: float | None
    """Wall-clock time; None while it runs, and for a lost one."""


def last_run_of_each(connection: Connection) -> list[tuple[Organization, PastRun | None]]:
    """Read the last run of each organization.

    Args:
        connection: A connection to a migrated database.

    Returns:
        One pair per organization, by id; None for one that never had a run.
    """
    rows = connection.execute(
        text(
            f"SELECT DISTINCT ON (organization_id) organization_id, {_COLUMNS} FROM pipeline_run "
            "WHERE pipeline <> :scratch ORDER BY organization_id, started_at DESC, run_id DESC"
        ),
        {"scratch": SCRATCH},
    )
    last = {row.organization_id: row for row in rows}
    return [
        (each, _past_run(connection, each, last[each.id]) if each.id in last else None)
        for each in all_organizations(connection)
    ]


def last_runs(connection: Connection, organization: Organization) -> list[PastRun]:
    """Read the last ten runs of an organization.

    Args:
        connection: A connection to a migrated database.
        organization: The organization.

    Returns:
        At most ten, the newest first.
    """
    rows = connection.execute(
        text(
            f"SELECT {_COLUMNS} FROM pipeline_run WHERE organization_id = :organization "
            "AND pipeline <> :scratch ORDER BY started_at DESC, run_id DESC LIMIT :most"
        ),
        {"organization": organization.id, "scratch": SCRATCH, "most": MOST_SHOWN},
    ).all()
    # Only the newest can still run: there is one at a time.
    return [
        _past_run(connection, organization, row, is_newest=position == 0)
        for position, row in enumerate(rows)
    ]


def _past_run(
    connection: Connection, organization: Organization, row: Row[Any], *, is_newest: bool = True
) -> PastRun:
    # The first run on a new database opens its row after step 1; its id knows when it began.
    began = started_at(row.run_id)
    if began == NO_TIME:
        began = row.started_at.replace(tzinfo=UTC)
    ended = row.finished_at and row.finished_at.replace(tzinfo=UTC)
    is_lost = row.status == RUNNING and not (
        is_newest and running_process(connection, organization)
    )
    return PastRun(
        run_id=row.run_id,
        is_dry_run=row.is_dry_run,
        status=LOST if is_lost else row.status,
        exit_code=row.exit_code,
        message=row.message,
        started_at=began,
        seconds=(ended - began).total_seconds() if ended else None,
    )
