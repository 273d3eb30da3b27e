"""Puts `make run-all` into this user's calendar: a timer of systemd, or a line of a crontab."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipelines.calendars import SetTime, set_time
from pipelines.output import say
from pipelines.units import (
    FAILED,
    SERVICE,
    TIMER,
    Order,
    cron_line,
    service_text,
    timer_text,
    with_line,
)
from seqpt_lib.errors import SeqptError, UsageError
from seqpt_lib.settings import (
    PROJECT_ROOT,
    driver_variables,
    only_in_the_environment,
    settings,
    user_units_folder,
)

GIVEN = ("SEQPT_HOME", "SEQPT_RUNS")
"""Settings that are written into what is installed; all others come from ``.env``."""

FIRST_PRINTABLE = 32
SECONDS = 60


class NoScheduler(SeqptError):
    """This machine has nothing that calls a command at set times."""

    exit_code = 20


def schedule_folder() -> Path:
    """Give the folder of the schedule's log.

    Returns:
        Beside the run folders; no organization's folder has that name.
    """
    return settings().runs.resolve() / "schedule"


def schedule(at: str, values: dict[str, str]) -> None:
    """Install what calls ``make run-all``, in place of what was installed before.

    Args:
        at: When, as typed.
        values: Variables for ``make``, as typed.

    Raises:
        UsageError: If ``at`` is no set time, a value has a line end, or a setting that counts
            is in the environment and not in ``.env``.
        NoScheduler: If there is neither a user manager of systemd nor a crontab, or what was
            installed before cannot be taken out.
    """
    order = _order(set_time(at), values)
    for name, text in values.items():
        if any(ord(letter) < FIRST_PRINTABLE for letter in text):
            raise UsageError(f"{name} has a line end or a tab", "Separate by spaces.")
    _refuse_settings_that_would_be_lost()
    _validate(order.time)
    order.folder.mkdir(parents=True, exist_ok=True)
    _take_out_line()
    _take_out_timer()
    if _has_user_manager():
        _install_units(order)
    elif shutil.which("crontab") and (flock := shutil.which("flock")):
        _write_crontab(with_line(_crontab(), cron_line(order, flock)))
        say(f"a line of the crontab calls make run-all: {order.time.in_crontab}")
    else:
        raise NoScheduler(
            "there is neither a user manager of systemd here nor crontab with flock",
            f"Install the two files that stand in {_leave_units(order)} where there is one.",
        )
    say(f"log: {order.log}", "failures: make last", "no more: make unschedule")


def unschedule() -> None:
    """Take out whatever `schedule` installed.

    Raises:
        NoScheduler: If there is a timer and no user manager of systemd that could end it.
    """
    has_had_line = _take_out_line()
    if has_had_line:
        say("the line of the crontab is gone")
    if _take_out_timer():
        say("the timer is gone")
    elif not has_had_line:
        say("nothing was scheduled")


def failure() -> str:
    """Tell whether the last scheduled run of all failed.

    Returns:
        A line that says so; empty if it did not.
    """
    with suppress(OSError):
        return (schedule_folder() / FAILED).read_text(encoding="utf-8").strip()
    return ""


def _refuse_settings_that_would_be_lost() -> None:
    """A timer begins with an environment of its own: it must not mean another database."""
    if unread := driver_variables():
        raise UsageError(
            f"what runs at set times would not have these variables: {', '.join(unread)}",
            "Write them into DATABASE_URL in .env, as in "
            "postgresql://user:password@host/database?sslmode=require, and unset them.",
        )
    lost = [name for name in only_in_the_environment() if name not in GIVEN]
    if lost:
        raise UsageError(
            f"what runs at set times would not have these settings: {', '.join(lost)}",
            "They are in this environment only, or .env says otherwise: put them into .env.",
        )


def _order(time: SetTime, values: dict[str, str]) -> Order:
    make = shutil.which("make")
    if not make:
        raise UsageError("there is no make on the PATH", "Install it.")
    environment = {
        "PATH": os.defpath if not (path := _path()) else path,
        "SEQPT_HOME": str(settings().home.resolve()),
        "SEQPT_RUNS": str(settings().runs.resolve()),
    }
    return Order(
        time,
        PROJECT_ROOT,
        schedule_folder(),
        make,
        tuple(values.items()),
        tuple(environment.items()),
    )


def _path() -> str:
    return os.pathsep.join(folder for folder in os.get_exec_path() if folder)


def _validate(time: SetTime) -> None:
    if shutil.which("systemd-analyze"):
        _call("systemd-analyze", "calendar", time.on_calendar)


def _has_user_manager() -> bool:
    if not shutil.which("systemctl"):
        return False
    asked = _asked("systemctl", "--user", "show", "--property=Version")
    return asked.returncode == 0


def _take_out_line() -> bool:
    """Take our line out of the crontab; False if there is none."""
    if not shutil.which("crontab") or (before := _crontab()) == (after := with_line(before, "")):
        return False
    _write_crontab(after)
    return True


def _take_out_timer() -> bool:
    """End the timer and take out its units; False if there are none."""
    folder = user_units_folder()
    there = [name for name in (TIMER, SERVICE) if (folder / name).exists()]
    if not there:
        return False
    if not _has_user_manager():
        raise NoScheduler(
            f"the timer of {folder / there[0]} may go on: systemd's user manager cannot be asked",
            "Say make unschedule in a login of yours, or delete the file if there is no systemd.",
        )
    if TIMER in there:
        _call("systemctl", "--user", "disable", "--now", TIMER)
    for name in there:
        (folder / name).unlink()
    _call("systemctl", "--user", "daemon-reload")
    return True


def _install_units(order: Order) -> None:
    folder = user_units_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _units(order):
        (folder / name).write_text(text, encoding="utf-8")
    _call("systemctl", "--user", "daemon-reload")
    _call("systemctl", "--user", "enable", "--now", TIMER)
    say(f"a timer of systemd calls make run-all: {order.time.on_calendar}")


def _leave_units(order: Order) -> Path:
    for name, text in _units(order):
        (order.folder / name).write_text(text, encoding="utf-8")
        say(f"# {name}", text)
    return order.folder


def _units(order: Order) -> Iterator[tuple[str, str]]:
    yield SERVICE, service_text(order)
    yield TIMER, timer_text(order)


def _crontab() -> str:
    listed = _asked("crontab", "-l")
    return listed.stdout if listed.returncode == 0 else ""  # none yet


def _write_crontab(text: str) -> None:
    _call("crontab", "-", given=text)


def _call(*words: str, given: str | None = None) -> None:
    done = _asked(*words, given=given)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NoScheduler(f"{' '.join(words)} failed: {said[-1] if said else done.returncode}", "")


def _asked(*words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, input=given, capture_output=True, text=True, check=False, timeout=SECONDS
    )
