"""An attacker who sees all that is shown, knows everybody's roles, and wants hidden numbers.

The unknowns are the numbers of people by competency, group (same roles and requirement) and level.
What is shown makes linear constraints. A number is recovered if no whole-numbered solution gives
it another value than the true one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Vector = npt.NDArray[np.float64]
INFINITE = np.inf
ROUNDS = 12
TOGETHER = {"time_limit": 1.0, "mip_rel_gap": 0.9}
ALONE = {"time_limit": 20.0}
INFEASIBLE = 2


class Wanted(NamedTuple):
    """A hidden number: the weights of its cells, and its true value."""

    name: str
    weights: dict[int, float]
    value: int
    competency: int
    chosen: npt.NDArray[np.bool_]

    def of(self, cells: Vector) -> int:
        """Give its value in a solution."""
        return round(sum(weight * cells[place] for place, weight in self.weights.items()))


@dataclass
class System:
    """Linear constraints over whole numbers; the first unknowns are the cells."""

    size: int
    rows: list[dict[int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    extra: int = 0

    def unknown(self) -> int:
        """Add an unknown that is no cell."""
        self.extra += 1
        return self.size + self.extra - 1

    def between(self, weights: Mapping[int, float] | Vector, low: float, high: float) -> None:
        """Know that a weighted sum of the unknowns lies between two numbers."""
        self.rows.append(dict(weights) if isinstance(weights, Mapping) else _sparse(weights))
        self.low.append(low)
        self.high.append(high)

    def equal(self, weights: Mapping[int, float] | Vector, value: float) -> None:
        self.between(weights, value, value)

    def solve(self, objective: Vector, options: Mapping[str, float]) -> Vector | None:
        """Give the cells of a solution that makes the objective large; None where none is found."""
        count = self.size + self.extra
        lengths = [len(row) for row in self.rows]
        place = np.repeat(np.arange(len(self.rows)), lengths)
        column = np.array([key for row in self.rows for key in row], dtype=np.int64)
        value = np.array([number for row in self.rows for number in row.values()], dtype=float)
        matrix = csr_array((value, (place, column)), shape=(len(self.rows), count))
        found = milp(
            -np.concatenate([objective, np.zeros(self.extra)]),
            constraints=LinearConstraint(matrix, np.array(self.low), np.array(self.high)),
            integrality=np.ones(count),
            bounds=Bounds(0, INFINITE),
            options=dict(options),
        )
        assert found.status != INFEASIBLE, "what is shown contradicts itself"
        return None if found.x is None else np.round(found.x[: self.size])


def _sparse(weights: Vector) -> dict[int, float]:
    places = np.flatnonzero(weights)
    return dict(zip(places.tolist(), weights[places].tolist(), strict=True))


def _dense(weights: Mapping[int, float], size: int) -> Vector:
    dense = np.zeros(size)
    dense[list(weights)] = list(weights.values())
    return dense


def recovered(system: System, wanted: list[Wanted], seed: int = 1) -> list[Wanted]:
    """Find the numbers that can have no other value than the true one.

    Args:
        system: What the attacker knows.
        wanted: The numbers that should be hidden.

    Returns:
        Those that are not.
    """
    random = np.random.default_rng(seed)
    left = wanted
    for _ in range(ROUNDS):
        if not left:
            return []
        signs = random.choice([-1.0, 1.0], len(left))
        objective = np.zeros(system.size)
        for sign, one in zip(signs.tolist(), left, strict=True):
            objective += sign * _dense(one.weights, system.size)
        left = _still_hidden(system, left, objective)
    return [one for one in left if _is_pinned(system, one)]


def _still_hidden(system: System, wanted: list[Wanted], objective: Vector) -> list[Wanted]:
    cells = system.solve(objective, TOGETHER)
    if cells is None:
        return wanted
    return [one for one in wanted if one.of(cells) == one.value]


def _is_pinned(system: System, one: Wanted) -> bool:
    for sign in (1.0, -1.0):
        cells = system.solve(sign * _dense(one.weights, system.size), ALONE)
        assert cells is not None, f"no answer in time about {one.name}"
        if one.of(cells) != one.value:
            return False
    return True


def tells_of_few(value: int, of: int, smallest_group: int) -> bool:
    """Tell whether a number or the rest is a small group, or everyone of a known group."""
    return 0 < value < smallest_group or 0 < of - value < smallest_group or value == of > 0


@dataclass(frozen=True)
class Unknowns:
    """The cells of all competencies, one after the other."""

    cells: dict[int, pd.DataFrame]
    start: dict[int, int]
    size: int

    @classmethod
    def of(cls, cells: dict[int, pd.DataFrame]) -> "Unknowns":
        sizes = np.cumsum([0, *(len(rows) for rows in cells.values())])
        return cls(cells, dict(zip(cells, sizes[:-1].tolist(), strict=True)), int(sizes[-1]))

    def vector(self, competency: int, values: npt.ArrayLike) -> Vector:
        """Weigh the cells of one competency."""
        weights = np.zeros(self.size)
        each = np.asarray(values, dtype=np.float64)
        weights[self.start[competency] : self.start[competency] + len(each)] = each
        return weights

    def over_all(self, value: Callable[[pd.DataFrame], npt.ArrayLike]) -> Vector:
        """Weigh the cells of all competencies."""
        every = [self.vector(c, value(rows)) for c, rows in self.cells.items()]
        return np.sum(every, axis=0) if every else np.zeros(self.size)

    def truth(self) -> Vector:
        counts = [rows["people_count"].to_numpy(np.float64) for rows in self.cells.values()]
        return np.concatenate(counts) if counts else np.zeros(0)
