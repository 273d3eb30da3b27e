"""``seqpt export`` writes an organization's results as files."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pandas as pd
import pytest

from seqpt_lib import reports, store
from seqpt_lib.errors import UsageError
from seqpt_lib.reports import exporting
from seqpt_lib.settings import PROJECT_ROOT
from tests.support import rows, steps
from tests.support.databases import forget_settings

SCHEMA = json.loads((PROJECT_ROOT / "docs" / "schema" / "plan.schema.json").read_text("utf-8"))
SHEETS = ["summary", "competencies", "roles", "needs", "objectives", "modules", "plans"]
SHEETS += ["data_quality", "about"]
STRANGE = '=HYPERLINK("http://x.example") <b>\u202b\u05de\u05e2\u202c</b>' + "x" * 150


NO_SECRETS = {"competency_id", "competency_name", "target_level"}
NO_SECRETS |= {"assessed_count", "not_assessed_count"}  # who answered
NO_SECRETS |= {"highest_requirement", "uncovered_share"}  # what roles alone tell


def written(folder: Path, **given: Any) -> dict[str, bytes]:
    """Export in every format and give the files by name."""
    for format_name in exporting.FORMATS:
        reports.export("demo", format_name, str(folder), **given)
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.*"))}


def document(folder: Path, **given: Any) -> Any:
    content = json.loads(written(folder, **given)["plan.json"])
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    return content


def lines(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def large_groups(planned_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The demo with groups so large that every number about people is hidden."""
    monkeypatch.setenv("SEQPT_SMALLEST_GROUP", "100")
    forget_settings()
    steps.run_steps("demo")
    yield planned_database
    forget_settings()


def hide_elsewhere() -> None:
    """Change what may not be shown, and nothing else."""
    for table in ("competency_statistic", "role_statistic"):
        for column in ("below_target_count", "unaware_count", "know_count", "apply_count"):
            rows.run(
                f"UPDATE seqpt.{table} SET {column} = {column} + 1000 "
                "WHERE NOT :column = ANY(shown_columns)",
                column=column,
            )
        rows.run(
            f"UPDATE seqpt.{table} SET median_level = 6, training_method = 'classroom', "
            "at_target_share = 0.77 WHERE NOT (shown_columns && ARRAY['median_level', "
            "'training_method', 'at_target_share'])"
        )
    rows.run(
        "UPDATE seqpt.need SET people_count = people_count + 1000 "
        "WHERE NOT 'people_count' = ANY(shown_columns)"
    )
    rows.run(
        "UPDATE seqpt.objective o SET full_text = 'secret words' FROM seqpt.need n "
        "WHERE n.shown_columns = '{}' AND (n.organization_id, n.competency_id, n.level) "
        "= (o.organization_id, o.competency_id, o.level)"
    )
    rows.run("UPDATE seqpt.gate_result SET evaluated_count = 4711 WHERE success")
    rows.run("UPDATE seqpt.plan_status SET is_current = false WHERE user_id % 3 = 0")


def test_an_organization_that_needs_nothing_has_empty_sheets(
    planned_database: str, tmp_path: Path
) -> None:
    rows.run("UPDATE user_se_competency_survey_results SET score = 6")
    steps.run_steps("demo")
    content = document(tmp_path, with_plans=True)
    assert [content[name] for name in ("needs", "objectives", "modules", "people")] == [[]] * 4
    assert content["totals"]["learning_hours"]["at_least"] == 0
    assert lines(tmp_path, "plans") == []
    assert planned_database


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_file_depends_on_a_number_that_is_hidden(
    planned_database: str, tmp_path: Path, language: str
) -> None:
    before = written(tmp_path / "before", language=language)
    hide_elsewhere()
    assert written(tmp_path / "after", language=language) == before
    assert planned_database


def test_no_number_of_people_is_told_where_groups_are_too_small(
    large_groups: str, tmp_path: Path
) -> None:
    content = document(tmp_path)
    for row in content["competencies"]:
        assert {name for name, value in row.items() if value != "hidden"} <= NO_SECRETS
    assert content["needs"] == content["modules"] == lines(tmp_path, "roles") == []
    assert content["objectives"] == []
    assert content["totals"]["people_with_plan"] == {
        "value": "hidden",
        "at_least": 0,
        "at_most": content["organization"]["assessed_count"],
    }
    assert content["organization"]["assessed_count"] == 40  # of 41 people
    assert len(pd.read_excel(tmp_path / "report.xlsx", sheet_name="Needs")) == 0
    assert large_groups


def test_nearly_all_are_not_all_in_a_file(planned_database: str, tmp_path: Path) -> None:
    rows.run(
        "UPDATE seqpt.competency_statistic SET at_target_share = 0.9987 WHERE competency_id = 1"
    )
    [told, *_] = document(tmp_path)["competencies"]
    assert (told["competency_id"], told["at_target_share"]) == (1, 0.9987)
    assert lines(tmp_path, "competencies")[0]["Share at target"] == "0.9987"
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Competencies"]
    column = next(each for each in sheet.iter_cols() if each[0].value == "Share at target")
    assert (column[1].value, column[1].number_format) == (0.9987, "0.0%")
    assert planned_database


