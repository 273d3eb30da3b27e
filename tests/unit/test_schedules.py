"""What is put into a calendar, as systemd and cron read it."""

from pathlib import Path

import pytest

from pipelines.calendars import set_time
from pipelines.units import MARK, Order, cron_line, service_text, timer_text, with_line
from seqpt_lib.errors import UsageError


def order(**changes: object) -> Order:
    fields = {
        "time": set_time("Mon 06:00"),
        "root": Path("/srv/se qpt"),
        "folder": Path("/srv/runs/schedule"),
        "make": "/usr/bin/make",
        "values": (("ORGS", "a b"), ("JOBS", ""), ("SET", "x=$1 y=5%")),
        "environment": (("SEQPT_HOME", "/srv/my home"),),
    } | changes
    return Order(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "on_calendar", "in_crontab"),
    [
        pytest.param("Mon 06:00", "Mon *-*-* 06:00:00", "0 6 * * 1", id="a day"),
        pytest.param("sunday 23:59", "Sun *-*-* 23:59:00", "59 23 * * 0", id="whole name"),
        pytest.param("daily 6:05", "*-*-* 06:05:00", "5 6 * * *", id="every day"),
        pytest.param(" 00:00 ", "*-*-* 00:00:00", "0 0 * * *", id="no day"),
    ],
)
def test_a_set_time_means_the_same_to_both(typed: str, on_calendar: str, in_crontab: str) -> None:
    assert set_time(typed).on_calendar == on_calendar
    assert set_time(typed).in_crontab == in_crontab


@pytest.mark.parametrize(
    "typed", ["", "Mon", "06", "24:00", "06:60", "Mond 06:00", "Mon,Tue 06:00", "06:00 x"]
)
def test_other_times_are_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="no set time"):
        set_time(typed)


def test_the_service_calls_make_and_holds_no_secret() -> None:
    lines = service_text(order()).splitlines()

    assert "WorkingDirectory=/srv/se qpt" in lines
    assert 'Environment="SEQPT_HOME=/srv/my home"' in lines
    assert (
        'ExecStart="/usr/bin/make" "--no-print-directory" "-C" "/srv/se qpt" "run-all" '
        '"ORGS=a b" "SET=x=$$1 y=5%%"'
    ) in lines
    assert "StandardOutput=append:/srv/runs/schedule/run-all.log" in lines
    assert "DATABASE_URL" not in "".join(lines)


def test_the_timer_makes_up_for_a_missed_time() -> None:
    lines = timer_text(order()).splitlines()
    assert {"OnCalendar=Mon *-*-* 06:00:00", "Persistent=true"} <= set(lines)


def test_a_crontab_line_has_no_bare_percent_sign() -> None:
    line = cron_line(order(), "/usr/bin/flock")
    assert line.startswith("0 6 * * 1 if SEQPT_HOME='/srv/my home' /usr/bin/flock -n ")
    assert "5\\%" in line
    assert "\n" not in line


def test_only_our_line_of_a_crontab_is_replaced() -> None:
    first = with_line("MAILTO=me\n@daily backup\n", f"1 {MARK}")
    assert with_line(first, f"2 {MARK}") == f"MAILTO=me\n@daily backup\n2 {MARK}\n"
    assert with_line(first, "") == "MAILTO=me\n@daily backup\n"
