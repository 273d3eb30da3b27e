"""The role of nightly runs: its rights are enough, no more than enough, and those of the page."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from sqlalchemy import make_url
from typer.testing import CliRunner

from pipelines import cli, runner, spec
from seqpt_lib import quality, schema
from seqpt_lib.errors import DatabaseError
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.locks import organization_lock
from seqpt_lib.store.models import ledger
from seqpt_lib.store.models.base import Base
from seqpt_lib.store.organizations import Organization
from seqpt_lib.store.shadow import WRITTEN_TABLES, shadow_schema
from tests.support import rows, steps
from tests.support.databases import pointed_at

ROLE = "seqpt_run"
SCRIPT = PROJECT_ROOT / "migrations" / "grants" / "run_role.sql"
PAGE = PROJECT_ROOT / "docs" / "how-to" / "database-role.md"
RIGHTS_ROW = re.compile(r"^\| `(\w+\.\w+)` \| ([A-Z][^|]+) \|", re.MULTILINE)
REMEDY = (
    "Run make migrate as the database's owner, or grant what docs/how-to/database-role.md lists."
)
LEDGER = {
    f"seqpt.{mapper.class_.__tablename__}"
    for mapper in Base.registry.mappers
    if mapper.class_.__module__ == ledger.__name__
}
ANSWERS = "public.user_se_competency_survey_results"
DEMO = 1

MAKE_ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        CREATE ROLE {ROLE} LOGIN;
    END IF;
END $$"""

TAKE_FROM_EVERYBODY = """
DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()); END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA seqpt FROM PUBLIC"""

RIGHTS = """
WITH granted AS (
    SELECT r.oid, right_.privilege_type, NULL AS column_name
    FROM pg_class r, aclexplode(r.relacl) right_ WHERE right_.grantee = CAST(:role AS regrole)
    UNION ALL
    SELECT a.attrelid, right_.privilege_type, a.attname
    FROM pg_attribute a, aclexplode(a.attacl) right_ WHERE right_.grantee = CAST(:role AS regrole)
), of_table AS (
    SELECT oid, privilege_type
        || coalesce(' (' || string_agg(column_name, ', ' ORDER BY column_name) || ')', '') AS one
    FROM granted GROUP BY oid, privilege_type
)
SELECT n.nspname || '.' || r.relname, string_agg(one, ', ' ORDER BY one)
FROM of_table JOIN pg_class r USING (oid) JOIN pg_namespace n ON n.oid = r.relnamespace
WHERE r.relkind IN ('r', 'p', 'v') GROUP BY 1"""


