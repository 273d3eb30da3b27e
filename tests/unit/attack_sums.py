"""The attacker also reads sums, plans, changes and comparisons."""

from collections.abc import Callable

import numpy.typing as npt
import pandas as pd

from seqpt_lib import gaps, reports
from seqpt_lib.gaps.parts import (
    CompetencyCells,
    below,
    cells_by_competency,
    gap_of,
    hours_count,
    steps_count,
)
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.targets import organization_targets
from seqpt_lib.plans import PlanDifference
from tests.unit.attack import INFINITE, Vector
from tests.unit.attack_tables import AttackOnTables, Case, Spoil

HOURS_PER_WEEK = 4.0


class Attack(AttackOnTables):
    """Everything shown of a case, and the numbers that are hidden."""

    def __init__(self, case: Case, spoil: Spoil = lambda tables: tables) -> None:
        super().__init__(case, spoil)
        self._read_totals(self.made["competency_statistic"])
        self._read_choices()

    def _read_totals(self, made: pd.DataFrame) -> None:
        levels = self.case.levels
        targets = organization_targets(self.case.archetype_targets, list(self.case.archetype_ids))
        target = gaps.targets_of_people(levels, targets, self.case.rule)
        totals = gaps.totals(levels, target, self.standings, self.parts)
        self._sum(below, totals["answers_with_gap"])
        self._sum(gap_of, totals["gap_size_sum"])
        self._sum(steps_count, totals["person_steps"])
        with_gaps = self._people_with_gaps(self.unknowns.cells)
        self._bounds(with_gaps, totals["people_with_gaps"])
        has_gap = gaps.gap_sizes(levels.current, target).gt(0).any(axis=1)
        self._read_plans(has_gap, with_gaps, made)
        both = reports.compare_statistics(made, made, self.case.smallest_group)
        compared = reports.changes_table(None, [], both, _names(made)).data
        for row in compared.assign(competency_id=made["competency_id"]).to_dict("records"):
            if (
                row["below_target_count"] != "hidden"
                and row["competency_id"] in self.unknowns.cells
            ):
                rows = self.unknowns.cells[row["competency_id"]]
                shown = row["below_target_count"]
                self._between(row["competency_id"], below(rows), shown, shown)

    def _read_plans(
        self, has_gap: pd.Series, with_gaps: dict[int, float], made: pd.DataFrame
    ) -> None:
        planned = has_gap[has_gap]
        everyone = len(has_gap)
        new = pd.DataFrame({"user_id": planned.index})
        difference = PlanDifference(new, new[:0], new[:0], unchanged_count=0)
        assessed = int(self.case.levels.current.notna().any(axis=1).sum())
        counts = reports.plan_counts(difference, made, assessed, everyone)
        for name in ("new", "current"):
            self._bounds(with_gaps, counts[name])
        targets = organization_targets(self.case.archetype_targets, list(self.case.archetype_ids))
        needs = self.made["need"]
        weeks = reports.weeks_table(needs, made, targets, assessed, HOURS_PER_WEEK)
        hours_in_all = weeks.iloc[0]
        self.system.between(
            self.unknowns.over_all(hours_count), hours_in_all["at_least"], hours_in_all["at_most"]
        )

    def _read_choices(self) -> None:
        case = self.case
        rules = gaps.Rules(case.rule, HOURS_PER_WEEK, case.smallest_group)
        found = gaps.situation(
            case.levels, case.role_levels, case.archetype_targets, case.archetype_ids, rules
        )
        for choice in case.choices:
            result = gaps.outcome(found, list(choice))
            targets = organization_targets(case.archetype_targets, list(choice))
            cells = cells_by_competency(
                gaps.with_targets(gaps.count_standings(case.levels), targets, case.rule)
            )
            aimed = {id(self.unknowns.cells[c]): rows for c, rows in cells.items()}
            self._sum(lambda rows, a=aimed: steps_count(a[id(rows)]), result.person_steps)
            self._sum(lambda rows, a=aimed: hours_count(a[id(rows)]), result.learning_hours)
            self._bounds(self._people_with_gaps(cells), result.people_with_gaps)
            for row in result.competencies.to_dict("records"):
                if row["competency_id"] in cells:
                    shown = row["below_target_count"] if row["is_shown"] else None
                    who = below(cells[row["competency_id"]])
                    self._count(f"choice {choice} below", row["competency_id"], who, shown)

    def _people_with_gaps(self, cells: CompetencyCells) -> dict[int, float]:
        """Of a role set: at least as many as in any competency, at most as in all together."""
        with_gaps = {}
        for role_set in sorted(set(self.case.levels.sets.of_person)):
            each = self.system.unknown()
            with_gaps[each] = 1.0
            in_all: dict[int, float] = {}
            for competency, rows in cells.items():
                who = below(rows) & (rows["role_set_id"] == role_set).to_numpy()
                weights = self._by_place(competency, who)
                self.system.between({each: 1.0} | {k: -v for k, v in weights.items()}, 0, INFINITE)
                in_all |= weights
            self.system.between({each: -1.0} | in_all, 0, INFINITE)
            members = int((self.case.levels.sets.of_person == role_set).sum())
            self.system.between({each: 1.0}, 0, members)
        return with_gaps

    def _sum(self, value: Callable[[pd.DataFrame], npt.ArrayLike], shown: Guarded) -> None:
        self._bounds(self.unknowns.over_all(value), shown)

    def _bounds(self, weights: dict[int, float] | Vector, shown: Guarded) -> None:
        ends = (shown.value, shown.value) if shown.is_shown else (shown.lowest, shown.highest)
        self.system.between(weights, *ends)


def _names(statistics: pd.DataFrame) -> pd.DataFrame:
    ids = statistics["competency_id"]
    return pd.DataFrame({"competency_id": ids, "competency_name": ids.map("competency {}".format)})
