"""Writing an imported survey.

Numbers of people in the files and in the database never meet: a person of the files is the user
``<key>-<id>`` of the database.
"""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.errors import UsageError, listed
from seqpt_lib.store.copying import copy_frame

KNOWN_IDS = {
    "competency_id": "competency",
    "role_cluster_id": "role_cluster",
    "iso_process_id": "iso_processes",
}


@dataclass(frozen=True)
class SurveyRows:
    """The checked rows of a survey, ids as in its files."""

    people: pd.DataFrame
    """``id``, ``survey_type``."""
    roles: pd.DataFrame
    """``user_id``, ``role_cluster_id``."""
    answers: pd.DataFrame
    """``user_id``, ``competency_id``, ``score`` and, if known, ``submitted_at``."""
    personal: pd.DataFrame
    """``user_id``, ``iso_process_id``, ``role_process_value``."""


def known_ids(connection: Connection) -> dict[str, set[int]]:
    """Read the ids that a survey may name.

    Args:
        connection: A connection.

    Returns:
        Ids by column name.
    """
    return {
        column: set(connection.scalars(text(f"SELECT id FROM {table}")))
        for column, table in KNOWN_IDS.items()
    }


def find_or_add_organization(
    connection: Connection, key: str, name: str, size: str | None
) -> tuple[int, dict[str, int]]:
    """Find an organization by its public key, or add it with the reference matrix of roles.

    Args:
        connection: A connection in a transaction.
        key: Its public key.
        name: Its name; needed if it is new, otherwise it must be the stored one or empty.
        size: Size category of a new organization.

    Returns:
        Its id, and the rows written by table.

    Raises:
        UsageError: If it is new and has no name, or the name belongs to another organization.
    """
    stored = connection.execute(
        text(
            "SELECT id, organization_public_key, organization_name FROM organization "
            "WHERE organization_public_key = :key OR organization_name = :name"
        ),
        {"key": key, "name": name},
    ).all()
    for organization_id, stored_key, stored_name in stored:
        if stored_key == key and name in ("", stored_name):
            return organization_id, {}
        raise UsageError(
            f"organization {organization_id} has the key {stored_key!r} "
            f"and the name {stored_name!r}",
            "Use both as they are, or another KEY and NAME.",
        )
    if not name:
        raise UsageError(f"organization {key!r} is new and has no name", 'Give one: NAME="...".')
    organization_id = connection.scalar(
        text(
            "INSERT INTO organization (organization_name, organization_public_key, size) "
            "VALUES (:name, :key, :size) RETURNING id"
        ),
        {"name": name, "key": key, "size": size},
    )
    matrix = connection.execute(
        text(
            "INSERT INTO role_process_matrix "
            "(role_cluster_id, iso_process_id, role_process_value, organization_id) "
            "SELECT role_cluster_id, iso_process_id, involvement, :organization "
            "FROM reference_role_process ORDER BY 1, 2"
        ),
        {"organization": organization_id},
    )
    return int(organization_id or 0), {"organization": 1, "role_process_matrix": matrix.rowcount}


def write_survey(
    connection: Connection,
    organization_id: int,
    key: str,
    survey: SurveyRows,
) -> dict[str, int]:
    """Add what is new in a survey: people, roles, answers, personal matrices.

    An answer is new if it differs from the person's latest stored one for the competency, or, where
    the file says when it was given, if the same answer with that time is not stored.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        key: Its public key; prefix of the user names.
        survey: The rows.

    Returns:
        Rows written by table.
    """
    answers = survey.answers
    if "submitted_at" not in answers.columns:
        answers = answers.assign(submitted_at=None)
    _stage(connection, "new_people", "id int, survey_type text", survey.people)
    _stage(connection, "new_roles", "user_id int, role_cluster_id int", survey.roles)
    _stage(
        connection,
        "new_answers",
        "user_id int, competency_id int, score int, submitted_at timestamp",
        answers,
    )
    _stage(
        connection,
        "new_personal",
        "user_id int, iso_process_id int, role_process_value int",
        survey.personal,
    )
    parameters = {"organization": organization_id, "key": key}
    _refuse_taken_names(connection, parameters)
    return {
        table: connection.execute(text(statement), parameters).rowcount
        for table, statement in STATEMENTS.items()
    }


