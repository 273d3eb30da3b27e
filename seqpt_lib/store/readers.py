"""Reading an organization's rows as typed frames, by one statement each."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from seqpt_lib.store.copying import read_frame


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


def read_current_levels(
    connection: Connection, organization_id: int, competency_ids: Sequence[int]
) -> pd.DataFrame:
    """Read the level of everyone's latest answer for each competency.

    Args:
        connection: A connection.
        organization_id: The organization.
        competency_ids: The competencies.

    Returns:
        One row per person of the organization, with or without answers (index: user id), one
        column per competency id: score, missing where not assessed.
    """
    scores = ", ".join(
        f'max(a.score) FILTER (WHERE a.competency_id = {int(competency)}) AS "{int(competency)}"'
        for competency in competency_ids
    )
    levels = read_frame(
        connection,
        f"SELECT u.id AS user_id, {scores} FROM app_user u "
        "LEFT JOIN current_answer(%(organization)s) a ON a.user_id = u.id "
        "WHERE u.organization_id = %(organization)s GROUP BY u.id ORDER BY u.id",
        {"organization": organization_id},
        types={str(int(competency)): "float32" for competency in competency_ids},
    ).set_index("user_id")
    return levels.set_axis(pd.Index(competency_ids, name="competency_id"), axis=1)


def read_gaps(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read the current answers of an organization with the targets and gaps that step 3 wrote.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per current answer, in no order: ``answer_id``, ``user_id``, ``competency_id``,
        ``score``, ``target_level``, ``gap_size``, ``archetype_source`` (missing where none was
        written).
    """
    return read_frame(
        connection,
        "SELECT id AS answer_id, user_id, competency_id, score, target_level, gap_size, "
        "archetype_source FROM current_answer(%(organization)s)",
        {"organization": organization_id},
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


def read_archetype_targets(connection: Connection) -> pd.DataFrame:
    """Read the target levels of all archetypes.

    Args:
        connection: A connection.

    Returns:
        One row per (archetype, competency): ``archetype_id``, ``archetype_name``,
        ``competency_id``, ``target_level``.
    """
    return read_frame(
        connection,
        "SELECT t.archetype_id, a.archetype_name, t.competency_id, t.target_level "
        "FROM archetype_target t JOIN archetype a ON a.id = t.archetype_id "
        "ORDER BY t.archetype_id, t.competency_id",
    )
