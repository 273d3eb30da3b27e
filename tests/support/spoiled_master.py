"""What breaks the checks of the master data and the matrices of the gate sources."""

from tests.support.spoil import Spoil, unconstrained

MASTER = [
    Spoil(
        "competency_ids",
        "INSERT INTO competency (id, competency_area, competency_name) VALUES (2, 'Core', 'Two');"
        "DELETE FROM competency WHERE id = 18;"
        "ALTER TABLE competency DROP CONSTRAINT competency_pkey CASCADE;"
        "INSERT INTO competency (id, competency_name) VALUES (5, 'Five again')",
        "critical",
        3,
        ("id 2", "id 5", "id 18"),
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
        "UPDATE competency SET competency_name = 'SYSTEMS  MODELLING and Analysis' WHERE id = 6;"
        "UPDATE competency SET competency_area = upper(competency_area) WHERE id = 7",
        "warning",
        2,
        ("id 6", "id 7"),
    ),
    Spoil(
        "process_names",
        "UPDATE iso_processes SET name = CASE id WHEN 3 THEN 'Renamed' ELSE "
        "(SELECT name FROM iso_processes WHERE id = 3) END WHERE id IN (3, 5);"
        "ALTER TABLE iso_processes DROP CONSTRAINT iso_processes_pkey CASCADE;"
        "INSERT INTO iso_processes SELECT * FROM iso_processes WHERE id = 8",
        "critical",
        3,
        ("id 3", "id 5", "id 8"),
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
        "UPDATE role_cluster SET role_cluster_name = 'Other' WHERE id = 70007;"
        "ALTER TABLE role_cluster DROP CONSTRAINT role_cluster_pkey CASCADE,"
        "DROP CONSTRAINT role_cluster_role_cluster_name_key;"
        "INSERT INTO role_cluster SELECT * FROM role_cluster WHERE id = 4",
        "critical",
        3,
        ("id 4", "id 15", "id 70007"),
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
        "role_matrix_known",
        f"{unconstrained('role_process_matrix', 'iso_process_id_fkey', 'role_cluster_id_fkey')};"
        "UPDATE role_process_matrix SET iso_process_id = 31 "
        "WHERE role_cluster_id = 4 AND iso_process_id = 30;"
        "INSERT INTO role_process_matrix VALUES (999, 15, 1, 0, 1), (1000, 40004, 1, 0, 1)",
        "critical",
        3,
        ("id 120", "id 999", "id 1000"),
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
        "process_matrix_known",
        f"{unconstrained('process_competency_matrix', 'iso_process_id_fkey')};"
        "UPDATE process_competency_matrix SET iso_process_id = 31 "
        "WHERE iso_process_id = 1 AND competency_id < 5",
        "critical",
        2,
        ("id 1", "id 2"),
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
]
