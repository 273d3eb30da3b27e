"""Reading back what the steps of a run found, for the report."""

import json
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.store.copying import read_frame


@dataclass(frozen=True)
class GapChanges:
    """Why the gaps may differ from those before, as step 3 recorded it."""

    run_id: str
    """The run in which they changed the last time."""

    reasons: tuple[str, ...]
    """What differed: answers, roles, ...; "first time" where there was nothing before."""

    before_run_id: str
    """The run that had computed those before; empty where there was none."""

    below_before: dict[int, int]
    """People below the target before, by competency, where that and the change may be shown."""


def read_coverage(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read which roles need more than the organization aims at.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per (role, competency): ``role_cluster_id``, ``competency_id``,
        ``required_level``, ``target_level``, ``covering_archetype_ids`` (as ``{1,2}``).
    """
    return read_frame(
        connection,
        "SELECT role_cluster_id, competency_id, required_level, target_level, "
        "covering_archetype_ids FROM coverage_finding WHERE organization_id = %(organization)s "
        "ORDER BY role_cluster_id, competency_id",
        {"organization": organization_id},
    )


def read_gap_changes(
    connection: Connection, organization_id: int, run_id: str
) -> GapChanges | None:
    """Read what changed the last time that something did, or that it was the first time.

    ``gap_basis`` keeps its run while nothing changes, so a run without changes reads the same.
    Where that run was killed before it could record why, the next one has recorded that nothing
    changed since.

    Args:
        connection: A connection.
        organization_id: The organization.
        run_id: The run; of other dry runs nothing counts.

    Returns:
        What had changed; ``None`` where it was never recorded.

    Source: docs/explanation/changes.md, "In the report".
    """
    row = connection.execute(
        text(
            "SELECT s.run_id, s.numbers->>'changed' AS changed, "
            "s.numbers->>'compared_run' AS before, s.numbers->>'below_before' AS below "
            "FROM gap_basis b "
            "JOIN pipeline_step s ON b.run_id IN (s.run_id, s.numbers->>'compared_run') "
            "JOIN pipeline_run p ON p.run_id = s.run_id "
            "WHERE b.organization_id = :organization AND p.organization_id = b.organization_id "
            "AND s.step = 'compute_gaps' AND s.numbers ? 'changed' "
            "AND (NOT p.is_dry_run OR p.run_id = :run) "
            "ORDER BY s.run_id = b.run_id DESC, s.finished_at DESC LIMIT 1"
        ),
        {"organization": organization_id, "run": run_id},
    ).one_or_none()
    if row is None:
        return None
    return GapChanges(
        run_id=row.run_id,
        reasons=tuple(word for word in row.changed.split(", ") if word),
        before_run_id=row.before,
        below_before={int(key): int(count) for key, count in json.loads(row.below).items()},
    )
