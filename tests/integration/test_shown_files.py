"""What a run leaves for people to read holds no number about a few."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.support import rows, shown
from tests.support.databases import Server, pointed_at

pytestmark = pytest.mark.xdist_group("runner")

PLANS = shown.ROOT / "notebooks" / "05_write_plans.ipynb"
HIDDEN_TOTALS = ("people_with_gaps", "answers_with_gap", "gap_size_sum", "person_steps")


@pytest.fixture(scope="module")
def run(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Run the demo organization once, as a user does; give all texts by where they stand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQPT_RUNS", str(tmp_path_factory.mktemp("shown") / "runs"))
        patch.setenv("SEQPT_DATA_DOCS", "always")  # they are shown, too
        with server.clone("demo") as address, pointed_at(address, patch):
            done = shown.seqpt("run", "demo")
            assert done.returncode == 0, done.stdout + done.stderr
            folder = shown.run_folder()
            texts = {file.stem: shown.outputs(file) for file in sorted(folder.glob("0*.ipynb"))}
            yield texts | {"terminal": done.stdout, "files": shown.files(folder)}


def exact(column: str) -> int:
    """A hidden total, as the ledger in the database keeps it."""
    query = "SELECT (numbers->>:name)::int FROM seqpt.pipeline_step WHERE numbers ? :name LIMIT 1"
    return int(rows.scalar(query, name=column))


def told_exactly(text: str) -> set[int]:
    """The numbers of a text that are no end of a range."""
    return shown.numbers(re.sub(r"\d[\d,]* to \d[\d,]*", "", text))


@pytest.mark.parametrize("name", HIDDEN_TOTALS)
def test_a_hidden_total_stands_nowhere(run: dict[str, str], name: str) -> None:
    assert f'"{name}": null' in run["files"]
    places = [place for place, text in run.items() if exact(name) in told_exactly(text)]
    # How many answers there are, objectives that may be told, and weeks and widths of the report,
    # whose words test_report.py reads.
    elsewhere = ("02", "04", "06")
    assert [place for place in places if not place.startswith(elsewhere)] == []


def test_the_number_of_plans_stands_nowhere(run: dict[str, str]) -> None:
    plans = rows.scalar("SELECT count(*) FROM learning_plans")
    assert f"{plans} current" not in run["terminal"]
    assert f"{plans} new" not in run["terminal"] + run["files"] + run["05_write_plans"]
    assert plans not in told_exactly(run["files"] + run["05_write_plans"])


def test_the_files_do_not_tell_how_many_rows_were_written(run: dict[str, str]) -> None:
    assert run["files"].count('"rows": null') == 6  # three steps, in run.json and in their own
    assert re.search(r"Done in [\d.]+ s: rows written", run["terminal"])


def test_no_small_number_of_people_below_the_target_is_shown(run: dict[str, str]) -> None:
    small = rows.query(
        "SELECT competency_id, below_target_count FROM seqpt.competency_statistic "
        "WHERE below_target_count BETWEEN 1 AND 4 OR "
        "assessed_count - below_target_count BETWEEN 1 AND 4"
    )
    assert small
    hidden = rows.scalar(
        "SELECT count(*) FROM seqpt.competency_statistic "
        "WHERE (below_target_count BETWEEN 1 AND 4) AND 'below_target_count' = ANY(shown_columns)"
    )
    assert hidden == 0
    assert "hidden" in run["03_compute_gaps"]


def test_only_needs_that_may_be_shown_are_listed(run: dict[str, str]) -> None:
    everything = rows.scalar("SELECT count(*) FROM seqpt.need")
    listed = rows.scalar("SELECT count(*) FROM seqpt.need WHERE shown_columns <> '{}'")
    assert 0 < listed < everything
    assert everything not in shown.numbers(run["files"])
    statements = rows.query(
        "SELECT full_text, n.shown_columns = '{}' FROM seqpt.objective o "
        "JOIN seqpt.need n USING (organization_id, competency_id, level)"
    )
    text = re.sub(r"\s+", " ", unescape(run["04_generate_objectives"]))
    for full_text, is_hidden in statements:
        assert is_hidden == (re.sub(r"\s+", " ", full_text) not in text)


def test_no_plan_is_shown_unless_a_person_is_named(run: dict[str, str]) -> None:
    assert "full_text" not in run["05_write_plans"]
    plan = rows.scalar("SELECT id::text FROM learning_plans LIMIT 1")
    assert str(plan) not in run["05_write_plans"]


@pytest.mark.parametrize("may_show", ["yes", "no"])
def test_the_plan_of_a_person_is_shown_only_where_individual_results_are(
    run: dict[str, str], may_show: str, tmp_path: Path
) -> None:
    assert run
    person = rows.scalar("SELECT min(user_id) FROM learning_plans")
    told = shown.papermill(
        PLANS,
        tmp_path / "plan.ipynb",
        *("-p", "org", "demo", "-p", "plan_of", str(person)),
        SEQPT_INDIVIDUAL_RESULTS=may_show,
    )
    assert ("full_text" in told) == (may_show == "yes")
    assert ("plan_id" in told) == (may_show == "no")
