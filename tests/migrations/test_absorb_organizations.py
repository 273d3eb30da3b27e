"""``organizations`` becomes ``organization``: what is matched, carried over, or refused."""

from typing import Any

import pytest

from seqpt_lib.store import engine
from tests.support import rows
from tests.support.duplicates import (
    DERIKS,
    ORGANIZATIONS,
    absorbed,
    add_organization,
    everything,
    in_public,
    key_map,
    reasons,
    uuid,
)

EXTENSIONS = "size, maturity_score, selected_archetype, phase1_completed"


@pytest.fixture(autouse=True)
def old_table(database: str) -> None:
    rows.run_script(DERIKS + ORGANIZATIONS)


def stored(organization_id: int) -> tuple[Any, ...]:
    return rows.query(
        f"SELECT organization_name, organization_public_key, {EXTENSIONS} FROM organization "
        "WHERE id = :id",
        id=organization_id,
    )[0]


@pytest.mark.parametrize(
    ("name", "code", "target"),
    [
        pytest.param("  FIRST ", "other", 1, id="by folded name, whatever the code"),
        pytest.param("first", None, 1, id="by folded name, without a code"),
        pytest.param("Renamed", "third", 3, id="by code, whatever the name"),
        pytest.param("Third", "third", 3, id="by both"),
        pytest.param("x" * 300, "third", 3, id="by code, with a name that is not needed"),
    ],
)
def test_a_row_is_matched(name: str, code: str | None, target: int) -> None:
    add_organization(1, name, code)

    report = absorbed()

    assert key_map() == {uuid(1): ("organization", target, False)}
    assert rows.scalar("SELECT count(*) FROM organization") == 2
    assert report.tables.to_dict("records") == [
        {
            "table_name": "organizations",
            "row_count": 1,
            "matched_count": 1,
            "inserted_count": 0,
            "without_counterpart_count": 0,
            "unaccounted_count": 0,
            "renamed_to": "absorbed_organizations",
        }
    ]


def test_a_row_without_a_match_is_inserted_and_its_code_becomes_the_key() -> None:
    add_organization(
        1,
        "  New ",
        " new-code ",
        size="small",
        maturity_score="12.5",
        selected_archetype="Certification",
        phase1_completed="true",
    )

    report = absorbed()

    [(table, target, is_inserted)] = key_map().values()
    assert (table, is_inserted) == ("organization", True)
    assert target > 3  # the sequence stood at the beginning
    assert stored(target) == ("New", "new-code", "small", 12.5, "Certification", True)
    assert report.tables["inserted_count"].tolist() == [1]


@pytest.mark.parametrize(
    ("his", "old", "kept"),
    [
        pytest.param(
            "size = NULL", {"size": "small"}, ("small", None, None, False), id="NULL is filled"
        ),
        pytest.param(
            "size = 'large', maturity_score = 80, selected_archetype = 'Certification'",
            {"size": "small", "maturity_score": "1e1", "selected_archetype": "Other"},
            ("large", 80.0, "Certification", False),
            id="Derik's value wins",
        ),
        pytest.param(
            "phase1_completed = true",
            {"phase1_completed": "false"},
            (None, None, None, True),
            id="the flag is kept",
        ),
        pytest.param(
            "phase1_completed = false",
            {"phase1_completed": "T"},
            (None, None, None, True),
            id="the flag is set",
        ),
        pytest.param(
            "phase1_completed = false",
            {"maturity_score": " ", "size": ""},
            (None, None, None, False),
            id="empty texts are no values",
        ),
    ],
)
def test_values_are_carried_over(his: str, old: dict[str, str], kept: tuple[object, ...]) -> None:
    rows.run(f"UPDATE organization SET {his} WHERE id = 1")
    add_organization(1, "First", None, **old)

    absorbed()

    assert stored(1)[2:] == kept


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param(
            [("First", "third", {})],
            {1: "its name or code match organizations 1, 3"},
            id="name and code match two",
        ),
        pytest.param(
            [("First", "a", {}), ("Other", "first", {})],
            dict.fromkeys([1, 2], "another row of the table matches organization 1 too"),
            id="two rows match one",
        ),
        pytest.param(
            [("New", "a", {}), (" new", "b", {})],
            dict.fromkeys([1, 2], "another row of the table has the same name"),
            id="two rows would become one by name",
        ),
        pytest.param(
            [("New", "a", {}), ("Newer", "a ", {})],
            dict.fromkeys([1, 2], "another row of the table has the same code"),
            id="two rows would become one by code",
        ),
        pytest.param(
            [("New", None, {}), ("Newer", "  ", {})],
            dict.fromkeys([1, 2], "it has no code to become the public key"),
            id="no code",
        ),
        pytest.param([("  ", "third", {})], {1: "its name is empty"}, id="empty name"),
        pytest.param([(None, "a", {})], {1: "its name is empty"}, id="no name"),
        pytest.param(
            [("n" * 256, "a", {})], {1: "its name is longer than 255 characters"}, id="long name"
        ),
        pytest.param(
            [("New", "a" * 51, {})], {1: "its code is longer than 50 characters"}, id="long code"
        ),
        pytest.param(
            [("First", "a", {"size": "s" * 21})],
            {1: "its size is longer than 20 characters"},
            id="long size",
        ),
        pytest.param(
            [("First", "a", {"selected_archetype": "s" * 101})],
            {1: "its archetype is longer than 100 characters"},
            id="long archetype",
        ),
        *(
            pytest.param(
                [("First", "a", {"maturity_score": score})],
                {1: "its maturity_score is no number"},
                id=f"maturity {score[:7]}",
            )
            for score in ("Defined", "NaN", "1e999", "1,5", "9" * 400)
        ),
        pytest.param(
            [("First", "a", {"phase1_completed": "maybe"})],
            {1: "its phase1_completed is neither true nor false"},
            id="a flag that is none",
        ),
    ],
)
def test_a_row_that_cannot_become_exactly_one_is_told(
    given: list[tuple[str | None, str | None, dict[str, str]]], reason: dict[int, str]
) -> None:
    for number, (name, code, values) in enumerate(given, start=1):
        add_organization(number, name, code, **values)
    add_organization(9, "Fine", "fine")
    before = everything()

    report = absorbed()

    expected = [("organizations", uuid(number), why) for number, why in reason.items()]
    assert reasons(report) == expected
    assert everything() == before
    assert report.tables[["row_count", "unaccounted_count", "renamed_to"]].values.tolist() == [
        [len(given) + 1, len(reason), ""]
    ]


