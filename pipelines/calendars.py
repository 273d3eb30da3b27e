"""Set times as a person types them: "Mon 06:00", "daily 06:00" or "06:00"."""

import re
from dataclasses import dataclass

from seqpt_lib.errors import UsageError

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TYPED = re.compile(
    r"(?:(?P<day>[A-Za-z]+)\s+)?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)", re.ASCII
)
DAILY = {"", "daily"}


@dataclass(frozen=True)
class SetTime:
    """A time of day, every day or on one day of the week."""

    day: int | None
    """0 is Monday; None for every day."""

    hour: int
    minute: int

    @property
    def on_calendar(self) -> str:
        """As a timer of systemd has it, for example ``Mon *-*-* 06:00:00``."""
        day = "" if self.day is None else f"{DAYS[self.day]} "
        return f"{day}*-*-* {self.hour:02}:{self.minute:02}:00"

    @property
    def in_crontab(self) -> str:
        """The five fields of a crontab, for example ``0 6 * * 1``; there 0 is Sunday."""
        day = "*" if self.day is None else str((self.day + 1) % len(DAYS))
        return f"{self.minute} {self.hour} * * {day}"


def set_time(typed: str) -> SetTime:
    """Read a set time.

    Args:
        typed: A day of the week in English (three letters or whole) or ``daily``, and a time.

    Returns:
        The time; both systemd and cron can keep it.

    Raises:
        UsageError: If it is anything else.
    """
    found = TYPED.fullmatch(typed.strip())
    day = (found["day"] or "").lower() if found else "?"
    if found and (day in DAILY or (number := _number_of(day)) is not None):
        return SetTime(None if day in DAILY else number, int(found["hour"]), int(found["minute"]))
    raise UsageError(
        f"AT={typed!r} is no set time", 'Write AT="Mon 06:00", AT="daily 06:00" or AT="06:00".'
    )


def _number_of(day: str) -> int | None:
    whole = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for number, name in enumerate(whole):
        if day in {name, name[:3]}:
            return number
    return None
