"""Plans for people: what changes, how long they take, what they hold; only what may be shown."""

import pandas as pd

from seqpt_lib.gaps import NOTHING, without_hidden
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.plans import weeks_for
from seqpt_lib.plans import PlanDifference
from seqpt_lib.reports.tables import shown_table, with_competency_names

MOST_HOURS = (16, 32, 52, 104, 208)
"""Where bands of hours end: a month, two months, a quarter, half a year, a year of 4 hours a week.

They do not depend on the hours a week of a run: two runs show the same bands.
"""

MODULE_COLUMNS = ["people_count", "group_count", "format_name"]
"""What tells something about the number of people: a format is chosen by it."""


def plan_counts(
    difference: PlanDifference, statistics: pd.DataFrame, people_count: int
) -> dict[str, Guarded]:
    """Count the people by what happens to their plan.

    A plan is for who is below the target anywhere, so what may be said follows from what is shown
    of the competencies.

    Args:
        difference: What writing the plans would change.
        statistics: As ``store.read_statistics`` returns: with ``shown_columns``.
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
    below = without_hidden(statistics)["below_target_count"]
    least = int(below.max()) if below.notna().any() else 0
    most = people_count if below.isna().any() else min(people_count, int(below.sum()))
    current = sizes["new"] + sizes["changed"] + sizes["unchanged"]
    kinds = [name for name in ("new", "changed", "unchanged") if sizes[name]]
    counts = {
        name: _of_kind(
            size, least if kinds == [name] else 1, people_count if name == "ended" else most
        )
        for name, size in sizes.items()
    }
    return counts | {"current": Guarded(current, least == most, least, most)}


def _of_kind(size: int, least: int, most: int) -> Guarded:
    """Say that there is nobody, or at least and at most how many."""
    if not size:
        return Guarded(0, is_shown=True, lowest=0, highest=0)
    return Guarded(size, least == most, least, most)


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
    learning_hours: pd.Series, people_count: int, hours_per_week: float, smallest_group: int
) -> pd.DataFrame:
    """Show how long the plans take, in bands that are wide enough to tell nothing about a few.

    Args:
        learning_hours: Hours of each plan.
        people_count: People of the organization; those without a plan have 0 hours.
        hours_per_week: Hours of learning a week.
        smallest_group: People of a group that may be shown.

    Returns:
        One row per band, from short to long: ``hours``, ``weeks`` (for example "up to 8"),
        ``people_count``. No row where there is only one band: it would tell nothing.

    Source: docs/explanation/small-groups.md, "Bands".
    """
    without_plan = pd.Series(0, index=range(people_count - len(learning_hours)))
    hours = pd.concat([learning_hours, without_plan])
    rows, begin = [], 0
    for most in MOST_HOURS:
        inside, beyond = int(hours.between(begin, most).sum()), int(hours.gt(most).sum())
        if inside >= smallest_group and beyond >= smallest_group:
            weeks = f"up to {weeks_for(most, hours_per_week)}"
            rows.append((f"{begin} to {most}", weeks, inside))
            begin = most + 1
    if rows:
        longer = f"more than {(begin - 1) / hours_per_week:g}"
        rows.append((f"{begin} or more", longer, int(hours.ge(begin).sum())))
    return pd.DataFrame(rows, columns=["hours", "weeks", "people_count"])


def modules_table(
    modules: pd.DataFrame, needs: pd.DataFrame, competencies: pd.DataFrame
) -> pd.DataFrame:
    """Show the modules of the needs that may be shown.

    Args:
        modules: As ``plans.choose_modules`` returns.
        needs: As ``store.read_needs`` returns: with ``shown_columns``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per module that may be shown: ``competency``, ``level``, ``format_name``,
        ``learning_hours``,
        ``group_count``, ``people_count``.
    """
    keys = ["competency_id", "level"]
    marks = needs[[*keys, "shown_columns"]].assign(
        shown_columns=needs["shown_columns"].where(
            needs["shown_columns"] == NOTHING, "{" + ",".join(MODULE_COLUMNS) + "}"
        )
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
