"""What an import refuses: file and lines are named, and nothing of it is kept."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from seqpt_lib import intake
from seqpt_lib.errors import DatabaseError, DataError, SeqptError, UsageError
from seqpt_lib.store import engine
from seqpt_lib.store.locks import organization_lock
from seqpt_lib.store.organizations import Organization, find_organization
from tests.support import rows
from tests.support.bad_surveys import BAD_FILES
from tests.support.surveys import RESULTS, Change, append, bring, make_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


def stored_organization() -> Organization:
    with engine.connect() as connection:
        return find_organization(connection, "acme")


def wait_until_somebody_waits() -> None:
    """Wait until a session of this database waits for a table."""
    for _ in range(200):
        if rows.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"):
            return
        time.sleep(0.05)
    pytest.fail("nobody waits for a table")


@pytest.mark.usefixtures("database")
class TestBadInput:
    @pytest.mark.parametrize(("change", "error", "file", "said"), BAD_FILES)
    def test_a_bad_file_is_named_with_its_lines_and_nothing_imported(
        self, folder: Path, change: Change, error: type[SeqptError], file: str, said: str
    ) -> None:
        change(folder)
        before = rows.row_counts()

        with pytest.raises(error) as stop:
            bring(folder)

        assert file in stop.value.what
        assert said in stop.value.what
        assert "\n" not in str(stop.value)
        assert stop.value.exit_code == {UsageError: 2, DataError: 12}[error]
        assert rows.row_counts() == before

    @pytest.mark.parametrize(
        ("changes", "error", "said"),
        [
            pytest.param(
                {"archetype": "Learning by doing"},
                DataError,
                "archetype 'Learning by doing' is unknown",
                id="an unknown archetype",
            ),
            pytest.param({"archetype": " ; "}, UsageError, "no archetype is named", id="only a ;"),
            pytest.param({"name": ""}, UsageError, "'acme' is new and has no name", id="no name"),
            pytest.param({"name": "N" * 256}, UsageError, "256 characters", id="a name too long"),
            pytest.param({"key": ""}, UsageError, "KEY ''", id="no key"),
            pytest.param({"key": "no key"}, UsageError, "KEY 'no key'", id="a blank in the key"),
            pytest.param({"key": "../up"}, UsageError, "KEY '../up'", id="a path for a key"),
            pytest.param({"key": "k" * 37}, UsageError, "1 to 36", id="a key too long"),
            pytest.param({"key": "acme\n"}, UsageError, "KEY", id="a newline in the key"),
        ],
    )
    def test_a_bad_name_is_refused(
        self, folder: Path, changes: dict[str, str], error: type[SeqptError], said: str
    ) -> None:
        before = rows.row_counts()

        with pytest.raises(error) as stop:
            bring(folder, **changes)

        assert said in str(stop.value)
        assert rows.row_counts() == before

    def test_an_unknown_archetype_lists_the_seven(self, folder: Path) -> None:
        with pytest.raises(DataError) as stop:
            bring(folder, archetype="Certification; Nonsense")

        names = [name for (name,) in rows.query("SELECT archetype_name FROM archetype ORDER BY id")]
        assert stop.value.fix == f"The seven are: {'; '.join(names)}."
        assert len(names) == 7

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"key": "other"}, id="the name of another organization"),
            pytest.param({"name": "Another"}, id="the key of another organization"),
        ],
    )
    def test_another_organization_is_not_taken_for_this_one(
        self, folder: Path, changes: dict[str, str]
    ) -> None:
        bring(folder)
        before = rows.row_counts()

        with pytest.raises(UsageError, match="has the key 'acme' and the name 'Acme'"):
            bring(folder, **changes)

        assert rows.row_counts() == before

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="nowhere is no folder"):
            bring(tmp_path / "nowhere")

    def test_a_user_name_that_another_organization_has_is_not_shared(self, folder: Path) -> None:
        rows.run_script(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (7, 'Old', 'old'); INSERT INTO app_user (organization_id, name, username) "
            "VALUES (7, 'Somebody', 'acme-2')"
        )
        before = rows.row_counts()

        with pytest.raises(UsageError, match="taken by another organization: acme-2"):
            bring(folder)

        assert rows.row_counts() == before


@pytest.mark.usefixtures("database")
class TestAnOrganizationThatIsBeingRun:
    def test_no_survey_is_imported_into_it(self, folder: Path) -> None:
        bring(folder)
        append(RESULTS, "1,1,5,6\n")(folder)
        before = rows.row_counts()

        with (
            organization_lock(stored_organization()),
            pytest.raises(DatabaseError, match="acme is being run by another process") as stop,
        ):
            bring(folder)

        assert stop.value.exit_code == 13
        assert rows.row_counts() == before

    def test_its_archetypes_are_not_changed(self, folder: Path) -> None:
        bring(folder)

        with (
            organization_lock(stored_organization()),
            pytest.raises(DatabaseError, match="acme is being run by another process"),
        ):
            intake.choose_archetypes("acme", "Continuous support")

        assert stored_organization().selected_archetype == "Certification"

    def test_another_organization_can_be_imported_meanwhile(self, folder: Path) -> None:
        bring(folder)

        with organization_lock(stored_organization()):
            assert bring(folder, key="other", name="Other").rows_written["organization"] == 1

    def test_afterwards_both_are_done(self, folder: Path) -> None:
        bring(folder)

        with organization_lock(stored_organization()):
            pass

        assert bring(folder, archetype="").summary == "Acme (acme): nothing new"
        assert "(chosen)" in intake.choose_archetypes("acme", "Continuous support")

    def test_an_import_keeps_a_run_out_until_it_is_committed(self, folder: Path) -> None:
        bring(folder)

        with ThreadPoolExecutor() as threads, engine.transaction() as session:
            session.execute(text("LOCK user_survey_type IN EXCLUSIVE MODE"))
            importing = threads.submit(bring, folder)
            wait_until_somebody_waits()
            with (
                pytest.raises(DatabaseError, match="acme is being run"),
                organization_lock(stored_organization()),
            ):
                pass
            session.rollback()
            assert importing.result(timeout=240).summary == "Acme (acme): nothing new"
