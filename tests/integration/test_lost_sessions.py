"""Sessions that the server ends while they are held, and locks that would outlive theirs."""

from contextlib import closing

import psycopg2
import pytest
from sqlalchemy import Connection, text

from seqpt_lib import quality, store
from seqpt_lib.store import locks
from tests.support import rows, steps

GATE_RESULTS = "SELECT count(*) FROM gate_result WHERE gate = 'sources'"


def end(connection: Connection, database: str) -> None:
    pid = connection.scalar(text("SELECT pg_backend_pid()"))
    with closing(psycopg2.connect(database)) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def test_a_step_whose_session_was_ended_keeps_its_record(demo_database: str) -> None:
    with steps.opened("compute_gaps") as step:
        end(step.connection, demo_database)

        record = step.finish("done", {"need": 3})

    assert record.rows == 3
    assert rows.scalar("SELECT count(*) FROM pipeline_step WHERE step = 'compute_gaps'") == 1


def test_a_gate_keeps_its_results_where_the_session_was_ended(demo_database: str) -> None:
    with steps.opened("validate_sources") as step, step.writing() as connection:
        end(step.connection, demo_database)
        quality.judge("sources", step, connection)

    assert rows.scalar(GATE_RESULTS) > 50


def test_a_gate_keeps_its_results_where_the_transaction_is_undone(demo_database: str) -> None:
    with steps.opened("validate_sources") as step:
        with step.writing() as connection:
            quality.judge("sources", step, connection)
            connection.rollback()

        assert rows.scalar(GATE_RESULTS) > 50


def held() -> int:
    return int(rows.scalar("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))


@pytest.fixture
def demo(demo_database: str) -> store.Organization:
    with store.connect() as connection:
        return store.find_organization(connection, "demo")


def test_a_lock_is_given_back_where_the_name_of_its_holder_cannot_be_set(
    demo: store.Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks.platform, "node", lambda: "a name\0with a zero")

    with pytest.raises(ValueError, match="NUL"), locks.organization_lock(demo):
        pass

    assert held() == 0


def test_a_lock_ends_with_its_session_where_the_server_refuses_to_give_it_back(
    demo: store.Organization,
) -> None:
    with locks.organization_lock(demo) as lock, lock.session() as connection:
        assert held() == 1
        session = connection.connection.driver_connection
        assert session
        session.set_session(autocommit=False)
        with session.cursor() as cursor, pytest.raises(psycopg2.errors.DivisionByZero):
            cursor.execute("SELECT 1 / 0")  # whatever follows is refused

    assert held() == 0
