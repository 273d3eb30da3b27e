"""The page that says how to mend results: its SQL and another run of the step mend them."""

import pytest

from tests.integration.test_checks import DEMO, run_check
from tests.support import rows, steps
from tests.support.mending import drop_what_writes, mending_sql
from tests.support.spoil import Spoil
from tests.support.spoils import SPOILS

STEPS = {
    "gaps": ["03_compute_gaps"],
    "objectives": ["03_compute_gaps", "04_generate_objectives"],
    "plans": ["05_write_plans"],
}
"""By gate: what of a run makes its rows anew."""

RESULTS = [pytest.param(gate, spoil, id=spoil.check_id) for gate in STEPS for spoil in SPOILS[gate]]

TAMPER = """
CREATE FUNCTION public.tamper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER tamper BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION public.tamper();
CREATE RULE tamper AS ON INSERT TO {table} DO INSTEAD NOTHING
"""
"""What another program may have left: it swallows what a step writes."""


@pytest.mark.parametrize(("gate", "spoil"), RESULTS)
@pytest.mark.usefixtures("planned_database")
def test_the_sql_and_another_run_mend_what_the_check_found(gate: str, spoil: Spoil) -> None:
    rows.run_script(f"{spoil.mended}; {spoil.sql}")
    assert not run_check(gate, spoil.check_id).success

    drop_what_writes(spoil.check_id, DEMO)
    for notebook in STEPS[gate]:
        steps.run_step(notebook, org="demo")

    assert run_check(gate, spoil.check_id).success


@pytest.mark.parametrize(
    ("check_id", "table"),
    [
        ("people_counted_once", "seqpt.need"),
        ("role_people_counted", "seqpt.role_need"),
        ("scenario_shares_whole", "seqpt.archetype_fit"),
        ("gap_with_target", "public.user_se_competency_survey_results"),
        ("objective_wording", "seqpt.objective"),
        ("one_current_plan", "seqpt.plan_status"),
        ("plan_content", "public.learning_plans"),
    ],
)
@pytest.mark.usefixtures("planned_database")
def test_the_sql_names_triggers_and_rules_of_the_checks_table(check_id: str, table: str) -> None:
    rows.run_script(TAMPER.format(table=table))

    dropped = drop_what_writes(check_id, DEMO)

    name = table.removeprefix("public.").removeprefix("seqpt.")
    assert [statement for statement in dropped if name in statement] == dropped
    assert sorted(statement.split(" ")[1] for statement in dropped) == ["RULE", "TRIGGER"]
    assert rows.query(mending_sql(check_id, DEMO)) == []