def test_a_name_that_two_of_his_organizations_fold_to_is_told() -> None:
    rows.run(
        "INSERT INTO organization (id, organization_name, organization_public_key) "
        "VALUES (4, 'FIRST', 'x')"
    )
    add_organization(1, "first", "new")

    assert reasons(absorbed()) == [
        ("organizations", uuid(1), "its name or code match organizations 1, 4")
    ]


class TestWithoutTheDefault:
    @pytest.fixture(autouse=True)
    def lost(self) -> None:
        rows.run("ALTER TABLE organization ALTER COLUMN id DROP DEFAULT")

    def test_rows_to_insert_are_told(self) -> None:
        add_organization(1, "First", "first")
        add_organization(2, "New", "new")

        assert reasons(absorbed()) == [("organizations", uuid(2), "organization.id has no default")]

    def test_rows_that_match_are_absorbed(self) -> None:
        add_organization(1, "First", "first")

        assert absorbed().unaccounted.empty
        assert "absorbed_organizations" in in_public()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            "DROP SEQUENCE organization_id_seq CASCADE;"
            "ALTER TABLE organization ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY",
            id="identity",
        ),
        pytest.param(
            "CREATE SEQUENCE public.other;"
            "ALTER TABLE organization ALTER COLUMN id SET DEFAULT nextval('public.other')",
            id="a sequence of somebody else",
        ),
    ],
)
def test_new_ids_come_after_those_that_are_there(change: str) -> None:
    rows.run_script(change)
    add_organization(1, "New", "new")

    absorbed()

    assert key_map()[uuid(1)][1] > 3


