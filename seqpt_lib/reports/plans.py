"""Plans for people: what changes, how long they take, what they hold; only what may be shown."""

import numpy as np
import pandas as pd

from seqpt_lib.gaps import Disclosure
from seqpt_lib.model.guarded import Guarded, guarded_people
from seqpt_lib.plans import PlanDifference
from seqpt_lib.reports.tables import shown_table, with_competency_names

WEEKS = (1, 5, 9, 14, 27, 53)
"""Where bands of weeks begin: a month, two months, a quarter, half a year, a year."""

MODULE_COLUMNS = ["people_count", "group_count", "format_name"]
"""What tells something about the number of people: a format is chosen by it."""


def plan_counts(
    difference: PlanDifference, people_count: int, smallest_group: int
) -> dict[str, Guarded]:
    """Count the people by what happens to their plan.

    Args:
        difference: What writing the plans would change.
        people_count: People of the organization.
        smallest_group: People of a group that may be shown.

    Returns:
        People by ``new``, ``changed``, ``ended``, ``unchanged`` and ``current`` (with a plan
        afterwards), each with what may be shown of it.
    """
    sizes = {
        "new": len(difference.new),
        "changed": len(difference.changed),
        "ended": len(difference.ended),
        "unchanged": difference.unchanged_count,
    }
    counts = np.array([*sizes.values(), people_count - sum(sizes.values())])
    disclosure = Disclosure(np.arange(len(counts)), counts, smallest_group)
    kinds = np.array([*sizes, "none"])
    wanted = {name: kinds == name for name in sizes}
    wanted["current"] = np.isin(kinds, ["new", "changed", "unchanged"])
    for chosen in wanted.values():
        disclosure.show(chosen)
    guarded = {name: disclosure.guarded(chosen) for name, chosen in wanted.items()}
    return {
        name: count if count.is_shown else _bounded(count, people_count, smallest_group)
        for name, count in guarded.items()
    }


def _bounded(count: Guarded, people_count: int, smallest_group: int) -> Guarded:
    """Say of a hidden number at least on which side the small group is."""
    alone = guarded_people(count.value, people_count, smallest_group)
    return count if alone.is_shown else alone


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


def weeks_table(weeks: pd.Series, people_count: int, smallest_group: int) -> pd.DataFrame:
    """Show how long the plans take, in bands that are wide enough to tell nothing about a few.

    Args:
        weeks: Weeks of each plan.
        people_count: People of the organization; those without a plan have 0 weeks.
        smallest_group: People of a group that may be shown.

    Returns:
        One row per band, from short to long: ``weeks`` (for example "0 to 8"), ``people_count``.
        No row where the organization is too small.

    Source: docs/explanation/small-groups.md, "Bands".
    """
    longest = max(int(weeks.max()) if len(weeks) else 0, WEEKS[-1]) + 1
    everyone = pd.concat([weeks, pd.Series(0, index=range(people_count - len(weeks)))])
    bands, begin = [], 0
    for end in [*WEEKS[1:], longest]:
        inside = int(everyone.between(begin, end - 1).sum())
        beyond = int(everyone.ge(end).sum())
        if inside >= smallest_group and (beyond >= smallest_group or not beyond):
            bands.append((begin, end - 1, inside))
            begin = end
    rows = [
        (f"{low} to {high}" if high < longest - 1 else f"{low} or more", n)
        for low, high, n in bands
    ]
    return pd.DataFrame(rows, columns=["weeks", "people_count"])


def modules_table(
    modules: pd.DataFrame, needs: pd.DataFrame, competencies: pd.DataFrame
) -> pd.DataFrame:
    """Show the modules; where the number of people may not be shown, the format neither.

    Args:
        modules: As ``plans.choose_modules`` returns.
        needs: As ``store.read_needs`` returns: with ``shown_columns``.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per module: ``competency``, ``level``, ``format_name``, ``learning_hours``,
        ``group_count``, ``people_count``.
    """
    keys = ["competency_id", "level"]
    may_be_shown = needs["shown_columns"].str.contains("people_count", regex=False)
    listed = "{" + ",".join(MODULE_COLUMNS) + "}"
    marks = needs[keys].assign(shown_columns=may_be_shown.map({True: listed, False: "{}"}))
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
