"""A gate as a step meets it: what stops, what is shown, what is kept, what is undone."""

import logging
import re

import pytest
from sqlalchemy import Connection

from seqpt_lib import quality, store
from seqpt_lib.errors import DatabaseError, GateFailed
from seqpt_lib.store import engine, ledger
from seqpt_lib.store.ledger import CheckResult
from tests.support import rows, steps
from tests.support.spoil import ANSWERS
from tests.support.spoils import SPOILS

CHECK_COUNT = len(SPOILS["sources"])

DEMO_FINDINGS = {
    "answers_repeated",
    "answers_incomplete",
    "people_without_answers",
    "survey_type_missing",
    "personal_matrix_missing",
}
"""What the demo shows on purpose: data/demo/README.md, "Special people"."""

BAD_SCORES = f"UPDATE {ANSWERS} SET score = 99 WHERE id BETWEEN 1 AND 7"
WARNING = f"DELETE FROM {ANSWERS} WHERE id = 5"


def judge(gate: str = "sources") -> str:
    """Run a gate for the demo organization in a run of its own, and give the run's id."""
    with steps.opened() as step:
        quality.gate(gate, step)
        return step.run_id


def stored(gate: str = "sources") -> dict[str, tuple[object, ...]]:
    """Read the results that the ledger holds: success, count and keys by check."""
    return {
        check: (success, count, keys)
        for check, success, count, keys in rows.query(
            "SELECT check_id, success, unexpected_count, keys FROM gate_result WHERE gate = :gate",
            gate=gate,
        )
    }


@pytest.mark.usefixtures("demo_database")
class TestACriticalFailure:
    @pytest.fixture(autouse=True)
    def spoiled(self, demo_database: str) -> None:
        rows.run(BAD_SCORES)

    def test_it_stops_with_exit_code_11(self) -> None:
        with pytest.raises(GateFailed) as stop:
            judge()

        assert stop.value.exit_code == 11

    def test_the_message_names_table_rule_count_and_the_first_five_ids(self) -> None:
        with pytest.raises(GateFailed) as stop:
            judge()

        assert stop.value.what == (
            f"gate sources: 1 of {CHECK_COUNT} checks failed: user_se_competency_survey_results: "
            "score is 0, 1, 2, 4 or 6: 7 rows (id 1, id 2, id 3, id 4, id 5)"
        )
        assert stop.value.fix.startswith("Ask these people again")
        assert "\n" not in str(stop.value)

    def test_nothing_of_a_person_but_ids_is_told_or_kept(self) -> None:
        with pytest.raises(GateFailed) as stop:
            judge()

        assert "99" not in str(stop.value)
        assert "demo-" not in str(stored())
        assert stored()["score_domain"] == (False, 7, [f"id {n}" for n in range(1, 6)])

    def test_the_results_of_all_checks_are_kept(self) -> None:
        with pytest.raises(GateFailed):
            judge()

        assert len(stored()) == CHECK_COUNT
        assert stored()["competency_ids"] == (True, 0, [])

    def test_two_failures_are_both_named(self) -> None:
        rows.run("DELETE FROM role_process_matrix WHERE role_cluster_id = 1 AND iso_process_id = 1")

        with pytest.raises(
            GateFailed, match=rf"3 of {CHECK_COUNT} .* role_process_matrix: .*; .* score is"
        ):
            judge()

    def test_another_organization_is_not_stopped_by_it(self) -> None:
        rows.run(
            "INSERT INTO organization (organization_name, organization_public_key) "
            "VALUES ('Other', 'other')"
        )

        with (
            steps.opened(org="other") as step,
            pytest.raises(GateFailed) as stop,
        ):
            quality.gate("sources", step)

        assert "score is" not in stop.value.what


