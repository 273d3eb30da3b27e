"""Reading what a report shows beside needs and objectives: statistics, gates, plans."""

import pandas as pd
from sqlalchemy import Connection

from seqpt_lib.store.copying import read_frame

STANDING = (
    "assessed_count, not_assessed_count, unaware_count, know_count, understand_count, "
    "apply_count, master_count, median_level, below_target_count, at_target_share, "
    "at_target_share_low, at_target_share_high, training_method"
)
SHARES = ("at_target_share", "at_target_share_low", "at_target_share_high")
STANDING_TYPES = {
    "median_level": "Int64",
    "training_method": "str",
    "shown_columns": "str",
    **dict.fromkeys(SHARES, "float64"),
}
GATE_TEXTS = ("gate", "check_id", "table_name", "rule", "severity", "fix", "success")


def read_competency_statistics(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read all that step 3 wrote about where an organization's people stand.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per competency: ``competency_id``, the columns of ``seqpt.competency_statistic``
        and ``shown_columns`` (which of them may be shown).
    """
    return read_frame(
        connection,
        f"SELECT competency_id, {STANDING}, largest_gap, highest_requirement, uncovered_share, "
        "priority, shown_columns FROM competency_statistic "
        "WHERE organization_id = %(organization)s ORDER BY competency_id",
        {"organization": organization_id},
        types=STANDING_TYPES
        | dict.fromkeys(("largest_gap", "highest_requirement"), "Int64")
        | dict.fromkeys(("uncovered_share", "priority"), "float64"),
    )


def read_role_statistics(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read all that step 3 wrote about where the people of each role stand.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per (role, competency): ``role_cluster_id``, ``competency_id``, the columns of
        ``seqpt.role_statistic`` and ``shown_columns`` (which of them may be shown).
    """
    return read_frame(
        connection,
        f"SELECT role_cluster_id, competency_id, {STANDING}, shown_columns FROM role_statistic "
        "WHERE organization_id = %(organization)s ORDER BY role_cluster_id, competency_id",
        {"organization": organization_id},
        types=STANDING_TYPES,
    )


def read_last_gates(connection: Connection, organization_id: int, run_id: str) -> pd.DataFrame:
    """Read what each gate found the last time it judged an organization.

    Args:
        connection: A connection.
        organization_id: The organization.
        run_id: A run whose gates come first; the gates of other dry runs do not count.

    Returns:
        One row per check, the gates in the order of the steps: ``gate``, ``check_id``,
        ``table_name``, ``rule``, ``severity``, ``success``, ``evaluated_count``,
        ``unexpected_count``, ``keys`` (JSON: ids of up to five rows), ``fix``.
    """
    return read_frame(
        connection,
        "WITH last AS (SELECT DISTINCT ON (g.gate) g.gate, g.run_id FROM gate_result g "
        "JOIN pipeline_run r ON r.run_id = g.run_id WHERE r.organization_id = %(organization)s "
        "AND (NOT r.is_dry_run OR r.run_id = %(run)s) "
        "ORDER BY g.gate, (g.run_id = %(run)s) DESC, g.id DESC) "
        "SELECT g.gate, check_id, table_name, rule, severity, success, evaluated_count, "
        "unexpected_count, keys, fix FROM gate_result g "
        "JOIN last ON last.gate = g.gate AND last.run_id = g.run_id "
        "ORDER BY array_position(ARRAY['sources', 'gaps', 'objectives', 'plans'], g.gate::text), "
        "g.gate, g.id",
        {"organization": organization_id, "run": run_id},
        types=dict.fromkeys(GATE_TEXTS, "str"),
    ).assign(success=lambda rows: rows["success"].eq("t"))


def read_plans(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read the current plan of every person; only for who may see individual results.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per person with a current plan: ``user_id``, ``plan_id``,
        ``estimated_duration_weeks``, ``archetype_used``, ``objectives`` and
        ``recommended_modules`` (versioned JSON texts).
    """
    return read_frame(
        connection,
        "SELECT p.user_id, p.id AS plan_id, p.estimated_duration_weeks, p.archetype_used, "
        "p.objectives, p.recommended_modules FROM learning_plans p "
        "JOIN plan_status s ON s.plan_id = p.id "
        "WHERE s.organization_id = %(organization)s AND s.is_current ORDER BY p.user_id",
        {"organization": organization_id},
        types=dict.fromkeys(
            ("plan_id", "archetype_used", "objectives", "recommended_modules"), "str"
        ),
    )
