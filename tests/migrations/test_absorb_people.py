"""``mvp_users`` becomes ``app_user``: who is matched, inserted, or refused."""

from typing import Any

import pytest

from tests.support import rows
from tests.support.duplicates import (
    DERIKS,
    ORGANIZATIONS,
    PASSWORD_HASH,
    PEOPLE,
    absorbed,
    add_organization,
    add_person,
    everything,
    in_public,
    key_map,
    reasons,
    uuid,
)

FIRST, NEW, UNKNOWN = 1, 2, 3
"""Old organizations: one that matches Derik's 1, one that is inserted, one that is not there."""


@pytest.fixture(autouse=True)
def old_tables(database: str) -> None:
    rows.run_script(DERIKS + ORGANIZATIONS + ";" + PEOPLE)
    add_organization(FIRST, "First", None)
    add_organization(NEW, "New", "new")


def person(number: int) -> tuple[Any, ...]:
    """Give the person that an old row became: organization's key, name, user name."""
    return rows.query(
        "SELECT organization_public_key, name, username FROM app_user u "
        "JOIN organization o ON o.id = u.organization_id WHERE u.id = :id",
        id=key_map()[uuid(number)][1],
    )[0]


@pytest.mark.parametrize("username", ["person_5", " Person_5 ", "PERSON_5"])
def test_a_person_of_the_same_organization_is_matched_by_user_name(username: str) -> None:
    add_person(1, username, FIRST, name="Another Name")

    report = absorbed()

    assert key_map()[uuid(1)] == ("app_user", 5, False)
    assert rows.scalar("SELECT name FROM app_user WHERE id = 5") == "Person 5"
    assert report.tables["matched_count"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("names", "name"),
    [
        pytest.param(
            {"first_name": "Jane", "last_name": " Doe ", "name": "x"}, "Jane Doe", id="first, last"
        ),
        pytest.param({"last_name": "Doe", "name": "x"}, "Doe", id="last name only"),
        pytest.param({"first_name": " ", "name": " Jane D. "}, "Jane D.", id="name"),
        pytest.param({"name": ""}, "Jane@x.org", id="user name"),
    ],
)
def test_a_person_without_a_match_is_inserted(names: dict[str, str], name: str) -> None:
    add_person(1, " Jane@x.org ", NEW, **names)

    report = absorbed()

    assert person(1) == ("new", name, "Jane@x.org")
    assert key_map()[uuid(1)][2]
    assert report.tables["inserted_count"].tolist() == [1, 1]


def test_nothing_else_of_a_person_is_kept_anywhere_but_in_the_renamed_table() -> None:
    add_person(1, "jane", NEW, role="admin")

    absorbed()

    others = [table for table in rows.tables() if table != "public.absorbed_mvp_users"]
    held = [line for lines in rows.dump(others).values() for line in lines]
    assert [line for line in held if PASSWORD_HASH in line] == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param([(None, FIRST)], {1: "its user name is empty"}, id="no user name"),
        pytest.param([("  ", FIRST)], {1: "its user name is empty"}, id="empty user name"),
        pytest.param(
            [("jane", FIRST), (" JANE", NEW)],
            dict.fromkeys([1, 2], "another row of the table has the same user name"),
            id="twice",
        ),
        pytest.param(
            [("jane", UNKNOWN)],
            {1: "its organization is unknown or itself unaccounted for"},
            id="organization unknown",
        ),
        pytest.param(
            [("person_7", FIRST)],
            {1: "its user name is taken by person 7 of another organization"},
            id="taken",
        ),
        pytest.param(
            [("double", FIRST)],
            {1: "its user name is that of more than one person: 8, 9"},
            id="ambiguous",
        ),
        pytest.param(
            [("j" * 256, NEW)], {1: "its name is longer than 255 characters"}, id="too long"
        ),
    ],
)
def test_a_row_that_cannot_become_exactly_one_is_told(
    given: list[tuple[str | None, int]], reason: dict[int, str]
) -> None:
    rows.run(
        "INSERT INTO app_user (id, organization_id, name, username) "
        "VALUES (8, 1, 'D', 'double'), (9, 3, 'D', 'Double')"
    )
    for number, (username, organization) in enumerate(given, start=1):
        add_person(number, username, organization)
    add_person(20, "fine", FIRST)
    people = rows.row_versions(("public.mvp_users", "public.app_user"))

    report = absorbed()

    assert reasons(report) == [("mvp_users", uuid(n), why) for n, why in reason.items()]
    assert rows.row_versions(("public.mvp_users", "public.app_user")) == people
    assert "app_user" not in {table for table, _, _ in key_map().values()}


