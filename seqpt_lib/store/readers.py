"""Reading an organization's rows as typed frames, by one statement each."""

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.runs import SCRATCH
from seqpt_lib.store.copying import read_frame

TEXT = "string"


def read_people(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read the people of an organization.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per person: ``user_id``.
    """
    return read_frame(
        connection,
        "SELECT id AS user_id FROM app_user WHERE organization_id = %(organization)s ORDER BY id",
        {"organization": organization_id},
    )


def read_answers(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read all answers of an organization, older ones too, with what earlier runs wrote to them.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per answer, in no order: ``answer_id``, ``user_id``, ``competency_id``, ``score``
        (0, 1, 2, 4, 6), ``submitted_at`` (may be missing).
    """
    return read_frame(
        connection,
        "SELECT id AS answer_id, user_id, competency_id, score, submitted_at "
        "FROM user_se_competency_survey_results WHERE organization_id = %(organization)s",
        {"organization": organization_id},
        dates=["submitted_at"],
    )


def read_gaps(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read all answers of an organization with the targets and gaps that step 3 wrote.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per answer, in no order, older answers too: ``answer_id``, ``user_id``,
        ``competency_id``, ``score``, ``submitted_at``, ``target_level``, ``gap_size``,
        ``archetype_source`` (missing where none was written).
    """
    return read_frame(
        connection,
        "SELECT id AS answer_id, user_id, competency_id, score, submitted_at, target_level, "
        "gap_size, archetype_source FROM user_se_competency_survey_results "
        "WHERE organization_id = %(organization)s",
        {"organization": organization_id},
        dates=["submitted_at"],
        types={"target_level": "Int64", "gap_size": "Int64", "archetype_source": "category"},
    )


def read_person_roles(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read which roles the people of an organization chose, markers included.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per (person, role): ``user_id``, ``role_cluster_id``.
    """
    return read_frame(
        connection,
        "SELECT r.user_id, r.role_cluster_id FROM user_role_cluster r "
        "JOIN app_user u ON u.id = r.user_id WHERE u.organization_id = %(organization)s "
        "ORDER BY r.user_id, r.role_cluster_id",
        {"organization": organization_id},
    )


def read_competencies(connection: Connection) -> pd.DataFrame:
    """Read the competencies by area.

    Args:
        connection: A connection.

    Returns:
        One row per competency: ``competency_id``, ``competency_area``, ``competency_name``.
    """
    return read_frame(
        connection,
        "SELECT id AS competency_id, competency_area, "
        "regexp_replace(competency_name, '\\s+', ' ', 'g') AS competency_name "
        "FROM competency ORDER BY id",
    )


def read_roles(connection: Connection) -> pd.DataFrame:
    """Read the names of the roles, markers included.

    Args:
        connection: A connection.

    Returns:
        One row per role: ``role_cluster_id``, ``role_name``.
    """
    return read_frame(
        connection,
        "SELECT id AS role_cluster_id, role_cluster_name AS role_name "
        "FROM role_cluster ORDER BY id",
    )


def read_needs(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read what an organization needs, as step 3 wrote it.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per needed (competency, level): ``competency_id``, ``level``, ``people_count``,
        ``assessed_count``.
    """
    return read_frame(
        connection,
        "SELECT competency_id, level, people_count, assessed_count FROM need "
        "WHERE organization_id = %(organization)s ORDER BY competency_id, level",
        {"organization": organization_id},
    )


def read_objectives(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read an organization's objectives, as step 4 wrote them.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per (competency, level): ``competency_id``, ``level``, ``language``,
        ``timeframe``, ``statement``, ``demonstration``, ``benefit``, ``full_text``, ``source``,
        ``template_hash``, ``input_hash``.
    """
    return read_frame(
        connection,
        "SELECT competency_id, level, language, timeframe, statement, demonstration, benefit, "
        "full_text, source, template_hash, input_hash FROM objective "
        "WHERE organization_id = %(organization)s ORDER BY competency_id, level",
        {"organization": organization_id},
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


def read_formats(connection: Connection) -> pd.DataFrame:
    """Read the learning formats per archetype and competency.

    Args:
        connection: A connection.

    Returns:
        One row per (archetype, competency, format): ``archetype_id``, ``competency_id``,
        ``format_id``, ``format_key``, ``format_name``, ``max_level``, ``participants_min``,
        ``participants_max`` (missing: no limit), ``fit_points``, ``effort``.
    """
    return read_frame(
        connection,
        "SELECT a.archetype_id, c.competency_id, f.id AS format_id, f.format_key, f.format_name, "
        "c.max_level, f.participants_min, f.participants_max, a.fit_points, f.effort "
        "FROM learning_format f JOIN archetype_format a ON a.format_id = f.id "
        "JOIN competency_format c ON c.format_id = f.id "
        "ORDER BY a.archetype_id, c.competency_id, f.id",
        types={"participants_max": "Int64"},
    )


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
