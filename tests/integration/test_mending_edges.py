"""Cases beyond one Spoil a check: what a section's SQL mends, and what it leaves alone."""

import pytest

from seqpt_lib import schema
from tests.integration.test_checks import DEMO, run_check
from tests.support import duplicates, rows
from tests.support.mending import mending_sql
from tests.support.spoil import ANSWERS, SECOND_ORGANIZATION, unconstrained

SURPLUS_ROLE = "INSERT INTO role_cluster VALUES (15, 'Fifteenth', '')"
SURPLUS_COMPETENCY = "INSERT INTO competency (id, competency_name) VALUES (2, 'Two')"

MENDED = [
    ("process_names", "INSERT INTO iso_processes (id, name) VALUES (31, 'Surplus')"),
    (
        "process_names_unique",
        "INSERT INTO iso_processes (id, name) SELECT 31, name FROM iso_processes WHERE id = 7",
    ),
    (
        "roles",
        f"{SURPLUS_ROLE}; INSERT INTO role_competency_matrix VALUES (999, 15, 4, 1, {DEMO})",
    ),
    (
        "competency_ids",
        f"{SURPLUS_COMPETENCY}; INSERT INTO role_competency_matrix VALUES (999, 4, 2, 1, {DEMO})",
    ),
    (
        "phase_complete",
        (
            "UPDATE organization SET phase1_completed = true, maturity_score = 50, size = 'small', "
            "selected_archetype = ' '"
        ),
    ),
    (
        "json_encoded_twice",
        (
            "UPDATE app_user SET tasks_responsibilities = "
            "to_jsonb(E'\\n{\"a\": 1}'::text) WHERE id = 5;"
            "UPDATE app_user SET tasks_responsibilities = "
            "to_jsonb(to_jsonb(to_jsonb('{\"a\": 1}'::text)::text)::text) WHERE id = 6"
        ),
    ),
]

LEFT_ALONE = [
    (
        "personal_involvement_domain",
        (
            "INSERT INTO user_role_cluster VALUES (13, 4);"
            "UPDATE unknown_role_process_matrix SET role_process_value = -100 "
            "WHERE iso_process_id = 3"
        ),
        "SELECT count(*) FROM unknown_role_process_matrix WHERE user_name = 'demo-13'",
    ),
    (
        "personal_matrix_incomplete",
        (
            "INSERT INTO user_role_cluster VALUES (13, 4);"
            "DELETE FROM unknown_role_process_matrix WHERE iso_process_id = 3"
        ),
        "SELECT count(*) FROM unknown_role_process_matrix WHERE user_name = 'demo-13'",
    ),
    (
        "personal_matrix_zero",
        (
            "INSERT INTO user_role_cluster VALUES (13, 4);"
            "UPDATE unknown_role_process_matrix SET role_process_value = 0"
        ),
        "SELECT count(*) FROM unknown_role_process_matrix WHERE user_name = 'demo-13'",
    ),
    (
        "answer_keys_set",
        (
            f"{SECOND_ORGANIZATION}; UPDATE app_user SET organization_id = 2 WHERE id = 21;"
            f"UPDATE {ANSWERS} SET organization_id = NULL WHERE user_id = 21"
        ),
        f"SELECT count(*) FROM {ANSWERS} WHERE organization_id IS NULL",
    ),
    (
        "answer_keys_exist",
        (
            f"{unconstrained(ANSWERS, 'user_id_fkey')};"
            f"UPDATE {ANSWERS} SET competency_id = NULL WHERE id = 5;"
            f"UPDATE {ANSWERS} SET organization_id = NULL, user_id = NULL WHERE id = 6"
        ),
        f"SELECT count(*) FROM {ANSWERS}",
    ),
    (
        "survey_type_known",
        (
            f"DELETE FROM {ANSWERS} WHERE user_id = 2;"
            "UPDATE user_survey_type SET survey_type = 'Known' WHERE user_id = 2"
        ),
        "SELECT count(*) FROM user_survey_type WHERE user_id = 2",
    ),
    (
        "indicator_levels",
        "UPDATE competency_indicators SET level = ' Kennen' WHERE id = 1",
        "SELECT count(*) FROM competency_indicators",
    ),
    (
        "archetypes_exist",
        (
            f"{unconstrained('organization_archetype', 'archetype_id_fkey')};"
            "INSERT INTO organization_archetype "
            "(organization_id, archetype_id, position, replaced_at) VALUES (1, 8, 2, now())"
        ),
        "SELECT count(*) FROM organization_archetype",
    ),
]


