"""What ``seqpt run`` and ``dry-run`` say and leave behind, in this process."""

import re

import pytest

from tests.support.databases import SAMPLE, SAMPLE_ARCHETYPE
from tests.support.results import results
from tests.support.rows import query, row_versions
from tests.support.rows import run as run_sql
from tests.support.shown import told
from tests.support.steps import exact_numbers

pytestmark = pytest.mark.xdist_group("runner")


def test_a_dry_run_keeps_every_row_version(planned_database: str) -> None:
    before, rows = row_versions(), results()
    assert [table for table, found in before.items() if not found] == ["seqpt.coverage_finding"]
    code, out, complaint = told("dry-run", "demo", "--set", "target_rule=archetype")
    assert code == 0, complaint
    assert row_versions() == before
    assert results() == rows
    assert re.search(r"plans: \d+ to \d+ new, \d+ to \d+ changed, ", out)
    numbers = exact_numbers("write_plans")
    assert (numbers["plans_new"], numbers["plans_changed"], numbers["plans_ended"]) == (1, 38, 0)
    assert not query("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'seqpt\\_dry%'")


def test_a_failing_gate_stops_with_11_names_the_row_and_writes_nothing(
    demo_database: str,
) -> None:
    run_sql("UPDATE user_se_competency_survey_results SET score = 5 WHERE id = 17")
    rows = results()
    code, out, complaint = told("run", "demo")
    assert code == 11
    assert re.search(r"2/6 validate_sources +STOPPED", out)
    assert "score is 0, 1, 2, 4 or 6" in out
    assert "id 17" in out
    assert "Not run: compute_gaps, generate_objectives, write_plans, report." in out
    assert "Traceback" not in out + complaint
    assert results() == rows


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="there is no sample survey beside the project")
def test_a_survey_of_ones_own_runs_to_plans_with_the_known_numbers(
    empty_database: str,
) -> None:
    given = [str(SAMPLE), "--key", "sample", "--name", "Sample Survey"]
    given += ["--archetype", SAMPLE_ARCHETYPE]
    assert told("import", *given)[0] == 0
    assert "nothing new" in told("import", *given)[1]
    code, _, complaint = told("run", "sample")
    assert code == 0, complaint
    gaps = exact_numbers("compute_gaps")
    assert (gaps["people_with_gaps"], gaps["answers_with_gap"]) == (48, 311)
    assert (gaps["gap_size_sum"], gaps["needs"], gaps["person_steps"]) == (777, 48, 553)
    assert exact_numbers("write_plans")["plans"] == 48


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        pytest.param(
            ["--set", "target_rul=archetype"],
            "Did you mean target_rule?",
            id="a parameter that no notebook has",
        ),
        pytest.param(
            ["--only", "write_plan"],
            "Did you mean write_plans?",
            id="a step that the pipeline does not have",
        ),
    ],
)
def test_a_wrong_wish_is_told_in_one_line(
    arguments: list[str], line: str, demo_database: str
) -> None:
    rows = results()
    code, _, complaint = told("run", "demo", *arguments)
    assert (code, len(complaint.splitlines())) == (2, 1)
    assert line in complaint
    assert results() == rows
    assert demo_database
