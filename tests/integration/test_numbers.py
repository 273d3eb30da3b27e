"""The whole way from a survey to stored plans: what it must show, and what a rerun changes."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from seqpt_lib import intake
from seqpt_lib.errors import DataError
from seqpt_lib.store import engine, sessions
from tests.support import invented, rows, steps
from tests.support.databases import Server, pointed_at
from tests.support.generated import make_organization
from tests.unit.plain_tables import plain_tables, plain_totals

ANSWERS = "public.user_se_competency_survey_results"


NEEDS_BASED = "Needs-based, project-oriented training"
TWO = "SE for managers; Common basic understanding"


class Known(NamedTuple):
    """What is known about the sample survey under a choice of archetypes."""

    people_with_gaps: int
    answers_with_gap: int
    gap_size_sum: int
    needs: int
    person_steps: int


@pytest.mark.parametrize(
    ("archetypes", "target_rule", "known"),
    [
        pytest.param(
            NEEDS_BASED, "role_capped", Known(48, 311, 777, 48, 553), id="capped by the role"
        ),
        pytest.param(
            NEEDS_BASED, "archetype", Known(48, 382, 1112, 48, 730), id="the archetype alone"
        ),
        pytest.param(
            "Continuous support",
            "role_capped",
            Known(47, 293, 719, 46, 524),
            id="another archetype",
        ),
        pytest.param(TWO, "role_capped", Known(47, 232, 425, 34, 367), id="two archetypes"),
        pytest.param(
            f"{TWO}; Train the trainer",
            "role_capped",
            Known(47, 232, 425, 34, 367),
            id="trainers beside them",
        ),
        pytest.param(
            "Train the trainer", "role_capped", Known(48, 546, 2204, 64, 1276), id="trainers only"
        ),
    ],
)
@pytest.mark.usefixtures("sample_database")
def test_the_sample_survey_shows_its_known_numbers(
    archetypes: str, target_rule: str, known: Known
) -> None:
    intake.choose_archetypes("sample", archetypes)

    shown = steps.run_steps("sample", target_rule)["compute_gaps"].numbers

    exact = known._asdict() | {"people": 48, "people_assessed": 48, "target_rule": target_rule}
    in_ledger = ledger_numbers("compute_gaps")
    assert {name: in_ledger[name] for name in exact} == exact
    assert set(in_ledger) - set(exact) == {"changed", "compared_run", "below_before"}
    assert {name: shown[name] in {None, exact[name]} for name in exact} == dict.fromkeys(
        exact, True
    )
    assert stored_numbers("sample") == (*known[:3], known.needs, known.needs, known.person_steps)
    assert plain_numbers("sample", target_rule) == known


def ledger_numbers(step: str) -> dict[str, Any]:
    """Read what a step counted in its last run, hidden numbers too."""
    latest = (
        "SELECT numbers FROM pipeline_step WHERE step = :step ORDER BY finished_at DESC LIMIT 1"
    )
    return dict(rows.scalar(latest, step=step))


def plain_numbers(key: str, target_rule: str) -> Known:
    """Count once more by the plain rules."""
    with engine.connect() as connection:
        organization = invented.read(connection, key, target_rule)
    totals = plain_totals(organization) | {"needs": len(plain_tables(organization)["need"])}
    return Known(**{name: totals[name] for name in Known._fields})


def stored_numbers(key: str) -> tuple[Any, ...]:
    """Count in the tables: plans, gaps, their sum, needs, objectives, planned steps."""
    return rows.query(
        "SELECT (SELECT count(*) FROM plan_status WHERE organization_id = o.id AND is_current), "
        "(SELECT count(*) FROM user_se_competency_survey_results "
        "WHERE organization_id = o.id AND gap_size > 0), "
        "(SELECT sum(gap_size) FROM user_se_competency_survey_results "
        "WHERE organization_id = o.id), "
        "(SELECT count(*) FROM need WHERE organization_id = o.id), "
        "(SELECT count(*) FROM objective WHERE organization_id = o.id "
        "AND track = 'people'), "
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

        steps.run_steps("demo")

        after, numbers = dict(self.plans()), ledger_numbers("write_plans")
        assert (numbers["plans_changed"], numbers["plans_new"]) == (1, 0)
        assert {plan: after[plan] for plan in before} == before
        assert len(after) == len(before) + 1

    @pytest.mark.parametrize("table", list(invented.TABLES))
    def test_only_that_competency_is_counted_anew(self, table: str, answer: Any) -> None:
        statement = f"SELECT to_jsonb(t) - 'shown_columns', competency_id FROM {table} t"
        before = [str(row) for row, _competency in rows.query(statement)]

        steps.run_step("03_compute_gaps", org="demo")

        anew = {competency for row, competency in rows.query(statement) if str(row) not in before}
        assert anew <= {answer[2]}
        assert anew or table not in {"competency_statistic", "archetype_fit"}

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
    sessions.take_statement_count()

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
