"""What runs `make run-all` at set times: texts of systemd units, and a line of a crontab. Pure."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from pipelines.calendars import SetTime

SERVICE, TIMER = "seqpt-run-all.service", "seqpt-run-all.timer"
MARK = "# seqpt run-all"
"""Ends the line of the crontab that is ours."""

LOG, FAILED, LOCK = "run-all.log", "FAILED", "lock"
"""Files in the folder of the schedule."""

HELD = 75
"""Exit code of ``flock`` where the last run still goes on; ``make`` has no such code."""

_AFTERWARDS = (
    'if [ "$SERVICE_RESULT" = success ]; then rm -f "$0"; '
    'else echo "seqpt run-all failed: see $1" >"$0"; fi'
)


@dataclass(frozen=True)
class Order:
    """What shall be done at set times, and where."""

    time: SetTime
    root: Path
    """Folder of the project."""

    folder: Path
    """Where log and lock are."""

    make: str
    """Path of the command ``make``."""

    values: tuple[tuple[str, str], ...]
    """Variables for ``make``, as typed: ORGS, JOBS, SCHEDULER, SET. Never a secret."""

    environment: tuple[tuple[str, str], ...]
    """Paths only: the address of the database and keys come from ``.env``."""

    @property
    def log(self) -> Path:
        """File that takes what is said."""
        return self.folder / LOG

    @property
    def failed(self) -> Path:
        """File that is there while the last run of all was none that succeeded."""
        return self.folder / FAILED

    @property
    def command(self) -> list[str]:
        """The command whole, from any working folder."""
        given = [f"{name}={text}" for name, text in self.values if text]
        return [self.make, "--no-print-directory", "-C", str(self.root), "run-all", *given]


def service_text(order: Order) -> str:
    """Write the service that runs all once; it cannot overlap itself.

    Args:
        order: What shall be done.

    Returns:
        Text of the unit.
    """
    environment = [f"Environment={_quoted(f'{name}={text}')}" for name, text in order.environment]
    ended = ["/bin/sh", "-c", _AFTERWARDS, str(order.failed), str(order.log)]
    return _unit(
        [
            "[Unit]",
            "Description=SE-QPT: learning plans of all organizations",
            "",
            "[Service]",
            "Type=oneshot",
            f"WorkingDirectory={_percent(str(order.root))}",
            *environment,
            f"ExecStart={_command(order.command)}",
            f"ExecStopPost={_command(ended)}",
            f"StandardOutput=append:{_percent(str(order.log))}",
            f"StandardError=append:{_percent(str(order.log))}",
        ]
    )


def timer_text(order: Order) -> str:
    """Write the timer that starts the service; a time that was missed is made up for.

    Args:
        order: What shall be done.

    Returns:
        Text of the unit.
    """
    return _unit(
        [
            "[Unit]",
            "Description=SE-QPT: when learning plans are made",
            "",
            "[Timer]",
            f"OnCalendar={order.time.on_calendar}",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
        ]
    )


def cron_line(order: Order, flock: str) -> str:
    """Write the line of a crontab; a run that still goes on is not overtaken.

    A failure leaves a file beside the log, and a line that cron sends by mail where it can. A
    time at which the last run still goes on changes nothing.

    Args:
        order: What shall be done.
        flock: Path of the command ``flock``.

    Returns:
        One line, without its end.
    """
    failed, log = shlex.quote(str(order.failed)), shlex.quote(str(order.log))
    variables = [f"{name}={shlex.quote(text)}" for name, text in order.environment]
    lock = [shlex.quote(flock), "-n", "-E", str(HELD), shlex.quote(str(order.folder / LOCK))]
    run = " ".join([*variables, *lock, *map(shlex.quote, order.command)])
    command = (
        f"if {run} >>{log} 2>&1; then rm -f {failed}; "
        f'elif [ $? -ne {HELD} ]; then echo "seqpt run-all failed: see "{log} | tee {failed}; fi'
    )
    return f"{order.time.in_crontab} {command.replace('%', chr(92) + '%')} {MARK}"


def with_line(crontab: str, line: str) -> str:
    """Put our line into a crontab, in place of an earlier one.

    Args:
        crontab: What it holds now.
        line: Our line; empty to take it out.

    Returns:
        The crontab with all other lines as they were.
    """
    others = [each for each in crontab.splitlines() if not each.endswith(MARK)]
    return "".join(f"{each}\n" for each in [*others, *([line] if line else [])])


def _unit(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    escaped = _percent(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _command(words: list[str]) -> str:
    """Write a command; systemd takes variables in what follows the program, unless doubled."""
    program, *arguments = map(_quoted, words)
    return " ".join([program, *(argument.replace("$", "$$") for argument in arguments)])
