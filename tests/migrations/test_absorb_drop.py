"""``seqpt drop-absorbed``: what is dropped, what refuses, what is asked."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines import cli, cli_database
from seqpt_lib import schema
from seqpt_lib.errors import DataError
from tests.support import rows
from tests.support.catalog import catalog
from tests.support.commands import make
from tests.support.duplicates import (
    DERIKS,
    ORGANIZATIONS,
    PEOPLE,
    PRIVATE,
    ROLES,
    absorbed,
    add_organization,
    add_person,
    everything,
    in_public,
    key_map,
    uuid,
)

NAMED = "absorbed_mvp_users (1 row), absorbed_organizations (2 rows), absorbed_se_roles (1 row)"
DROPPED = f"Dropped {NAMED}. The id map seqpt.absorbed_key stays.\n"
AGAIN = "Delete those rows if nobody needs them, then drop again; nothing was dropped.\n"


@pytest.fixture
def old_tables(database: str) -> None:
    rows.run_script(f"{DERIKS}{ORGANIZATIONS};{PEOPLE};{ROLES}")
    rows.run("DELETE FROM se_roles WHERE id > 1")
    rows.run(
        "ALTER TABLE mvp_users ALTER COLUMN organization_id TYPE uuid USING organization_id::uuid,"
        "ADD FOREIGN KEY (organization_id) REFERENCES organizations (id)"
    )
    add_organization(1, "First", None)
    add_organization(2, "Secret Ltd", "secret")
    rows.run(
        "INSERT INTO mvp_users (id, username, organization_id) "
        "VALUES (:id, 'secret.person', CAST(:organization AS uuid))",
        id=uuid(1),
        organization=uuid(2),
    )
    absorbed()


def drop(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["drop-absorbed", *arguments])


def refused(done: Result, what: str, code: int = 12) -> None:
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr == f"seqpt: {what}"
    assert not any(private in done.output for private in PRIVATE)


@pytest.mark.usefixtures("old_tables")
class TestDropping:
    def test_the_tables_go_and_the_id_map_stays(self) -> None:
        before = key_map()

        done = drop("--yes")

        assert (done.exit_code, done.stdout) == (0, DROPPED)
        assert [name for name in in_public() if name.startswith("absorbed")] == []
        assert rows.query("SELECT * FROM absorbed_table") == []
        assert key_map() == before != {}

    def test_other_tables_stay(self) -> None:
        rows.run("CREATE TABLE public.absorbed_by_others AS SELECT 1 AS one")

        drop("--yes")

        assert "absorbed_by_others" in in_public()

    def test_a_second_time_there_is_nothing_to_drop(self) -> None:
        drop("--yes")

        done = drop()

        assert done.exit_code == 0
        assert done.stdout == "Nothing to drop: there is no absorbed table.\n"

    def test_a_table_that_somebody_dropped_is_no_obstacle(self) -> None:
        rows.run("DROP TABLE public.absorbed_se_roles")

        done = drop("--yes")

        assert done.exit_code == 0
        assert "absorbed_se_roles" not in done.stdout
        assert rows.query("SELECT * FROM absorbed_table") == []

    def test_what_was_not_shown_is_not_dropped(self) -> None:
        shown = [table for table in schema.absorbed_tables() if table.name == "absorbed_se_roles"]

        schema.drop_absorbed(shown)

        assert {"absorbed_mvp_users", "absorbed_organizations"} <= in_public()
        assert "absorbed_se_roles" not in in_public()


@pytest.mark.parametrize("fixture", ["empty_database", "derik_database", "database"])
def test_without_absorbed_tables_there_is_nothing_to_drop(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(fixture)

    done = drop("--yes")

    assert done.exit_code == 0
    assert done.stdout == "Nothing to drop: there is no absorbed table.\n"


@pytest.mark.usefixtures("old_tables")
class TestRefusing:
    def test_a_row_without_an_entry_in_the_id_map(self) -> None:
        rows.run(
            "INSERT INTO absorbed_organizations (id, name) VALUES (CAST(:id AS uuid), 'x')",
            id=uuid(9),
        )
        before = everything()

        refused(
            drop("--yes"),
            f"rows are unaccounted for: public.absorbed_organizations: {uuid(9)}. {AGAIN}",
        )
        assert everything() == before

    def test_a_person_without_an_entry_in_the_id_map(self) -> None:
        rows.run("DELETE FROM absorbed_key WHERE source_table = 'mvp_users'")

        refused(
            drop("--yes"),
            f"rows are unaccounted for: public.absorbed_mvp_users: {uuid(1)}. {AGAIN}",
        )

    def test_a_row_without_counterpart_counted_anew(self) -> None:
        rows.run("INSERT INTO absorbed_se_roles VALUES (17, 'Astronaut')")

        refused(drop("--yes"), f"rows are unaccounted for: public.absorbed_se_roles: 17. {AGAIN}")
        assert "absorbed_organizations" in in_public()

    def test_once_those_rows_are_deleted_it_drops(self) -> None:
        rows.run("INSERT INTO absorbed_se_roles VALUES (17, 'Astronaut')")
        drop("--yes")
        rows.run("DELETE FROM absorbed_se_roles WHERE id = 17")

        assert drop("--yes").exit_code == 0

    def test_it_refuses_before_it_asks(self) -> None:
        rows.run("INSERT INTO absorbed_se_roles VALUES (17, 'Astronaut')")

        with pytest.raises(DataError, match="absorbed_se_roles: 17"):
            schema.absorbed_tables()

    def test_a_row_that_comes_between_the_question_and_the_answer(self) -> None:
        shown = schema.absorbed_tables()
        rows.run("INSERT INTO absorbed_se_roles VALUES (17, 'Astronaut')")

        with pytest.raises(DataError, match="absorbed_se_roles: 17"):
            schema.drop_absorbed(shown)

        assert "absorbed_organizations" in in_public()

    def test_something_that_depends_on_a_table(self) -> None:
        rows.run("CREATE VIEW public.theirs AS SELECT id FROM absorbed_organizations")
        before = catalog()

        refused(
            drop("--yes"),
            "cannot drop desired object(s) because other objects depend on them: view theirs "
            "depends on table absorbed_organizations. Nothing was dropped.\n",
            code=13,
        )
        assert catalog() == before

    def test_an_old_table_that_was_not_absorbed_and_refers_to_one_that_was(self) -> None:
        rows.run_script(PEOPLE)
        add_person(5, "", 1)
        rows.run(
            "ALTER TABLE mvp_users ALTER COLUMN organization_id TYPE uuid "
            "USING organization_id::uuid, ADD CONSTRAINT refers FOREIGN KEY (organization_id) "
            "REFERENCES absorbed_organizations (id)"
        )

        done = drop("--yes")

        assert done.exit_code == 13
        assert "constraint refers on table mvp_users depends on" in done.stderr
        assert "absorbed_organizations" in in_public()


@pytest.mark.usefixtures("old_tables")
class TestValuesThatDifferFromOurs:
    @pytest.fixture(autouse=True)
    def other_size(self, old_tables: None) -> None:
        rows.run("UPDATE absorbed_organizations SET size = 'small'")
        rows.run("UPDATE organization SET size = 'large'")

    def test_without_a_yes_nothing_is_dropped_and_they_are_named(self) -> None:
        before = everything()

        refused(
            drop(),
            "absorbed tables hold values that differ from ours: "
            "absorbed_organizations: organization 1 (size). Look at both and correct ours where "
            "the old ones are right. Nothing was dropped; "
            "make drop-absorbed CONFIRM=yes drops them all the same.\n",
        )
        assert everything() == before

    def test_with_a_yes_they_go_and_are_named(self) -> None:
        done = drop("--yes")

        gone = "Values that differed from ours are gone: absorbed_organizations: organization 1"
        assert (done.exit_code, done.stdout) == (0, f"{DROPPED}{gone} (size)\n")

    def test_what_was_inserted_and_changed_since_is_none(self) -> None:
        rows.run("UPDATE organization SET size = 'small' WHERE id = 1")

        assert [table.contradictions for table in schema.absorbed_tables()] == [(), (), ()]


@pytest.mark.usefixtures("old_tables")
class TestAsking:
    @pytest.fixture
    def terminal(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
        """The end of a terminal at which a person types."""
        person, command = os.openpty()
        with os.fdopen(command) as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            yield person
        os.close(person)

    @pytest.mark.parametrize("answer", [b"y\n", b"Yes\n"])
    def test_a_yes_drops(
        self, terminal: int, answer: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        os.write(terminal, answer)

        cli_database.drop_absorbed()

        assert capsys.readouterr().out == f"Drop {NAMED}? [y/N] {DROPPED}"
        assert "absorbed_organizations" not in in_public()

    @pytest.mark.parametrize("answer", [b"\n", b"n\n", b"maybe\n"])
    def test_anything_else_drops_nothing(
        self, terminal: int, answer: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        os.write(terminal, answer)
        before = catalog()

        cli_database.drop_absorbed()

        assert capsys.readouterr().out.endswith("[y/N] Nothing was dropped.\n")
        assert catalog() == before

    def test_where_nobody_can_be_asked_it_refuses(self) -> None:
        refused(
            drop(),
            "nobody can be asked here before the absorbed tables are dropped. "
            "Say make drop-absorbed CONFIRM=yes.\n",
            code=2,
        )

    def test_make_asks_too_and_takes_confirm_for_a_yes(self, tmp_path: Path) -> None:
        assert make("drop-absorbed", runs=tmp_path).seqpt_code == 2
        assert make("drop-absorbed", runs=tmp_path, CONFIRM="no").seqpt_code == 2
        assert make("drop-absorbed", "CONFIRM=yes", runs=tmp_path).out == DROPPED
