"""What may be shown: no number from which the level of a few people can be worked out.

A cell is what people can have in common: the same roles and requirement (a group, which others
may know) and the same level. The sets of people whose size is shown split the cells into parts.
Everything else that is shown follows from the sizes of the parts.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqpt_lib.model.guarded import Guarded

Chosen = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """What can be told apart of the people who answered for one competency; arrays of one length.

    Every group has a cell for each level, also for one that nobody has.
    """

    group: Counts
    """Number of the group, from 0: who has the same roles and requirement."""

    current_level: Counts
    people_count: Counts


class Disclosure:
    """The people who answered for one competency, split into parts by all that is shown of them.

    1. A part is empty or has at least as many people as a group that may be shown.
    2. Wherever a group leaves open on which of two parts its people stand, at least so many on
       either side could stand on the other; that a part is empty is told of at least so many.
    3. Every group leaves open at least two levels.
    4. A part with no more people than levels is not split: what is hidden would tell that there
       is somebody at each.
    5. Once two parts have people, a group of few who are told not to be somewhere can stand in
       two of them: parts that are empty could together tell on which side these few stand.

    So anybody could change places with somebody of another level, or be at another level of the
    same part, and nothing that is shown would be different.
    """

    def __init__(self, cells: Cells, smallest_group: int) -> None:
        self._cells = cells
        self.smallest_group = smallest_group
        part = np.zeros(len(cells.group), dtype=np.int64)
        self._split(part, self._sizes_of(part, 1))
        self._refused: set[bytes] = set()
        """Sets that were asked for since people were last split; many are asked for again."""

    def show(self, chosen: Chosen) -> bool:
        """Ask to show how many people are in a set.

        Args:
            chosen: For each cell whether its people are in the set.

        Returns:
            True if the number may be shown; from then on it counts as shown.
        """
        if chosen.tobytes() in self._refused:
            return False
        kind = self._part * 2 + chosen
        is_there = np.bincount(kind, minlength=2 * len(self._sizes)) > 0
        number = int(np.count_nonzero(is_there))
        if number == len(self._sizes):
            return True
        part: Counts = (np.cumsum(is_there) - 1)[kind]
        sizes = self._sizes_of(part, number)
        if not self._may_split(part, sizes):
            self._refused.add(chosen.tobytes())
            return False
        self._split(part, sizes)
        self._refused.clear()
        return True

    def guarded(self, values: npt.ArrayLike) -> Guarded:
        """Add up a value of people, or count a set, and tell what follows from what is shown.

        Args:
            values: For each cell what each of its people counts for; True and False count a set.

        Returns:
            The sum; shown if it is the same wherever people stand within their parts.
        """
        each = np.asarray(values, dtype=np.int64)
        lowest, highest = self.extremes(each)
        least, most = int(self.sizes() @ lowest), int(self.sizes() @ highest)
        value = int(self._cells.people_count @ each)
        return Guarded(value, least == most, least, most)

    def extremes(self, values: npt.ArrayLike) -> tuple[Counts, Counts]:
        """Give the range of a value within each part that has people.

        Args:
            values: One value per cell.

        Returns:
            The lowest and the highest value per part.
        """
        each = np.asarray(values, dtype=np.int64)[self._order]
        is_used = self._sizes > 0
        lowest: Counts = np.minimum.reduceat(each, self._starts)[is_used]
        highest: Counts = np.maximum.reduceat(each, self._starts)[is_used]
        return lowest, highest

    def sizes(self) -> Counts:
        """Give the number of people in each part that has people.

        Returns:
            One number per part.
        """
        return self._sizes[self._sizes > 0]

    def _split(self, part: Counts, sizes: Counts) -> None:
        self._part, self._sizes = part, sizes
        self._order = np.argsort(part, kind="stable")
        self._starts = np.flatnonzero(np.diff(part[self._order], prepend=-1))
        """Where in this order each part begins; none is without cells."""

    def _may_split(self, part: Counts, sizes: Counts) -> bool:
        is_too_small = (sizes > 0) & (sizes < self.smallest_group)
        return not (
            is_too_small.any()
            or self._splits_few(part)
            or not self._is_open(part, sizes)
            or self._places_few(part, sizes)
        )

    def _splits_few(self, part: Counts) -> bool:
        """Tell whether a part is split that has no more people than levels."""
        before = len(self._sizes)
        belongs = np.zeros(int(part.max()) + 1, dtype=np.int64)
        belongs[part] = self._part
        is_split = np.bincount(belongs, minlength=before) > 1
        has_level = np.zeros((before, int(self._cells.current_level.max()) + 1), dtype=bool)
        has_level[self._part, self._cells.current_level] = True
        levels = has_level.sum(axis=1)
        return bool((is_split & (self._sizes > 0) & (self._sizes <= levels)).any())

    def _is_open(self, part: Counts, sizes: Counts) -> bool:
        """Tell whether enough people are in each part, and could change places with others."""
        group = self._cells.group
        people = np.zeros((int(group.max()) + 1, len(sizes)), dtype=np.int64)
        np.add.at(people, (group, part), self._cells.people_count)
        can_stand = np.zeros_like(people)
        can_stand[group, part] = 1
        could_move = people.T @ can_stand
        is_open = ((can_stand.T @ can_stand) > 0) & (sizes > 0)[:, np.newaxis]
        levels = np.bincount(group, weights=sizes[part] > 0)
        return bool((could_move >= self.smallest_group)[is_open].all() and (levels > 1).all())

    def _places_few(self, part: Counts, sizes: Counts) -> bool:
        """Tell whether empty parts leave a group of few people only one part that has people."""
        if np.count_nonzero(sizes) <= 1:
            return False
        group = self._cells.group
        can_stand = np.zeros((int(group.max()) + 1, len(sizes)), dtype=bool)
        can_stand[group, part] = True
        is_few = np.bincount(group, weights=self._cells.people_count) < self.smallest_group
        is_told = can_stand[:, sizes == 0].any(axis=1)
        has_one_part = can_stand[:, sizes > 0].sum(axis=1) <= 1
        return bool((is_few & is_told & has_one_part).any())

    def _sizes_of(self, part: Counts, number: int) -> Counts:
        counted = np.bincount(part, weights=self._cells.people_count, minlength=number)
        return counted.astype(np.int64)
