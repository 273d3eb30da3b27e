"""What the table of past runs says, as an operator reads it."""

import pytest

from pipelines.past_runs import show_last_runs
from seqpt_lib import store
from seqpt_lib.errors import UsageError
from seqpt_lib.store import ledger
from seqpt_lib.store.locks import organization_lock
from tests.support import rows
from tests.support.spoil import SECOND_ORGANIZATION

pytestmark = pytest.mark.usefixtures("demo_database")

DEMO = 1


def run_id(hour: int) -> str:
    return f"2026-11-22T{hour:02d}-05-11Z-7f3a"


def ran(hour: int, code: int | None = 0, message: str | None = None, **changes: object) -> None:
    """Put a run into the ledger that began at an hour and took 90 s; code None: it never ended."""
    fields = {"organization": DEMO, "pipeline": "learning_plans", "dry": False} | changes
    with store.connect() as connection:
        ledger.open_run(
            connection,
            run_id(hour),
            fields["organization"],  # type: ignore[arg-type]
            str(fields["pipeline"]),
            {},
            is_dry_run=bool(fields["dry"]),
        )
        if code is not None:
            ledger.close_run(connection, run_id(hour), code, message)
    start = f"2026-11-22 {hour:02d}:05:11"
    rows.run(
        "UPDATE seqpt.pipeline_run SET started_at = CAST(:start AS timestamp), finished_at = "
        "CASE WHEN finished_at IS NOT NULL THEN CAST(:start AS timestamp) + interval '90 s' END "
        "WHERE run_id = :run",
        start=start,
        run=run_id(hour),
    )


def shown(capsys: pytest.CaptureFixture[str], org: str = "") -> list[str]:
    show_last_runs(org)
    return capsys.readouterr().out.splitlines()


def test_the_last_run_of_every_organization_is_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows.run(SECOND_ORGANIZATION)
    ran(13)
    ran(14, 11, "gate sources: 2 of 69 checks failed. Mend it.")

    headings, demo, *others = shown(capsys)

    assert headings.split("  ")[0] == "organization"
    assert demo.split() == [
        *("demo", run_id(14), "2026-11-22", "14:05:11", "stopped", "11", "90"),
        *["gate", "sources:", "2", "of", "69", "checks", "failed.", "Mend", "it."],
    ]
    assert [line.split()[1:] for line in others] == [["-", "never", "-", "-", "-"]]


def test_the_columns_stand_below_their_headings(capsys: pytest.CaptureFixture[str]) -> None:
    ran(14, 13, "gone")

    headings, demo = shown(capsys)

    for heading, text in (("run", run_id(14)), ("status", "stopped"), ("message", "gone")):
        assert headings.index(heading) == demo.index(text)
    assert headings.index("code") + len("code") == demo.index("13") + len("13")


def test_one_organization_shows_its_last_ten_the_newest_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for hour in range(1, 13):
        ran(hour)

    _headings, *lines = shown(capsys, "demo")

    assert [line.split()[1] for line in lines] == [run_id(hour) for hour in range(12, 2, -1)]


def test_scratch_runs_are_left_out_and_dry_runs_are_marked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran(13, dry=True)
    ran(14, pipeline="scratch")

    _headings, line = shown(capsys, "demo")

    assert "  done (dry run)  " in line


def test_a_run_that_was_killed_is_lost_and_one_that_runs_is_running(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran(13, None)
    ran(14, None)
    with store.connect() as connection:
        demo = store.find_organization(connection, "demo")

    with organization_lock(demo):
        _headings, newest, older = shown(capsys, "demo")
    _headings, now_lost, _older = shown(capsys, "demo")

    assert newest.split()[4:] == ["running", "-", "-"]
    assert older.split()[4] == now_lost.split()[4] == "lost"


def test_an_id_that_somebody_made_up_shows_when_the_row_was_opened(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran(14)
    rows.run("UPDATE seqpt.pipeline_run SET run_id = 'mine'")

    _headings, line = shown(capsys)

    assert line.split()[1:5] == ["mine", "2026-11-22", "14:05:11", "done"]


def test_an_unknown_organization_is_named() -> None:
    with pytest.raises(UsageError, match="'nobody' does not exist; known are: demo"):
        show_last_runs("nobody")


@pytest.mark.parametrize("org", ["", "demo"])
def test_a_database_that_nobody_migrated_has_no_run_yet(
    capsys: pytest.CaptureFixture[str], org: str
) -> None:
    rows.run("DROP SCHEMA seqpt CASCADE")

    assert shown(capsys, org) == [
        "No run yet: the database has no ledger. The first make run makes it."
    ]
