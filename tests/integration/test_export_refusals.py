"""``seqpt export`` refuses in one line, and writes nothing then."""

from pathlib import Path

import pytest

from seqpt_lib import reports
from seqpt_lib.errors import DataError, UsageError
from tests.support import rows, shown
from tests.support.databases import forget_settings


def test_an_organization_without_results_is_refused(demo_database: str, tmp_path: Path) -> None:
    code, out, complaint = shown.told("export", "demo", "--to", str(tmp_path / "out"))
    assert (code, out) == (12, "")
    [line] = complaint.splitlines()
    assert line.endswith("has no results yet. Run make run ORG=demo first.")
    assert not (tmp_path / "out").exists()
    assert demo_database


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["demo", "--format", "xls"], "Did you mean xlsx?", id="format"),
        pytest.param(["demo", "--format", "pdf"], "there are xlsx, csv, json", id="far format"),
        pytest.param(["demo", "--language", "fr"], "Use en or de.", id="language"),
        pytest.param(["nobody"], "does not exist", id="organization"),
        pytest.param(["demo", "--to", "/dev/null/x"], "cannot be written", id="folder"),
    ],
)
def test_refuses_in_one_line(planned_database: str, arguments: list[str], message: str) -> None:
    code, out, complaint = shown.told("export", *arguments)
    assert (code, out) == (2, "")
    [line] = complaint.splitlines()
    assert message in line
    assert planned_database


def test_an_empty_database_has_no_organization(empty_database: str) -> None:
    with pytest.raises(UsageError, match="the database is empty"):
        reports.export("demo", "csv")
    assert empty_database


def test_results_of_other_archetypes_are_refused(planned_database: str, tmp_path: Path) -> None:
    rows.run("UPDATE seqpt.gap_basis SET archetype_ids = '{5}'")
    with pytest.raises(DataError, match="other archetypes than its results"):
        reports.export("demo", "csv", str(tmp_path))
    assert planned_database


def test_results_for_another_smallest_group_are_refused(
    planned_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQPT_SMALLEST_GROUP", "10")
    forget_settings()
    with pytest.raises(DataError, match="groups of at least 5 people"):
        reports.export("demo", "csv", str(tmp_path))
    assert planned_database


def test_needs_without_objectives_are_refused(planned_database: str, tmp_path: Path) -> None:
    rows.run("DELETE FROM seqpt.objective WHERE competency_id = 1")
    with pytest.raises(DataError, match="other needs than objectives"):
        reports.export("demo", "csv", str(tmp_path))
    assert planned_database
