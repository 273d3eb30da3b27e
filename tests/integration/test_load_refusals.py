"""What a load refuses: one line says where and what to do, and the database stays as it was."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from pipelines import cli_database
from seqpt_lib import intake
from seqpt_lib.errors import DatabaseError, DataError, SeqptError, UsageError
from seqpt_lib.store import dumps
from seqpt_lib.store.server import embedded_address
from tests.support import rows
from tests.support.databases import Server, forget_settings
from tests.support.dumps import (
    Change,
    changed,
    cut_after,
    databases,
    embedded_database,
    line_of,
    make_dump,
    swap,
)

SECRET = "not for everybody"
ANSWERS = "public.user_se_competency_survey_results"


@pytest.fixture
def dump(derik_database: str, tmp_path: Path) -> Path:
    rows.run("UPDATE app_user SET name = :name", name=SECRET)
    return make_dump(derik_database, tmp_path / "survey.sql")


@pytest.fixture
def as_inserts(derik_database: str, tmp_path: Path) -> Path:
    rows.run("UPDATE app_user SET name = :name", name=SECRET)
    return make_dump(derik_database, tmp_path / "survey.sql", "--inserts")


@pytest.fixture(autouse=True)
def embedded(derik_database: str, server: Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """The embedded database; dumps are made before, while ``DATABASE_URL`` names their source."""
    for name in {"dump", "as_inserts"} & set(request.fixturenames):
        request.getfixturevalue(name)
    with embedded_database(server):
        yield derik_database


def refusal(file: Path, address: str, key: str = "first") -> SeqptError:
    """Load, and see that nothing came of it."""
    before = databases(address)
    with pytest.raises(SeqptError) as stop:
        intake.load_dump(file, key)
    assert databases(address) == before
    assert SECRET not in str(stop.value)
    assert "\n" not in str(stop.value)
    return stop.value


def spoil(line: int, old: str, new: str) -> Change:
    """Replace a text on a line."""

    def change(content: bytes) -> bytes:
        lines = content.split(b"\n")
        assert old.encode() in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old.encode(), new.encode())
        return b"\n".join(lines)

    return change


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        pytest.param(lambda _: b"", UsageError, "is empty", id="empty"),
        pytest.param(lambda _: b"PGDMP\1\16", UsageError, "pg_restore", id="custom format"),
        pytest.param(gzip.compress, UsageError, "gunzip", id="gzip"),
        pytest.param(
            lambda _: b"toc.dat".ljust(257, b"\0") + b"ustar", UsageError, "tar archive", id="tar"
        ),
        pytest.param(
            lambda content: content.decode().encode("utf-16"), UsageError, "UTF-16", id="UTF-16"
        ),
        pytest.param(lambda _: b"id,score\n1,4\n", UsageError, "does not begin", id="CSV"),
        pytest.param(
            lambda _: b"CREATE TABLE organization ();\n", UsageError, "does not begin", id="SQL"
        ),
        pytest.param(
            swap("-- PostgreSQL database dump\n", "-- PostgreSQL database cluster dump\n"),
            UsageError,
            "does not begin",
            id="of a whole server",
        ),
        pytest.param(cut_after("database dump complete"[:-1]), DataError, "cut off", id="no end"),
        pytest.param(cut_after(f"COPY {ANSWERS}"), DataError, "is cut off", id="cut in SQL"),
        pytest.param(cut_after(SECRET), DataError, "is cut off: it ends on line", id="cut in rows"),
        pytest.param(swap(SECRET, "a\0b"), DataError, "zero bytes", id="zero bytes"),
        pytest.param(
            swap("database version 1", "database version 99.1 (Debian) 1"),
            DataError,
            "was made on PostgreSQL 99.1, and the embedded server is PostgreSQL",
            id="of a newer server",
        ),
        pytest.param(
            swap("CREATE SCHEMA legacy;", "CREATE EXTENSION IF NOT EXISTS pg_none;"),
            DataError,
            'extension "pg_none" is not available',
            id="an extension that is not here",
        ),
        pytest.param(
            swap("public.organization", "public.company"),
            DataError,
            "has no table organization of the survey app",
            id="of another program",
        ),
        pytest.param(
            swap("organization_public_key", "public_key"),
            DataError,
            "has no table organization of the survey app",
            id="another table of that name",
        ),
        pytest.param(swap(SECRET + "\t", ""), DataError, "table public.app_user", id="a cell less"),
        pytest.param(
            swap("CREATE TABLE public.organization", "COPY public.x FROM PROGRAM 'exit 1';\n"),
            DataError,
            "line",
            id="SQL that fails",
        ),
    ],
)
def test_a_bad_dump_is_refused(
    dump: Path, embedded: str, change: Change, error: type[SeqptError], said: str
) -> None:
    stop = refusal(changed(dump, change), embedded)

    assert type(stop) is error
    assert said in str(stop)
    assert "changed.sql" in stop.what
    assert stop.fix


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("nowhere.sql", "does not exist", id="nothing there"),
        pytest.param(".", "is a folder", id="a folder"),
        pytest.param("/proc/self/mem", "cannot be read", id="unreadable"),
        pytest.param("n" * 300, "cannot be read", id="a name too long"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, embedded: str, path: str, said: str
) -> None:
    stop = refusal(tmp_path / path, embedded)

    assert said in str(stop)
    assert stop.exit_code == 2


class TestThePlaceIsNamed:
    def test_of_a_row(self, dump: Path, embedded: str) -> None:
        line = line_of(dump, SECRET)
        bad = changed(dump, spoil(line, SECRET, SECRET + "\tone more"))

        assert (
            f"changed.sql, line {line}: table public.app_user: bad copy file format"
            in refusal(bad, embedded).what
        )

    def test_of_a_value_that_is_not_shown(self, dump: Path, embedded: str) -> None:
        line = line_of(dump, "5\t1\t1\t4")
        bad = changed(dump, spoil(line, "5\t1\t1\t4", f"5\t1\t1\t{SECRET}"))

        stop = refusal(bad, embedded)

        assert f"line {line}: table {ANSWERS}: invalid text representation" in stop.what

    def test_of_an_inserted_value_that_is_not_shown(self, as_inserts: Path, embedded: str) -> None:
        line = line_of(as_inserts, SECRET)
        bad = changed(as_inserts, spoil(line, "(5, ", f"('{SECRET}', "))

        stop = refusal(bad, embedded)

        assert f"line {line}: invalid text representation (SQLSTATE 22P02)" in stop.what

    def test_of_broken_syntax_that_is_not_shown(self, as_inserts: Path, embedded: str) -> None:
        line = line_of(as_inserts, SECRET)
        bad = changed(as_inserts, spoil(line, f"'{SECRET}'", f'"{SECRET}" "{SECRET}"'))

        assert f"line {line}: syntax error (SQLSTATE 42601)" in refusal(bad, embedded).what

    def test_of_a_statement(self, dump: Path, embedded: str) -> None:
        bad = changed(dump, swap("public.app_user(id)", "public.no_user(id)"))
        last = line_of(bad, "database dump complete")

        stop = refusal(bad, embedded)

        assert f'to {last + 4}: relation "public.no_user" does not exist' in stop.what

    def test_of_a_command_for_psql(self, dump: Path, embedded: str) -> None:
        bad = changed(dump, swap("CREATE SCHEMA legacy;", "\\! touch broken\n"))

        stop = refusal(bad, embedded)

        assert f"line {line_of(bad, 'touch')} is a command for psql" in stop.what

    def test_of_rows_without_an_end(self, dump: Path, embedded: str) -> None:
        rest = b" -- PostgreSQL database dump complete\tsomebody\t\\N\n"
        bad = changed(dump, lambda content: cut_after(SECRET)(content) + rest)
        line = line_of(bad, "COPY public.app_user ") + 1

        stop = refusal(bad, embedded)

        assert f"ends in the rows of table public.app_user, line {line} on" in stop.what


@pytest.mark.parametrize("key", ["", "nobody", "13", "FIRST"])
def test_an_unknown_organization_is_refused_with_those_that_exist(
    dump: Path, embedded: str, key: str
) -> None:
    stop = refusal(dump, embedded, key)

    assert f"organization {key!r} does not exist; known are: first, third, singleuser" in stop.what
    assert stop.exit_code == 2


def test_a_dump_without_rows_has_no_organization(
    derik_database: str, tmp_path: Path, embedded: str
) -> None:
    file = make_dump(derik_database, tmp_path / "survey.sql", "--schema-only")

    assert "known are: none" in refusal(file, embedded).what


def test_another_database_is_not_loaded_into(
    dump: Path, embedded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", embedded)
    forget_settings()

    stop = refusal(dump, embedded)

    assert "DATABASE_URL" in stop.what
    assert stop.exit_code == 2


class TestADatabaseThatIsNotEmpty:
    @pytest.fixture
    def loaded(self, dump: Path) -> Path:
        cli_database.load(dump, "first")
        return dump

    def test_is_not_overwritten(self, loaded: Path, embedded: str) -> None:
        before = rows.row_versions()

        stop = refusal(changed(loaded, swap(SECRET, "other")), embedded)

        assert "tables, and organizations: first, third, singleuser" in stop.what
        assert "make clean-database CONFIRM=yes" in stop.fix
        assert stop.exit_code == 2
        assert rows.row_versions() == before

    def test_of_others_is_not_overwritten(self, dump: Path, embedded: str) -> None:
        rows.run("CREATE TABLE theirs (id integer)")

        assert "it holds 1 tables. " in str(refusal(dump, embedded))

    def test_with_the_same_dump_has_no_other_organization(
        self, loaded: Path, embedded: str
    ) -> None:
        assert "'nobody' does not exist" in refusal(loaded, embedded, "nobody").what


def test_two_loads_at_once_do_not_disturb_each_other(dump: Path, embedded: str) -> None:
    with dumps.loading():
        stop = refusal(dump, embedded)

    assert "another process loads a dump" in stop.what
    assert type(stop) is DatabaseError


def test_an_empty_database_that_is_open_is_not_replaced(dump: Path, embedded: str) -> None:
    session = psycopg2.connect(embedded_address("seqpt"))
    try:
        stop = refusal(dump, embedded)
    finally:
        session.close()

    assert "is in use. Close notebooks" in str(stop)
    assert stop.exit_code == 13
