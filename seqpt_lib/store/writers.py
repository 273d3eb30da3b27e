"""Writing a step's results: set-based, and only rows that differ."""

from typing import Any, Protocol

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.store.copying import copy_rows, stage_frame, stage_like, synchronize

ANSWERS = "user_se_competency_survey_results"


class PlanRow(Protocol):
    """What a row of ``learning_plans`` needs."""

    plan_id: str
    user_id: int
    objectives: str
    recommended_modules: str
    estimated_duration_weeks: int
    archetype_used: str


def write_gaps(connection: Connection, gaps: pd.DataFrame) -> int:
    """Write target, gap and its archetype to the current answers. Rows that are equal stay.

    Args:
        connection: A connection in a transaction.
        gaps: One row per current answer: ``answer_id``, ``target_level``, ``gap_size``,
            ``archetype_source``.

    Returns:
        Rows updated.
    """
    columns = ["id", "target_level", "gap_size", "archetype_source"]
    staged = gaps.rename(columns={"answer_id": "id"})[columns]
    stage_frame(connection, "staged_gap", ANSWERS, staged)
    updated = connection.execute(
        text(
            f"UPDATE {ANSWERS} t SET target_level = s.target_level, gap_size = s.gap_size, "
            "archetype_source = s.archetype_source FROM staged_gap s WHERE t.id = s.id "
            "AND (t.target_level, t.gap_size, t.archetype_source) "
            "IS DISTINCT FROM (s.target_level, s.gap_size, s.archetype_source)"
        )
    )
    return updated.rowcount


def write_needs(
    connection: Connection, organization_id: int, needs: pd.DataFrame, role_needs: pd.DataFrame
) -> dict[str, int]:
    """Write what an organization needs, in all and per role.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        needs: As ``gaps.organization_needs`` returns.
        role_needs: As ``gaps.needs_by_role`` returns.

    Returns:
        Rows written by table.
    """
    scope = {"organization_id": organization_id}
    keys = ["organization_id", "competency_id", "level"]
    return {
        "need": synchronize(connection, "need", needs.assign(**scope), keys, scope),
        "role_need": synchronize(
            connection, "role_need", role_needs.assign(**scope), [*keys, "role_cluster_id"], scope
        ),
    }


def write_objectives(connection: Connection, organization_id: int, objectives: pd.DataFrame) -> int:
    """Write an organization's objectives; those that nobody needs any more go.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        objectives: As ``objectives.template_objectives`` returns.

    Returns:
        Rows written.
    """
    scope = {"organization_id": organization_id}
    keys = ["organization_id", "competency_id", "level"]
    return synchronize(connection, "objective", objectives.assign(**scope), keys, scope)


def write_plans(
    connection: Connection,
    organization_id: int,
    plans: Any,
    current: pd.DataFrame,
    gaps: pd.DataFrame,
) -> dict[str, int]:
    """Write new plans, mark those they replace as superseded, and point the answers to them.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        plans: Iterable of ``PlanRow``: the plans that are not current yet.
        current: One row per person with a plan: ``user_id``, ``plan_id``.
        gaps: One row per current answer: ``answer_id``, ``user_id``, ``gap_size``.

    Returns:
        Rows written by table.
    """
    stage_frame(connection, "staged_current", "plan_status", current[["user_id", "plan_id"]])
    return {
        "learning_plans": _insert_plans(connection, organization_id, plans),
        "plan_status": _move_status(connection, organization_id),
        ANSWERS: _point_answers(connection, current, gaps),
    }


def _insert_plans(connection: Connection, organization_id: int, plans: Any) -> int:
    columns = ["id", "user_id", "objectives", "recommended_modules"]
    columns += ["estimated_duration_weeks", "archetype_used"]
    stage_like(connection, "staged_plan", "learning_plans", columns)
    rows = (
        (
            plan.plan_id,
            plan.user_id,
            plan.objectives,
            plan.recommended_modules,
            plan.estimated_duration_weeks,
            plan.archetype_used,
        )
        for plan in plans
    )
    copy_rows(connection, "staged_plan", columns, rows)
    inserted = connection.execute(
        text(
            f"INSERT INTO learning_plans (organization_id, {', '.join(columns)}) "
            f"SELECT :organization, {', '.join(columns)} FROM staged_plan "
            "ON CONFLICT (id) DO NOTHING"
        ),
        {"organization": organization_id},
    )
    return inserted.rowcount


def _move_status(connection: Connection, organization_id: int) -> int:
    superseded = connection.execute(
        text(
            "UPDATE plan_status t SET is_current = false, superseded_at = now(), "
            "superseded_by = c.plan_id "
            "FROM plan_status o LEFT JOIN staged_current c ON c.user_id = o.user_id "
            "WHERE o.plan_id = t.plan_id AND o.organization_id = :organization AND o.is_current "
            "AND o.plan_id IS DISTINCT FROM c.plan_id"
        ),
        {"organization": organization_id},
    )
    current = connection.execute(
        text(
            "INSERT INTO plan_status (plan_id, user_id, organization_id, is_current) "
            "SELECT c.plan_id, c.user_id, :organization, true FROM staged_current c "
            "WHERE NOT EXISTS (SELECT FROM plan_status t "
            "WHERE t.plan_id = c.plan_id AND t.is_current) "
            "ON CONFLICT (plan_id) DO UPDATE SET is_current = true, superseded_at = NULL, "
            "superseded_by = NULL"
        ),
        {"organization": organization_id},
    )
    return superseded.rowcount + current.rowcount


def _point_answers(connection: Connection, current: pd.DataFrame, gaps: pd.DataFrame) -> int:
    plan_of = current.set_index("user_id")["plan_id"]
    pointers = pd.DataFrame(
        {
            "id": gaps["answer_id"],
            "learning_plan_id": gaps["user_id"].map(plan_of).where(gaps["gap_size"] > 0),
        }
    )
    stage_frame(connection, "staged_pointer", ANSWERS, pointers)
    updated = connection.execute(
        text(
            f"UPDATE {ANSWERS} t SET learning_plan_id = s.learning_plan_id "
            "FROM staged_pointer s WHERE t.id = s.id "
            "AND t.learning_plan_id IS DISTINCT FROM s.learning_plan_id"
        )
    )
    return updated.rowcount
