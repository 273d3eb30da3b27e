"""A dry run's schema: what is written in it stays in it, and it goes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from seqpt_lib.store.shadow import WRITTEN_TABLES, shadow_schema
from tests.support import rows, steps
from tests.support.databases import forget_settings

DEMO = 1
ANSWERS = "user_se_competency_survey_results"
LEDGER = ("pipeline_run", "pipeline_step", "gate_result")


@contextmanager
def looking_at(schema: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at a dry run's schema first, as its kernels do."""
    with monkeypatch.context() as patch:
        patch.setenv("SEQPT_SHADOW_SCHEMA", schema)
        forget_settings()
        yield
    forget_settings()


def schemas() -> set[str]:
    return {name for (name,) in rows.query("SELECT nspname FROM pg_namespace")}


def contents() -> dict[str, object]:
    """Rows and their versions of every table but the ledger's."""
    names = [table for table in rows.tables() if not table.endswith(LEDGER)]
    return {"rows": rows.dump(names), "versions": rows.row_versions(tuple(names))}


@pytest.mark.usefixtures("demo_database")
class TestADryRun:
    def test_nothing_differs_afterwards(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = contents()

        with shadow_schema(DEMO) as name, looking_at(name, monkeypatch):
            steps.run_steps("demo")

        assert contents() == before

    def test_inside_it_the_steps_see_what_they_wrote(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with shadow_schema(DEMO) as name, looking_at(name, monkeypatch):
            steps.run_steps("demo")

            assert steps.exact_numbers("write_plans")["plans_new"] == 38
            assert rows.scalar("SELECT count(*) FROM learning_plans") == 38
            assert rows.scalar("SELECT count(*) FROM public.learning_plans") == 0

    def test_a_step_knows_that_it_is_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with (
            shadow_schema(DEMO) as name,
            looking_at(name, monkeypatch),
            steps.opened() as step,
        ):
            assert step.is_dry_run

    def test_the_schema_goes_when_it_ends(self) -> None:
        before = schemas()

        with shadow_schema(DEMO) as name:
            assert schemas() - before == {name}

        assert schemas() == before

    def test_it_goes_after_an_error_too(self) -> None:
        before = schemas()

        with pytest.raises(RuntimeError), shadow_schema(DEMO):
            raise RuntimeError

        assert schemas() == before

    def test_what_a_killed_run_left_behind_is_dropped(self) -> None:
        rows.run_script(
            f"CREATE SCHEMA seqpt_dry_run_{DEMO};"
            f"CREATE TABLE seqpt_dry_run_{DEMO}.learning_plans (left_behind int)"
        )

        with shadow_schema(DEMO) as name:
            assert rows.scalar(f"SELECT count(*) FROM {name}.{ANSWERS}") == 651

        assert name not in schemas()


@pytest.mark.usefixtures("planned_database")
class TestAfterARun:
    def test_it_starts_from_what_is_stored(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with shadow_schema(DEMO) as name, looking_at(name, monkeypatch):
            records = steps.run_steps("demo")

        assert {step: record.rows for step, record in records.items()} == dict.fromkeys(records, 0)

    def test_it_shows_what_would_change_and_changes_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows.run("UPDATE organization SET selected_archetype = 'Certification'")
        before = contents()

        with shadow_schema(DEMO) as name, looking_at(name, monkeypatch):
            steps.run_steps("demo")

        assert steps.exact_numbers("write_plans")["plans_changed"] > 0
        assert contents() == before

    def test_only_the_organizations_own_rows_are_copied(self) -> None:
        with shadow_schema(99) as name:
            counts = {
                table: rows.scalar(f"SELECT count(*) FROM {name}.{table}")
                for table in WRITTEN_TABLES
            }

        assert counts == dict.fromkeys(WRITTEN_TABLES, 0)


def test_every_table_that_a_step_writes_has_a_copy() -> None:
    assert {f"{schema}.{table}" for table, schema in WRITTEN_TABLES.items()} == set(
        rows.WRITTEN_TABLES
    )