@pytest.mark.usefixtures("demo_database")
class TestLesserFailures:
    def test_warnings_and_notes_do_not_stop(self) -> None:
        rows.run(WARNING)

        judge()

        failed = {check for check, (success, *_) in stored().items() if not success}
        assert failed == DEMO_FINDINGS

    def test_they_are_shown_first(self) -> None:
        with steps.opened() as step:
            shown = quality.gate("sources", step)

        failed = shown[shown["result"] == "failed"]
        assert failed.index.tolist() == [0, 1, 2, 3, 4]
        assert failed["severity"].tolist() == ["info", *["warning"] * 4]
        assert failed["keys"].tolist()[1:] == ["user_id 23", "id 41", "user_id 37", "user_id 28"]

    def test_a_repeated_gate_of_a_run_replaces_its_results(self) -> None:
        with steps.opened() as step:
            quality.gate("sources", step)
            quality.gate("sources", step)

        assert rows.scalar("SELECT count(*) FROM gate_result") == CHECK_COUNT

    def test_the_ledger_gives_back_what_the_gate_found(self) -> None:
        run_id = judge()

        with engine.connect() as connection:
            found = ledger.read_gate(connection, run_id, "sources")

        assert len(found) == CHECK_COUNT
        (query,) = [
            check.rows_query for check in found if check.check_id == "people_without_answers"
        ]
        assert (
            CheckResult(
                check_id="people_without_answers",
                table_name="app_user",
                rule="every person answered",
                severity="warning",
                success=False,
                evaluated_count=41,
                unexpected_count=1,
                keys=["id 41"],
                fix="Invite these people to the survey.",
                why="People without answers get no plan.",
                rows_query=query,
            )
            in found
        )


@pytest.mark.usefixtures("planned_database")
class TestAGateOverUncommittedWrites:
    def write_wrong_gaps(self) -> str:
        """Write what the gate refuses, as a step would, and give the run's id."""
        with steps.opened() as step:
            with pytest.raises(GateFailed), step.writing() as connection:
                self.spoil_and_judge(step, connection)
            return step.run_id

    def spoil_and_judge(self, step: store.Step, connection: Connection) -> None:
        connection.exec_driver_sql(f"UPDATE {ANSWERS} SET gap_size = 6 WHERE id = 1")
        connection.exec_driver_sql("DELETE FROM need WHERE level = 1")
        quality.gate("gaps", step, connection)

    def test_a_failure_undoes_all_that_the_step_wrote(self) -> None:
        before = rows.dump([f"public.{ANSWERS}", "seqpt.need"])

        self.write_wrong_gaps()

        assert rows.dump([f"public.{ANSWERS}", "seqpt.need"]) == before

    def test_what_it_found_is_kept_all_the_same(self) -> None:
        run_id = self.write_wrong_gaps()

        with engine.connect() as connection:
            found = ledger.read_gate(connection, run_id, "gaps")
        failed = [check.check_id for check in found if not check.success]
        assert failed == ["gap_is_difference", "people_counted_once", "role_need_within_need"]

    def test_a_pass_lets_the_step_commit(self) -> None:
        with steps.opened() as step, step.writing() as connection:
            store.write_objectives(
                connection, step.organization.id, store.read_objectives(connection, 1)
            )
            connection.exec_driver_sql("UPDATE objective SET input_hash = 'hand' WHERE level = 1")
            quality.gate("objectives", step, connection)

        assert rows.scalar("SELECT count(*) FROM objective WHERE input_hash = 'hand'") > 0

    def test_it_says_one_line_a_run_in_the_log(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO, "seqpt_lib")

        judge("plans")

        said = [record.message for record in caplog.records if record.name.startswith("seqpt_lib")]
        assert said == ["gate plans: 6 checks, 0 failed"]


@pytest.mark.usefixtures("planned_database")
def test_a_check_that_cannot_run_is_an_error_of_the_database_and_not_a_finding() -> None:
    rows.run_script("DROP TABLE seqpt.role_need")

    with pytest.raises(DatabaseError, match="role_need"):
        judge("gaps")


@pytest.mark.usefixtures("planned_database")
def test_answers_that_cannot_be_asked_for_are_an_error_of_the_database() -> None:
    rows.run_script("DROP FUNCTION seqpt.current_answer")

    with pytest.raises(DatabaseError, match=r"function current_answer.* does not exist"):
        judge("gaps")


@pytest.mark.parametrize(
    ("gate", "kind", "name", "check"),
    [
        ("objectives", "relation", "reference_level_verb", "objective_verb"),
        ("plans", "function", "json_list", "plan_content"),
    ],
)
@pytest.mark.usefixtures("planned_database")
def test_the_check_that_failed_first_is_named_with_the_cause(
    gate: str, kind: str, name: str, check: str
) -> None:
    rows.run_script(f"DROP {kind.replace('relation', 'table')} seqpt.{name}")

    with pytest.raises(DatabaseError) as stop:
        judge(gate)

    assert stop.value.what.startswith(f"check {check} of ")
    assert re.search(rf"cannot be run: {kind} \"?{name}\b.* does not exist", stop.value.what)
