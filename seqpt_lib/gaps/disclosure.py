"""What may be shown: no number from which the level of a few people can be worked out.

A number of people is the size of a set of people. The sets shown so far split the people into
parts: two people are in the same part if every shown set holds both or neither. A further set is
shown only if every part stays empty or large enough. So whatever is added, subtracted or compared,
only parts can be told apart, and each part is a group that may be shown.
"""

import numpy as np
import numpy.typing as npt

from seqpt_lib.model.guarded import Guarded

Chosen = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


class Disclosure:
    """The people who answered for one competency, split into parts by all that is shown of them.

    Where they are too few, or all at one level, nothing is shown but their number.
    """

    def __init__(self, current_level: Counts, people_count: Counts, smallest_group: int) -> None:
        self._people = people_count
        self._smallest = smallest_group
        self._part = np.zeros(len(people_count), dtype=np.int64)
        total = int(people_count.sum())
        is_alike = len(np.unique(current_level)) == 1
        self._may_show = total == 0 or (total >= smallest_group and not is_alike)

    def show(self, chosen: Chosen) -> bool:
        """Ask to show how many people are in a set.

        Args:
            chosen: For each count of people whether they are in the set.

        Returns:
            True if the number may be shown; from then on it counts as shown.
        """
        split = self._part * 2 + chosen
        parts, numbers = np.unique(split, return_inverse=True)
        sizes = self._sizes(numbers, len(parts))
        if not self._may_show or (sizes[sizes > 0] < self._smallest).any():
            return False
        self._part = numbers
        return True

    def guarded(self, chosen: Chosen) -> Guarded:
        """Count the people in a set, and tell whether that tells more than what is shown.

        Args:
            chosen: For each count of people whether they are in the set.

        Returns:
            The number; shown if every part lies inside or outside the set.
        """
        parts = int(self._part.max(initial=0)) + 1
        sizes = self._sizes(self._part, parts)
        inside = self._sizes(self._part[chosen], parts, self._people[chosen])
        value = int(inside.sum())
        if not self._may_show:
            return Guarded(value, is_shown=False, lowest=0, highest=int(sizes.sum()))
        lowest, highest = int(sizes[inside == sizes].sum()), int(sizes[inside > 0].sum())
        return Guarded(value, lowest == highest, lowest, highest)

    def _sizes(self, parts: Counts, number: int, people: Counts | None = None) -> Counts:
        weights = self._people if people is None else people
        return np.bincount(parts, weights=weights, minlength=number).astype(np.int64)
