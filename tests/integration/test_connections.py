"""Connections: how the database is found, and how its failures are told."""

import socket
from contextlib import closing

import psycopg2
import pytest
from sqlalchemy import create_engine, text

from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, UsageError
from seqpt_lib.store import engine, sessions
from tests.support import rows, steps
from tests.support.databases import forget_settings, pointed_at

_PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def closed_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TestAServerThatIsDown:
    @pytest.fixture
    def error(self, closed_port: int, monkeypatch: pytest.MonkeyPatch) -> DatabaseError:
        address = f"postgresql://someone:open-sesame@127.0.0.1:{closed_port}/survey"
        with pointed_at(address, monkeypatch), pytest.raises(DatabaseError) as stop:
            store.open_step("compute_gaps", org="demo")
        return stop.value

    def test_it_is_told_in_one_line_with_its_address_and_what_to_do(
        self, error: DatabaseError, closed_port: int
    ) -> None:
        assert error.exit_code == 13
        assert "\n" not in str(error)
        assert f"127.0.0.1:{closed_port}/survey" in error.what
        assert "Connection refused" in error.what
        assert error.fix == "Check that the server runs, and DATABASE_URL."

    def test_the_password_is_not_shown(self, error: DatabaseError) -> None:
        assert "open-sesame" not in str(error)
        assert "someone:***@" in error.what


