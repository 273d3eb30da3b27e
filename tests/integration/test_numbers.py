"""The whole way from a survey to stored plans: what it must show, and what a rerun changes."""

from pathlib import Path
from typing import Any

import pytest

from seqpt_lib import intake
from seqpt_lib.errors import DataError
from seqpt_lib.store import engine
from tests.support import rows, steps
from tests.support.databases import Server, pointed_at
from tests.support.generated import make_organization

ANSWERS = "public.user_se_competency_survey_results"


@pytest.mark.parametrize(
    ("archetype", "target_rule", "people", "answers", "gap_sum", "needs", "person_steps"),
    [
        pytest.param(
            "Needs-based, project-oriented training",
            "role_capped",
            48,
            311,
            777,
            48,
            553,
            id="the target capped by the role",
        ),
        pytest.param(
            "Needs-based, project-oriented training",
            "archetype",
            48,
            382,
            1112,
            48,
            730,
            id="the target of the archetype alone",
        ),
        pytest.param(
            "Continuous support",
            "role_capped",
            47,
            293,
            719,
            46,
            524,
            id="another archetype",
        ),
    ],
)
@pytest.mark.usefixtures("sample_database")
def test_the_sample_survey_shows_its_known_numbers(
    archetype: str,
    target_rule: str,
    people: int,
    answers: int,
    gap_sum: int,
    needs: int,
    person_steps: int,
) -> None:
    intake.choose_archetypes("sample", archetype)

    records = steps.run_steps("sample", target_rule)

    assert records["compute_gaps"].numbers == {
        "people": 48,
        "people_assessed": 48,
        "target_rule": target_rule,
        "people_with_gaps": people,
        "answers_with_gap": answers,
        "gap_size_sum": gap_sum,
        "needs": needs,
        "person_steps": person_steps,
    }
    assert stored_numbers("sample") == (people, answers, gap_sum, needs, needs, person_steps)


def stored_numbers(key: str) -> tuple[Any, ...]:
    """Count in the tables: plans, gaps, their sum, needs, objectives, planned steps."""
    return rows.query(
        "SELECT (SELECT count(*) FROM plan_status WHERE organization_id = o.id AND is_current), "
        "(SELECT count(*) FROM user_se_competency_survey_results "
        "WHERE organization_id = o.id AND gap_size > 0), "
        "(SELECT sum(gap_size) FROM user_se_competency_survey_results "
        "WHERE organization_id = o.id), "
        "(SELECT count(*) FROM need WHERE organization_id = o.id), "
        "(SELECT count(*) FROM objective WHERE organization_id = o.id), "
        "(SELECT sum(json_array_length(p.objectives::json -> 'objectives')) FROM learning_plans p "
        "JOIN plan_status s ON s.plan_id = p.id AND s.is_current WHERE p.organization_id = o.id) "
        "FROM organization o WHERE organization_public_key = :key",
        key=key,
    )[0]


@pytest.mark.usefixtures("planned_database")
def test_a_second_pass_without_changes_writes_no_row() -> None:
    before = rows.row_versions()

    records = steps.run_steps("demo")

    assert {step: record.rows for step, record in records.items()} == dict.fromkeys(records, 0)
    assert rows.row_versions() == before


