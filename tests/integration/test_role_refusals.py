"""What the role of nightly runs may not do: what it is told, and what goes on without it."""

import pytest
from typer.testing import CliRunner

from pipelines import cli
from seqpt_lib import quality, schema
from seqpt_lib.errors import DatabaseError
from seqpt_lib.store.shadow import shadow_schema
from tests.support import rows, steps
from tests.support.roles import REMEDY, ROLE, acting_as

DEMO = 1


class TestWhatNeedsTheOwner:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            pytest.param(
                "UPDATE alembic_version SET version_num = '0003'",
                "permission denied for database",
                id="the schema is not current",
            ),
            pytest.param(
                "UPDATE reference_competency SET german_name = 'old' WHERE competency_id = 1",
                "permission denied for table reference_competency",
                id="the mirror is older than the project's files",
            ),
            pytest.param(
                "DELETE FROM competency_indicators",
                "permission denied for table competency_indicators",
                id="a master table is empty",
            ),
            pytest.param(
                f"REVOKE SELECT ON learning_format FROM {ROLE}",
                "permission denied for table learning_format",
                id="a grant was forgotten",
            ),
        ],
    )
    def test_step_1_stops_with_what_and_what_to_do(
        self, run_role: str, change: str, said: str
    ) -> None:
        rows.run_script(change)

        with acting_as(run_role), pytest.raises(DatabaseError, match=said) as stop:
            schema.prepare()

        assert stop.value.fix == REMEDY
        assert "\n" not in str(stop.value)

    def test_a_later_step_stops_so_too(self, run_role: str) -> None:
        rows.run_script(f"REVOKE SELECT ON user_role_cluster FROM {ROLE}")

        with (
            acting_as(run_role),
            steps.opened() as step,
            pytest.raises(DatabaseError, match="for table user_role_cluster") as stop,
        ):
            quality.judge("sources", step)

        assert stop.value.fix == REMEDY

    def test_an_older_programs_table_is_left_to_the_owner_and_the_gate_reports_it(
        self, run_role: str
    ) -> None:
        rows.run_script("CREATE TABLE public.organizations (id uuid, name text)")

        with acting_as(run_role), steps.opened() as step:
            report = schema.prepare()
            found = {check.check_id: check for check in quality.judge("sources", step)}

        assert "organizations left to the owner, this role may not absorb it" in report.summary
        assert report.absorption.tables["is_left_to_owner"].tolist() == [True]
        assert report.absorption.unaccounted.empty
        assert not found["duplicate_tables"].success
        assert "absorbed" in schema.prepare().summary

    def test_master_data_that_differ_do_not_stop_it(self, run_role: str) -> None:
        rows.run("UPDATE competency SET description = 'own words' WHERE id = 1")

        with acting_as(run_role):
            assert schema.prepare().reference.differing == {"competency": 1}


class TestWithoutTheGrants:
    def test_a_run_stops_before_its_first_step(self, bare_role: str) -> None:
        with acting_as(bare_role):
            typed = CliRunner().invoke(cli.app, ["run", "demo"])

        assert typed.exit_code == 13
        assert "permission denied for table organization" in typed.stderr
        assert typed.stderr.endswith(f"{REMEDY}\n")

    def test_a_notebook_alone_stops_too(self, bare_role: str) -> None:
        with (
            acting_as(bare_role),
            pytest.raises(DatabaseError, match="permission denied for schema seqpt") as stop,
        ):
            steps.run_step("02_validate_sources", org="demo")

        assert stop.value.fix == REMEDY


class TestADryRun:
    def test_without_the_right_to_make_a_schema_it_says_so(self, run_role: str) -> None:
        with (
            acting_as(run_role),
            pytest.raises(DatabaseError, match="permission denied for database") as stop,
            shadow_schema(DEMO),
        ):
            pytest.fail("a schema was made without the right to")

        assert stop.value.fix == REMEDY

    def test_with_it_nothing_remains(self, run_role: str) -> None:
        rows.run_script(
            "DO $$ BEGIN EXECUTE format("
            f"'GRANT CREATE ON DATABASE %I TO {ROLE}', current_database()); END $$"
        )
        with (
            acting_as(run_role),
            shadow_schema(DEMO) as name,
            acting_as(run_role, SEQPT_SHADOW_SCHEMA=name),
        ):
            steps.run_steps("demo")

        assert steps.exact_numbers("write_plans")["plans_new"] == 38
        assert rows.scalar("SELECT count(*) FROM learning_plans") == 0
        assert rows.scalar("SELECT to_regnamespace(:name)", name=name) is None
