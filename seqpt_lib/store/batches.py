"""What a run of many organizations asks the database: which there are, and what became of one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from seqpt_lib.store.organizations import Organization

PAGE = 500
"""Organizations read at once."""

BELOW_ALL = -(2**31)
"""An id that no organization has, as it is the smallest that the column takes."""

_READY = (
    "coalesce(o.selected_archetype, '') <> '' AND EXISTS "
    "(SELECT FROM user_se_competency_survey_results s WHERE s.organization_id = o.id)"
)
"""An organization that can be run: it chose an archetype, and somebody answered."""


@dataclass(frozen=True)
class EndedRun:
    """A run that ended, as the ledger has it."""

    run_id: str
    exit_code: int
    message: str | None


def count_ready(connection: Connection) -> int:
    """Count the organizations that have an archetype and answers.

    Args:
        connection: A connection to a migrated database.

    Returns:
        Their number.
    """
    return int(connection.scalar(text(f"SELECT count(*) FROM organization o WHERE {_READY}")) or 0)


def ready_organizations(
    connection: Connection, page: int = PAGE, after: int = BELOW_ALL
) -> Iterator[Organization]:
    """Read the organizations that have an archetype and answers, a page at a time.

    Args:
        connection: A connection to a migrated database; used until the last one is read.
        page: How many are read at once; memory does not grow with their number.
        after: Id below those that are read.

    Yields:
        The organizations, by id.
    """
    query = text(
        "SELECT id, coalesce(organization_public_key, ''), organization_name, selected_archetype, "
        "(SELECT count(*) FROM organization s "
        "WHERE s.organization_public_key = o.organization_public_key) <> 1 "
        f"FROM organization o WHERE o.id > :after AND {_READY} ORDER BY id LIMIT :page"
    )
    rows = connection.execute(query, {"after": after, "page": page}).all()
    while rows:
        yield from (Organization(*row) for row in rows)
        is_last = len(rows) < page
        following = {"after": rows[-1].id, "page": page}
        rows = [] if is_last else connection.execute(query, following).all()


def free_connections(connection: Connection) -> int:
    """Count the sessions that the server would still take of a role without privileges.

    Args:
        connection: A connection; it is not counted, as it will be closed.

    Returns:
        What ``max_connections`` leaves beside reserved ones and those that are there; 0 or more.
    """
    query = (
        "SELECT current_setting('max_connections')::int "
        "- current_setting('superuser_reserved_connections')::int "
        "- coalesce(current_setting('reserved_connections', true)::int, 0) "
        "- (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL "
        "AND pid <> pg_backend_pid())"
    )
    return max(0, int(connection.scalar(text(query)) or 0))


def database_time(connection: Connection) -> datetime:
    """Read the clock that the ledger is written by.

    Args:
        connection: A connection.

    Returns:
        Now, in UTC without a zone, as the ledger has it.
    """
    moment: datetime = connection.scalar(text("SELECT CAST(clock_timestamp() AS timestamp)"))
    return moment


def ended_since(
    connection: Connection,
    organization_id: int,
    pipeline: str,
    parameters: dict[str, Any],
    since: datetime,
) -> EndedRun | None:
    """Read the newest run of an organization that began after a moment and ended.

    Args:
        connection: A connection to a migrated database.
        organization_id: The organization.
        pipeline: Name of the pipeline.
        parameters: Parameters of the run; one with others does not count.
        since: The moment, by the database's clock.

    Returns:
        The run; None if there is none.
    """
    row = connection.execute(
        text(
            "SELECT run_id, exit_code, message FROM pipeline_run "
            "WHERE organization_id = :organization AND pipeline = :pipeline AND NOT is_dry_run "
            "AND started_at >= :since AND exit_code IS NOT NULL "
            "AND parameters = CAST(:parameters AS jsonb) ORDER BY started_at DESC LIMIT 1"
        ),
        {
            "organization": organization_id,
            "pipeline": pipeline,
            "since": since,
            "parameters": json.dumps(parameters),
        },
    ).one_or_none()
    return EndedRun(*row) if row else None