def test_a_user_name_that_is_too_long_is_told_where_the_name_is_not() -> None:
    add_person(1, "j" * 256, NEW, name="Jane")

    assert reasons(absorbed()) == [
        ("mvp_users", uuid(1), "its user name is longer than 255 characters")
    ]


def test_the_other_tables_go_on() -> None:
    add_person(1, "", FIRST)

    report = absorbed()

    assert report.tables["renamed_to"].tolist() == ["absorbed_organizations", ""]
    assert {"absorbed_organizations", "mvp_users"} <= in_public()


def test_people_of_organizations_that_stay_unaccounted_for_are_told_too() -> None:
    add_organization(4, "", "x")
    add_person(1, "jane", FIRST)
    before = everything()

    report = absorbed()

    assert [row for _table, row, _why in reasons(report)] == [uuid(4), uuid(1)]
    assert everything() == before


def test_a_lost_default_is_told() -> None:
    rows.run("ALTER TABLE app_user ALTER COLUMN id DROP DEFAULT")
    add_person(1, "person_5", FIRST)
    add_person(2, "jane", FIRST)

    assert reasons(absorbed()) == [("mvp_users", uuid(2), "app_user.id has no default")]


def test_people_whose_organizations_were_absorbed_earlier_find_them() -> None:
    absorbed()
    rows.run_script(PEOPLE)
    add_person(1, "jane", NEW)

    assert absorbed().unaccounted.empty
    assert person(1) == ("new", "jane", "jane")


def test_people_that_come_back_are_the_same_people() -> None:
    add_person(1, "jane", NEW)
    absorbed()
    rows.run_script(PEOPLE)
    rows.run("UPDATE app_user SET username = 'renamed' WHERE username = 'jane'")
    add_person(1, "jane", UNKNOWN)

    report = absorbed()

    assert report.tables[["matched_count", "inserted_count"]].values.tolist() == [[1, 0]]
    assert rows.scalar("SELECT count(*) FROM app_user") == 3


def test_a_new_row_may_not_match_what_an_old_one_became() -> None:
    add_person(1, "person_5", FIRST)
    absorbed()
    rows.run_script(PEOPLE)
    add_person(1, "whoever", FIRST)
    add_person(2, "person_5", FIRST)

    assert reasons(absorbed()) == [
        ("mvp_users", uuid(2), "another row of the table is person 5 too")
    ]


class TestWithOtherColumns:
    @pytest.fixture(autouse=True)
    def dropped(self, old_tables: None) -> None:
        rows.run("DROP TABLE mvp_users")

    def test_the_later_version_names_derik_s_organization(self) -> None:
        rows.run_script(
            "CREATE TABLE public.mvp_users (id uuid, email text, organization_id integer);"
            f"INSERT INTO mvp_users VALUES ('{uuid(1)}', 'jane@x.org', 3)"
        )

        absorbed()

        assert person(1) == ("third", "jane@x.org", "jane@x.org")

    @pytest.mark.parametrize(
        ("columns", "reason"),
        [
            pytest.param("id uuid", "the table has no column username or email", id="user name"),
            pytest.param(
                "id uuid, email text", "the table has no column organization_id", id="organization"
            ),
            pytest.param(
                "id uuid, email text, organization_id numeric",
                "column organization_id is numeric instead of uuid",
                id="organization of another type",
            ),
            pytest.param("email text, organization_id uuid", "the table has no column id", id="id"),
        ],
    )
    def test_all_rows_are_told(self, columns: str, reason: str) -> None:
        rows.run_script(
            f"CREATE TABLE public.mvp_users ({columns}); INSERT INTO mvp_users DEFAULT VALUES"
        )

        assert [why for _table, _row, why in reasons(absorbed())] == [reason]
