"""Numbers of people, and what may be shown of them."""

from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_HIDDEN_TERMS = 4
"""Hidden terms of a sum that may be shown."""


@dataclass(frozen=True)
class Guarded:
    """A number, whether it may be shown, and what can be worked out about it where it may not."""

    value: int
    is_shown: bool
    lowest: int
    highest: int

    def times(self, factor: int) -> "Guarded":
        """Multiply the number.

        Args:
            factor: Hours or levels that each of the people stands for.

        Returns:
            The product, with what can be worked out about it.
        """
        return Guarded(
            self.value * factor, self.is_shown, self.lowest * factor, self.highest * factor
        )

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


def guarded_sum(terms: Iterable[Guarded], smallest_group: int) -> Guarded:
    """Guard a sum of numbers of which some are hidden.

    Args:
        terms: The numbers.
        smallest_group: People of a group that may be shown.

    Returns:
        Shown if all terms are, or if so many are hidden, and lie so far from what they can be at
        the least and at the most, that the sum pins none of them down.
    """
    terms = list(terms)
    value = sum(term.value for term in terms)
    hidden = [term for term in terms if not term.is_shown]
    lowest, highest = sum(term.lowest for term in terms), sum(term.highest for term in terms)
    is_shown = not hidden or (
        len(hidden) >= FEWEST_HIDDEN_TERMS
        and value - lowest >= smallest_group * len(hidden) // 2
        and highest - value >= smallest_group * len(hidden) // 2
    )
    return Guarded(value, is_shown, value if is_shown else lowest, value if is_shown else highest)
