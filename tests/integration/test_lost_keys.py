"""A database that lost its keys: what stops this organization, what is only shown."""

import pytest

from seqpt_lib.errors import GateFailed
from tests.integration.test_source_edges import found
from tests.support import rows, steps
from tests.support.mending import mending_sql
from tests.support.spoil import ANSWERS, SECOND_ORGANIZATION, unconstrained

DEMO, SECOND = 1, 2
PERSONAL = "unknown_role_process_matrix"
ROLES = "user_role_cluster"
LOST = unconstrained(PERSONAL, "iso_process_id_fkey")

UNHELD = unconstrained(ROLES, "user_id_fkey")
HELD = f"ALTER TABLE {ROLES} ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES app_user (id)"
OF_NOBODY = f"INSERT INTO {ROLES} VALUES (999, 4)"

pytestmark = pytest.mark.usefixtures("demo_database")


def stopped_by(notebook: str = "02_validate_sources") -> str:
    with pytest.raises(GateFailed) as stop:
        steps.run_step(notebook, org="demo")
    return stop.value.what


class TestAPersonalMatrixWithAnUnknownProcess:
    def test_it_is_complete_all_the_same_if_every_process_is_there(self) -> None:
        rows.run_script(f"{LOST}; INSERT INTO {PERSONAL} VALUES (99, 'demo-13', 31, 3, 1)")

        assert found("personal_matrix_incomplete") == 0
        assert found("personal_matrix_known") == 1
        assert "30 processes in the personal matrix" in stopped_by()
        steps.run_step("03_compute_gaps", org="demo")

    def test_it_is_incomplete_if_one_is_missing(self) -> None:
        rows.run_script(f"{LOST}; UPDATE {PERSONAL} SET iso_process_id = 31 WHERE id = 4")

        assert found("personal_matrix_incomplete") == 1
        assert found("personal_matrix_known") == 1
        steps.run_step("03_compute_gaps", org="demo")

    def test_it_is_incomplete_if_all_are_missing(self) -> None:
        rows.run_script(f"{LOST}; UPDATE {PERSONAL} SET iso_process_id = iso_process_id + 100")

        assert found("personal_matrix_incomplete") == 1

    def test_it_is_all_zero_whatever_the_unknown_one_says(self) -> None:
        rows.run_script(
            f"{LOST}; UPDATE {PERSONAL} SET role_process_value = 0;"
            f"INSERT INTO {PERSONAL} VALUES (99, 'demo-13', 31, 3, 1)"
        )

        assert found("personal_matrix_zero") == 1

    @pytest.mark.parametrize("spoiled", ["id = 4", "id < 31"])
    def test_the_sql_deletes_an_incomplete_one(self, spoiled: str) -> None:
        rows.run_script(f"{LOST}; UPDATE {PERSONAL} SET iso_process_id = id + 100 WHERE {spoiled}")

        rows.run_script(mending_sql("personal_matrix_incomplete", DEMO))

        assert found("personal_matrix_incomplete") == 0
        assert rows.scalar(f"SELECT count(*) FROM {PERSONAL}") == 0


class TestPeopleWhoAreThereTwice:
    @pytest.fixture(autouse=True)
    def doubled(self, demo_database: str) -> None:
        rows.run_script(
            "ALTER TABLE app_user DROP CONSTRAINT app_user_pkey CASCADE,"
            "DROP CONSTRAINT app_user_username_key;"
            "INSERT INTO app_user SELECT * FROM app_user WHERE id < 10"
        )

    def test_they_stop_the_run(self) -> None:
        assert "a person is there once: 9 rows" in stopped_by()

    def test_they_stop_no_other_organization(self) -> None:
        rows.run_script(SECOND_ORGANIZATION)

        assert (found("people_once", SECOND), found("usernames_once", SECOND)) == (0, 0)

    def test_the_gate_of_the_gaps_counts_each_once(self) -> None:
        steps.run_step("03_compute_gaps", org="demo")
        rows.run("UPDATE need SET assessed_count = 42 WHERE competency_id = 1 AND level = 1")

        assert rows.scalar("SELECT count(*) FROM app_user WHERE organization_id = 1") == 50
        assert found("need_within_people", gate="gaps") == 1


