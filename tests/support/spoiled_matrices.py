"""What breaks the checks of personal matrices, derived tables and targets of the gate sources."""

from tests.support.spoil import Spoil, unconstrained

DERIVED_ROLES = (
    "INSERT INTO role_competency_matrix "
    "(role_cluster_id, competency_id, role_competency_value, organization_id) "
    "SELECT role_cluster_id, competency_id, max(role_process_value * process_competency_value), 1 "
    "FROM role_process_matrix JOIN process_competency_matrix USING (iso_process_id) "
    "WHERE organization_id = 1 GROUP BY 1, 2"
)
"""As the survey app computes it, with 3 for 4."""

DERIVED_PEOPLE = (
    "INSERT INTO unknown_role_competency_matrix "
    "(user_name, competency_id, role_competency_value, organization_id) "
    "SELECT user_name, competency_id, max(role_process_value * process_competency_value), 1 "
    "FROM unknown_role_process_matrix JOIN process_competency_matrix USING (iso_process_id) "
    "WHERE organization_id = 1 GROUP BY 1, 2"
)

PERSONAL_AND_DERIVED = [
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
        "personal_matrix_repeated",
        f"{unconstrained('unknown_role_process_matrix', 'organization_id_iso_process_e48c')};"
        "INSERT INTO unknown_role_process_matrix "
        "SELECT 99, user_name, iso_process_id, role_process_value, organization_id "
        "FROM unknown_role_process_matrix WHERE iso_process_id = 4",
        "critical",
        1,
        ("user_id 13 iso_process_id 4",),
    ),
    Spoil(
        "personal_matrix_known",
        f"{unconstrained('unknown_role_process_matrix', 'iso_process_id_fkey')};"
        "UPDATE unknown_role_process_matrix SET iso_process_id = 31 WHERE iso_process_id = 4;"
        "INSERT INTO unknown_role_process_matrix VALUES (98, 'demo-5', 31, 1, 1)",
        "critical",
        1,
        ("id 4",),
    ),
    Spoil(
        "personal_matrix_missing",
        "DELETE FROM unknown_role_process_matrix",
        "warning",
        1,
        ("user_id 13",),
        mended="DELETE FROM user_role_cluster WHERE user_id = 28",
    ),
    Spoil(
        "personal_matrix_incomplete",
        "DELETE FROM unknown_role_process_matrix WHERE iso_process_id = 4",
        "warning",
        1,
        ("user_id 13",),
    ),
    Spoil(
        "personal_matrix_zero",
        "UPDATE unknown_role_process_matrix SET role_process_value = 0",
        "warning",
        1,
        ("user_id 13",),
    ),
    Spoil(
        "derived_role_levels",
        "INSERT INTO role_competency_matrix VALUES (7, 4, 1, -100, 1), (8, 4, 4, 3, 1)",
        "warning",
        1,
        ("id 7",),
    ),
    Spoil(
        "derived_role_stale",
        "UPDATE role_competency_matrix SET role_competency_value = "
        "CASE role_competency_value WHEN 6 THEN 0 ELSE 6 END "
        "WHERE role_cluster_id = 4 AND competency_id = 5;"
        "DELETE FROM role_competency_matrix WHERE role_cluster_id = 4 AND competency_id = 6;"
        "INSERT INTO role_competency_matrix VALUES (999, 40004, 1, 0, 1)",
        "warning",
        3,
        (
            "role_cluster_id 4 competency_id 5",
            "role_cluster_id 4 competency_id 6",
            "role_cluster_id 40004 competency_id 1",
        ),
        mended=DERIVED_ROLES,
    ),
    Spoil(
        "derived_person_levels",
        "INSERT INTO unknown_role_competency_matrix VALUES (7, 'demo-13', 1, -100, 1)",
        "warning",
        1,
        ("id 7",),
    ),
    Spoil(
        "derived_person_stale",
        f"{unconstrained('unknown_role_competency_matrix', 'competency_id_fkey')};"
        "UPDATE unknown_role_competency_matrix SET role_competency_value = "
        "CASE role_competency_value WHEN 6 THEN 0 ELSE 6 END WHERE competency_id = 5;"
        "DELETE FROM unknown_role_competency_matrix WHERE competency_id = 6;"
        "INSERT INTO unknown_role_competency_matrix VALUES (999, 'demo-13', 2, 0, 1)",
        "warning",
        3,
        ("user_id 13 competency_id 2", "user_id 13 competency_id 5", "user_id 13 competency_id 6"),
        mended=DERIVED_PEOPLE,
    ),
    Spoil(
        "derived_person_person",
        "INSERT INTO unknown_role_competency_matrix "
        "VALUES (7, 'nobody', 1, 2, 1), (8, 'nobody', 4, 2, 1)",
        "warning",
        1,
        ("first_row_id 7",),
    ),
    Spoil(
        "derived_comparable",
        "UPDATE role_process_matrix SET role_process_value = -100 "
        "WHERE role_cluster_id = 4 AND iso_process_id = 7;"
        "DELETE FROM unknown_role_process_matrix WHERE iso_process_id = 4;"
        "DELETE FROM role_competency_matrix WHERE competency_id > 4;"
        "DELETE FROM unknown_role_competency_matrix WHERE competency_id > 1;"
        "INSERT INTO role_competency_matrix VALUES (999, 40004, 1, 0, 1)",
        "warning",
        3,
        (
            "table_name role_competency_matrix id 49",
            "table_name role_competency_matrix id 50",
            "table_name unknown_role_competency_matrix id 1",
        ),
        mended=f"{DERIVED_ROLES} ORDER BY 1, 2; {DERIVED_PEOPLE} ORDER BY 1, 2",
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
