"""Plans for people: what changes, how long they take, what they hold; only what may be shown."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

import pandas as pd

from seqpt_lib.gaps import without_hidden
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.plans import LEVEL_HOURS, refuse_impossible
from seqpt_lib.plans import PlanDifference
from seqpt_lib.reports.tables import refuse_doubled, shown_table, with_competency_names

MODULE_COLUMNS = ["people_count", "group_count", "format_name"]
"""What tells something about the number of people: a format is chosen by it."""

WEEKS = "weeks per person who answered"
"""The measure of ``weeks_table`` that is missing where nobody answered."""


def plan_counts(
    difference: PlanDifference,
    statistics: pd.DataFrame,
    assessed_people: int,
    people_count: int,
) -> dict[str, Guarded]:
    """Count the people by what happens to their plan.

    A plan is for who is below the target anywhere, so what may be said follows from what is shown
    of the competencies, and who did not answer has none. A plan that ends may be anybody's: also
    of somebody whose answers are gone.

    Args:
        difference: What writing the plans would change.
        statistics: As ``store.read_statistics`` returns: with ``shown_columns``.
        assessed_people: People who answered for any competency.
        people_count: People of the organization.

    Returns:
        People by ``new``, ``changed``, ``ended``, ``unchanged`` and ``current`` (with a plan
        afterwards), each with what may be shown of it.

    Source: docs/explanation/small-groups.md, "Sums".
    """
    sizes = {
        "new": len(difference.new),
        "changed": len(difference.changed),
        "ended": len(difference.ended),
        "unchanged": difference.unchanged_count,
    }
    most_by_kind = dict.fromkeys(sizes, assessed_people) | {"ended": people_count}
    limits = people_below_target(statistics, assessed_people)
    least, most = limits.lowest, limits.highest
    current = Guarded(
        sizes["new"] + sizes["changed"] + sizes["unchanged"], least == most, least, most
    )
    if not least:  # not even that there is a plan
        return {
            name: Guarded(size, is_shown=False, lowest=0, highest=most_by_kind[name])
            for name, size in sizes.items()
        } | {"current": current}
    kinds = [name for name in ("new", "changed", "unchanged") if sizes[name]]
    counts = {name: _of_kind(size, most_by_kind[name]) for name, size in sizes.items()}
    return counts | ({kinds[0]: current} if len(kinds) == 1 else {}) | {"current": current}


def people_below_target(statistics: pd.DataFrame, assessed_people: int) -> Guarded:
    """Say between what the people lie who are below the target anywhere.

    Args:
        statistics: One row per competency with ``below_target_count`` and ``shown_columns``.
        assessed_people: People who answered for any competency.

    Returns:
        At least as many as in one competency, at most as many as in all together or as answered;
        its value is known where both are the same.

    Source: docs/explanation/small-groups.md, "Sums".
    """
    below = without_hidden(statistics)["below_target_count"]
    least = int(below.max()) if below.notna().any() else 0
    most = assessed_people if below.isna().any() else min(assessed_people, int(below.sum()))
    return Guarded(least, least == most, least, most)


def _of_kind(size: int, most: int) -> Guarded:
    """Say that there is nobody, or at least one and at most how many."""
    if not size:
        return Guarded(0, is_shown=True, lowest=0, highest=0)
    return Guarded(size, most == 1, lowest=1, highest=most)


def plan_summary(counts: dict[str, Guarded]) -> str:
    """Say in one line what happens to the plans.

    Args:
        counts: As ``plan_counts`` returns.

    Returns:
        For example ``"plans: 30 new, 0 changed, 0 ended, 8 unchanged"``.
    """
    words = ("new", "changed", "ended", "unchanged")
    return "plans: " + ", ".join(f"{counts[word]} {word}" for word in words)


def plan_counts_table(counts: dict[str, Guarded]) -> pd.DataFrame:
    """Show the people by what happens to their plan.

    Args:
        counts: As ``plan_counts`` returns.

    Returns:
        One row per case: ``plans``, ``people``.
    """
    return pd.DataFrame({"plans": list(counts), "people": [str(n) for n in counts.values()]})


def weeks_table(
    needs: pd.DataFrame,
    statistics: pd.DataFrame,
    organization_targets: pd.DataFrame,
    assessed_people: int,
    hours_per_week: float,
) -> pd.DataFrame:
    """Show how long learning takes, as far as it follows from the needs that are shown.

    Args:
        needs: As ``store.read_needs`` returns: with ``shown_columns``.
        statistics: As ``store.read_statistics`` returns.
        organization_targets: As ``targets.organization_targets`` returns.
        assessed_people: People who answered for any competency.
        hours_per_week: Hours of learning a week.

    Returns:
        One row per measure: ``measure``, ``at_least``, ``at_most``. A need that is hidden may be
        nobody's or everybody's who answered. Weeks have one decimal: the least rounded down and
        the most up where they are not the same.

    Raises:
        ValueError: If a need, a statistic or a target stands twice.

    Source: docs/explanation/small-groups.md, "Sums".
    """
    refuse_impossible(hours_per_week)
    refuse_doubled(needs, "competency_id", "level")
    refuse_doubled(statistics, "competency_id")
    refuse_doubled(organization_targets, "competency_id")
    counted = without_hidden(needs).dropna(subset="people_count")
    people = {
        (competency, level): count
        for competency, level, count in _rows(counted, "competency_id", "level", "people_count")
    }
    assessed = statistics.set_index("competency_id")["assessed_count"].to_dict()
    least = most = 0
    for competency, target in _rows(organization_targets, "competency_id", "target_level"):
        for level, hours in LEVEL_HOURS.items():
            if competency in assessed and level <= target:
                least += hours * people.get((competency, level), 0)
                most += hours * people.get((competency, level), assessed[competency])
    rows: list[tuple[object, ...]] = [("hours of learning in all", least, most)]
    if assessed_people:
        week = assessed_people * Fraction(str(hours_per_week))
        rows.append((WEEKS, *_tenths(least / week, most / week)))
    return pd.DataFrame(rows, columns=["measure", "at_least", "at_most"]).astype(object)


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[int, ...]]:
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _tenths(least: Fraction, most: Fraction) -> tuple[float, float]:
    if least == most:
        return (float(round(least, 1)),) * 2
    return floor(10 * least) / 10, ceil(10 * most) / 10


def modules_table(
    modules: pd.DataFrame, needs: pd.DataFrame, competencies: pd.DataFrame
) -> pd.DataFrame:
    """Show the modules of the needs that may be told.

    Args:
        modules: As ``plans.choose_modules`` returns.
        needs: As ``store.read_needs`` returns: with ``shown_columns``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per module that may be told: ``competency``, ``level``, ``format_name``,
        ``learning_hours``, ``group_count``, ``people_count``; "hidden" where the number of people
        may not be shown, and with it the format that was chosen by it.
    """
    keys = ["competency_id", "level"]
    is_counted = needs["shown_columns"].str.contains("people_count", regex=False)
    listed = "{" + ",".join(["level", *MODULE_COLUMNS]) + "}"
    marks = needs[[*keys, "shown_columns"]].assign(
        shown_columns=needs["shown_columns"].mask(is_counted, listed)
    )
    rows = modules.drop(columns="format_key").merge(marks, on=keys, validate="one_to_one")
    return shown_table(rows, competencies)


def plan_table(
    user_id: int,
    steps: pd.DataFrame,
    objectives: pd.DataFrame,
    modules: pd.DataFrame,
    competencies: pd.DataFrame,
) -> pd.DataFrame:
    """Show the plan of one person: the steps in order, each with its objective and module.

    Args:
        user_id: The person.
        steps: One row per (person, competency, level) to climb.
        objectives: One row per (competency, level): with ``full_text``.
        modules: As ``plans.choose_modules`` returns.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per step; no row for a person without a plan.
    """
    keys = ["competency_id", "level"]
    plan = (
        steps.loc[steps["user_id"] == user_id, keys]
        .merge(objectives, on=keys, validate="one_to_one")
        .merge(modules, on=keys, validate="one_to_one")
    )
    columns = [*keys, "full_text", "format_name", "learning_hours"]
    return with_competency_names(plan[columns], competencies)
