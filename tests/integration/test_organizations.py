"""Organizations: found by what a person types; their archetypes, chosen and chosen again."""

import pytest
from sqlalchemy import text

from seqpt_lib import intake, store
from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.runs import RunFolder
from seqpt_lib.store.organizations import Organization
from tests.support import rows

NEEDS_BASED, CONTINUOUS, TRAINER, CERTIFICATION = 4, 5, 6, 7
READ_IN_ORDER = text("SELECT pg_stat_get_xact_numscans('organization'::regclass)")
"""Scans of the whole table in this transaction."""


def find(org: str) -> Organization:
    with store.connect() as connection:
        return store.find_organization(connection, org)


@pytest.mark.usefixtures("demo_database")
class TestFinding:
    @pytest.mark.parametrize("org", ["demo", "1", "Demo Motors"])
    def test_by_key_by_id_or_by_name(self, org: str) -> None:
        assert find(org) == Organization(
            1, "demo", "Demo Motors", "Needs-based, project-oriented training"
        )

    @pytest.mark.parametrize(
        "org", ["DEMO", "demo ", "Demo", "", "01", "\u0661", "9" * 30, "'; DROP TABLE need; --"]
    )
    def test_nothing_else_is_taken_for_it(self, org: str) -> None:
        with pytest.raises(UsageError) as stop:
            find(org)

        assert stop.value.exit_code == 2
        assert "known are: demo" in stop.value.what

    def test_the_key_goes_before_an_id_or_a_name(self) -> None:
        rows.run_script(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (2, 'demo', '1'), (3, 'x', 'Demo Motors')"
        )

        assert [find(org).id for org in ("demo", "1", "Demo Motors", "2")] == [1, 2, 3, 2]

    def test_an_id_may_be_below_zero(self) -> None:
        rows.run(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (-7, 'x', 'x')"
        )

        assert find("-7").id == -7

    def test_without_any_organization_it_says_so(self, database: str) -> None:
        with pytest.raises(UsageError, match="known are: none"):
            find("demo")

    @pytest.mark.parametrize("org", ["demo", "1", "Demo Motors"])
    def test_among_many_all_rows_are_not_read(self, org: str) -> None:
        rows.run(
            "INSERT INTO organization (organization_name, organization_public_key) "
            "SELECT 'o' || n, 'k' || n FROM generate_series(1, 3000) n"
        )
        rows.run("ANALYZE organization")
        with store.connect() as connection:
            connection.execute(text("BEGIN"))
            before = connection.scalar(READ_IN_ORDER)

            assert store.find_organization(connection, org).id == 1

            assert connection.scalar(READ_IN_ORDER) == before

    def test_of_many_it_names_five(self) -> None:
        rows.run(
            "INSERT INTO organization (organization_name, organization_public_key) "
            "SELECT 'o' || n, 'k' || n FROM generate_series(1, 6) n"
        )

        with pytest.raises(UsageError, match="demo, k1, k2, k3, k4 and 2 more"):
            find("other")


@pytest.mark.usefixtures("demo_database")
class TestAKeyThatTwoShare:
    @pytest.fixture(autouse=True)
    def shared_key(self, demo_database: str) -> None:
        rows.run_script(
            "ALTER TABLE organization DROP CONSTRAINT organization_organization_public_key_key, "
            "DROP CONSTRAINT organization_organization_name_key; "
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (2, 'Second', 'singleuser'), (5, 'Fifth', 'singleuser'), (6, 'Fifth', 'sixth')"
        )

    @pytest.mark.parametrize(
        ("org", "said"),
        [
            ("singleuser", "'singleuser' is the public key of 2 organizations: id 2, 5. Use the"),
            ("Fifth", "'Fifth' is the name of 2 organizations: id 5, 6. Use the id"),
        ],
    )
    def test_none_of_them_is_picked(self, org: str, said: str) -> None:
        with pytest.raises(UsageError) as stop:
            find(org)

        assert said in str(stop.value)

    def test_each_is_found_by_its_id_and_has_a_folder_of_its_own(self) -> None:
        second, fifth = find("2"), find("5")

        assert [find(found.handle).id for found in (second, fifth)] == [2, 5]
        folders = [RunFolder(found.folder_key, "r").path for found in (second, fifth)]
        assert folders[0] != folders[1] != RunFolder("singleuser", "r").path

    def test_one_with_a_key_of_its_own_keeps_its_folder(self) -> None:
        assert (find("demo").handle, find("demo").folder_key) == ("demo", "demo")

    def test_an_id_that_is_the_key_of_another_does_not_help(self) -> None:
        rows.run_script(
            "UPDATE organization SET organization_public_key = '5', organization_name = 'Sixth' "
            "WHERE id = 6"
        )

        assert find("5").id == 6
        with pytest.raises(UsageError, match="Give it a public key of its own"):
            find("Fifth")

    def test_one_without_a_key_is_found_by_its_id(self) -> None:
        rows.run_script(
            "ALTER TABLE organization ALTER organization_public_key DROP NOT NULL; "
            "UPDATE organization SET organization_public_key = NULL WHERE id = 6"
        )

        assert find("6").handle == "6"
        with pytest.raises(UsageError, match="known are: demo, singleuser, singleuser"):
            find("nobody")