@pytest.mark.parametrize(("check_id", "spoiled"), MENDED, ids=[c for c, _ in MENDED])
@pytest.mark.usefixtures("planned_database")
def test_the_sql_mends_this_too(check_id: str, spoiled: str) -> None:
    rows.run_script(spoiled)
    assert not run_check("sources", check_id).success

    rows.run_script(mending_sql(check_id, DEMO))

    assert run_check("sources", check_id).success


@pytest.mark.parametrize(
    ("check_id", "other", "count"), LEFT_ALONE, ids=[c for c, *_ in LEFT_ALONE]
)
@pytest.mark.usefixtures("planned_database")
def test_the_sql_leaves_other_rows_alone(check_id: str, other: str, count: str) -> None:
    rows.run_script(other)
    before = rows.scalar(count)

    rows.run_script(mending_sql(check_id, DEMO))

    assert rows.scalar(count) == before


@pytest.mark.usefixtures("planned_database")
def test_json_that_cannot_be_decoded_does_not_stop_the_others() -> None:
    rows.run_script(
        "UPDATE app_user SET tasks_responsibilities = to_jsonb('{broken'::text) WHERE id = 5;"
        "UPDATE app_user SET tasks_responsibilities = to_jsonb('[1]'::text) WHERE id = 6"
    )

    rows.run_script(mending_sql("json_encoded_twice", DEMO))

    assert run_check("sources", "json_encoded_twice").keys == ["table_name app_user id 5"]


@pytest.mark.usefixtures("planned_database")
def test_the_sql_deletes_only_rows_of_duplicates_that_nothing_can_be_made_of() -> None:
    rows.run_script(duplicates.ORGANIZATIONS + ";" + duplicates.PEOPLE)
    duplicates.add_organization(1, "Demo Motors", "demo")
    duplicates.add_organization(2, None, "nameless")
    duplicates.add_organization(3, "Codeless", " ")
    for number, organization in ((1, 1), (2, 2), (3, 9)):
        duplicates.add_person(number, f"old-{number}", organization)
    duplicates.add_person(4, " ", 1)

    for _organizations_then_people in range(2):
        schema.prepare()
        assert not run_check("sources", "duplicate_tables").success
        rows.run_script(mending_sql("duplicate_tables", DEMO))
    schema.prepare()

    assert run_check("sources", "duplicate_tables").success
    assert rows.query("SELECT username FROM app_user WHERE username LIKE 'old-%'") == [("old-1",)]


@pytest.mark.usefixtures("planned_database")
def test_the_sql_keeps_an_archetype_that_is_known() -> None:
    rows.run("UPDATE organization SET selected_archetype = 'CERTIFICATION'")

    rows.run_script(mending_sql("organization_archetype", DEMO))

    assert rows.scalar("SELECT selected_archetype FROM organization") == "CERTIFICATION"


@pytest.mark.usefixtures("planned_database")
def test_the_sql_empties_older_answers_only() -> None:
    columns = "target_level, gap_size, archetype_source"
    before = rows.query(f"SELECT id, {columns} FROM current_answer({DEMO}) ORDER BY 1")
    rows.run_script(
        f"{unconstrained(ANSWERS, 'target_level_check', 'gap_size_check')};"
        f"INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score, target_level, "
        "gap_size, archetype_source, submitted_at) VALUES (21, 1, 1, 0, 3, 3, 'x', '2020-01-01'), "
        "(21, 1, 1, 6, 4, -2, 'x', '2020-01-02')"
    )

    for check in ("target_on_scale", "gap_with_target"):
        assert not run_check("gaps", check).success
        rows.query(mending_sql(check, DEMO))
        assert run_check("gaps", check).success

    assert rows.query(f"SELECT id, {columns} FROM current_answer({DEMO}) ORDER BY 1") == before
