"""Going up: on nothing, on Derik's database, twice, at the same time, and where it must stop."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest

from seqpt_lib import schema
from seqpt_lib.errors import DatabaseError, DataError
from seqpt_lib.schema.migrations import MIGRATION_LOCK
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import engine
from tests.support import rows
from tests.support.catalog import Catalog, catalog, missing

ANSWERS = "user_se_competency_survey_results"

EXTENDED_COLUMNS = {
    "organization": ["size", "maturity_score", "selected_archetype", "phase1_completed"],
    ANSWERS: ["target_level", "gap_size", "archetype_source", "learning_plan_id"],
}

SAME_LEARNING_PLANS = """
CREATE TABLE public.learning_plans (
id varchar(36) PRIMARY KEY, user_id integer, organization_id integer, objectives text,
recommended_modules text, estimated_duration_weeks integer, archetype_used varchar(100),
created_at timestamp)
"""


Rows = dict[str, list[tuple[object, ...]]]
"""By a statement that reads a table: what it gave."""


def contents() -> Rows:
    """Every row of every table, its version too."""
    statements = rows.query(
        "SELECT format('SELECT xmin::text, %s FROM %I.%I ORDER BY ctid', "
        "string_agg(format('%I::text', a.attname), ', ' ORDER BY a.attnum), "
        "n.nspname, c.relname) FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE n.nspname IN ('public', 'legacy') AND c.relkind = 'r' AND a.attnum > 0 "
        "GROUP BY n.nspname, c.relname"
    )
    return {statement: rows.query(statement) for (statement,) in statements}


class TestOnDeriksDatabase:
    """His tables, rows and routines, his app's version table, and other people's tables."""

    @pytest.fixture
    def before(self, derik_database: str) -> tuple[Catalog, Rows]:
        return catalog(), contents()

    def test_every_row_stays_as_it_was(self, before: tuple[Catalog, Rows]) -> None:
        schema.prepare()

        assert {statement: rows.query(statement) for statement in before[1]} == before[1]

    def test_every_object_stays_as_it_was(self, before: tuple[Catalog, Rows]) -> None:
        schema.prepare()

        assert missing(before[0], catalog()) == {}

    def test_the_extensions_are_added(self, before: tuple[Catalog, Rows]) -> None:
        schema.prepare()

        columns = {column[:3] for column in catalog()["columns"]}
        assert {
            ("public", table, column)
            for table, names in EXTENDED_COLUMNS.items()
            for column in names
        } <= columns
        assert rows.scalar("SELECT to_regclass('public.learning_plans')") is not None

    def test_the_version_table_of_his_app_is_not_ours(self, before: tuple[Catalog, Rows]) -> None:
        schema.prepare()

        assert rows.query("SELECT * FROM public.alembic_version") == [("a1b2c3d4e5f6",)]
        assert rows.query("SELECT * FROM seqpt.alembic_version") == [(schema.head_revision(),)]

    def test_what_differs_from_the_reference_is_counted_and_kept(
        self, before: tuple[Catalog, Rows]
    ) -> None:
        report = schema.prepare()

        assert report.reference.differing["competency"] == 15
        assert "15 rows differ from the reference" in report.summary

    def test_his_tables_are_listed_as_found_and_ours_as_created(
        self, before: tuple[Catalog, Rows]
    ) -> None:
        schema.prepare()

        origins = schema.tables_found().set_index("table_name")["origin"]
        assert origins["app_user"] == "found"
        assert origins["learning_plans"] == "created"


@pytest.mark.usefixtures("empty_database")
class TestTwice:
    def test_the_first_time_says_from_where_to_where(self) -> None:
        assert schema.migrate() == (None, schema.head_revision())

    def test_the_second_time_changes_nothing(self) -> None:
        schema.prepare()
        before = catalog(), rows.row_versions(tuple(rows.tables()))

        report = schema.prepare()

        assert (catalog(), rows.row_versions(tuple(rows.tables()))) == before
        assert (report.revision_before, report.reference.rows_written) == (report.revision, {})


@contextmanager
def migration_lock(address: str) -> Iterator[None]:
    """Hold the lock that a migration takes."""
    connection = psycopg2.connect(address)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        yield
    finally:
        connection.close()


def wait_for_waiting_sessions(count: int) -> None:
    deadline = time.monotonic() + 240
    while rows.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted") < count:
        assert time.monotonic() < deadline, "the other processes never asked for the lock"
        time.sleep(0.05)


def test_of_two_processes_at_the_same_time_one_migrates_and_both_succeed(
    empty_database: str,
) -> None:
    code = "from seqpt_lib import schema; print(schema.migrate()[0])"
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    with migration_lock(empty_database):
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        wait_for_waiting_sessions(2)

    said = sorted(process.communicate(timeout=240)[0].strip() for process in processes)

    assert [process.returncode for process in processes] == [0, 0]
    assert said == [schema.head_revision(), "None"]


def test_the_wait_for_another_migration_is_bounded(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_TIMEOUT", "100ms")

    with (
        migration_lock(empty_database),
        pytest.raises(
            DatabaseError, match=r"lock timeout .*\. Another session holds .* run again\."
        ),
    ):
        schema.migrate()


class TestWhereItMustStop:
    @pytest.fixture(params=["on nothing else", "on Derik's database"])
    def any_database(self, request: pytest.FixtureRequest) -> None:
        name = "empty_database" if request.param == "on nothing else" else "derik_database"
        request.getfixturevalue(name)

    def test_a_table_of_another_shape_is_named_with_its_columns(self, any_database: None) -> None:
        rows.run_script(
            "CREATE TABLE public.learning_plans (id uuid PRIMARY KEY, user_id integer, plan jsonb)"
        )
        before = catalog()

        with pytest.raises(DataError) as stop:
            schema.migrate()

        assert "public.learning_plans" in stop.value.what
        assert "id is uuid instead of character varying(36)" in stop.value.what
        assert "plan is jsonb instead of absent" in stop.value.what
        assert "objectives is missing instead of text" in stop.value.what
        assert catalog() == before

    def test_a_column_of_another_type_is_named(self, derik_database: str) -> None:
        rows.run_script("ALTER TABLE organization ADD COLUMN maturity_score text")
        before = catalog()

        with pytest.raises(
            DataError, match=r"public\.organization\.maturity_score is text instead of double"
        ):
            schema.migrate()

        assert catalog() == before


class TestOnColumnsThatWereThereBefore:
    """Somebody added our columns by hand, without the constraints, and filled them."""

    @pytest.fixture(autouse=True)
    def extended_by_hand(self, derik_database: str) -> None:
        rows.run_script(
            f"ALTER TABLE {ANSWERS} ADD COLUMN target_level integer, ADD COLUMN gap_size integer, "
            "ADD COLUMN archetype_source varchar(100), ADD COLUMN learning_plan_id varchar(36);"
            f"UPDATE {ANSWERS} SET target_level = 3, gap_size = -1, learning_plan_id = 'nowhere'"
        )

    def test_rows_that_break_a_new_constraint_do_not_stop_it(self) -> None:
        schema.migrate()

        validated = dict(
            rows.query(
                "SELECT conname, convalidated FROM pg_constraint "
                f"WHERE conrelid = '{ANSWERS}'::regclass "
                "AND conname ~ '(target_level_check|gap_size_check|learning_plan_id_fkey)$'"
            )
        )
        assert validated == {
            f"{ANSWERS}_target_level_check": False,
            f"{ANSWERS}_gap_size_check": False,
            f"{ANSWERS}_learning_plan_id_fkey": False,
        }

    def test_those_rows_stay_as_they_were(self) -> None:
        before = rows.dump([f"public.{ANSWERS}"])

        schema.migrate()

        assert rows.dump([f"public.{ANSWERS}"]) == before

    @pytest.mark.parametrize(
        "change", ["target_level = 5", "gap_size = -2", "learning_plan_id = 'elsewhere'"]
    )
    def test_the_constraint_holds_for_new_values(self, change: str) -> None:
        schema.migrate()
        rows.run(f"UPDATE {ANSWERS} SET target_level = 2, gap_size = 0, learning_plan_id = NULL")

        with pytest.raises(DatabaseError, match="violates"):
            rows.run(f"UPDATE {ANSWERS} SET {change}")


def test_a_table_of_our_shape_is_adopted_with_its_rows(derik_database: str) -> None:
    rows.run_script(
        SAME_LEARNING_PLANS + "; INSERT INTO learning_plans (id, user_id, organization_id) "
        "VALUES ('old', 5, 1)"
    )

    schema.migrate()

    assert rows.query("SELECT id, user_id FROM learning_plans") == [("old", 5)]
    assert rows.query(
        "SELECT was_found FROM adopted_object WHERE object_name = 'learning_plans'"
    ) == [(True,)]


def test_a_found_table_of_ours_refuses_bad_new_rows(derik_database: str) -> None:
    rows.run_script(SAME_LEARNING_PLANS)

    schema.migrate()

    with pytest.raises(DatabaseError, match="learning_plans_user_id_fkey"):
        rows.run_script(
            "INSERT INTO learning_plans (id, user_id, organization_id) VALUES ('x', 99999, 1)"
        )
