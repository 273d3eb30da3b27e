"""Writing a step's results: set-based, and only rows that differ."""

from collections.abc import Iterable, Iterator

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.model.plans import Plan
from seqpt_lib.store.copying import copy_frame, copy_rows, synchronize

ANSWERS = "user_se_competency_survey_results"


def write_objectives(connection: Connection, organization_id: int, objectives: pd.DataFrame) -> int:
    """Write an organization's objectives; those that nobody needs any more go.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        objectives: As ``objectives.generate_objectives`` returns; without a column ``track`` all
            are for ``people``.

    Returns:
        Rows written.
    """
    scope = {"organization_id": organization_id}
    keys = ["organization_id", "track", "competency_id", "level"]
    rows = objectives.assign(track=objectives.get("track", "people"), **scope)
    return synchronize(connection, "objective", rows, keys, scope)


def write_plans(
    connection: Connection,
    organization_id: int,
    plans: Iterable[Plan],
    changes: pd.DataFrame,
) -> dict[str, int]:
    """Write new plans, mark those they replace as superseded, and point the answers to them.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        plans: The plans that are not current yet, made while they are sent.
        changes: One row per person whose plan changes: ``user_id``, ``plan_id`` (missing where
            the person has no plan any more), ``superseded_plan_id`` (missing where there was
            none).

    Returns:
        Rows written by table.
    """
    columns = "user_id integer, plan_id varchar(36), superseded_plan_id varchar(36)"
    connection.execute(text(f"CREATE TEMP TABLE plan_change ({columns}) ON COMMIT DROP"))
    copy_frame(connection, "plan_change", changes[["user_id", "plan_id", "superseded_plan_id"]])
    connection.execute(text("ANALYZE plan_change"))
    return {
        "learning_plans": _insert_plans(connection, organization_id, plans),
        "plan_status": _move_status(connection, organization_id),
        ANSWERS: _point_answers(connection, organization_id),
    }


def _insert_plans(connection: Connection, organization_id: int, plans: Iterable[Plan]) -> int:
    query = "SELECT p.id FROM learning_plans p JOIN plan_change c ON c.plan_id = p.id"
    stored = set(connection.scalars(text(query)))
    rows = [0]
    columns = ["id", "user_id", "organization_id", "objectives", "recommended_modules"]
    columns += ["estimated_duration_weeks", "archetype_used"]

    def new_rows() -> Iterator[tuple[object, ...]]:
        for plan in plans:
            if plan.plan_id not in stored:  # a plan that a person had before comes back
                rows[0] += 1
                yield (
                    plan.plan_id,
                    plan.user_id,
                    organization_id,
                    plan.objectives,
                    plan.recommended_modules,
                    plan.estimated_duration_weeks,
                    plan.archetype_used,
                )

    copy_rows(connection, "learning_plans", columns, new_rows())
    return rows[0]


def _move_status(connection: Connection, organization_id: int) -> int:
    superseded = connection.execute(
        text(
            "UPDATE plan_status t SET is_current = false, superseded_at = now(), "
            "superseded_by = c.plan_id FROM plan_change c WHERE t.plan_id = c.superseded_plan_id"
        )
    )
    current = connection.execute(
        text(
            "INSERT INTO plan_status (plan_id, user_id, organization_id, is_current) "
            "SELECT plan_id, user_id, :organization, true FROM plan_change "
            "WHERE plan_id IS NOT NULL ON CONFLICT (plan_id) "
            "DO UPDATE SET is_current = true, superseded_at = NULL, superseded_by = NULL"
        ),
        {"organization": organization_id},
    )
    return superseded.rowcount + current.rowcount


def _point_answers(connection: Connection, organization_id: int) -> int:
    updated = connection.execute(
        text(
            f"UPDATE {ANSWERS} t SET learning_plan_id = w.plan_id FROM ("
            "SELECT a.id, CASE WHEN a.gap_size > 0 THEN s.plan_id END AS plan_id "
            "FROM current_answer(:organization) a LEFT JOIN plan_status s "
            "ON s.user_id = a.user_id AND s.organization_id = :organization AND s.is_current"
            ") w WHERE t.id = w.id AND t.learning_plan_id IS DISTINCT FROM w.plan_id"
        ),
        {"organization": organization_id},
    )
    return updated.rowcount
