"""The people of the bench are what it says they are."""

import pytest

from benchmarks.population import add_population
from seqpt_lib.model.levels import ALL_ROLES, UNKNOWN_ROLE
from seqpt_lib.store import engine
from tests.support import rows

PEOPLE = 4000


@pytest.fixture(autouse=True)
def population(database: str) -> None:
    rows.run_script(
        "INSERT INTO organization (id, organization_name, organization_public_key) "
        "VALUES (1, 'A', 'a'), (2, 'B', 'b')"
    )
    with engine.transaction() as connection:
        add_population(connection, 1, PEOPLE)
        add_population(connection, 2, 10, PEOPLE + 1)


def test_everybody_answers_for_all_competencies_and_a_few_do_so_again() -> None:
    answers = rows.scalar(
        "SELECT count(*) FROM user_se_competency_survey_results WHERE organization_id = 1"
    )
    assert 16 * PEOPLE < answers < 16 * PEOPLE * 1.04
    assert rows.scalar("SELECT count(*) FROM current_answer(1)") == 16 * PEOPLE


@pytest.mark.parametrize(("marker", "share"), [(UNKNOWN_ROLE, 0.05), (ALL_ROLES, 0.02)])
def test_some_people_have_a_marker_in_place_of_a_role(marker: int, share: float) -> None:
    count = rows.scalar(f"SELECT count(*) FROM user_role_cluster WHERE role_cluster_id = {marker}")
    assert count == pytest.approx(share * PEOPLE, rel=0.25)


def test_a_personal_matrix_is_complete() -> None:
    per_person = "SELECT count(*) AS cells FROM unknown_role_process_matrix GROUP BY user_name"
    assert rows.query(f"SELECT DISTINCT cells FROM ({per_person}) AS c") == [(30,)]


def test_every_level_is_chosen_and_every_key_is_there() -> None:
    assert rows.query(
        "SELECT DISTINCT score FROM user_se_competency_survey_results ORDER BY 1"
    ) == [(0,), (1,), (2,), (4,), (6,)]
    rows.run_script(
        "ALTER TABLE user_se_competency_survey_results VALIDATE CONSTRAINT "
        "user_se_competency_survey_results_user_id_fkey"
    )
    assert (
        rows.scalar(
            "SELECT count(*) FROM user_se_competency_survey_results s "
            "WHERE NOT EXISTS (SELECT FROM app_user u WHERE u.id = s.user_id)"
        )
        == 0
    )
