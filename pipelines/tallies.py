"""What became of many organizations: a line meanwhile, a table and an exit code at the end."""

from collections import Counter
from dataclasses import dataclass, field

from pipelines.one_of_many import Fate, Outcome

MIXED_CODE = 20
"""The exit code where organizations failed for different reasons, or some were not run."""

MOST_NAMED = 20
"""Organizations named below the table; the ledger knows all."""

FATES: tuple[Fate, ...] = ("done", "skipped", "stopped", "failed", "not run")
GOOD: tuple[Fate, ...] = ("done", "skipped")
TITLES = {"stopped": "stopped by a gate"}
MINUTE, HOUR = 60, 3600


@dataclass
class Tally:
    """Counts and a few names: its size does not depend on the number of organizations."""

    total: int
    """How many there are to run."""

    counts: Counter[tuple[Fate, int]] = field(default_factory=Counter)
    """By fate and exit code."""

    named: list[Outcome] = field(default_factory=list)
    """The first of those that are neither done nor skipped."""

    def add(self, outcome: Outcome) -> None:
        """Count one organization."""
        self.counts[outcome.fate, outcome.code] += 1
        if outcome.fate in {"stopped", "failed"} and len(self.named) < MOST_NAMED:
            self.named.append(outcome)

    @property
    def by_fate(self) -> dict[Fate, int]:
        """How many became what, whatever their codes."""
        return {
            fate: sum(count for (each, _), count in self.counts.items() if each == fate)
            for fate in FATES
        }

    @property
    def ended(self) -> int:
        """How many were run, with whatever end."""
        return sum(count for (fate, _), count in self.counts.items() if fate != "not run")

    @property
    def failed(self) -> int:
        """How many were run and are neither done nor skipped."""
        return sum(
            count for (fate, _), count in self.counts.items() if fate not in {*GOOD, "not run"}
        )

    def close(self) -> None:
        """Count as not run whatever was not run."""
        missing = self.total - sum(self.counts.values())
        if missing > 0:
            self.counts["not run", 0] += missing

    @property
    def exit_code(self) -> int:
        """0 if all are done or skipped; the code that all others share; else 20.

        One that is not run has no code of its own, so it counts as 20.
        """
        others = [each for each in self.counts if each[0] not in GOOD]
        codes = {MIXED_CODE if fate == "not run" else code for fate, code in others}
        return 0 if not codes else codes.pop() if len(codes) == 1 else MIXED_CODE


def progress_line(tally: Tally, seconds: float, workers: int) -> str:
    """Say how far it is.

    Args:
        tally: What is counted so far.
        seconds: Since the first organization began.
        workers: Workers that run now.

    Returns:
        For example ``"57/200 organizations, 2 not done, 1.43 s each, 3 min left, 3 workers"``.
    """
    said = [f"{tally.ended}/{tally.total} organizations"]
    if tally.failed:
        said.append(f"{tally.failed} not done")
    if tally.ended:
        each = seconds / tally.ended
        said += [f"{each:.2f} s each", f"{_long(each * (tally.total - tally.ended))} left"]
    return ", ".join([*said, f"{workers} worker{'s' * (workers != 1)}"])


def table_lines(tally: Tally, seconds: float) -> list[str]:
    """Write what became of all as a table, and name the first that are not done.

    Args:
        tally: All counts.
        seconds: Wall-clock time of the whole.

    Returns:
        The lines.
    """
    rows = [("organizations", "what became of them", "code")]
    order = sorted(tally.counts, key=lambda each: (FATES.index(each[0]), each[1]))
    for fate, code in order:
        shown = "-" if fate == "not run" else str(code)
        rows.append((f"{tally.counts[fate, code]:,}", TITLES.get(fate, fate), shown))
    width = max(len(title) for _, title, _ in rows)
    lines = [f"{count:>13}  {title:<{width}}  {code:>4}" for count, title, code in rows]
    each = f", {seconds / tally.ended:.2f} s each" if tally.ended else ""
    return [*lines, f"  {_long(seconds)} in all{each}.", *_named_lines(tally)]


def _named_lines(tally: Tally) -> list[str]:
    lines = [
        f"  {outcome.org}: {TITLES.get(outcome.fate, outcome.fate)}, code {outcome.code}: "
        f"{outcome.message or 'see its run.log'}"
        for outcome in tally.named
    ]
    more = tally.failed - len(tally.named)
    return [*lines, f"  and {more} more: make last"] if more else lines


def _long(seconds: float) -> str:
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < HOUR else f"{seconds / HOUR:.1f} h"
