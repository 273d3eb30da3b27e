"""The gates alone: what an operator reads, and the exit code."""

import pytest
from sqlalchemy import text

from pipelines.data_check import check_data
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, UsageError
from seqpt_lib.quality import judge
from seqpt_lib.store.ledger import CheckResult
from tests.support import rows
from tests.support.spoil import ANSWERS, SECOND_ORGANIZATION


def check(org: str) -> int:
    return check_data(org, judge, is_schema_current=True)


@pytest.mark.usefixtures("demo_database")
class TestImportedOnly:
    def test_it_passes_and_says_that_there_are_no_results_to_judge(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert check("demo") == 0

        said = capsys.readouterr().out
        assert "  sources     passes  69 checks; critical: 0, warnings: 4, notes: 1" in said
        assert "plans are not judged: no run is as new as the answers" in said
        assert "data_docs/index.html" in said

    def test_a_critical_finding_ends_with_code_11_and_says_how_to_mend_it(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rows.run(f"UPDATE {ANSWERS} SET score = 99 WHERE id = 1")

        assert check("demo") == 11

        said = capsys.readouterr().out
        assert "  sources     STOPS   69 checks; critical: 1" in said
        assert "how: docs/how-to/mend-data.md#score_domain" in said

    def test_all_organizations_are_checked_and_those_that_would_stop_are_named(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rows.run(SECOND_ORGANIZATION)

        assert check("all") == 11
        first = capsys.readouterr().out
        assert check("all") == 11
        second = capsys.readouterr().out

        note = "note: organization: the other organizations passed the critical checks when they"
        assert (note in first, note in second) == (False, True)
        assert second.endswith("2 organizations checked; runs would stop for 1: second\n")

    def test_organizations_that_share_a_key_are_each_checked(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rows.run_script(
            "ALTER TABLE organization DROP CONSTRAINT organization_organization_public_key_key; "
            f"{SECOND_ORGANIZATION}, (3, 'Third', 'second')"
        )

        assert check("all") == 11

        said = capsys.readouterr().out
        assert "data of Second (2), check" in said
        assert "data of Third (3), check" in said
        assert "3 organizations checked; runs would stop for 2: 2, 3\n" in said

    def test_an_error_of_one_organization_does_not_end_the_check_of_the_others(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rows.run_script(SECOND_ORGANIZATION)

        def broken_for_demo(gate: str, step: store.Step) -> list[CheckResult]:
            if step.organization.key == "demo":
                step.connection.execute(text("SELECT * FROM nowhere"))
            return judge(gate, step)

        assert check_data("all", broken_for_demo, is_schema_current=True) == 13

        said = capsys.readouterr().out
        assert "  FAILED  database " in said
        assert 'relation "nowhere" does not exist' in said
        assert said.endswith(
            "2 organizations checked; runs would stop for 1: second; "
            "not checked to the end 1: demo\n"
        )
        ended = "SELECT organization_id, status, exit_code FROM pipeline_run ORDER BY 1"
        assert rows.query(ended) == [(1, "stopped", 13), (2, "done", 0)]

    def test_an_error_closes_the_step_of_the_one_organization(self) -> None:
        steps: list[store.Step] = []

        def broken(gate: str, step: store.Step) -> list[CheckResult]:
            steps.append(step)
            raise DatabaseError("gone")

        with pytest.raises(DatabaseError, match="gone"):
            check_data("demo", broken, is_schema_current=True)

        assert steps[0].connection.closed
        assert rows.query("SELECT status, exit_code FROM pipeline_run") == [("stopped", 13)]

    def test_an_unknown_organization_is_refused(self) -> None:
        with pytest.raises(UsageError, match="does not exist"):
            check("nobody")

    def test_an_old_schema_is_refused(self) -> None:
        with pytest.raises(DatabaseError, match="Run make migrate first"):
            check_data("demo", judge, is_schema_current=False)


@pytest.mark.usefixtures("planned_database")
class TestAfterARun:
    @pytest.fixture(autouse=True)
    def run_by_the_pipeline(self, planned_database: str) -> None:
        rows.run("UPDATE pipeline_run SET pipeline = 'learning_plans'")

    def test_what_is_stored_is_judged_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        rows.run("UPDATE need SET people_count = 1000 WHERE competency_id = 1 AND level = 1")

        assert check("demo") == 11

        said = capsys.readouterr().out
        assert "  gaps        STOPS   11 checks; critical: 2" in said
        assert "  plans       passes  6 checks" in said

    def test_a_newer_answer_makes_the_results_old_and_not_wrong(self) -> None:
        rows.run(
            f"INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score) "
            "VALUES (1, 1, 1, 6)"
        )

        assert check("demo") == 0