@pytest.mark.parametrize(
    ("change", "check_id", "of_demo", "of_second"),
    [
        pytest.param("organization_id = NULL, user_id = 999", "keys_set", 0, 0, id="of nobody"),
        pytest.param("organization_id = 77, user_id = NULL", "keys_set", 0, 0, id="of none"),
        pytest.param("organization_id = 77, user_id = 999", "keys_exist", 0, 0, id="of neither"),
        pytest.param("organization_id = NULL", "keys_set", 1, 0, id="of this one's person"),
        pytest.param("organization_id = 77", "keys_exist", 1, 0, id="of this one's person too"),
        pytest.param("user_id = 999", "keys_exist", 1, 0, id="of this organization"),
        pytest.param("organization_id = 2, user_id = 999", "keys_exist", 0, 1, id="of the other"),
    ],
)
def test_an_answer_stops_the_organization_that_it_touches(
    change: str, check_id: str, of_demo: int, of_second: int
) -> None:
    rows.run_script(
        f"{SECOND_ORGANIZATION}; {unconstrained(ANSWERS, 'user_id_fkey', 'organization_id_fkey')};"
        f"UPDATE {ANSWERS} SET {change} WHERE id = 8"
    )

    counts = [found(f"answer_{check_id}", org) for org in (DEMO, SECOND)]

    assert counts == [of_demo, of_second]
    nobodys = int("999" in change or "NULL" in change) if counts == [0, 0] else 0
    assert [found("rows_of_nobody", org) for org in (DEMO, SECOND)] == [nobodys, nobodys]


def test_rows_of_nobody_stop_no_organization() -> None:
    rows.run_script(
        f"{unconstrained(ANSWERS, 'user_id_fkey', 'organization_id_fkey')};"
        f"INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score) "
        "VALUES (999, 77, 1, 4);"
        f"{unconstrained('user_role_cluster', 'user_id_fkey')};"
        "INSERT INTO user_role_cluster VALUES (999, 4)"
    )

    assert found("rows_of_nobody") == 2
    steps.run_step("02_validate_sources", org="demo")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(f"{UNHELD}; {OF_NOBODY}", id="lost"),
        pytest.param(f"{UNHELD}; {OF_NOBODY}; {HELD} NOT VALID", id="not validated"),
        pytest.param(f"ALTER TABLE {ROLES} DISABLE TRIGGER ALL; {OF_NOBODY}", id="disabled"),
    ],
)
def test_rows_of_nobody_are_found_where_the_key_does_not_hold(change: str) -> None:
    rows.run_script(change)

    assert found("rows_of_nobody") == 1


def test_a_key_of_another_column_does_not_stand_for_a_lost_one() -> None:
    rows.run_script(
        f"{unconstrained('app_user', 'organization_id_fkey')};"
        "ALTER TABLE app_user ADD COLUMN other integer "
        "DEFAULT 1 NOT NULL REFERENCES organization (id);"
        "UPDATE app_user SET organization_id = 77 WHERE id = 21"
    )

    assert found("rows_of_nobody") == 1


def test_a_key_that_is_there_twice_does_not_stand_for_another_one() -> None:
    twice = "ADD CONSTRAINT again FOREIGN KEY (organization_id) REFERENCES organization (id)"
    rows.run_script(
        f"{unconstrained(ANSWERS, 'user_id_fkey')}; ALTER TABLE {ANSWERS} {twice};"
        f"UPDATE {ANSWERS} SET user_id = 999, organization_id = NULL WHERE id = 8"
    )

    assert found("rows_of_nobody") == 1


@pytest.mark.parametrize(
    ("change", "number"), [("", 0), (UNHELD, 41), (f"{UNHELD}; {HELD}", 0)], ids=str
)
def test_rows_of_nobody_are_looked_for_only_where_a_key_is_lost(change: str, number: int) -> None:
    rows.run_script(change or "SELECT 1")
    steps.run_step("02_validate_sources", org="demo")

    counted = "SELECT evaluated_count FROM gate_result WHERE check_id = 'rows_of_nobody'"
    assert rows.scalar(counted) == number


def test_a_person_without_organization_stops_the_one_of_their_answers() -> None:
    rows.run_script(
        "ALTER TABLE app_user ALTER organization_id DROP NOT NULL;"
        "UPDATE app_user SET organization_id = NULL WHERE id = 21"
    )

    assert (found("answer_organization"), found("rows_of_nobody")) == (16, 1)

    rows.run_script(mending_sql("rows_of_nobody", DEMO))
    rows.run_script(mending_sql("answer_organization", DEMO))

    assert (found("answer_organization"), found("rows_of_nobody")) == (0, 0)
    assert rows.scalar("SELECT organization_id FROM app_user WHERE id = 21") == DEMO


def test_a_shared_key_stops_both_organizations_and_no_third() -> None:
    rows.run_script(
        f"{SECOND_ORGANIZATION}; {unconstrained('organization', 'organization_public_key_key')};"
        "INSERT INTO organization (id, organization_name, organization_public_key) "
        "VALUES (3, 'Third', 'third');"
        "UPDATE organization SET organization_public_key = 'demo' WHERE id = 2"
    )

    assert [found("organization_key_once", org) for org in (1, 2, 3)] == [1, 1, 0]
