"""A dump of the survey app becomes the embedded database: all of it as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import cli_database
from seqpt_lib import intake
from seqpt_lib.store.server import embedded_address
from tests.support import rows
from tests.support.databases import Server
from tests.support.dumps import (
    HARD_TO_CUT,
    LOADED,
    Change,
    State,
    changed,
    databases,
    embedded_database,
    make_dump,
    state,
    swap,
)


@pytest.fixture
def source(derik_database: str) -> str:
    rows.run_script(HARD_TO_CUT)
    return derik_database


@pytest.fixture
def original(source: str) -> State:
    return state()


@pytest.fixture
def embedded(original: State, server: Server) -> Iterator[None]:
    """The embedded database, after the source was looked at."""
    with embedded_database(server):
        yield


@pytest.fixture
def dump(source: str, tmp_path: Path) -> Path:
    return make_dump(source, tmp_path / "survey.sql")


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param([], id="as it comes"),
        pytest.param(["--no-owner", "--no-acl"], id="without owners and grants"),
        pytest.param(["--inserts"], id="rows as INSERT"),
        pytest.param(["--column-inserts", "--rows-per-insert=2"], id="several rows an INSERT"),
        pytest.param(["--clean", "--if-exists"], id="drops first"),
        pytest.param(["--create"], id="makes its own database"),
        pytest.param(["--create", "--clean", "--if-exists"], id="drops and makes its database"),
        pytest.param(["--use-set-session-authorization"], id="changes its role"),
        pytest.param(["--encoding=SQL_ASCII", "--verbose"], id="another encoding, with remarks"),
        pytest.param(["--disable-triggers", "--quote-all-identifiers"], id="all names in quotes"),
    ],
)
@pytest.mark.usefixtures("embedded")
def test_everything_is_as_it_was(
    source: str, original: State, tmp_path: Path, flags: list[str]
) -> None:
    intake.load_dump(make_dump(source, tmp_path / "survey.sql", *flags), "first")

    assert state() == original


def test_rows_as_inserts_are_sent_in_parts(source: str, server: Server, tmp_path: Path) -> None:
    rows.run_script(
        "CREATE TABLE legacy.many AS SELECT n AS id, E'it''s;\\n' || repeat('x', 500) AS note "
        "FROM generate_series(1, 5000) n"
    )
    before = state()
    file = make_dump(source, tmp_path / "survey.sql", "--inserts")
    sent = [len(piece.sql) for piece in intake.dumps._pieces(intake.dumps._inspect(file))]

    with embedded_database(server):
        intake.load_dump(file, "first")
        assert state() == before

    assert file.stat().st_size > 2 * max(sent)


def with_windows_line_ends(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(with_windows_line_ends, id="line ends of Windows"),
        pytest.param(lambda content: b"\xef\xbb\xbf" + content, id="a byte order mark"),
        pytest.param(
            lambda content: b"\xef\xbb\xbf" + with_windows_line_ends(content),
            id="both, as editors of Windows do",
        ),
        pytest.param(swap("OWNER TO postgres", "OWNER TO nobody_here"), id="an owner not here"),
        pytest.param(
            swap(
                "\n\nCREATE SCHEMA legacy",
                "\n\nREVOKE ALL ON SCHEMA public FROM nobody_here;\n"
                "GRANT ALL ON SCHEMA public\n  TO nobody_here;\nCREATE SCHEMA legacy",
            ),
            id="grants to a role that is not here",
        ),
        pytest.param(
            swap(
                "\n\nCREATE SCHEMA legacy",
                "\n\nCREATE SCHEMA public;\nALTER SCHEMA public OWNER TO x;\nCREATE SCHEMA legacy",
            ),
            id="the schema public, from an older server",
        ),
        pytest.param(
            swap("SET row_security = off;", "SET row_security = off;\n\n--\n-- Only remarks\n--"),
            id="remarks only",
        ),
        pytest.param(swap("database version 1", "database version 9.6.1"), id="an old server"),
    ],
)
@pytest.mark.usefixtures("embedded")
def test_what_a_dump_may_look_like_makes_no_difference(
    dump: Path, original: State, change: Change
) -> None:
    intake.load_dump(changed(dump, change), "first")

    assert state() == original


@pytest.mark.parametrize("key", ["third", "3", "Third"])
@pytest.mark.usefixtures("embedded")
def test_says_what_was_restored_and_what_to_do_next(
    dump: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli_database.load(dump, key)

    restored, adopted, following = capsys.readouterr().out.splitlines()
    assert restored == f"{dump}: 25 tables, 3 organizations: first, third, singleuser"
    assert adopted.startswith("schema at ")
    assert following == 'next: make archetype ORG=third ARCHETYPES="..."'


def test_an_organization_with_an_archetype_can_be_run_next(
    demo_database: str, server: Server, tmp_path: Path
) -> None:
    dump, before = make_dump(demo_database, tmp_path / "survey.sql"), state()

    with embedded_database(server):
        report = intake.load_dump(dump, "demo")
        assert state() == before

    assert report.next_command == "make run ORG=demo"


@pytest.mark.usefixtures("embedded")
class TestTheSameDumpAgain:
    def test_changes_nothing(self, dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
        cli_database.load(dump, "first")
        rows.run("UPDATE organization SET size = 'small'")
        before, first_time = state(), rows.row_versions(("public.organization",))
        capsys.readouterr()

        cli_database.load(dump, "first")

        said = capsys.readouterr().out
        assert said.startswith(f"{dump} is already loaded: nothing was restored\n")
        assert state() == before
        assert rows.row_versions(("public.organization",)) == first_time

    def test_adopts_what_was_not_adopted(self, dump: Path) -> None:
        intake.load_dump(dump, "first")

        cli_database.load(dump, "first")

        assert rows.scalar("SELECT count(*) FROM seqpt.alembic_version") == 1

    def test_needs_not_have_the_same_name(self, dump: Path) -> None:
        intake.load_dump(dump, "first")

        assert not intake.load_dump(dump.rename(dump.with_name("other.sql")), "third").is_new


@pytest.mark.usefixtures("embedded")
def test_what_a_killed_load_left_is_dropped(dump: Path, source: str, server: Server) -> None:
    server.execute("CREATE DATABASE seqpt_load")
    server.execute("CREATE DATABASE seqpt_replaced")

    intake.load_dump(dump, "first")

    assert LOADED & databases(source).keys() == {"seqpt"}


@pytest.mark.usefixtures("embedded")
def test_takes_the_place_of_an_empty_database(dump: Path, original: State) -> None:
    embedded_address("seqpt")

    intake.load_dump(dump, "first")

    assert state() == original
