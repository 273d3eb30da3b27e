"""The role of nightly runs: its rights are enough, no more than enough, and those of the page."""

import os
import re
from pathlib import Path

import pytest
import yaml

from pipelines import cli, runner, spec
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError
from seqpt_lib.schema.load import load_reference
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.locks import organization_lock
from seqpt_lib.store.models import ledger
from seqpt_lib.store.models.base import Base
from seqpt_lib.store.organizations import Organization
from seqpt_lib.store.shadow import WRITTEN_TABLES
from tests.support import rows, steps
from tests.support.roles import REMEDY, ROLE, SCRIPT, acting_as

PAGE = PROJECT_ROOT / "docs" / "how-to" / "database-role.md"
RIGHTS_ROW = re.compile(r"^\| `(\w+\.\w+)` \| ([A-Z][^|]+) \|", re.MULTILINE)
LEDGER = {
    f"seqpt.{mapper.class_.__tablename__}"
    for mapper in Base.registry.mappers
    if mapper.class_.__module__ == ledger.__name__
}
KNOWLEDGE = {"seqpt.chunk_embedding", "seqpt.knowledge_chunk", "seqpt.model_call"}
"""Facts that stay whatever becomes of a run, so no dry run has copies of them."""

ANSWERS = "public.user_se_competency_survey_results"
DEMO = 1

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


def run_all() -> dict[str, dict[str, int]]:
    """Run steps 1 to 5 and give the rows that each wrote."""
    first = steps.run_step("01_migrate_schema", org="demo")
    records = {first.step: first} | steps.run_steps("demo")
    return {name: steps.rows_by_table(name) for name in records}


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
            code = runner.run(spec.load(file), "demo", {}).exit_code

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

    def test_it_may_search_keep_embeddings_and_record_calls(self, run_role: str) -> None:
        call = store.CallRow(
            run_id="r",
            organization_id=DEMO,
            step="generate_objectives",
            subject="competency 14",
            round=1,
            model_asked="m",
            model_answered="",
            prompt_version="1",
            input_hash="h",
            has_context=False,
            outcome="refused",
            problem="",
            content=None,
            prompt_tokens=0,
            completion_tokens=0,
            seconds=0,
            tries=1,
            passages=[],
        )
        with acting_as(run_role):
            with store.transaction() as connection:
                missing = store.missing_embeddings(connection, DEMO, "m")
                embedded = missing.assign(embedding=[[1.0, 0.5]] * len(missing))
                assert store.write_embeddings(connection, "m", embedded) == len(missing)
                found = store.find_passages(
                    connection, DEMO, {14: "requirement"}, "en", model="m", embeddings={14: [1, 0]}
                )
            (call_id,) = store.record_calls([call])

        assert len(found[14]) == 5
        assert rows.query("SELECT call_id FROM model_call") == [(call_id,)]

    def test_it_lets_shared_passages_follow_the_survey_apps_texts(self, run_role: str) -> None:
        rows.run("UPDATE competency SET why_it_matters = 'Edited.' WHERE id = 14")

        with acting_as(run_role), store.transaction() as connection:
            written = load_reference(connection).rows_written

        assert written == {"knowledge_chunk": 1}

    def test_it_may_use_every_table_that_steps_write(self, run_role: str) -> None:
        results = {f"{schema}.{table}" for table, schema in WRITTEN_TABLES.items()}
        may_write = {
            table
            for table, rights in rows.query(RIGHTS, role=ROLE)
            if "INSERT" in rights or "UPDATE" in rights
        }

        assert may_write == LEDGER | KNOWLEDGE | results


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
