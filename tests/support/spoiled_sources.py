"""What breaks each check of the gate sources, and what it then says."""

from tests.support.spoil import ANSWERS, SECOND_ORGANIZATION, Spoil, unconstrained

SOURCES = [
    Spoil(
        "competency_ids",
        "INSERT INTO competency (id, competency_area, competency_name) VALUES (2, 'Core', 'Two');"
        "DELETE FROM competency WHERE id = 18",
        "critical",
        2,
        ("id 2", "id 18"),
    ),
    Spoil(
        "competency_names",
        "UPDATE competency SET competency_name = 'Lifecycles' WHERE id = 4;"
        "UPDATE competency SET competency_area = 'Elsewhere' WHERE id = 5",
        "critical",
        2,
        ("id 4", "id 5"),
    ),
    Spoil(
        "competency_spelling",
        "UPDATE competency SET competency_name = 'SYSTEMS  MODELLING and Analysis' WHERE id = 6",
        "warning",
        1,
        ("id 6",),
    ),
    Spoil(
        "process_names",
        "UPDATE iso_processes SET name = CASE id WHEN 3 THEN 'Renamed' ELSE "
        "(SELECT name FROM iso_processes WHERE id = 3) END WHERE id IN (3, 5)",
        "critical",
        2,
        ("id 3", "id 5"),
    ),
    Spoil(
        "process_names_unique",
        "UPDATE iso_processes SET name = (SELECT upper(name) FROM iso_processes WHERE id = 7) "
        "WHERE id = 8",
        "critical",
        1,
        ("id 7",),
    ),
    Spoil(
        "roles",
        "INSERT INTO role_cluster VALUES (15, 'Fifteenth', ''); "
        "UPDATE role_cluster SET role_cluster_name = 'Other' WHERE id = 70007",
        "critical",
        2,
        ("id 15", "id 70007"),
    ),
    Spoil(
        "role_matrix_size",
        "DELETE FROM role_process_matrix WHERE iso_process_id < 3",
        "critical",
        28,
        (),
    ),
    Spoil(
        "role_matrix_cells",
        "DELETE FROM role_process_matrix WHERE role_cluster_id = 4 AND iso_process_id > 24",
        "critical",
        6,
        tuple(f"role_cluster_id 4 iso_process_id {process}" for process in range(25, 30)),
    ),
    Spoil(
        "involvement_domain",
        "UPDATE role_process_matrix SET role_process_value = -100 "
        "WHERE role_cluster_id = 4 AND iso_process_id = 7",
        "critical",
        1,
        ("role_cluster_id 4 iso_process_id 7",),
    ),
    Spoil(
        "involvement_set",
        "UPDATE role_process_matrix SET role_process_value = NULL "
        "WHERE role_cluster_id = 4 AND iso_process_id = 7",
        "critical",
        1,
        ("role_cluster_id 4 iso_process_id 7",),
    ),
    Spoil(
        "role_matrix_changed",
        "UPDATE role_process_matrix SET role_process_value = (role_process_value + 1) % 4 "
        "WHERE role_cluster_id = 4 AND iso_process_id = 7",
        "info",
        1,
        ("role_cluster_id 4 iso_process_id 7",),
    ),
    Spoil(
        "process_matrix_size",
        "DELETE FROM process_competency_matrix WHERE iso_process_id = 9",
        "critical",
        16,
        (),
    ),
    Spoil(
        "process_matrix_cells",
        "DELETE FROM process_competency_matrix WHERE iso_process_id = 9 AND competency_id < 5",
        "critical",
        2,
        ("iso_process_id 9 competency_id 1", "iso_process_id 9 competency_id 4"),
    ),
    Spoil(
        "relevance_domain",
        f"{unconstrained('process_competency_matrix', 'process_competency_value_check')};"
        "UPDATE process_competency_matrix SET process_competency_value = 3 "
        "WHERE iso_process_id = 9 AND competency_id = 5",
        "critical",
        1,
        ("iso_process_id 9 competency_id 5",),
    ),
    Spoil(
        "relevance_set",
        "UPDATE process_competency_matrix SET process_competency_value = NULL "
        "WHERE iso_process_id = 9 AND competency_id = 5",
        "critical",
        1,
        ("iso_process_id 9 competency_id 5",),
    ),
    Spoil(
        "process_matrix_changed",
        "UPDATE process_competency_matrix SET process_competency_value = "
        "(process_competency_value + 1) % 3 WHERE iso_process_id = 9 AND competency_id = 5",
        "info",
        1,
        ("iso_process_id 9 competency_id 5",),
    ),
    Spoil(
        "score_domain",
        f"UPDATE {ANSWERS} SET score = CASE id WHEN 1 THEN 3 WHEN 2 THEN 99 ELSE -1 END "
        "WHERE id IN (1, 2, 9)",
        "critical",
        3,
        ("id 1", "id 2", "id 9"),
    ),
    Spoil(
        "answer_organization",
        f"{SECOND_ORGANIZATION}; UPDATE {ANSWERS} SET organization_id = 2 WHERE id = 5",
        "critical",
        1,
        ("id 5",),
    ),
    Spoil(
        "answer_keys_set",
        f"UPDATE {ANSWERS} SET competency_id = NULL WHERE id = 5;"
        f"UPDATE {ANSWERS} SET user_id = NULL WHERE id = 6;"
        f"UPDATE {ANSWERS} SET organization_id = NULL WHERE id = 7",
        "critical",
        3,
        ("id 5", "id 6", "id 7"),
    ),
    Spoil(
        "answer_keys_exist",
        f"{unconstrained(ANSWERS, 'user_id_fkey', 'competency_id_fkey')};"
        f"UPDATE {ANSWERS} SET user_id = 999 WHERE id = 5;"
        f"UPDATE {ANSWERS} SET competency_id = 2 WHERE id = 6",
        "critical",
        2,
        ("id 5", "id 6"),
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
        "people_without_answers",
        "INSERT INTO app_user (id, organization_id, name, username) VALUES (99, 1, 'N', 'new')",
        "warning",
        1,
        ("id 99",),
        mended="DELETE FROM app_user WHERE id = 41",
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
        "personal_matrix_person",
        "UPDATE unknown_role_process_matrix SET user_name = 'nobody'",
        "warning",
        1,
        ("first_row_id 1",),
    ),
    Spoil(
        "personal_involvement_domain",
        "UPDATE unknown_role_process_matrix SET role_process_value = -100 WHERE iso_process_id = 3;"
        "UPDATE unknown_role_process_matrix SET role_process_value = NULL WHERE iso_process_id = 4",
        "critical",
        2,
        ("id 3", "id 4"),
    ),
    Spoil(
        "derived_role_levels",
        "INSERT INTO role_competency_matrix VALUES (7, 4, 1, -100, 1), (8, 4, 4, 3, 1)",
        "warning",
        1,
        ("id 7",),
    ),
    Spoil(
        "derived_person_levels",
        "INSERT INTO unknown_role_competency_matrix VALUES (7, 'demo-13', 1, -100, 1)",
        "warning",
        1,
        ("id 7",),
    ),
    Spoil(
        "targets_complete",
        "DELETE FROM archetype_target WHERE archetype_id = 4 AND competency_id IN (5, 6)",
        "critical",
        2,
        ("archetype_id 4 competency_id 5", "archetype_id 4 competency_id 6"),
    ),
    Spoil("targets_size", "INSERT INTO archetype_target VALUES (4, 2, 1)", "critical", 1, ()),
    Spoil(
        "target_domain",
        f"{unconstrained('archetype_target', 'target_level_check')};"
        "UPDATE archetype_target SET target_level = 5 WHERE archetype_id = 4 AND competency_id = 5",
        "critical",
        1,
        ("archetype_id 4 competency_id 5",),
    ),
]