@pytest.mark.parametrize(
    "address",
    [
        "mysql://root:open-sesame@localhost/survey",
        "sqlite:///survey.db",
        "localhost:5432",
        "postgresql",
        "postgresql+asyncpg://localhost/survey",
    ],
)
def test_an_address_of_something_else_is_a_usage_error(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pointed_at(address, monkeypatch), pytest.raises(UsageError) as stop:
        store.open_step("compute_gaps", org="demo")

    assert "DATABASE_URL is no PostgreSQL address" in stop.value.what
    assert "open-sesame" not in str(stop.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2"])
def test_the_usual_ways_to_write_the_address_are_understood(
    database: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = database.replace("postgresql", scheme, 1)

    with pointed_at(address, monkeypatch):
        assert rows.scalar("SELECT 1") == 1


@pytest.mark.usefixtures("database")
class TestAKeptSession:
    def test_serves_the_next_use(self) -> None:
        with engine.connect() as connection:
            first = connection.scalar(_PID)
        with engine.transaction() as connection:
            assert connection.scalar(_PID) == first

    def test_has_nothing_left_of_a_transaction_that_failed(self) -> None:
        with engine.connect() as connection:
            first = connection.scalar(_PID)
        with pytest.raises(DatabaseError), engine.transaction() as connection:
            connection.execute(text("CREATE TEMP TABLE left_over AS SELECT 1 / 0"))

        with engine.connect() as connection:
            assert connection.scalar(_PID) == first
            assert connection.scalar(text("SELECT to_regclass('left_over')")) is None

    def test_that_the_server_ended_is_replaced(self, database: str) -> None:
        with engine.connect() as connection:
            first = connection.scalar(_PID)
        with closing(psycopg2.connect(database)) as other, other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", (first,))

        with engine.connect() as connection:
            assert connection.scalar(_PID) != first

    def test_is_not_closed_by_whom_it_was_lent_to(self) -> None:
        with engine.transaction() as connection, sessions.lent(connection) as given:
            first = connection.scalar(_PID)
            borrower = create_engine("postgresql+psycopg2://", **given)
            with borrower.connect() as borrowed:
                assert borrowed.scalar(_PID) == first

        with engine.connect() as connection:
            borrower.dispose()
            assert connection.scalar(_PID) == first

    def test_is_one_of_two_at_most(self) -> None:
        with engine.connect(), engine.connect(), engine.connect():
            pass

        count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        assert rows.scalar(count) == 2


@pytest.mark.usefixtures("database")
class TestAFailedStatement:
    @pytest.mark.parametrize(
        ("statement", "said", "fix"),
        [
            pytest.param(
                "SELECT * FROM nowhere", "nowhere", "make migrate", id="a table that is not there"
            ),
            pytest.param(
                "SELECT nothing FROM need",
                "nothing",
                "make migrate",
                id="a column that is not there",
            ),
            pytest.param(
                "INSERT INTO need VALUES (1, 1, 3, 1, 1)",
                "need_level_check",
                "Nothing was written",
                id="a row that is refused",
            ),
        ],
    )
    def test_it_is_told_in_one_line(self, statement: str, said: str, fix: str) -> None:
        with pytest.raises(DatabaseError) as stop:
            rows.run(statement)

        assert said in stop.value.what
        assert fix in stop.value.fix
        assert "\n" not in str(stop.value)

    def test_all_of_its_transaction_is_undone(self) -> None:
        with pytest.raises(DatabaseError, match="division by zero"):
            rows.run_script("DELETE FROM archetype_target; SELECT 1 / 0")

        assert rows.scalar("SELECT count(*) FROM archetype_target") == 112

    def test_a_table_held_by_another_session_is_waited_for_not_for_ever(
        self, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engine, "LOCK_TIMEOUT", "100ms")
        holder = psycopg2.connect(database)
        try:
            holder.cursor().execute("LOCK TABLE seqpt.need")

            with pytest.raises(DatabaseError, match="Another session holds the table"):
                rows.run("DELETE FROM need")
        finally:
            holder.close()


@pytest.mark.usefixtures("database")
class TestASession:
    def test_it_finds_our_tables_before_the_public_ones(self) -> None:
        assert rows.scalar("SHOW search_path") == "seqpt, public"

    def test_it_notices_a_server_that_is_gone_without_a_word(
        self, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        joint = "&" if "?" in database else "?"
        with (
            pointed_at(f"{database}{joint}keepalives_idle=7", monkeypatch),
            store.connect() as connection,
        ):
            said = connection.connection.driver_connection.info.dsn_parameters

        assert said["keepalives_idle"] == "7", "what the address says counts more"
        assert said["tcp_user_timeout"] == "120000"

    def test_it_speaks_utc(self) -> None:
        assert rows.scalar("SHOW timezone") == "UTC"

    def test_reading_leaves_no_transaction_open(self) -> None:
        with store.connect() as connection:
            connection.execute(text("SELECT 1"))
            state = rows.scalar(
                "SELECT state FROM pg_stat_activity WHERE pid = :pid",
                pid=connection.connection.driver_connection.info.backend_pid,
            )

        assert state == "idle"

    def test_its_statements_are_counted(self) -> None:
        with store.connect() as connection:
            sessions.take_statement_count()
            for _ in range(3):
                connection.execute(text("SELECT 1"))

        assert (sessions.take_statement_count(), sessions.take_statement_count()) == (3, 0)


class TestOpeningAStep:
    @pytest.mark.parametrize("found", ["empty_database", "derik_database"])
    def test_an_unmigrated_database_is_an_error_that_says_so(
        self, found: str, request: pytest.FixtureRequest
    ) -> None:
        request.getfixturevalue(found)

        with pytest.raises(DatabaseError, match=r"no schema of SE-QPT yet\. Run make migrate"):
            store.open_step("compute_gaps", org="first")

    def test_an_unknown_organization_is_named(self, demo_database: str) -> None:
        with pytest.raises(UsageError, match="organization 'other' does not exist"):
            store.open_step("compute_gaps", org="other")

    def test_alone_it_is_a_scratch_run_of_its_own(self, demo_database: str) -> None:
        with steps.opened("compute_gaps") as step:
            pass

        assert rows.query("SELECT run_id, pipeline, organization_id, status FROM pipeline_run") == [
            (step.run_id, "scratch", 1, "done")
        ]

    def test_in_a_run_it_bears_that_id_and_does_not_end_it(self, demo_database: str) -> None:
        with steps.opened("compute_gaps", run_id="2026-11-22T14-05-11Z-7f3a") as step:
            pass

        assert step.run_id == "2026-11-22T14-05-11Z-7f3a"
        assert rows.query("SELECT run_id, status FROM pipeline_run") == [(step.run_id, "running")]

    def test_its_record_is_in_the_run_folder(self, demo_database: str) -> None:
        with steps.opened("compute_gaps") as step:
            record = step.finish("done", {"need": 3}, people=41)

        assert record.rows == 3
        assert (step.folder.path / "steps" / "compute_gaps.json").exists()


def test_the_embedded_server_is_used_where_no_address_is_given(
    server: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    forget_settings()
    try:
        assert rows.scalar("SELECT current_database()") == "seqpt"
        assert rows.scalar("SHOW listen_addresses") == ""
    finally:
        forget_settings()
