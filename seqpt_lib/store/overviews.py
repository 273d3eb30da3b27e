"""What step 2 shows of an organization before it judges: counted in the database, by id only."""

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib.store.copying import read_frame

ANSWERS = "user_se_competency_survey_results"


def count_survey(connection: Connection, organization_id: int) -> dict[str, int]:
    """Count an organization's people and answers.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        ``people``, ``assessed_people`` (with at least one answer) and ``answers``.
    """
    counted = connection.execute(
        text(
            "SELECT (SELECT count(*) FROM app_user WHERE organization_id = :organization) "
            "AS people, count(DISTINCT user_id) AS assessed_people, count(*) AS answers "
            f"FROM {ANSWERS} WHERE organization_id = :organization"
        ),
        {"organization": organization_id},
    )
    return dict(counted.mappings().one())


def read_people_per_role(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Count the people of each role, markers included.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per chosen role: ``role_cluster_id``, ``people_count``.
    """
    return read_frame(
        connection,
        "SELECT r.role_cluster_id, count(DISTINCT r.user_id) AS people_count "
        "FROM user_role_cluster r JOIN app_user u ON u.id = r.user_id "
        "WHERE u.organization_id = %(organization)s GROUP BY 1 ORDER BY 1",
        {"organization": organization_id},
    )


def read_answers_per_competency(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Count the answers for each competency and the people who gave them.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per competency that was answered for: ``competency_id``, ``answer_count``,
        ``people_count``.
    """
    return read_frame(
        connection,
        "SELECT competency_id, sum(answers) AS answer_count, count(user_id) AS people_count "
        f"FROM (SELECT competency_id, user_id, count(*) AS answers FROM {ANSWERS} "
        "WHERE organization_id = %(organization)s AND competency_id IS NOT NULL "
        "GROUP BY 1, 2) AS per_person GROUP BY 1 ORDER BY 1",
        {"organization": organization_id},
    )