@pytest.mark.usefixtures("demo_database")
class TestReadingArchetypes:
    def read(self, selected: str | None) -> list[int]:
        rows.run("UPDATE organization SET selected_archetype = :name", name=selected)
        with store.connect() as connection:
            return store.read_archetype_ids(connection, find("demo"))

    @pytest.mark.parametrize(
        ("selected", "archetype"),
        [
            pytest.param("Certification", CERTIFICATION, id="the name"),
            pytest.param("  CONTINUOUS   support", CONTINUOUS, id="other case and blanks"),
            pytest.param("Needs-based Project-oriented Training", NEEDS_BASED, id="an alias"),
            pytest.param("Train the SE-Trainer", TRAINER, id="another alias"),
        ],
    )
    def test_names_and_aliases_are_understood(self, selected: str, archetype: int) -> None:
        assert self.read(selected)[0] == archetype

    @pytest.mark.parametrize("selected", [None, ""])
    def test_none_is_an_error_that_says_how_to_choose(self, selected: str | None) -> None:
        with pytest.raises(DataError, match="demo has no archetype") as stop:
            self.read(selected)

        assert (stop.value.exit_code, "make archetype ORG=demo" in stop.value.fix) == (12, True)

    def test_an_unknown_one_is_an_error_that_lists_the_seven(self) -> None:
        with pytest.raises(DataError, match="'Invented' is unknown") as stop:
            self.read("Invented")

        assert stop.value.fix.count(";") == 6

    def test_further_ones_follow_in_the_order_they_were_chosen(self) -> None:
        intake.choose_archetypes("demo", "Certification; Train the trainer; Continuous support")

        with store.connect() as connection:
            found = store.read_archetype_ids(connection, find("demo"))
        assert found == [CERTIFICATION, TRAINER, CONTINUOUS]

    def test_those_of_an_earlier_choice_are_left_out(self) -> None:
        intake.choose_archetypes("demo", "Certification; Train the trainer")
        intake.choose_archetypes("demo", "Certification; Continuous support")

        with store.connect() as connection:
            found = store.read_archetype_ids(connection, find("demo"))
        assert found == [CERTIFICATION, CONTINUOUS]

    def test_a_primary_one_set_by_another_program_goes_before_them(self) -> None:
        intake.choose_archetypes("demo", "Certification; Train the trainer; Continuous support")

        assert self.read("Continuous support") == [CONTINUOUS, TRAINER]


@pytest.mark.usefixtures("demo_database")
class TestChoosingArchetypes:
    def choose(self, *ids: int) -> int:
        with store.transaction() as connection:
            return store.set_archetypes(connection, 1, list(ids))

    def chosen(self) -> list[tuple[int, int, bool]]:
        return rows.query(
            "SELECT archetype_id, position, replaced_at IS NULL FROM organization_archetype "
            "ORDER BY id"
        )

    def test_the_choice_before_is_kept_as_history(self) -> None:
        written = self.choose(CERTIFICATION)

        assert written == 3
        assert self.chosen() == [(NEEDS_BASED, 1, False), (CERTIFICATION, 1, True)]

    def test_the_primary_one_is_named_in_the_organization(self) -> None:
        self.choose(CERTIFICATION, TRAINER)

        assert rows.query("SELECT selected_archetype FROM organization") == [("Certification",)]

    def test_the_same_choice_writes_nothing(self) -> None:
        self.choose(CERTIFICATION, TRAINER)
        before = self.chosen()

        assert self.choose(CERTIFICATION, TRAINER) == 0
        assert self.chosen() == before

    def test_one_more_is_added(self) -> None:
        assert self.choose(NEEDS_BASED, TRAINER) == 1

        assert self.chosen() == [(NEEDS_BASED, 1, True), (TRAINER, 2, True)]

    def test_one_less_is_replaced_by_nothing(self) -> None:
        self.choose(NEEDS_BASED, TRAINER)

        assert self.choose(NEEDS_BASED) == 1
        assert self.chosen() == [(NEEDS_BASED, 1, True), (TRAINER, 2, False)]

    def test_another_order_is_another_choice(self) -> None:
        self.choose(NEEDS_BASED, TRAINER)

        assert self.choose(TRAINER, NEEDS_BASED) == 5
        with store.connect() as connection:
            assert store.read_archetype_ids(connection, find("demo")) == [TRAINER, NEEDS_BASED]

    def test_one_named_twice_is_chosen_once(self) -> None:
        intake.choose_archetypes("demo", "certification; Certification")

        assert [row for row in self.chosen() if row[2]] == [(CERTIFICATION, 1, True)]

    def test_the_command_says_in_one_line_what_is_chosen(self) -> None:
        said = [intake.choose_archetypes("demo", "certification; train the trainer") for _ in "12"]

        assert said == [
            "Demo Motors (demo): Certification; Train the trainer (chosen)",
            "Demo Motors (demo): Certification; Train the trainer (unchanged)",
        ]

    def test_an_unknown_name_chooses_nothing(self) -> None:
        with pytest.raises(DataError, match="'Invented' is unknown"):
            intake.choose_archetypes("demo", "Certification; Invented")

        assert self.chosen() == [(NEEDS_BASED, 1, True)]
