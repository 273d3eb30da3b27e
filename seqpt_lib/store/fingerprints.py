"""What each step was last done from: its fingerprint, kept in the ledger."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from seqpt_lib.model.knowledge import lacks_service

Fingerprint = dict[str, str]
"""A digest by part: parameters, notebook, code, each table that is read or written, ..."""


_COLUMNS = (
    "step, run_id, s.status IN ('done', 'skipped') AS is_done, fingerprint, "
    "coalesce((numbers->>'fallbacks')::int, 0) AS stand_ins, s.finished_at, "
    "coalesce(numbers->>'passages_found', '') AS found"
)


@dataclass(frozen=True)
class LastStep:
    """The last time that a step came to an end.

    A skipped one counts only if its fingerprint was taken over from a run of another organization.
    """

    run_id: str
    is_done: bool
    """True if it ended well, with its gates passed."""

    fingerprint: Fingerprint | None
    """Empty where the runner did not come to keep it."""

    stand_ins: int
    """Objectives that a template stands in for; a model may be asked for them again."""

    finished_at: datetime
    """When it ended (UTC): what ended later did not go into it."""

    lacks_service: bool = False
    """True if passages were found by words alone because the embedding model gave nothing."""


def record_fingerprint(
    connection: Connection, run_id: str, step: str, fingerprint: Fingerprint
) -> None:
    """Keep what a step was done from, and what it left.

    Args:
        connection: A connection.
        run_id: The run.
        step: The step; it has ended.
        fingerprint: Its fingerprint.
    """
    connection.execute(
        text(
            "UPDATE pipeline_step SET fingerprint = CAST(:fingerprint AS jsonb) "
            "WHERE run_id = :run AND step = :step"
        ),
        {"run": run_id, "step": step, "fingerprint": json.dumps(fingerprint)},
    )


def read_last_steps(
    connection: Connection, organization_id: int, pipeline: str
) -> dict[str, LastStep]:
    """Read how each step of an organization last ended; dry runs and scratch runs are left out.

    Args:
        connection: A connection to a database that may be at an older schema.
        organization_id: The organization.
        pipeline: Name of the pipeline.

    Returns:
        By step; empty where the ledger keeps no fingerprints yet.
    """
    if not _keeps_fingerprints(connection):
        return {}
    rows = connection.execute(
        text(
            f"SELECT DISTINCT ON (step) {_COLUMNS} "
            "FROM pipeline_step s JOIN pipeline_run r USING (run_id) "
            "WHERE organization_id = :organization AND pipeline = :pipeline AND NOT is_dry_run "
            "AND (s.status <> 'skipped' OR fingerprint IS NOT NULL) "
            "ORDER BY step, s.finished_at DESC, run_id DESC"
        ),
        {"organization": organization_id, "pipeline": pipeline},
    )
    return {row.step: _last_step(row) for row in rows}


def read_last_of_any(
    connection: Connection, pipeline: str, steps: list[str]
) -> dict[str, LastStep]:
    """Read how steps last ended well, whichever organization was run; dry runs are left out.

    Args:
        connection: A connection to a database that may be at an older schema.
        pipeline: Name of the pipeline.
        steps: Names of steps.

    Returns:
        By step; without those that never ended well.
    """
    if not _keeps_fingerprints(connection):
        return {}
    rows = connection.execute(
        text(
            "SELECT found.* FROM unnest(CAST(:steps AS text[])) AS wanted CROSS JOIN LATERAL "
            f"(SELECT {_COLUMNS} FROM pipeline_step s JOIN pipeline_run r USING (run_id) "
            "WHERE s.step = wanted AND pipeline = :pipeline AND NOT is_dry_run "
            "AND s.status = 'done' AND fingerprint IS NOT NULL "
            "ORDER BY s.run_id DESC LIMIT 1) AS found"
        ),
        {"steps": steps, "pipeline": pipeline},
    )
    return {row.step: _last_step(row) for row in rows}


def _last_step(row: Row[Any]) -> LastStep:
    return LastStep(
        run_id=row.run_id,
        is_done=row.is_done,
        fingerprint=row.fingerprint,
        stand_ins=row.stand_ins,
        finished_at=row.finished_at,
        lacks_service=lacks_service(row.found),
    )


def _keeps_fingerprints(connection: Connection) -> bool:
    return bool(
        connection.scalar(
            text(
                "SELECT EXISTS (SELECT FROM pg_attribute "
                "WHERE attrelid = to_regclass('seqpt.pipeline_step') AND attname = 'fingerprint')"
            )
        )
    )