def test_nobodys_plan_is_in_a_file_unless_it_is_asked_for(
    planned_database: str, tmp_path: Path
) -> None:
    plan = rows.scalar("SELECT id::text FROM learning_plans LIMIT 1")
    files = written(tmp_path)
    assert json.loads(files["plan.json"])["people"] is None
    assert not any(plan.encode() in content for name, content in files.items() if "x" not in name)
    [note] = lines(tmp_path, "plans")
    assert note["Note"].startswith("Left out: ")
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Plans"]
    assert sheet["A2"].value == note["Note"]
    assert planned_database


def test_everybodys_plan_is_there_when_it_is_asked_for(
    planned_database: str, tmp_path: Path
) -> None:
    people = document(tmp_path, with_plans=True)["people"]
    stored = dict(rows.query("SELECT user_id, plan_id FROM seqpt.plan_status WHERE is_current"))
    assert {person["user_id"]: person["plan_id"] for person in people} == stored
    told = {int(line["Person id"]): line["Plan id"] for line in lines(tmp_path, "plans")}
    assert told == stored
    assert "everybody's plans" in lines(tmp_path, "about")[-1]["Value"]
    reports.export("demo", "csv", str(tmp_path))  # asked for no more: nothing is left of them
    assert len(lines(tmp_path, "plans")) == 1
    assert planned_database


def test_plans_are_refused_where_individual_results_are(
    planned_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQPT_INDIVIDUAL_RESULTS", "no")
    forget_settings()
    with pytest.raises(UsageError, match="SEQPT_INDIVIDUAL_RESULTS is no"):
        reports.export("demo", "json", str(tmp_path / "out"), with_plans=True)
    assert not (tmp_path / "out").exists()
    reports.export("demo", "json", str(tmp_path / "out"))
    assert planned_database


def test_a_second_run_without_changes_makes_the_same_but_for_run_and_time(
    planned_database: str, tmp_path: Path
) -> None:
    organization = demo()
    files = []
    for run_id in ("2026-11-26T10-00-00Z-aaaa", "2026-11-27T11-00-00Z-bbbb"):
        with store.connect() as connection:
            views = reports.make_views(
                reports.read_results(reports.Stored(connection, organization), run_id)
            )
        folder = tmp_path / run_id
        reports.write_csv_files(folder, views)
        reports.write_plan_json(folder / "plan.json", views)
        reports.write_workbook(folder / "report.xlsx", views)
        files.append({file.name: file.read_bytes() for file in folder.iterdir()})
    first, second = files
    differing = {name for name in first if first[name] != second[name]}
    assert differing == {"about.csv", "plan.json", "report.xlsx"}
    documents = [json.loads(each["plan.json"]) | {"run": None} for each in files]
    assert documents[0] == documents[1]
    books = [
        openpyxl.load_workbook(tmp_path / name / "report.xlsx")
        for name in ("2026-11-26T10-00-00Z-aaaa", "2026-11-27T11-00-00Z-bbbb")
    ]
    for name in books[0].sheetnames[:-1]:
        assert cells(books[0][name]) == cells(books[1][name])
    assert planned_database


def test_the_same_run_gives_the_same_bytes(planned_database: str, tmp_path: Path) -> None:
    assert written(tmp_path / "a") == written(tmp_path / "b")
    assert planned_database


def test_strange_names_are_texts_everywhere(planned_database: str, tmp_path: Path) -> None:
    rows.run("UPDATE organization SET organization_name = :name WHERE id = 1", name=STRANGE)
    rows.run("UPDATE role_cluster SET role_cluster_name = :name WHERE id = 4", name="@role")
    content = document(tmp_path)
    assert content["organization"]["name"] == STRANGE
    assert lines(tmp_path, "summary")[0]["Value"] == f"'{STRANGE}"
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book["Summary"]["B2"].value == f"'{STRANGE}"
    assert "'@role" in {row[1] for row in cells(book["Roles"])}
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    assert planned_database


def test_there_is_a_sheet_and_a_file_per_view(planned_database: str, tmp_path: Path) -> None:
    files = written(tmp_path, language="de")
    assert set(files) == {"report.xlsx", "plan.json", *(f"{name}.csv" for name in SHEETS)}
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames[0] == "Übersicht"
    assert "Systemdenken" in {row[1] for row in cells(book["Kompetenzen"])}
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book)
    assert planned_database


def test_the_data_quality_is_that_of_the_last_run_of_each_gate(
    planned_database: str, tmp_path: Path
) -> None:
    reports.export("demo", "csv", str(tmp_path))
    checks = pd.read_csv(tmp_path / "data_quality.csv")
    assert checks["Gate"].unique().tolist() == ["sources", "gaps", "objectives", "plans"]
    assert not checks["Check"].duplicated().any()
    assert set(checks["Result"]) == {"holds", "warning", "note"}
    assert set(checks.loc[checks["Result"] == "holds", "Rows judged"]) == {"hidden"}
    assert planned_database


def demo() -> store.Organization:
    with store.connect() as connection:
        return store.find_organization(connection, "demo")


def cells(sheet: Any) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(values_only=True))