def test_equal_data_make_equal_plans_in_any_database(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEQPT_RUNS", str(tmp_path))
    plans = "SELECT id, user_id, objectives, recommended_modules, estimated_duration_weeks, "
    plans += "archetype_used FROM learning_plans ORDER BY id"
    found = []
    for template in ("planned", "demo"):
        with server.clone(template) as address, pointed_at(address, monkeypatch):
            if template == "demo":
                steps.run_steps("demo")
            found.append(rows.query(plans))

    assert found[0] == found[1] != []


class TestAfterARetake:
    """Somebody with a gap answers again for one competency and is now at the top of the scale."""

    @pytest.fixture
    def answer(self, planned_database: str) -> Any:
        """The answer that is superseded: its id, person, competency and plan."""
        (found,) = rows.query(
            "SELECT id, user_id, competency_id, learning_plan_id FROM current_answer(1) "
            "WHERE gap_size > 0 ORDER BY id LIMIT 1"
        )
        return found

    @pytest.fixture(autouse=True)
    def retake(self, answer: Any) -> None:
        rows.run(
            "INSERT INTO user_se_competency_survey_results "
            "(user_id, organization_id, competency_id, score, submitted_at) "
            "VALUES (:person, 1, :competency, 6, '2026-09-01')",
            person=answer[1],
            competency=answer[2],
        )

    def test_only_that_persons_answers_are_written(self, answer: Any) -> None:
        statement = f"SELECT id, xmin::text, user_id = {answer[1]} FROM {ANSWERS} ORDER BY id"
        before = {row[0]: row[1] for row in rows.query(statement)}

        steps.run_steps("demo")

        written = [row for row in rows.query(statement) if row[1] != before[row[0]]]
        assert len(written) > 0
        assert all(is_that_person for _, _, is_that_person in written)

    def test_the_older_answer_stays_as_it_was(self, answer: Any) -> None:
        statement = f"SELECT a::text, xmin::text FROM {ANSWERS} a WHERE id = {answer[0]}"
        before = rows.query(statement)

        steps.run_steps("demo")

        assert rows.query(statement) == before

    def test_only_that_persons_plan_changes(self, answer: Any) -> None:
        before = dict(self.plans())

        record = steps.run_steps("demo")["write_plans"]

        after = dict(self.plans())
        assert (record.numbers["plans_changed"], record.numbers["plans_new"]) == (1, 0)
        assert {plan: after[plan] for plan in before} == before
        assert len(after) == len(before) + 1

    def test_the_old_plan_stays_and_names_the_new_one(self, answer: Any) -> None:
        steps.run_steps("demo")

        status = rows.query(
            "SELECT plan_id, is_current, superseded_by, superseded_at IS NULL FROM plan_status "
            "WHERE user_id = :person ORDER BY is_current",
            person=answer[1],
        )
        new_plan = status[1][0]
        assert status == [
            (answer[3], False, new_plan, False),
            (new_plan, True, None, True),
        ]

    def test_the_new_plan_leaves_that_competency_out(self, answer: Any) -> None:
        steps.run_steps("demo")

        ((planned,),) = rows.query(
            "SELECT array_agg((o ->> 'competency_id')::int) FROM plan_status s "
            "JOIN learning_plans p ON p.id = s.plan_id AND s.is_current "
            "CROSS JOIN json_array_elements(p.objectives::json -> 'objectives') o "
            "WHERE s.user_id = :person",
            person=answer[1],
        )
        assert answer[2] not in planned

    def plans(self) -> list[tuple[Any, ...]]:
        return rows.query("SELECT id, xmin::text FROM learning_plans ORDER BY id")


@pytest.mark.usefixtures("database")
def test_the_number_of_statements_does_not_grow_with_the_people() -> None:
    make_organization("small", 40)
    make_organization("large", 4000)
    rows.run_script("ANALYZE")
    engine.take_statement_count()

    small, large = (
        {step: record.sql_statements for step, record in steps.run_steps(key).items()}
        for key in ("small", "large")
    )

    assert large == {step: pytest.approx(count, abs=5) for step, count in small.items()}


@pytest.mark.usefixtures("planned_database")
def test_plans_are_not_written_on_the_targets_of_another_archetype() -> None:
    intake.choose_archetypes("demo", "Certification")
    plans = rows.query("SELECT id FROM learning_plans ORDER BY 1")

    with pytest.raises(DataError, match="answers have the target of another archetype"):
        steps.run_step("05_write_plans", org="demo")

    assert rows.query("SELECT id FROM learning_plans ORDER BY 1") == plans
