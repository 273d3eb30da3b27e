"""What breaks the checks of answers, people and their organization of the gate sources."""

from tests.support.spoil import ANSWERS, SECOND_ORGANIZATION, Spoil, unconstrained

ANSWER_KEYS = ("user_id_fkey", "competency_id_fkey", "organization_id_fkey")

ANSWERS_AND_PEOPLE = [
    Spoil(
        "score_domain",
        f"UPDATE {ANSWERS} SET score = CASE id WHEN 1 THEN 3 WHEN 2 THEN 99 ELSE -1 END "
        "WHERE id IN (1, 2, 9)",
        "critical",
        3,
        ("id 1", "id 2", "id 9"),
    ),
    Spoil(
        "score_set",
        f"ALTER TABLE {ANSWERS} ALTER score DROP NOT NULL;"
        f"UPDATE {ANSWERS} SET score = NULL WHERE id IN (1, 2)",
        "critical",
        2,
        ("id 1", "id 2"),
    ),
    Spoil(
        "answer_organization",
        f"{SECOND_ORGANIZATION}; UPDATE {ANSWERS} SET organization_id = 2 WHERE id = 5;"
        "ALTER TABLE app_user ALTER organization_id DROP NOT NULL;"
        f"DELETE FROM {ANSWERS} WHERE user_id = 22 AND competency_id > 4;"
        "UPDATE app_user SET organization_id = NULL WHERE id = 22",
        "critical",
        3,
        ("id 5", "id 129", "id 130"),
    ),
    Spoil(
        "answer_keys_set",
        f"{unconstrained(ANSWERS, 'user_id_fkey')};"
        f"UPDATE {ANSWERS} SET competency_id = NULL WHERE id = 5;"
        f"UPDATE {ANSWERS} SET user_id = NULL WHERE id = 6;"
        f"UPDATE {ANSWERS} SET organization_id = NULL WHERE id = 7;"
        f"UPDATE {ANSWERS} SET organization_id = NULL, user_id = 999 WHERE id = 8",
        "critical",
        3,
        ("id 5", "id 6", "id 7"),
    ),
    Spoil(
        "answer_keys_exist",
        f"{unconstrained(ANSWERS, *ANSWER_KEYS)};"
        f"UPDATE {ANSWERS} SET user_id = 999 WHERE id = 5;"
        f"UPDATE {ANSWERS} SET competency_id = 2 WHERE id = 6;"
        f"UPDATE {ANSWERS} SET organization_id = 77 WHERE id = 7;"
        f"UPDATE {ANSWERS} SET organization_id = 77, user_id = 999 WHERE id = 8",
        "critical",
        3,
        ("id 5", "id 6", "id 7"),
    ),
    Spoil(
        "answers_repeated",
        f"INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score) "
        "VALUES (2, 1, 4, 6)",
        "info",
        1,
        ("user_id 2 competency_id 4",),
        mended=f"DELETE FROM {ANSWERS} WHERE user_id = 12 AND submitted_at < '2026-05-01'",
    ),
    Spoil(
        "answers_contradict",
        f"INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score, submitted_at) "
        f"SELECT user_id, 1, competency_id, 6 - score, submitted_at FROM {ANSWERS} WHERE id = 5",
        "warning",
        1,
        ("user_id 21 competency_id 7",),
    ),
    Spoil(
        "answers_incomplete",
        f"DELETE FROM {ANSWERS} WHERE id = 5",
        "warning",
        1,
        ("user_id 21",),
        mended=f"DELETE FROM {ANSWERS} WHERE user_id = 23",
    ),
    Spoil(
        "people_once",
        "ALTER TABLE app_user DROP CONSTRAINT app_user_pkey CASCADE,"
        "DROP CONSTRAINT app_user_username_key;"
        "INSERT INTO app_user SELECT * FROM app_user WHERE id IN (5, 6);"
        "INSERT INTO app_user SELECT * FROM app_user WHERE id = 6",
        "critical",
        2,
        ("id 5", "id 6"),
    ),
    Spoil(
        "usernames_once",
        f"{SECOND_ORGANIZATION}; {unconstrained('app_user', 'username_key')};"
        "INSERT INTO app_user (id, organization_id, name, username) VALUES "
        "(98, 1, 'N', 'demo-5'), (99, 2, 'N', 'demo-6'), (96, 2, 'N', 'a'), (97, 2, 'N', 'a')",
        "critical",
        2,
        ("id 5", "id 6"),
    ),
    Spoil(
        "people_without_answers",
        "INSERT INTO app_user (id, organization_id, name, username) VALUES (99, 1, 'N', 'new')",
        "warning",
        1,
        ("id 99",),
        mended="DELETE FROM app_user WHERE id = 41",
    ),
    Spoil(
        "person_roles_exist",
        f"{unconstrained('user_role_cluster', 'role_cluster_id_fkey')};"
        "UPDATE user_role_cluster SET role_cluster_id = 15 WHERE user_id = 2",
        "critical",
        1,
        ("user_id 2 role_cluster_id 15",),
    ),
    Spoil(
        "survey_type_known",
        "UPDATE user_survey_type SET survey_type = 'Known' WHERE id IN (2, 3)",
        "warning",
        2,
        ("id 2", "id 3"),
    ),
    Spoil(
        "survey_type_missing",
        "DELETE FROM user_survey_type WHERE user_id IN (2, 41)",
        "warning",
        1,
        ("user_id 2",),
        mended="INSERT INTO user_survey_type (user_id, survey_type) VALUES (37, 'known_roles')",
    ),
    Spoil(
        "rows_of_nobody",
        f"{unconstrained(ANSWERS, *ANSWER_KEYS)};"
        f"UPDATE {ANSWERS} SET organization_id = NULL, user_id = 999 WHERE id = 8;"
        f"UPDATE {ANSWERS} SET organization_id = 77, user_id = NULL WHERE id = 9;"
        f"{unconstrained('user_role_cluster', 'user_id_fkey')};"
        "INSERT INTO user_role_cluster VALUES (999, 4);"
        f"{unconstrained('user_survey_type', 'user_id_fkey')};"
        "UPDATE user_survey_type SET user_id = 999 WHERE id = 7;"
        f"{unconstrained('app_user', 'organization_id_fkey')};"
        "ALTER TABLE app_user ALTER organization_id DROP NOT NULL;"
        "INSERT INTO app_user (id, organization_id, name, username) VALUES "
        "(98, NULL, 'N', 'new'), (99, 77, 'N', 'newer')",
        "warning",
        6,
        (
            "table_name app_user row_key id 98",
            "table_name app_user row_key id 99",
            "table_name user_role_cluster row_key user_id 999 role_cluster_id 4",
            "table_name user_se_competency_survey_results row_key id 8",
            "table_name user_se_competency_survey_results row_key id 9",
        ),
    ),
    Spoil("organization_answers", f"DELETE FROM {ANSWERS}", "critical", 1, ("id 1",)),
    Spoil(
        "organization_archetype",
        "UPDATE organization SET selected_archetype = 'Invented training'",
        "critical",
        1,
        ("id 1",),
    ),
    Spoil(
        "organization_people",
        "DELETE FROM app_user",
        "warning",
        1,
        ("id 1",),
    ),
    Spoil(
        "maturity_score_range",
        "UPDATE organization SET maturity_score = 100.5",
        "warning",
        1,
        ("id 1",),
        mended="UPDATE organization SET maturity_score = 100",
    ),
    Spoil(
        "size_known",
        "UPDATE organization SET size = 'MEDIUM'",
        "warning",
        1,
        ("id 1",),
    ),
    Spoil(
        "phase_complete",
        "UPDATE organization SET maturity_score = NULL",
        "warning",
        1,
        ("id 1",),
        mended="UPDATE organization SET phase1_completed = true, maturity_score = 0",
    ),
    Spoil(
        "default_key",
        "UPDATE organization SET organization_public_key = 'singleuser'",
        "warning",
        1,
        ("id 1",),
    ),
    Spoil(
        "organization_key_once",
        f"{unconstrained('organization', 'organization_public_key_key')};"
        "INSERT INTO organization (id, organization_name, organization_public_key) "
        "VALUES (2, 'Second', 'demo'), (3, 'Third', 'third'), (4, 'Fourth', 'third')",
        "critical",
        1,
        ("id 2",),
    ),
    Spoil(
        "archetypes_exist",
        f"{unconstrained('organization_archetype', 'archetype_id_fkey')};"
        "INSERT INTO organization_archetype (organization_id, archetype_id, position) "
        "VALUES (1, 8, 2)",
        "critical",
        1,
        ("archetype_id 8",),
    ),
]