def _refuse_taken_names(connection: Connection, parameters: dict[str, object]) -> None:
    taken = connection.scalars(
        text(
            "SELECT u.username FROM new_people n JOIN app_user u "
            "ON u.username = :key || '-' || n.id "
            "WHERE u.organization_id <> :organization ORDER BY n.id"
        ),
        parameters,
    ).all()
    if taken:
        raise UsageError(
            f"user names are taken by another organization: {listed(list(taken))}",
            "Use another KEY; nothing was imported.",
        )


def _stage(connection: Connection, name: str, columns: str, frame: pd.DataFrame) -> None:
    connection.execute(text(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP"))
    copy_frame(connection, name, frame[[column.split()[0] for column in columns.split(", ")]])
    connection.execute(text(f"ANALYZE {name}"))


_PERSON = (
    "JOIN app_user u ON u.username = :key || '-' || n.{id} AND u.organization_id = :organization"
)

STATEMENTS = {
    "app_user": (
        "INSERT INTO app_user (organization_id, name, username) "
        "SELECT :organization, 'Person ' || n.id, :key || '-' || n.id FROM new_people n "
        "WHERE NOT EXISTS (SELECT FROM app_user u WHERE u.username = :key || '-' || n.id) "
        "ORDER BY n.id"
    ),
    "user_survey_type": (
        "INSERT INTO user_survey_type (user_id, survey_type) "
        f"SELECT u.id, n.survey_type FROM new_people n {_PERSON.format(id='id')} "
        "WHERE n.survey_type IS NOT NULL AND NOT EXISTS (SELECT FROM user_survey_type t "
        "WHERE t.user_id = u.id AND t.survey_type = n.survey_type) ORDER BY u.id"
    ),
    "user_role_cluster": (
        "INSERT INTO user_role_cluster (user_id, role_cluster_id) "
        f"SELECT u.id, n.role_cluster_id FROM new_roles n {_PERSON.format(id='user_id')} "
        "ON CONFLICT DO NOTHING"
    ),
    "unknown_role_process_matrix": (
        "INSERT INTO unknown_role_process_matrix "
        "(user_name, iso_process_id, role_process_value, organization_id) "
        "SELECT u.username, n.iso_process_id, n.role_process_value, :organization "
        f"FROM new_personal n {_PERSON.format(id='user_id')} ON CONFLICT DO NOTHING"
    ),
    "user_se_competency_survey_results": (
        "WITH stored AS (SELECT s.* FROM user_se_competency_survey_results s "
        "JOIN app_user u ON u.id = s.user_id WHERE u.organization_id = :organization), "
        "latest AS (SELECT DISTINCT ON (user_id, competency_id) user_id, competency_id, score "
        "FROM stored ORDER BY user_id, competency_id, submitted_at DESC NULLS LAST, id DESC) "
        "INSERT INTO user_se_competency_survey_results "
        "(user_id, organization_id, competency_id, score, submitted_at) "
        "SELECT u.id, :organization, n.competency_id, n.score, "
        "coalesce(n.submitted_at, now()::timestamp) "
        f"FROM new_answers n {_PERSON.format(id='user_id')} "
        "LEFT JOIN latest l ON l.user_id = u.id AND l.competency_id = n.competency_id "
        "LEFT JOIN stored e ON e.user_id = u.id AND e.competency_id = n.competency_id "
        "AND e.submitted_at = n.submitted_at AND e.score = n.score "
        "WHERE CASE WHEN n.submitted_at IS NULL THEN l.score IS DISTINCT FROM n.score "
        "ELSE e.id IS NULL END ORDER BY n.submitted_at, u.id, n.competency_id"
    ),
}
