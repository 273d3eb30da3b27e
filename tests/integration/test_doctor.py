"""What the doctor says of a database, and that it writes nothing there."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from pipelines import cli
from pipelines.doctor import Finding, Subject, diagnose, examine
from pipelines.doctor_checks import CHECKS
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError
from seqpt_lib.schema import head_revision, prepare
from seqpt_lib.settings import settings
from seqpt_lib.store.locks import organization_lock
from seqpt_lib.store.rights import rights_of_a_run
from tests.support import rows
from tests.support.databases import forget_settings
from tests.support.roles import acting_as
from tests.support.spoil import ANSWERS

NAMES = ["database", "schema", "organization", "archetype", "rights", "answers"]


def findings(org: str = "demo", **parameters: str) -> dict[str, Finding]:
    subject = Subject(org, parameters, cli.PIPELINE, cli._revisions)
    return {check.name: finding for check, finding in examine(CHECKS, subject)}


def states(found: dict[str, Finding]) -> list[str]:
    return [found[name].state for name in NAMES]


def problem(org: str = "demo") -> tuple[str, int, str]:
    """The first problem: its check, its exit code, and what it says."""
    found = findings(org)
    name = next(name for name, finding in found.items() if finding.state == "problem")
    return name, found[name].exit_code, f"{found[name].text}. {found[name].remedy}"


@pytest.mark.usefixtures("demo_database")
class TestWithTheDemo:
    def test_everything_is_ready(self) -> None:
        found = findings()

        assert states(found) == ["ok"] * 6
        assert found["schema"].text == f"at {head_revision()}"
        assert found["organization"].text == "Demo Motors (demo)"
        assert found["answers"].text == "651, given by 40 people"
        assert found["rights"].text == "all that a run needs"

    def test_nothing_is_written(self, tmp_path: Path) -> None:
        before = rows.row_versions()
        files = set(tmp_path.rglob("*"))

        findings()

        assert rows.row_versions() == before
        assert set(tmp_path.rglob("*")) == files

    def test_an_unknown_organization_is_named(self) -> None:
        name, code, text = problem("nobody")

        assert (name, code) == ("organization", 2)
        assert "'nobody' does not exist; known are: demo" in text
        assert findings("nobody")["answers"].state == "not checked"

    def test_an_organization_without_an_archetype(self) -> None:
        rows.run("UPDATE organization SET selected_archetype = NULL")

        name, code, text = problem()

        assert (name, code) == ("archetype", 12)
        assert "make archetype ORG=demo" in text

    def test_an_archetype_that_is_none_of_the_seven(self) -> None:
        rows.run("UPDATE organization SET selected_archetype = 'Magic'")

        assert problem()[:2] == ("archetype", 11)

    def test_an_organization_that_nobody_answered_for(self) -> None:
        rows.run(f"DELETE FROM {ANSWERS}")

        assert problem()[:2] == ("answers", 11)

    def test_an_organization_that_is_being_run(self) -> None:
        with store.connect() as connection:
            demo = store.find_organization(connection, "demo")

        with organization_lock(demo):
            found = findings()["organization"]

        assert (found.state, found.exit_code) == ("warning", 0)
        assert found.text.startswith("a run would wait for the process that runs it now (pid ")

    def test_a_schema_of_a_newer_version(self) -> None:
        rows.run("UPDATE seqpt.alembic_version SET version_num = '9999'")

        name, code, text = problem()

        assert (name, code) == ("schema", 13)
        assert "9999, which this version does not know" in text
        with pytest.raises(DatabaseError, match="Use the version of SE-QPT that migrated it"):
            prepare()

    def test_an_older_schema_is_brought_up_to_date_by_step_1(self) -> None:
        rows.run("UPDATE seqpt.alembic_version SET version_num = '0005'")

        found = findings()

        assert states(found) == ["ok"] * 6
        assert found["schema"].text == f"at 0005, brought to {head_revision()} by step 1"

    def test_a_parameter_that_is_none_gives_its_code(self) -> None:
        found = findings(target_rul="archetype")["pipeline"]

        assert (found.exit_code, found.remedy) == (2, "Did you mean target_rule?")

    def test_a_database_that_takes_no_writes(self, demo_database: str) -> None:
        name = make_url(demo_database).database
        rows.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        forget_settings()  # it holds for connections that begin now

        assert problem()[:2] == ("database", 13)


@pytest.mark.usefixtures("derik_database")
def test_a_database_that_nobody_has_migrated_is_brought_up_to_date_by_step_1() -> None:
    with store.connect() as connection:
        org = store.organization_keys(connection)[0]

    found = findings(org)

    assert found["schema"].text == f"at nothing, brought to {head_revision()} by step 1"
    assert (found["organization"].state, found["rights"].state) == ("ok", "ok")
    assert found["archetype"].exit_code == 12


@pytest.mark.usefixtures("empty_database")
def test_an_empty_database_gets_the_demo_by_step_1_and_nobody_else() -> None:
    assert states(findings()) == ["ok"] * 6
    assert findings()["organization"].text == "demo will be loaded by step 1"
    assert problem("acme")[:2] == ("organization", 2)


def test_an_embedded_database_that_does_not_exist_yet_is_not_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("SEQPT_HOME", str(tmp_path / "home"))
    forget_settings()

    found = findings()

    assert states(found) == ["ok"] * 6
    assert problem("acme")[:2] == ("organization", 2)
    assert not (tmp_path / "home").exists()
    forget_settings()


class TestRights:
    def test_the_role_of_nightly_runs_has_all_that_a_run_needs(self, run_role: str) -> None:
        with acting_as(run_role):
            assert states(findings()) == ["ok"] * 6

    def test_a_right_that_is_missing_is_named(self, run_role: str) -> None:
        rows.run("REVOKE INSERT ON seqpt.need FROM seqpt_run")
        rows.run(f"REVOKE UPDATE (gap_size) ON {ANSWERS} FROM seqpt_run")
        rows.run("REVOKE EXECUTE ON FUNCTION seqpt.json_list(text, text) FROM seqpt_run")
        rows.run_script(
            "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM seqpt_run', "
            "current_database()); END $$"
        )

        with acting_as(run_role):
            name, code, text = problem()

        assert (name, code) == ("rights", 13)
        assert "TEMPORARY on the database" in text
        assert "INSERT on seqpt.need" in text
        assert f"UPDATE (gap_size) on public.{ANSWERS}" in text
        assert "EXECUTE on seqpt.json_list(text, text)" in text
        assert "migrations/grants/run_role.sql" in text

    def test_a_role_without_any_right(self, bare_role: str) -> None:
        with acting_as(bare_role):
            _name, code, text = problem()

        assert code == 13
        assert "docs/how-to/database-role.md" in text

    def test_a_role_that_may_not_migrate_an_older_schema(self, run_role: str) -> None:
        rows.run("UPDATE seqpt.alembic_version SET version_num = '0005'")

        with acting_as(run_role):
            name, code, text = problem()

        assert (name, code) == ("rights", 13)
        assert "the role lacks CREATE on the database" in text

    def test_the_script_of_grants_is_read_whole(self) -> None:
        rights = {str(right) for right in rights_of_a_run()}
        names = {right.object_name for right in rights_of_a_run()}

        assert {
            "USAGE on seqpt",
            "SELECT on public.organization",
            "SELECT (feedback) on public.user_competency_survey_feedback",
            "UPDATE (learning_plan_id) on public.user_se_competency_survey_results",
            "DELETE on seqpt.need",
            "USAGE on seqpt.gate_result_id_seq",
            "EXECUTE on seqpt.json_list(text, text)",
        } <= rights
        assert {name for name in names if "." not in name} == {"public", "seqpt"}


@pytest.mark.parametrize(
    ("address", "code", "check"),
    [
        pytest.param("postgresql://me:pass-4711@127.0.0.1:9/db", 13, "database", id="no server"),
        pytest.param(
            "postgresql://me@127.0.0.1:9/db?password=pass-4711", 13, "database", id="as an option"
        ),
        pytest.param("mysql://me:pass-4711@h/db", 2, "database", id="no PostgreSQL"),
        pytest.param("postgresql://me:pass-4711@h:port/db", 2, "database", id="no address"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    address: str,
    code: int,
    check: str,
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    forget_settings()
    monkeypatch.setattr(settings(), "runs", tmp_path)

    subject = Subject("demo", {}, cli.PIPELINE, cli._revisions)
    assert diagnose(CHECKS, subject, "make run ORG=demo") == code

    said = capsys.readouterr().out
    assert f"  PROBLEM  {check}" in said
    assert "organization   not checked: see database" in said
    assert "pass-4711" not in said
    forget_settings()


def test_a_setting_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQPT_MAX_TOKENS", "many")
    forget_settings()

    name, code, text = problem()

    assert (name, code) == ("settings", 2)
    assert "SEQPT_MAX_TOKENS" in text
    forget_settings()