class TestWithOtherColumns:
    @pytest.fixture(autouse=True)
    def dropped(self, old_table: None) -> None:
        rows.run("DROP TABLE organizations")

    @pytest.mark.parametrize(
        ("columns", "reason"),
        [
            pytest.param(
                "name text", "row at (0,1): the table has no column id", id="without an id"
            ),
            pytest.param(
                "id serial, name text", "1: column id is integer instead of uuid", id="integer ids"
            ),
            pytest.param(
                "id text DEFAULT 'a', title text, name_ text",
                "a: the table has no column organization_name or name",
                id="without a name",
            ),
        ],
    )
    def test_all_rows_are_told(self, columns: str, reason: str) -> None:
        rows.run_script(
            f"CREATE TABLE public.organizations ({columns});"
            "INSERT INTO public.organizations DEFAULT VALUES;"
            "INSERT INTO public.organizations DEFAULT VALUES"
        )

        report = absorbed()

        first, second = reasons(report)
        assert f"{first[1]}: {first[2]}" == reason
        assert second[2] == first[2]

    def test_the_other_name_of_the_name_and_few_columns_will_do(self) -> None:
        rows.run_script(
            "CREATE TABLE public.organizations (id varchar(36), organization_name varchar(9));"
            f"INSERT INTO public.organizations VALUES ('{uuid(1)}', 'first')"
        )

        assert absorbed().unaccounted.empty
        assert key_map() == {uuid(1): ("organization", 1, False)}

    def test_values_of_proper_types_are_read(self) -> None:
        rows.run_script(
            "CREATE TABLE public.organizations (id uuid PRIMARY KEY, name text, maturity_score "
            "double precision, phase1_completed boolean, created_at timestamp);"
            f"INSERT INTO public.organizations VALUES ('{uuid(1)}', 'first', 33.25, true, now())"
        )

        absorbed()

        assert stored(1)[2:] == (None, 33.25, None, True)

    def test_ids_must_be_there_once_and_fit(self) -> None:
        rows.run_script(
            "CREATE TABLE public.organizations (id text, name text, organization_code text);"
            "INSERT INTO public.organizations VALUES (NULL, 'a', 'a'), ('x', 'b', 'b'),"
            "('x', 'c', 'c'), (repeat('y', 65), 'd', 'd'), ('z', 'e', 'e')"
        )

        told = [(row, why) for _table, row, why in reasons(absorbed())]

        assert told == [
            ("row at (0,1)", "it has no id"),
            ("x", "its id occurs twice"),
            ("x", "its id occurs twice"),
            ("y" * 65, "its id is longer than 64 characters"),
        ]


class TestAgain:
    """The old table comes back, after it was absorbed once."""

    @pytest.fixture(autouse=True)
    def once(self, old_table: None) -> None:
        add_organization(1, "First", "first")
        add_organization(2, "New", "new")
        absorbed()
        rows.run_script(ORGANIZATIONS)

    def test_its_rows_are_the_same_rows(self) -> None:
        before = rows.query("SELECT * FROM absorbed_key ORDER BY 1, 2")
        rows.run("UPDATE organization SET organization_name = 'Renamed' WHERE id > 3")
        add_organization(1, "First", "first", size="small")
        add_organization(2, "New", "new")

        report = absorbed()

        assert report.tables[["matched_count", "inserted_count"]].values.tolist() == [[2, 0]]
        assert rows.query("SELECT * FROM absorbed_key ORDER BY 1, 2") == before
        assert rows.scalar("SELECT count(*) FROM organization") == 3
        assert stored(1)[2] == "small"

    def test_it_gets_the_next_free_name(self) -> None:
        rows.run("CREATE VIEW public.absorbed_organizations_2 AS SELECT 1 AS one")

        assert absorbed().tables["renamed_to"].tolist() == ["absorbed_organizations_3"]
        assert rows.query("SELECT table_name, row_count FROM absorbed_table ORDER BY 1") == [
            ("absorbed_organizations", 2),
            ("absorbed_organizations_3", 0),
        ]

    def test_the_name_of_one_that_somebody_dropped_is_not_used_again(self) -> None:
        rows.run("DROP TABLE public.absorbed_organizations")

        assert absorbed().tables["renamed_to"].tolist() == ["absorbed_organizations_2"]

    def test_a_new_row_may_not_match_what_an_old_one_became(self) -> None:
        add_organization(1, "Whatever", "first")
        add_organization(3, "first", None)

        assert reasons(absorbed()) == [
            ("organizations", uuid(3), "another row of the table matches organization 1 too")
        ]

    def test_a_row_whose_organization_was_deleted_is_told(self) -> None:
        rows.run("DELETE FROM organization WHERE id > 3")
        add_organization(2, "New", "new")

        [(_table, row, reason)] = reasons(absorbed())

        assert row == uuid(2)
        assert reason.startswith("it was absorbed as organization ")
        assert reason.endswith(", which is gone")


def test_the_number_of_statements_does_not_depend_on_the_rows() -> None:
    add_organization(1, "New", "new")
    engine.take_statement_count()
    absorbed()
    few = engine.take_statement_count()
    rows.run_script(
        "CREATE TABLE public.organizations (LIKE absorbed_organizations INCLUDING ALL);"
        "INSERT INTO public.organizations (id, name, organization_code) "
        "SELECT gen_random_uuid(), 'N' || n, 'c' || n FROM generate_series(1, 500) AS n"
    )
    engine.take_statement_count()

    absorbed()

    assert engine.take_statement_count() == few
    assert rows.scalar("SELECT count(*) FROM organization") == 503
