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
from seqpt_lib.settings import PROJECT_ROOT, settings, user_units_folder

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
        UsageError: If ``at`` is no set time, or a value has a line end.
        NoScheduler: If there is neither a user manager of systemd nor a crontab.
    """
    order = _order(set_time(at), values)
    for name, text in values.items():
        if any(ord(letter) < FIRST_PRINTABLE for letter in text):
            raise UsageError(f"{name} has a line end or a tab", "Separate by spaces.")
    _validate(order.time)
    order.folder.mkdir(parents=True, exist_ok=True)
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
    """Take out whatever `schedule` installed."""
    found = []
    folder = user_units_folder()
    if any((folder / name).exists() for name in (TIMER, SERVICE)):
        if _has_user_manager():
            _call("systemctl", "--user", "disable", "--now", TIMER)
        for name in (TIMER, SERVICE):
            (folder / name).unlink(missing_ok=True)
        if _has_user_manager():
            _call("systemctl", "--user", "daemon-reload")
        found.append("the timer")
    if shutil.which("crontab") and (before := _crontab()) != (after := with_line(before, "")):
        _write_crontab(after)
        found.append("the line of the crontab")
    say(f"{' and '.join(found)} is gone" if found else "nothing was scheduled")


def failure() -> str:
    """Tell whether the last scheduled run of all failed.

    Returns:
        A line that says so; empty if it did not.
    """
    with suppress(OSError):
        return (schedule_folder() / FAILED).read_text(encoding="utf-8").strip()
    return ""


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
