"""The report of a planned organization: made by the notebook's own code, told by what is shown."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from benchmarks.notebook import run_cells
from seqpt_lib import reports, store
from seqpt_lib.errors import UsageError
from seqpt_lib.reports.html import Findings, html_parts, read_findings
from seqpt_lib.reports.html.numbers import day
from seqpt_lib.runs import started_at
from seqpt_lib.settings import settings
from tests.support import rows, steps
from tests.support.shown import numbers

NOTEBOOKS = ["02_validate_sources", "03_compute_gaps", "04_generate_objectives", "05_write_plans"]
WITH_TIME = {"docProps/core.xml", "xl/worksheets/sheet9.xml"}
"""Parts of the workbook that hold the time of the run: its properties, and the sheet About."""


def found(language: str = "en", org: str = "demo", run_id: str = "") -> Findings:
    with steps.opened("report", org, run_id) as step:
        return read_findings(step, stored_of(step), language, 4.0)


def stored_of(step: store.Step) -> reports.Stored:
    return reports.Stored(step.connection, step.organization)


def text_of(findings: Findings) -> str:
    """The words of the report: style, markup, ids and drawings left out."""
    page = "".join(part.html for part in html_parts(findings))
    page = re.sub(r"<style>.*?</style>", " ", page, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", page)


def test_the_notebook_shows_the_report_and_records_what_it_shows(planned_database: str) -> None:
    assert planned_database
    record = steps.run_step("06_report", org="demo")
    listed = rows.scalar("SELECT count(*) FROM seqpt.need WHERE shown_columns <> '{}'")
    assert record.numbers["objectives_shown"] == record.numbers["modules_shown"] == listed
    assert record.rows == 0


def test_step_5_page_and_files_say_the_same_number_of_people(planned_database: str) -> None:
    assert planned_database
    said = steps.run_step("05_write_plans", org="demo").summary
    findings = found()
    below = findings.people_below
    assert (below.lowest, below.highest) == (29, 40)
    assert findings.survey == findings.survey | {"people": 41, "assessed_people": 40}
    assert said == "plans: 0 new, 0 changed, 0 ended, 29 to 40 unchanged"
    with store.connect() as connection:
        results = reports.read_results(reports.Stored(connection, findings.organization))
    total = reports.plan_document(results, "en")["totals"]["people_with_plan"]
    assert total == {"value": "hidden", "at_least": 29, "at_most": 40}


def test_a_report_writes_nothing_but_the_ledger(planned_database: str) -> None:
    assert planned_database
    before = rows.row_versions()
    steps.run_step("06_report", org="demo")
    assert rows.row_versions() == before


def test_two_reports_of_the_same_data_differ_in_nothing_but_their_run(
    planned_database: str,
) -> None:
    assert planned_database
    runs = ["2026-03-02T10-00-00Z-aaaa", "2026-03-02T11-00-00Z-bbbb"]
    pages = []
    for run in runs:
        page = "".join(part.html for part in html_parts(found(run_id=run)))
        assert page.count(run) == 1
        pages.append(page.replace(run, "run"))
    assert pages[0] == pages[1]


def made_by_force(run: str) -> tuple[str, dict[str, bytes], bytes]:
    """Run steps 2 to 6 and give the page, the parts of the workbook and plan.json, without run
    and time."""
    for notebook in NOTEBOOKS:
        steps.run_step(notebook, org="demo", run_id=run)
    names = run_cells("06_report", org="demo", run_id=run)
    page = "".join(part.html for part in html_parts(names["found"]))
    folder = names["step"].folder.path
    with ZipFile(folder / "report.xlsx") as archive:
        parts = {
            name: archive.read(name).replace(run.encode(), b"run")
            for name in archive.namelist()
            if name not in WITH_TIME
        }
    plan = json.loads((folder / "plan.json").read_bytes()) | {"run": None}
    assert page.count(run) >= 1
    said = page.replace(run, "run").replace(day(started_at(run), names["found"].words), "day")
    return said, parts, json.dumps(plan).encode()


def test_a_forced_run_without_changes_makes_the_same_page_and_files(demo_database: str) -> None:
    assert demo_database
    page, workbook, plan = made_by_force("2026-03-02T10-00-00Z-aaaa")
    assert "The gaps were computed for the first time." in page
    again = made_by_force("2026-03-03T11-30-00Z-bbbb")
    assert again[0].replace("2026-03-02T10-00-00Z-aaaa", "run") == page
    assert again[1:] == (workbook, plan)


def test_a_run_without_changes_tells_of_the_last_change(planned_database: str) -> None:
    assert planned_database
    rows.run("UPDATE user_se_competency_survey_results SET score = 6 WHERE competency_id = 6")
    steps.run_step("03_compute_gaps", org="demo")
    first = found().changes
    steps.run_step("03_compute_gaps", org="demo")
    assert found().changes == first
    assert first
    assert (first.reasons, first.run_id) == (("answers",), found().basis["run_id"])


def test_what_a_killed_run_changed_without_recording_it_is_no_older_change(
    planned_database: str,
) -> None:
    assert planned_database
    killed = rows.scalar("SELECT run_id FROM seqpt.gap_basis")
    rows.run("DELETE FROM seqpt.pipeline_step WHERE run_id = :run", run=killed)
    assert found().changes is None
    steps.run_step("03_compute_gaps", org="demo")
    assert f"(run {killed})." in text_of(found())


def test_no_small_number_of_people_and_no_hidden_need_is_told(planned_database: str) -> None:
    assert planned_database
    findings = found()
    counts = findings.statistics["below_target_count"].dropna()
    rest = findings.statistics["assessed_count"] - findings.statistics["below_target_count"]
    small = settings().smallest_group
    assert not counts.between(1, small - 1).any()
    assert not rest.dropna().between(1, small - 1).any()
    assert "hidden" in text_of(findings)
    everything = rows.scalar("SELECT count(*) FROM seqpt.need")
    assert everything not in numbers(text_of(findings).split("How good the data are")[0])
    stated = re.sub(r"\s+", " ", "".join(part.html for part in html_parts(findings)))
    for full_text, is_hidden in rows.query(
        "SELECT full_text, n.shown_columns = '{}' FROM seqpt.objective o "
        "JOIN seqpt.need n USING (organization_id, competency_id, level)"
    ):
        plain = re.sub(r"\s+", " ", full_text).replace("'", "&#x27;").replace('"', "&quot;")
        assert is_hidden == (plain not in stated)


@pytest.mark.parametrize("column", ["people_with_gaps", "person_steps", "answers_with_gap"])
def test_a_hidden_total_stands_nowhere(planned_database: str, column: str) -> None:
    assert planned_database
    exact = int(steps.exact_numbers("compute_gaps")[column])
    text = re.sub(r"\d[\d,]*( to |–)\d[\d,]*", "", text_of(found()))  # noqa: RUF001
    assert exact not in numbers(text)


def test_no_name_and_no_hash_of_answers_is_told(planned_database: str) -> None:
    assert planned_database
    text = text_of(found())
    names = [name for (name,) in rows.query("SELECT name FROM app_user")]
    assert [name for name in names if name in text] == []
    assert rows.scalar("SELECT answers_hash FROM seqpt.gap_basis")[:12] not in text


def test_where_everything_is_hidden_nothing_but_who_answered_is_told(
    planned_database: str,
) -> None:
    assert planned_database
    rows.run(
        "UPDATE seqpt.competency_statistic SET shown_columns = "
        "'{assessed_count,not_assessed_count}'"
    )
    for table in ("role_statistic", "need", "role_need"):
        rows.run(f"UPDATE seqpt.{table} SET shown_columns = '{{}}'")
    findings = found()
    assert len(findings.needs) == len(findings.modules) == len(findings.objectives) == 0
    assert findings.statistics["priority"].isna().all()
    assert findings.role_statistics.empty
    assert "hidden" in text_of(findings)


def test_names_and_words_are_german_where_it_is_asked_for(planned_database: str) -> None:
    assert planned_database
    text = text_of(found("de"))
    for word in ("Systemdenken", "Auf einen Blick", "anwenden", "verborgen"):
        assert word in text
    for word in ("Systems Thinking", "hidden", "At a glance"):
        assert word not in text


def test_what_cannot_be_is_refused(planned_database: str) -> None:
    assert planned_database
    with steps.opened("report") as step, pytest.raises(UsageError, match="language"):
        read_findings(step, stored_of(step), "fr", 4.0)
    with steps.opened("report") as step, pytest.raises(UsageError, match="hours_per_week"):
        read_findings(step, stored_of(step), "en", 0)


def test_the_report_tells_what_changed_since_the_run_before(planned_database: str) -> None:
    assert planned_database
    first = found().changes
    assert first
    assert first.reasons == ("first time",)
    before = rows.scalar("SELECT run_id FROM seqpt.gap_basis")
    rows.run(
        "UPDATE user_se_competency_survey_results SET score = 6 WHERE competency_id = 6 "
        "AND organization_id = (SELECT id FROM organization "
        "WHERE organization_public_key = 'demo')"
    )
    steps.run_step("03_compute_gaps", org="demo")
    changes = found().changes
    assert changes
    assert changes.reasons == ("answers",)
    assert changes.before_run_id == before
    assert f"(run {before}): answers." in text_of(found())


def test_gates_of_this_run_come_before_those_of_an_earlier_one(planned_database: str) -> None:
    assert planned_database
    run = rows.scalar("SELECT run_id FROM seqpt.gate_result WHERE gate = 'sources' LIMIT 1")
    rows.run("UPDATE seqpt.gate_result SET rule = 'of this run' WHERE run_id = :run", run=run)
    steps.run_step("02_validate_sources", org="demo")
    checks = found(run_id=str(run)).checks
    assert checks["gate"].unique().tolist() == ["sources", "gaps", "objectives", "plans"]
    assert checks.groupby("gate")["rule"].unique()["sources"].tolist() == ["of this run"]
    assert "of this run" not in found().checks["rule"].tolist()


def test_a_report_without_a_plan_yet_says_so(demo_database: str) -> None:
    assert demo_database
    findings = found()
    assert isinstance(findings.organization, store.Organization)
    text = text_of(findings)
    assert "What changed was not recorded." in text
    assert "No gate has judged yet." in text
    assert "Their gaps have not been computed yet." in text


def test_the_page_is_small(planned_database: str, tmp_path: Path) -> None:
    assert planned_database
    page = tmp_path / "report.html"
    page.write_text("".join(part.html for part in html_parts(found())), encoding="utf-8")
    assert page.stat().st_size < 3_000_000