@pytest.fixture
def bare_role(demo_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address by which the role, without any grant, comes to the demo's database."""
    rows.run_script(MAKE_ROLE)
    yield make_url(demo_database).set(username=ROLE).render_as_string(hide_password=False)
    rows.run_script(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")  # roles belong to the whole server


@pytest.fixture
def run_role(bare_role: str) -> str:
    """The same after the script ran, twice, where nothing is given to everybody."""
    rows.run_script(TAKE_FROM_EVERYBODY)
    for _ in range(2):
        rows.run_script(SCRIPT.read_text(encoding="utf-8"))
    return bare_role


@contextmanager
def acting_as(address: str, **environment: str) -> Iterator[None]:
    """Be somebody else for a while; the owner again afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with pointed_at(address, patch):
            yield


def run_all() -> dict[str, dict[str, int]]:
    """Run steps 1 to 5 and give the rows that each wrote."""
    first = steps.run_step("01_migrate_schema", org="demo")
    records = {first.step: first} | steps.run_steps("demo")
    return {name: record.rows_written for name, record in records.items()}


class TestARun:
    def test_it_makes_plans_and_the_next_one_writes_nothing(self, run_role: str) -> None:
        with acting_as(run_role):
            first = run_all()
            versions = rows.row_versions()
            second = run_all()

            assert rows.scalar("SELECT current_user") == ROLE
            assert rows.row_versions() == versions
        assert first["write_plans"]["learning_plans"] == 38
        assert not any(first["migrate_schema"].values())
        assert not any(count for written in second.values() for count in written.values())

    def test_it_follows_what_changed(self, run_role: str) -> None:
        with acting_as(run_role):
            run_all()
        rows.run(f"UPDATE {ANSWERS} SET score = 6 WHERE user_id IN (1, 2, 3)")

        with acting_as(run_role):
            written = run_all()

        assert written["compute_gaps"]["need"] > 0
        assert written["write_plans"]["plan_status"] > 0

    def test_the_runner_keeps_its_books(self, run_role: str, tmp_path: Path) -> None:
        pipeline = yaml.safe_load(cli.PIPELINE.read_text(encoding="utf-8"))
        pipeline["steps"] = pipeline["steps"][:1]
        file = tmp_path / "first_step.yaml"
        file.write_text(yaml.safe_dump(pipeline), encoding="utf-8")

        with acting_as(run_role):
            code = runner.run(spec.load(file), "demo", {})

        assert code == 0
        assert rows.query(
            "SELECT r.status, s.step, s.status FROM pipeline_run r "
            "JOIN pipeline_step s USING (run_id)"
        ) == [("done", "migrate_schema", "done")]

    def test_it_is_told_who_else_runs_the_organization(self, run_role: str) -> None:
        organization = Organization(DEMO, "demo", "Demo Motors", None)
        with (
            organization_lock(organization),
            acting_as(run_role),
            pytest.raises(DatabaseError, match=f"another process .pid {os.getpid()} on"),
            organization_lock(organization),
        ):
            pytest.fail("two run it at once")

    def test_it_may_use_every_table_that_steps_write(self, run_role: str) -> None:
        written = LEDGER | {f"{schema}.{table}" for table, schema in WRITTEN_TABLES.items()}
        may_write = {
            table
            for table, rights in rows.query(RIGHTS, role=ROLE)
            if "INSERT" in rights or "UPDATE" in rights
        }

        assert may_write == written


def test_the_page_lists_the_rights_that_the_script_grants(run_role: str) -> None:
    assert dict(RIGHTS_ROW.findall(PAGE.read_text("utf-8"))) == dict(rows.query(RIGHTS, role=ROLE))


def test_the_rights_of_others_stay(bare_role: str) -> None:
    rows.run_script("GRANT SELECT, UPDATE ON public.app_user TO pg_monitor")
    before = rows.query(RIGHTS, role="pg_monitor")

    rows.run_script(SCRIPT.read_text(encoding="utf-8"))

    assert rows.query(RIGHTS, role="pg_monitor") == before
    rows.run_script("REVOKE ALL ON public.app_user FROM pg_monitor")


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        pytest.param(f"UPDATE {ANSWERS} SET target_level = 4", False, id="write a target"),
        pytest.param(f"UPDATE {ANSWERS} SET score = 6", True, id="change a score"),
        pytest.param(f"UPDATE {ANSWERS} SET submitted_at = now()", True, id="change its time"),
        pytest.param(f"DELETE FROM {ANSWERS}", True, id="delete an answer"),
        pytest.param(f"INSERT INTO {ANSWERS} (score) VALUES (1)", True, id="add an answer"),
        pytest.param("UPDATE competency SET description = ''", True, id="change a competency"),
        pytest.param("DELETE FROM process_competency_matrix", True, id="empty a matrix"),
        pytest.param("UPDATE role_process_matrix SET id = id", True, id="change the roles' part"),
        pytest.param("UPDATE organization SET size = ''", True, id="change the organization"),
        pytest.param("SELECT * FROM app_user", False, id="read the people"),
        pytest.param("UPDATE app_user SET name = ''", True, id="rename a person"),
        pytest.param("SELECT username FROM admin_user", True, id="read the administrators"),
        pytest.param("UPDATE learning_plans SET objectives = ''", True, id="change a plan"),
        pytest.param("DELETE FROM learning_plans", True, id="delete a plan"),
        pytest.param("DROP TABLE learning_plans", True, id="drop the plans"),
        pytest.param("TRUNCATE need", True, id="truncate a table that it writes"),
        pytest.param("ALTER TABLE need ADD COLUMN x int", True, id="alter a table that it writes"),
        pytest.param("DELETE FROM need", False, id="delete a need"),
        pytest.param("DELETE FROM pipeline_run", True, id="delete a run from the ledger"),
        pytest.param("UPDATE archetype SET category = ''", True, id="change an archetype"),
        pytest.param("UPDATE alembic_version SET version_num = ''", True, id="change the revision"),
        pytest.param("CREATE TABLE public.own (id int)", True, id="create a table in public"),
        pytest.param("CREATE TABLE seqpt.own (id int)", True, id="create a table in seqpt"),
        pytest.param("CREATE TEMP TABLE own (id int)", False, id="create a temporary table"),
        pytest.param("CREATE SCHEMA own", True, id="create a schema"),
        pytest.param("CREATE ROLE own", True, id="create a role"),
    ],
)
def test_it_may_do_what_a_run_does_and_nothing_else(
    run_role: str, statement: str, refused: bool
) -> None:
    with acting_as(run_role):
        if not refused:
            rows.run(statement)
            return
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner") as stop:
            rows.run(statement)

    assert stop.value.fix == REMEDY


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
            record = steps.run_steps("demo")["write_plans"]

        assert record.numbers["plans_new"] == 38
        assert rows.scalar("SELECT count(*) FROM learning_plans") == 0
        assert rows.scalar("SELECT to_regnamespace(:name)", name=name) is None
