"""Numbers of people, and what may be shown of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Guarded:
    """A number, whether it may be shown, and what can be worked out about it where it may not."""

    value: int
    is_shown: bool
    lowest: int
    highest: int

    def __str__(self) -> str:
        """Say what may be said: the number, or between what it lies."""
        return str(self.value) if self.is_shown else f"{self.lowest} to {self.highest}"


def guarded_people(value: int, total: int, smallest_group: int) -> Guarded:
    """Guard a number of people of a total that is known.

    Args:
        value: People in the group.
        total: People of whom it is a part.
        smallest_group: People of a group that may be shown.

    Returns:
        Shown if the group and the rest are each empty or large enough; never of a total that is
        too small itself.
    """
    groups = (value, total - value)
    if total >= smallest_group and all(group == 0 or group >= smallest_group for group in groups):
        return Guarded(value, is_shown=True, lowest=value, highest=value)
    if 0 < value < smallest_group <= total:
        return Guarded(value, is_shown=False, lowest=1, highest=smallest_group - 1)
    if 0 < total - value < smallest_group <= total:
        return Guarded(value, is_shown=False, lowest=total - smallest_group + 1, highest=total - 1)
    return Guarded(value, is_shown=False, lowest=0, highest=total)


def guarded_sum(terms: Iterable[Guarded]) -> Guarded:
    """Guard a sum of numbers of which some are hidden.

    Args:
        terms: The numbers.

    Returns:
        Shown if all terms are; otherwise between the sums of what can be worked out of them, so
        that it tells nothing more.

    Source: docs/explanation/small-groups.md, "Sums".
    """
    terms = list(terms)
    value, lowest, highest = (
        sum(getattr(term, name) for term in terms) for name in ("value", "lowest", "highest")
    )
    return Guarded(value, all(term.is_shown for term in terms), lowest, highest)
