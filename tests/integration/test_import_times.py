"""Which answers of a survey are new: by their times, where the file has times."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from tests.support import rows
from tests.support.surveys import RESULTS, bring, make_folder, replace, write

ANSWERS = "user_se_competency_survey_results"
HEADER = "user_id,organization_id,competency_id,score,submitted_at\n"
MIXED = HEADER + "1,1,1,2,\n1,1,1,4,2026-03-02T09:14:00\n1,1,4,6,  \n2,1,1,0,\n"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


def bring_answers(folder: Path, content: str) -> int:
    """Import the folder with these answers; give how many of them were new."""
    write(RESULTS, content)(folder)
    return bring(folder).rows_written[ANSWERS]


def stored_answers() -> list[tuple[object, ...]]:
    return rows.query(
        f"SELECT u.username, s.competency_id, s.score, s.submitted_at::text FROM {ANSWERS} s "
        "JOIN app_user u ON u.id = s.user_id ORDER BY 1, 2, 4 NULLS FIRST, s.id"
    )


def test_an_answer_with_another_time_is_a_new_one(folder: Path) -> None:
    dated = pd.read_csv(folder / RESULTS).assign(submitted_at="2026-03-02T09:14:00")
    dated.to_csv(folder / RESULTS, index=False)
    bring(folder)
    pd.concat([dated, dated.assign(submitted_at="2026-04-02T09:14:00+02:00")]).to_csv(
        folder / RESULTS, index=False
    )

    assert bring(folder).rows_written[ANSWERS] == 6
    assert rows.query(f"SELECT DISTINCT submitted_at::text FROM {ANSWERS} ORDER BY 1") == [
        ("2026-03-02 09:14:00",),
        ("2026-04-02 07:14:00",),
    ]


def test_an_empty_time_is_stored_as_unknown(folder: Path) -> None:
    assert bring_answers(folder, MIXED) == 4
    assert stored_answers() == [
        ("acme-1", 1, 2, None),
        ("acme-1", 1, 4, "2026-03-02 09:14:00"),
        ("acme-1", 4, 6, None),
        ("acme-2", 1, 0, None),
    ]


def test_a_dated_answer_counts_before_an_undated_one(folder: Path) -> None:
    bring_answers(folder, HEADER + "1,1,1,4,2026-03-02T09:14:00\n")
    bring_answers(folder, MIXED)

    assert rows.query("SELECT score FROM current_answer(1) WHERE competency_id = 1 LIMIT 1") == [
        (4,)
    ]


def test_dated_and_undated_answers_imported_again_add_nothing(folder: Path) -> None:
    bring_answers(folder, MIXED)
    before = rows.row_versions(tuple(rows.tables()))

    assert set(bring(folder).rows_written.values()) == {0}
    assert rows.row_versions(tuple(rows.tables())) == before


def test_another_undated_score_is_added_once(folder: Path) -> None:
    bring_answers(folder, MIXED)
    changed = MIXED.replace("1,1,4,6,", "1,1,4,2,")

    assert [bring_answers(folder, content) for content in (changed, changed, MIXED)] == [1, 0, 0]


def test_an_answer_whose_time_becomes_known_is_added(folder: Path) -> None:
    bring_answers(folder, MIXED)

    assert bring_answers(folder, MIXED.replace("2,1,1,0,", "2,1,1,0,2026-03-03T08:00:00")) == 1


def test_a_file_without_times_is_compared_with_the_current_answers(folder: Path) -> None:
    bring_answers(folder, MIXED)
    undated = "user_id,organization_id,competency_id,score\n1,1,1,{}\n1,1,4,6\n2,1,1,0\n"

    assert [bring_answers(folder, undated.format(score)) for score in (4, 2, 2)] == [0, 1, 0]
    assert rows.scalar(
        f"SELECT now()::timestamp - max(submitted_at) < interval '1 hour' FROM {ANSWERS}"
    )


def test_the_column_with_every_time_unknown_gives_no_answer_the_time_of_now(folder: Path) -> None:
    assert bring_answers(folder, HEADER + "1,1,1,4,\n2,1,1,0,\n") == 2
    assert rows.scalar(f"SELECT count(submitted_at) FROM {ANSWERS}") == 0


def test_a_local_time_that_is_hours_ahead_is_taken(folder: Path) -> None:
    ahead = (datetime.now(UTC) + timedelta(hours=14)).strftime("%Y-%m-%dT%H:%M:%S")

    assert bring_answers(folder, f"{HEADER}1,1,1,4,{ahead}\n") == 1


def test_a_file_of_old_answers_does_not_change_the_current_ones(folder: Path) -> None:
    bring(folder)
    before = rows.query("SELECT * FROM current_answer(1) ORDER BY id")
    replace(RESULTS, ",score\n", ",score,submitted_at\n")(folder)
    old = pd.read_csv(folder / RESULTS).assign(score=6, submitted_at="2020-01-01")
    old.to_csv(folder / RESULTS, index=False)

    assert bring(folder).rows_written[ANSWERS] == 6
    assert rows.query("SELECT * FROM current_answer(1) ORDER BY id") == before
