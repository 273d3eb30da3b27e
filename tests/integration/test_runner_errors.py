"""Whose error stopped a cell, and whether its step had written before."""

import multiprocessing

import pytest

from pipelines import runner
from tests.support.running import FINISH, OPEN, WRITE, Write, newest_run, run_json

pytestmark = [pytest.mark.xdist_group("runner"), pytest.mark.usefixtures("runner_database")]

OURS = "from seqpt_lib.errors import DataError\nraise DataError('no module', 'Run again.')"
PANDAS = "from pandas.errors import DataError\nraise DataError('no numeric types')"
SQLALCHEMY = (
    "from sqlalchemy.exc import DatabaseError\n"
    "raise DatabaseError('SELECT 1', {}, Exception('torn'))"
)


@pytest.fixture(params=["forked", "plain"])
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both kinds of kernel."""
    if request.param == "plain":
        monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize(
    ("cell", "code", "message"),
    [
        pytest.param(OURS, 12, "no module. Run again.", id="ours keeps its code and its words"),
        pytest.param(PANDAS, 20, "cell [4]: DataError: no numeric types", id="of pandas"),
        pytest.param(SQLALCHEMY, 20, "cell [4]: DatabaseError: ", id="of SQLAlchemy"),
    ],
)
def test_an_error_is_ours_by_more_than_its_name(
    pipeline: Write, cell: str, code: int, message: str
) -> None:
    spec = pipeline({"case": [OPEN, cell, FINISH]})

    assert runner.run(spec, "acme", {}).exit_code == code

    assert message in run_json(newest_run())["message"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        pytest.param([WRITE, OURS], "case wrote before it stopped", id="after the commit"),
        pytest.param(
            [f"{WRITE}\n    {OURS.replace(chr(10), chr(10) + '    ')}"],
            "Nothing was written.",
            id="within the transaction",
        ),
    ],
)
def test_nothing_was_written_is_said_only_where_no_transaction_was_committed(
    pipeline: Write, capsys: pytest.CaptureFixture[str], cells: list[str], said: str
) -> None:
    spec = pipeline({"case": [OPEN, *cells, FINISH]}, gates=["guard"], writes=["need"])

    assert runner.run(spec, "acme", {}).exit_code == 12

    assert said in capsys.readouterr().out


def test_a_record_takes_the_place_of_the_note_of_a_commit(pipeline: Write) -> None:
    spec = pipeline({"case": [OPEN, WRITE, FINISH]})

    assert runner.run(spec, "acme", {}).exit_code == 0

    assert [file.name for file in (newest_run() / "steps").iterdir()] == ["case.json"]
