"""What the attacker reads: everything that is shown of an organization, as constraints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from seqpt_lib import gaps
from seqpt_lib.gaps.hidden import LEVEL_COLUMNS
from seqpt_lib.gaps.parts import (
    below,
    cells_by_competency,
    gap_of,
    has_role,
    need,
)
from seqpt_lib.gaps.scenarios import FIT_WEIGHTS, SCENARIOS
from seqpt_lib.model.levels import LEVELS, TRAINED_LEVELS
from seqpt_lib.model.targets import organization_targets
from tests.unit.attack import INFINITE, System, Unknowns, Vector, Wanted, tells_of_few

Tables = dict[str, pd.DataFrame]
Spoil = Callable[[Tables], Tables]


@dataclass(frozen=True)
class Case:
    """An organization, its choice of archetypes, and other choices that are compared."""

    levels: gaps.PersonLevels
    role_levels: pd.DataFrame
    archetype_targets: pd.DataFrame
    archetype_ids: Sequence[int]
    choices: Sequence[Sequence[int]]
    smallest_group: int = 5
    rule: str = "role_capped"


class AttackOnTables:
    """The tables of a case, and the numbers that are hidden in them."""

    def __init__(self, case: Case, spoil: Spoil = lambda tables: tables) -> None:
        self.case = case
        targets = organization_targets(case.archetype_targets, list(case.archetype_ids))
        self.is_capped = bool(targets["is_capped"].all())
        self.standings = gaps.with_targets(gaps.count_standings(case.levels), targets, case.rule)
        self.parts = gaps.split_people(
            self.standings,
            case.levels.sets,
            is_capped=self.is_capped,
            smallest_group=case.smallest_group,
        )
        self.made = made = gaps.organization_tables(
            case.levels,
            self.standings,
            case.role_levels,
            targets,
            case.archetype_targets,
            self.parts,
        )
        self.unknowns = Unknowns.of(cells_by_competency(self.standings))
        self.system = System(self.unknowns.size)
        self.wanted: list[Wanted] = []
        self.shown: dict[int, list[tuple[npt.NDArray[np.bool_], int]]] = {
            competency: [] for competency in self.unknowns.cells
        }
        self._read_roles()
        self._read_tables(spoil(made))
        self._want_people()

    def _read_roles(self) -> None:
        for competency, rows in self.unknowns.cells.items():
            for group, of_group in rows.groupby("group"):
                size = of_group["people_count"].sum()
                self._between(competency, rows["group"] == group, size, size)

    def _count(
        self, name: str, competency: int, chosen: npt.ArrayLike, shown: object, among: object = True
    ) -> None:
        """Learn a number, or want it."""
        rows, each = self.unknowns.cells[competency], np.asarray(chosen, dtype=bool)
        people = rows["people_count"].to_numpy()
        value, of = int(people[each].sum()), int(people[np.broadcast_to(among, each.shape)].sum())
        if not pd.isna(shown):
            self._between(competency, each, float(shown), float(shown))  # type: ignore[arg-type]
            self.shown[competency].append((each, value))
        elif tells_of_few(value, of, self.case.smallest_group):
            weights = self._by_place(competency, each)
            self.wanted.append(Wanted(f"{name} of {competency}", weights, value, competency, each))

    def hidden(self) -> list[Wanted]:
        """The numbers that neither roles nor what is shown to be nobody's tell."""
        nobodys = {competency: self._nobodys(competency) for competency in self.unknowns.cells}
        return [w for w in self.wanted if not self._follows(w, nobodys[w.competency])]

    def _nobodys(self, competency: int) -> npt.NDArray[np.bool_]:
        """The cells that are shown to be nobody's.

        They are in one shown set and not in another of the same size, or in groups (not of a few)
        whose people are all in a shown set. The rest of a shown set is shown, too.
        """
        rows = self.unknowns.cells[competency]
        people = rows["people_count"].to_numpy()
        none, everyone = np.zeros(len(people), dtype=bool), np.ones(len(people), dtype=bool)
        total = int(people.sum())
        shown = [(none, 0), (everyone, total), *self.shown[competency]]
        shown += [(~one, total - size) for one, size in self.shown[competency]]
        empty = none.copy()
        for one, size in shown[1:]:
            touched = rows["group"].isin(rows["group"][one]).to_numpy()
            if size == people[touched].sum() >= self.case.smallest_group:
                empty |= touched & ~one
        for (one, size), (other, same) in combinations(shown, 2):
            if size == same and (not (one & ~other).any() or not (other & ~one).any()):
                empty |= one ^ other
        return empty

    def _follows(self, one: Wanted, is_nobodys: npt.NDArray[np.bool_]) -> bool:
        """Tell whether roles alone tell a number, each group having two levels or more."""
        rows, possible = self.unknowns.cells[one.competency], ~is_nobodys
        grouped = pd.Series(one.chosen[possible]).groupby(rows["group"].to_numpy()[possible])
        return bool((grouped.any() == grouped.all()).all() and (grouped.size() > 1).all())

    def _read_tables(self, tables: Tables) -> None:
        shown = {
            name: gaps.without_hidden(rows)
            for name, rows in tables.items()
            if "shown_columns" in rows
        }
        for row in shown["competency_statistic"].to_dict("records"):
            if row["competency_id"] in self.unknowns.cells:
                self._read_statistic(row["competency_id"], row)
        self._read_needs(shown["need"], shown["role_need"])
        self._read_role_statistics(shown["role_statistic"])
        for row in shown["archetype_fit"].to_dict("records"):
            self._read_fit(row)

    def _read_statistic(self, competency: int, row: dict) -> None:
        rows = self.unknowns.cells[competency]
        current, people = rows["current_level"].to_numpy(), int(rows["people_count"].sum())
        for level, column in LEVEL_COLUMNS.items():
            self._count(column, competency, current == level, row[column])
        self._count("below", competency, below(rows), row["below_target_count"])
        self._read_interval(competency, row, people)
        if not pd.isna(row["median_level"]):
            half, median = (people + 1) // 2, row["median_level"]
            self._between(competency, current < median, 0, half - 1)
            self._between(competency, current <= median, half, people)
        if not pd.isna(row["largest_gap"]):
            self._between(competency, gap_of(rows) >= row["largest_gap"], 1, people)
            self._between(competency, gap_of(rows) > row["largest_gap"], 0, 0)
        found = gaps.with_scenarios(rows)["scenario"].to_numpy()
        if not pd.isna(row["uncovered_share"]):
            uncovered = row["uncovered_share"] * people
            self._between(competency, found == "B", uncovered - 1e-6, uncovered + 1e-6)
        assert pd.isna(row["priority"]) or not pd.isna(row["uncovered_share"] + row["largest_gap"])
        if not pd.isna(row["training_method"]) and not pd.isna(row["below_target_count"]):
            self._read_spread(competency, current, people, row)

    def _read_interval(self, competency: int, row: dict, people: int) -> None:
        """The interval tells the number of people by itself."""
        ends = [row[f"at_target_share_{end}"] for end in ("low", "high")]
        for at_target in range(people + 1) if not any(map(pd.isna, ends)) else ():
            if gaps.wilson_interval(at_target, people) == tuple(ends):
                rows = self.unknowns.cells[competency]
                self._between(competency, ~below(rows), at_target, at_target)

    def _read_spread(self, competency: int, current: Vector, people: int, row: dict) -> None:
        """A method tells whether the variance is above 4: choose the total, then it is linear."""
        counts = self.unknowns.truth()[self.unknowns.start[competency] :][: len(current)]
        per_level = pd.Series({lv: counts[current == lv].sum() for lv in LEVELS}).astype("int64")
        methods = {
            spread: gaps.training_method(row["below_target_count"], people, spread)
            for spread in (True, False)
        }
        if methods[True] == methods[False]:
            return
        spread = gaps.is_spread(per_level)
        totals = {self.system.unknown(): total for total in range(6 * people + 1)}
        self.system.equal(dict.fromkeys(totals, 1.0), 1)
        weights = self._by_place(competency, current)
        self.system.equal(weights | {u: -float(t) for u, t in totals.items()}, 0)
        squares = self._by_place(competency, people * current**2)
        limit = {u: -float(t**2 + 4 * people**2) for u, t in totals.items()}
        self.system.between(squares | limit, *((1, INFINITE) if spread else (-INFINITE, 0)))

    def _read_needs(self, needs: pd.DataFrame, role_needs: pd.DataFrame) -> None:
        in_all = needs.set_index(["competency_id", "level"])["people_count"]
        per_role = role_needs.set_index(["role_cluster_id", "competency_id", "level"])
        for competency, rows in self.unknowns.cells.items():
            for level in TRAINED_LEVELS:
                who = need(rows, level)
                shown = in_all.get((competency, level))
                self._count(f"need {level}", competency, who, shown)
                if (competency, level) in in_all.index:  # listed: somebody is in need
                    self._between(competency, who, 1, int(rows["people_count"].sum()))
                for role in self._roles():
                    has = has_role(rows, self.case.levels.sets, role)
                    shown = per_role["people_count"].get((role, competency, level))
                    name = f"role {role} need {level}"
                    self._count(name, competency, has & who, shown, has)

    def _read_role_statistics(self, statistics: pd.DataFrame) -> None:
        table = statistics.set_index(["role_cluster_id", "competency_id"])
        for competency, rows in self.unknowns.cells.items():
            for role in self._roles():
                has = has_role(rows, self.case.levels.sets, role)
                for column, who in (
                    ("below_target_count", below(rows)),
                    *((name, rows["current_level"] == lv) for lv, name in LEVEL_COLUMNS.items()),
                ):
                    shown = table[column].get((role, competency))
                    self._count(f"role {role} {column}", competency, has & who, shown, has)

    def _read_fit(self, row: dict) -> None:
        competency = row["competency_id"]
        rows, archetype = self.unknowns.cells[competency], row["archetype_id"]
        targets = self.case.archetype_targets.set_index(["archetype_id", "competency_id"])
        aim = int(targets["target_level"].loc[(archetype, competency)])
        found = gaps.with_scenarios(rows.assign(organization_level=aim))["scenario"].to_numpy()
        people = int(rows["people_count"].sum())
        for name in SCENARIOS:
            share = row[f"scenario_{name.lower()}_share"] * people
            count = row[f"scenario_{name.lower()}_count"]
            self._count(f"archetype {archetype} {name}", competency, found == name, count)
            if not pd.isna(share):
                self._between(competency, found == name, share - 1e-6, share + 1e-6)
        if not pd.isna(row["fit"]):
            weight = np.array([FIT_WEIGHTS[name] for name in found])
            self._between(
                competency, weight, row["fit"] * people - 1e-6, row["fit"] * people + 1e-6
            )

    def _want_people(self) -> None:
        """Everyone of a group at one level, and a few of it at one, would tell of persons."""
        for competency, rows in self.unknowns.cells.items():
            for place, row in enumerate(rows.to_dict("records")):
                chosen = np.arange(len(rows)) == place
                of_group = (rows["group"] == row["group"]).to_numpy()
                name = f"group {row['group']} at {row['current_level']}"
                self._count(name, competency, chosen, None, of_group)

    def _by_place(self, competency: int, values: npt.ArrayLike) -> dict[int, float]:
        each = np.asarray(values, dtype=np.float64)
        start = self.unknowns.start[competency]
        return {start + int(p): float(each[p]) for p in np.flatnonzero(each)}

    def _between(self, competency: int, chosen: npt.ArrayLike, low: float, high: float) -> None:
        self.system.between(self._by_place(competency, chosen), low, high)

    def _roles(self) -> list[int]:
        return sorted(set(self.case.levels.sets.members["role_cluster_id"].tolist()))
