"""Run ids, run folders and what a step records."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib.runs import RunFolder, StepRecord, code_version, new_run_id, write_json
from seqpt_lib.settings import settings

START = datetime(2026, 11, 22, 14, 5, 11, tzinfo=UTC)
RECORD = StepRecord(
    step="compute_gaps",
    summary="38 people with gaps, größte Lücke 4",
    numbers={"people_count": 38, "at_target_share": 0.56, "target_rule": "role_capped"},
    rows=674,
    tables_written=["need", "user_se_competency_survey_results"],
    sql_statements=12,
)


@pytest.fixture(autouse=True)
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SEQPT_RUNS", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def test_a_run_is_named_after_its_start() -> None:
    assert re.fullmatch(r"2026-11-22T14-05-11Z-[0-9a-f]{4}", new_run_id(START))


def test_a_run_without_a_start_begins_now() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    named = datetime.strptime(new_run_id()[:20], "%Y-%m-%dT%H-%M-%SZ").replace(tzinfo=UTC)
    assert before <= named <= datetime.now(UTC)


def test_two_runs_of_the_same_second_differ() -> None:
    assert len({new_run_id(START) for _ in range(20)}) > 1


@given(
    start=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2999, 1, 1)),  # noqa: DTZ001
    later=st.timedeltas(timedelta(seconds=1), timedelta(days=900)),
)
def test_run_ids_sort_by_time(start: datetime, later: timedelta) -> None:
    first = start.replace(tzinfo=UTC)
    assert new_run_id(first) < new_run_id(first + later)


def test_a_run_folder_lies_below_its_organization(runs: Path) -> None:
    assert RunFolder("demo", "r1").path == runs / "demo" / "r1"


@pytest.mark.parametrize(
    "key", ["../../etc", "a/b", "a\\b", "..", ".hidden", "Müller & Söhne", "a b", "/etc"]
)
def test_no_key_leads_out_of_the_folder_of_runs(runs: Path, key: str) -> None:
    path = RunFolder(key, "r1").path
    assert path.resolve().is_relative_to(runs.resolve())
    assert path.name == "r1"
    assert "." not in path.relative_to(runs).parts[0][:1]


def test_a_run_folder_is_made_once_and_found_again() -> None:
    folder = RunFolder("demo", "r1")
    assert not folder.path.exists()
    assert folder.create() is folder
    assert folder.create().path.is_dir()


def test_a_record_is_read_as_it_was_written() -> None:
    folder = RunFolder("demo", "r1").create()
    folder.write_step(RECORD)
    assert folder.read_step("compute_gaps") == RECORD


def test_a_step_that_recorded_nothing_has_no_record() -> None:
    assert RunFolder("demo", "r1").create().read_step("compute_gaps") is None


def test_a_step_recorded_twice_has_its_last_record() -> None:
    folder = RunFolder("demo", "r1").create()
    folder.write_step(RECORD)
    again = StepRecord(step="compute_gaps", summary="again")
    folder.write_step(again)
    assert folder.read_step("compute_gaps") == again


def test_json_is_written_for_people_and_leaves_no_draft(tmp_path: Path) -> None:
    file = tmp_path / "new" / "run.json"
    write_json(file, {"started_at": START, "summary": "größer"})
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "started_at": str(START),
        "summary": "größer",
    }
    assert "größer" in file.read_text(encoding="utf-8")
    assert [found.name for found in file.parent.iterdir()] == ["run.json"]


def test_a_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    write_json(file, {"status": "done"})
    circular: dict[str, object] = {}
    circular["itself"] = circular
    with pytest.raises(ValueError, match="Circular reference"):
        write_json(file, circular)
    assert json.loads(file.read_text(encoding="utf-8")) == {"status": "done"}


def test_the_code_version_names_the_package_and_its_rules() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8}", code_version(["model", "gaps"]))
    assert code_version(["model", "gaps"]) == code_version(["model", "gaps"])
    assert code_version(["model"]) != code_version(["model", "gaps"])
