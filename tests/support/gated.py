"""Asking the gate ``objectives`` in SQL about any wording, without a run."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text

from seqpt_lib.objectives import full_text
from seqpt_lib.objectives.checks.values import FIELDS
from seqpt_lib.quality.suites import load_suite
from seqpt_lib.store import engine

CONTENT_CHECKS = (
    "objective_verb",
    "objective_fields",
    "objective_wording",
    "objective_own_competency",
    "objective_names_known",
    "objective_no_score",
)
"""The checks of the gate that read one objective's words."""

Objective = Mapping[str, Any]
"""``competency_id``, ``level``, ``language`` and the four parts."""

_INSERT_ORGANIZATIONS = text(
    "INSERT INTO organization (organization_name, organization_public_key) "
    "SELECT 'Invented ' || n, 'invented-' || n FROM generate_series(1, :count) AS n RETURNING id"
)
_INSERT_OBJECTIVES = text(
    "INSERT INTO objective (organization_id, track, competency_id, level, language, timeframe, "
    "statement, demonstration, benefit, full_text, source, template_hash, input_hash) VALUES "
    "(:organization_id, 'people', :competency_id, :level, :language, :timeframe, :statement, "
    ":demonstration, :benefit, :full_text, 'template', :hash, :hash)"
)


def refusals(objectives: Sequence[Objective]) -> list[tuple[str, str]]:
    """Give the gate's findings: id of the check and full text.

    Each objective is the only one of an organization of its own, and nothing is kept.
    """
    if not objectives:
        return []
    with engine.transaction() as connection, connection.begin_nested() as kept_nowhere:
        ids = sorted(connection.scalars(_INSERT_ORGANIZATIONS, {"count": len(objectives)}))
        by_id = dict(zip(ids, map(_row, objectives), strict=True))
        connection.execute(
            _INSERT_OBJECTIVES, [row | {"organization_id": key} for key, row in by_id.items()]
        )
        found = [
            (check, by_id[key]["full_text"])
            for check in CONTENT_CHECKS
            for (key,) in connection.exec_driver_sql(_query(check))
        ]
        kept_nowhere.rollback()
    return found


def _row(objective: Objective) -> dict[str, Any]:
    parts = {field: objective[field] for field in FIELDS}
    keys = {key: objective[key] for key in ("competency_id", "level", "language")}
    return {**keys, **parts, "hash": "0" * 64, "full_text": full_text(parts, keys["language"])}


def _query(check_id: str) -> str:
    """The query of a check, for all invented organizations at once."""
    [query] = [
        check.kwargs["unexpected_rows_query"].format()  # as Great Expectations reads its braces
        for table in load_suite("objectives").tables
        for check in table.expectations
        if check.meta.id == check_id
    ]
    query = query.replace(":organization_id", "owner.id").replace("%", "%%")
    return (
        "SELECT owner.id FROM organization owner WHERE owner.organization_public_key "
        f"LIKE 'invented-%%' AND EXISTS ({query}) ORDER BY 1"
    )
