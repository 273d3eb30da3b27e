"""Reading back what steps 3 to 5 wrote for an organization."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.runs import SCRATCH
from seqpt_lib.store.copying import read_frame

TEXT = "string"


def read_needs(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read what an organization needs, as step 3 wrote it.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per needed (competency, level): ``competency_id``, ``level``, ``people_count``,
        ``assessed_count``, ``shown_columns`` (which of them may be shown).
    """
    return read_frame(
        connection,
        "SELECT competency_id, level, people_count, assessed_count, shown_columns FROM need "
        "WHERE organization_id = %(organization)s ORDER BY competency_id, level",
        {"organization": organization_id},
    )


def read_statistics(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read where an organization's people stand, as step 3 wrote it the last time.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per competency: ``competency_id``, ``assessed_count``, ``below_target_count``,
        ``shown_columns`` (which of them may be shown).
    """
    return read_frame(
        connection,
        "SELECT competency_id, assessed_count, below_target_count, shown_columns "
        "FROM competency_statistic WHERE organization_id = %(organization)s "
        "ORDER BY competency_id",
        {"organization": organization_id},
    )


def read_gap_basis(connection: Connection, organization_id: int) -> dict[str, Any] | None:
    """Read what the stored gaps of an organization were computed from.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        The row of ``gap_basis`` by column; ``None`` where the gaps were never computed.
    """
    rows = connection.execute(
        text("SELECT * FROM gap_basis WHERE organization_id = :organization"),
        {"organization": organization_id},
    )
    row = rows.mappings().one_or_none()
    return dict(row) if row else None


def read_objectives(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read an organization's objectives, as step 4 wrote them.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per objective: ``track``, ``competency_id``, ``level``, ``language``,
        ``timeframe``, ``statement``, ``demonstration``, ``benefit``, ``full_text``, ``source``,
        ``template_hash``, ``input_hash``, ``prompt_version``, ``call_id`` (missing where no
        model's words are used), ``passages`` and ``findings`` (JSON texts).
    """
    return read_frame(
        connection,
        "SELECT track, competency_id, level, language, timeframe, statement, demonstration, "
        "benefit, full_text, source, template_hash, input_hash, prompt_version, call_id, passages, "
        "findings FROM objective WHERE organization_id = %(organization)s "
        "ORDER BY track, competency_id, level",
        {"organization": organization_id},
        types={"call_id": "Int64", "prompt_version": "str"},
    )


def has_current_results(connection: Connection, organization_id: int) -> bool:
    """Tell whether the stored results are those of the stored answers.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        True if a run was done and every current answer has got its target since then.
    """
    query = text(
        "SELECT EXISTS (SELECT FROM pipeline_run WHERE organization_id = :organization "
        "AND status = 'done' AND NOT is_dry_run AND pipeline <> :scratch) "
        "AND NOT EXISTS (SELECT FROM current_answer(:organization) WHERE target_level IS NULL)"
    )
    given = {"organization": organization_id, "scratch": SCRATCH}
    return bool(connection.scalar(query, given))


def read_current_plans(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read which plan is each person's current one.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per person with a current plan: ``user_id``, ``plan_id``.
    """
    return read_frame(
        connection,
        "SELECT user_id, plan_id FROM plan_status "
        "WHERE organization_id = %(organization)s AND is_current ORDER BY user_id",
        {"organization": organization_id},
        types={"plan_id": TEXT},
    )
