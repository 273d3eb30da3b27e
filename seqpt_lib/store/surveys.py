"""Writing an imported survey.

Numbers of people in the files and in the database never meet: a person of the files is the user
``<key>-<id>`` of the database.
"""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.errors import UsageError, listed
from seqpt_lib.model.levels import ALL_ROLES, UNKNOWN_ROLE
from seqpt_lib.store.copying import copy_frame

KNOWN_IDS = {
    "competency_id": "competency",
    "role_cluster_id": "role_cluster",
    "iso_process_id": "iso_processes",
}
SURVEY_TYPE_LENGTH = 50
"""Characters that fit into ``user_survey_type.survey_type``."""


@dataclass(frozen=True)
class SurveyRows:
    """The checked rows of a survey, ids as in its files."""

    people: pd.DataFrame
    """``id``, ``survey_type``."""
    roles: pd.DataFrame
    """``user_id``, ``role_cluster_id``."""
    answers: pd.DataFrame
    """``user_id``, ``competency_id``, ``score`` and, if the file has times, ``submitted_at``."""
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
    stored_id = _find_organization_id(connection, key, name)
    if stored_id is not None:
        return stored_id, {}
    if not name:
        raise UsageError(f"organization {key!r} is new and has no name", 'Give one: NAME="...".')
    return _add_organization(connection, key, name, size)


def _find_organization_id(connection: Connection, key: str, name: str) -> int | None:
    stored = connection.execute(
        text(
            "SELECT id, organization_public_key, organization_name FROM organization "
            "WHERE organization_public_key = :key OR organization_name = :name"
        ),
        {"key": key, "name": name},
    ).all()
    for organization_id, stored_key, stored_name in stored:
        if stored_key == key and name in ("", stored_name):
            return int(organization_id)
        raise UsageError(
            f"organization {organization_id} has the key {stored_key!r} "
            f"and the name {stored_name!r}",
            "Use both as they are, or another KEY and NAME.",
        )
    return None


def _add_organization(
    connection: Connection, key: str, name: str, size: str | None
) -> tuple[int, dict[str, int]]:
    organization_id = connection.execute(
        text(
            "INSERT INTO organization (organization_name, organization_public_key, size) "
            "VALUES (:name, :key, :size) RETURNING id"
        ),
        {"name": name, "key": key, "size": size},
    ).scalar_one()
    matrix = connection.execute(
        text(
            "INSERT INTO role_process_matrix "
            "(role_cluster_id, iso_process_id, role_process_value, organization_id) "
            "SELECT role_cluster_id, iso_process_id, involvement, :organization "
            "FROM reference_role_process ORDER BY 1, 2"
        ),
        {"organization": organization_id},
    )
    return int(organization_id), {"organization": 1, "role_process_matrix": matrix.rowcount}


def write_survey(
    connection: Connection,
    organization_id: int,
    key: str,
    survey: SurveyRows,
) -> dict[str, int]:
    """Add what is new in a survey: people, roles, answers, personal matrices.

    An answer of a file with times is new if the same score with the same time is not stored; an
    unknown time equals an unknown time only, and stays unknown. An answer of a file without times
    is new if it differs from the person's current one for the competency; it gets the time of now.
    A survey type that the files leave empty follows from the person's roles in them; it is added
    only to a person without any type.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        key: Its public key; prefix of the user names.
        survey: The rows.

    Returns:
        Rows written by table.
    """
    _stage_survey(connection, survey)
    parameters = {"organization": organization_id, "key": key}
    _refuse_taken_names(connection, parameters)
    has_times = "submitted_at" in survey.answers.columns
    statements = STATEMENTS | {ANSWERS: ANSWERS_WITH_TIMES if has_times else ANSWERS_WITHOUT_TIMES}
    return {
        table: connection.execute(text(statement), parameters).rowcount
        for table, statement in statements.items()
    }


def _stage_survey(connection: Connection, survey: SurveyRows) -> None:
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

_TYPE_OF_ROLES = (
    "SELECT user_id, CASE "
    f"WHEN bool_or(role_cluster_id = {ALL_ROLES}) THEN 'all_roles' "
    f"WHEN bool_and(role_cluster_id = {UNKNOWN_ROLE}) THEN 'unknown_roles' "
    "ELSE 'known_roles' END AS survey_type FROM new_roles GROUP BY user_id"
)
"""How a person took the survey, told by the roles that they chose; nothing for whoever has none."""

STATEMENTS = {
    "app_user": (
        "INSERT INTO app_user (organization_id, name, username) "
        "SELECT :organization, 'Person ' || n.id, :key || '-' || n.id FROM new_people n "
        "WHERE NOT EXISTS (SELECT FROM app_user u WHERE u.username = :key || '-' || n.id) "
        "ORDER BY n.id"
    ),
    "user_survey_type": (
        "INSERT INTO user_survey_type (user_id, survey_type) "
        "SELECT u.id, coalesce(n.survey_type, d.survey_type) "
        f"FROM new_people n {_PERSON.format(id='id')} "
        f"LEFT JOIN ({_TYPE_OF_ROLES}) d ON d.user_id = n.id "
        "WHERE coalesce(n.survey_type, d.survey_type) IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM user_survey_type t WHERE t.user_id = u.id "
        "AND (n.survey_type IS NULL OR t.survey_type = n.survey_type)) ORDER BY u.id"
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
}

ANSWERS = "user_se_competency_survey_results"
_INSERT_ANSWERS = (
    f"INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score, submitted_at) "
)
ANSWERS_WITH_TIMES = (
    _INSERT_ANSWERS + "SELECT u.id, :organization, n.competency_id, n.score, n.submitted_at "
    f"FROM new_answers n {_PERSON.format(id='user_id')} "
    f"WHERE NOT EXISTS (SELECT FROM {ANSWERS} s WHERE s.organization_id = :organization "
    "AND s.user_id = u.id AND s.competency_id = n.competency_id AND s.score = n.score "
    "AND s.submitted_at IS NOT DISTINCT FROM n.submitted_at) "
    "ORDER BY n.submitted_at NULLS FIRST, u.id, n.competency_id"
)
ANSWERS_WITHOUT_TIMES = (
    _INSERT_ANSWERS + "SELECT u.id, :organization, n.competency_id, n.score, now()::timestamp "
    f"FROM new_answers n {_PERSON.format(id='user_id')} "
    "LEFT JOIN current_answer(:organization) c "
    "ON c.user_id = u.id AND c.competency_id = n.competency_id "
    "WHERE c.score IS DISTINCT FROM n.score ORDER BY u.id, n.competency_id"
)
