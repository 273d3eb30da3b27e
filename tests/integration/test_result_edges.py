"""Checks of results on both sides of their limits: plans that are no JSON, history, all roles."""

import pytest

from seqpt_lib.errors import GateFailed
from tests.integration.test_checks import run_check
from tests.support import rows, steps
from tests.support.spoil import ANSWERS, unconstrained

OLDER = (
    f"INSERT INTO {ANSWERS} (id, user_id, organization_id, competency_id, score, target_level, "
    "gap_size, submitted_at) VALUES (9001, 21, 1, 1, {score}, {target}, {gap}, {time})"
)

ENTRY = '{"competency_id": 1, "level": 1, "full_text": "x"}'


@pytest.mark.usefixtures("planned_database")
class TestAPlanWhoseTextIsNotWhatItShouldBe:
    @pytest.mark.parametrize("column", ["objectives", "recommended_modules"])
    @pytest.mark.parametrize(
        "text",
        [
            "An error occurred",
            None,
            "",
            "null",
            "{}",
            "[]",
            "7",
            '"text"',
            '{"objectives": {}, "modules": {}}',
            '{"objectives": [], "modules": []}',
            '{"objectives": null, "modules": null}',
            '{"objectives": [1, "x", null, []], "modules": [1, "x", null, []]}',
            f'{{"objectives": [{ENTRY}], "modules": [{ENTRY}]}}',
            '{"objectives": ["\\u0000"], "modules": ["\\u0000"]}',
            "[" * 100_000,
        ],
        ids=lambda text: repr(text)[:40],
    )
    def test_it_is_found(self, column: str, text: str | None) -> None:
        rows.run_script(f"ALTER TABLE learning_plans ALTER {column} DROP NOT NULL")
        rows.run(f"UPDATE learning_plans SET {column} = :text WHERE user_id = 21", text=text)

        result = run_check("plans", "plan_content")

        plan = rows.scalar("SELECT plan_id FROM plan_status WHERE user_id = 21")
        assert result.keys == [f"plan_id {plan} user_id 21"]

    @pytest.mark.parametrize("change", ["[1,", '["x",', "[null,", "[{},", "[[],"])
    def test_an_entry_too_many_is_found(self, change: str) -> None:
        rows.run(
            "UPDATE learning_plans SET objectives = replace(objectives, '[{', :change || '{') "
            "WHERE user_id = 21",
            change=change,
        )

        assert run_check("plans", "plan_content").unexpected_count == 1

    def test_a_level_as_a_text_is_found(self) -> None:
        rows.run(
            "UPDATE learning_plans SET objectives = "
            r"""regexp_replace(objectives, '"level": (\d)', '"level": "\1"') WHERE user_id = 21"""
        )

        assert run_check("plans", "plan_content").unexpected_count == 1

    def test_it_stops_the_step_with_exit_code_11(self) -> None:
        rows.run_script(
            "CREATE FUNCTION public.tamper() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN NEW.objectives := 'An error occurred'; RETURN NEW; END $$;"
            "CREATE TRIGGER tamper BEFORE INSERT ON public.learning_plans FOR EACH ROW "
            "EXECUTE FUNCTION public.tamper();"
            "DELETE FROM learning_plans WHERE user_id = 21"
        )

        with pytest.raises(GateFailed, match=r"1 rows \(plan_id \S+ user_id 21\)") as stop:
            steps.run_step("05_write_plans", org="demo")

        assert stop.value.exit_code == 11


@pytest.mark.parametrize(
    ("score", "target", "gap", "time", "count"),
    [
        pytest.param(6, 4, -2, "'2020-01-01'", 1, id="negative"),
        pytest.param(0, 4, "NULL", "'2020-01-01'", 1, id="a target alone"),
        pytest.param(0, "NULL", 4, "'2020-01-01'", 1, id="a gap alone"),
        pytest.param(6, 4, -2, "NULL", 1, id="negative, without a time"),
        pytest.param(0, 4, 4, "'2020-01-01'", 0, id="as an earlier run left it"),
        pytest.param(0, "NULL", "NULL", "'2020-01-01'", 0, id="never computed"),
        pytest.param(6, 4, -2, "'2030-01-01'", 1, id="the latest"),
    ],
)
@pytest.mark.usefixtures("planned_database")
def test_older_answers_are_judged_too(
    score: int, target: object, gap: object, time: str, count: int
) -> None:
    rows.run_script(
        f"{unconstrained(ANSWERS, 'gap_size_check')};"
        + OLDER.format(score=score, target=target, gap=gap, time=time)
    )

    assert run_check("gaps", "gap_with_target").unexpected_count == count


@pytest.mark.usefixtures("planned_database")
class TestARolesPeople:
    def test_nobody_too_many_is_tolerated_for_people_with_all_roles(self) -> None:
        assert rows.scalar("SELECT count(*) FROM user_role_cluster WHERE role_cluster_id=70007") > 1

        changed = rows.run(
            "UPDATE role_need SET people_count = people_count + 1 "
            "WHERE competency_id = 1 AND level = 2 AND role_cluster_id IN (4, 5)"
        )

        assert changed > 0
        assert run_check("gaps", "role_people_counted").unexpected_count == changed

    def test_people_with_all_roles_count_in_the_nearest_one(self) -> None:
        rows.run(f"UPDATE {ANSWERS} SET score = 6 WHERE user_id IN (24, 40)")
        rows.run(
            "INSERT INTO user_role_cluster SELECT id, 70007 FROM app_user WHERE id < 10 "
            "ON CONFLICT DO NOTHING"
        )

        steps.run_step("03_compute_gaps", org="demo")

        assert run_check("gaps", "role_people_counted").success
