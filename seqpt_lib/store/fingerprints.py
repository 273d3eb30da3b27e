"""What each step was last done from: its fingerprint, kept in the ledger."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, text

Fingerprint = dict[str, str]
"""A digest by part: parameters, notebook, code, each table that is read or written, ..."""


@dataclass(frozen=True)
class LastStep:
    """The last time that a step came to an end, skipped ones aside."""

    run_id: str
    is_done: bool
    """True if it ended well, with its gates passed."""

    fingerprint: Fingerprint | None
    """Empty where the runner did not come to keep it."""

    stand_ins: int
    """Objectives that a template stands in for; a model may be asked for them again."""


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
            "SELECT DISTINCT ON (step) step, run_id, s.status = 'done' AS is_done, fingerprint, "
            "coalesce((numbers->>'fallbacks')::int, 0) AS stand_ins "
            "FROM pipeline_step s JOIN pipeline_run r USING (run_id) "
            "WHERE organization_id = :organization AND pipeline = :pipeline AND NOT is_dry_run "
            "AND s.status <> 'skipped' ORDER BY step, s.finished_at DESC, run_id DESC"
        ),
        {"organization": organization_id, "pipeline": pipeline},
    )
    return {
        row.step: LastStep(row.run_id, row.is_done, row.fingerprint, row.stand_ins) for row in rows
    }


def _keeps_fingerprints(connection: Connection) -> bool:
    return bool(
        connection.scalar(
            text(
                "SELECT EXISTS (SELECT FROM pg_attribute "
                "WHERE attrelid = to_regclass('seqpt.pipeline_step') AND attname = 'fingerprint')"
            )
        )
    )
