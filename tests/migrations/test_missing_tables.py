"""A table of the survey app that was dropped: what step 1 says, and that its SQL restores it."""

import re

import pytest

from seqpt_lib import quality, schema
from seqpt_lib.errors import DatabaseError, DataError
from seqpt_lib.settings import PROJECT_ROOT
from tests.support import rows, steps
from tests.support.catalog import catalog, missing

MENDING_PAGE = PROJECT_ROOT / "docs" / "how-to" / "mend-data.md"
MAKE_AGAIN = (
    "CREATE TABLE IF NOT EXISTS public.user_survey_type (created_at timestamp without time zone, "
    "id integer, survey_type character varying(50), user_id integer);"
)
DIFFERENCES = "SELECT count(*) FROM contract_difference"


def restore_everything() -> None:
    """Run the SQL of the page on mending, section contract."""
    section = MENDING_PAGE.read_text("utf-8").split("### contract\n")[1].split("\n### ")[0]
    script = re.search(r"```sql\n(.*?)```", section, re.DOTALL)
    assert script
    rows.run_script(script[1])


@pytest.mark.parametrize("table", ["user_survey_type", "role_competency_matrix", "learning_plans"])
def test_the_sql_of_the_difference_makes_it_again(demo_database: str, table: str) -> None:
    before = catalog()
    rows.run_script(f"DROP TABLE public.{table} CASCADE")

    restore_everything()

    assert rows.scalar(DIFFERENCES) == 0
    assert missing(before, catalog()) == {}


def test_each_of_its_columns_is_restored_by_making_the_table(demo_database: str) -> None:
    rows.run_script("DROP TABLE public.user_survey_type")

    restoring = rows.query(
        "SELECT DISTINCT restore_sql FROM contract_difference "
        "WHERE table_name = 'user_survey_type' AND kind = 'column'"
    )

    assert restoring == [(MAKE_AGAIN,)]


def test_step_1_says_that_it_is_missing_and_gives_the_sql(demo_database: str) -> None:
    rows.run_script("DROP TABLE public.user_survey_type")

    with pytest.raises(DataError, match="table user_survey_type is missing") as stop:
        schema.prepare()

    rows.run_script(stop.value.fix.split("nothing was changed: ")[1].split(" Then ")[0])
    assert "parts of the contract missing" in schema.prepare().summary


def test_a_gate_alone_sends_to_the_step_that_says_it(demo_database: str) -> None:
    rows.run_script("DROP TABLE public.user_survey_type")

    with steps.opened() as step, pytest.raises(DatabaseError, match="make migrate"):
        quality.judge("sources", step)


def test_before_the_first_migration_it_is_made(derik_database: str) -> None:
    rows.run_script("DROP TABLE public.user_survey_type")

    schema.prepare()

    assert rows.scalar("SELECT to_regclass('public.user_survey_type')") is not None


@pytest.mark.parametrize(
    "change",
    ["DROP COLUMN search", "ALTER COLUMN search DROP EXPRESSION"],
)
def test_a_generated_column_is_made_again_with_its_index(demo_database: str, change: str) -> None:
    before = catalog()
    rows.run_script(f"ALTER TABLE seqpt.knowledge_chunk {change}")

    restore_everything()
    restore_everything()  # with the column went its index, which only now is missing

    assert rows.scalar(DIFFERENCES) == 0
    assert missing(before, catalog()) == {}
