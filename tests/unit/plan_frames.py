"""Small frames for tests of modules, plans and their difference."""

from typing import Any, NamedTuple

import pandas as pd

from seqpt_lib.plans import LEVEL_HOURS, PlanBook, build_plans

KEYS = ["competency_id", "level"]
PARTS = ("timeframe", "statement", "demonstration", "benefit", "full_text")


class PlainFormat(NamedTuple):
    """A learning format for one archetype and one competency."""

    archetype_id: int
    competency_id: int
    format_id: int
    max_level: int
    participants_min: int
    participants_max: int | None
    fit_points: int
    effort: int


def one_format(format_id: int = 1, **changes: int | None) -> PlainFormat:
    return PlainFormat(1, 1, format_id, 6, 1, 10, 1, 9)._replace(**changes)


def formats_frame(formats: list[PlainFormat]) -> pd.DataFrame:
    frame = pd.DataFrame(formats, columns=PlainFormat._fields)
    return frame.assign(
        participants_max=frame["participants_max"].astype("Int64"),
        format_key=[f"key {plain.format_id}" for plain in formats],
        format_name=[f"name {plain.format_id}" for plain in formats],
    )


def needs_frame(*needs: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(needs, columns=[*KEYS, "people_count"], dtype="int64")


def targets(**archetypes: int) -> pd.DataFrame:
    by_competency = archetypes or {"c1": 1, "c4": 1}
    return pd.DataFrame(
        {
            "competency_id": [int(name[1:]) for name in by_competency],
            "archetype_id": list(by_competency.values()),
        }
    )


def steps_frame(*steps: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(steps, columns=["user_id", *KEYS], dtype="int64")


def objectives_for(steps: pd.DataFrame, **fields: str) -> pd.DataFrame:
    words = {part: f"some {part}" for part in PARTS} | {"source": "template"}
    return steps[KEYS].drop_duplicates().assign(**words | fields)


def modules_for(steps: pd.DataFrame, **fields: Any) -> pd.DataFrame:
    pairs = steps[KEYS].drop_duplicates()
    columns = {"format_key": "wbt", "format_name": "WBT", "group_count": 1, "people_count": 3}
    hours = {"learning_hours": pairs["level"].map(LEVEL_HOURS)}
    return pairs.assign(**columns | hours | fields)


def book(steps: pd.DataFrame, **changes: Any) -> PlanBook:
    inputs = {
        "objectives": objectives_for(steps),
        "modules": modules_for(steps),
        "organization_id": 1,
        "archetype_used": "Certification",
        "hours_per_week": 4.0,
    }
    return build_plans(steps, **inputs | changes)


TWO = steps_frame((11, 1, 1), (11, 1, 2), (11, 4, 6), (12, 1, 2))


def plans_of(**plans: str) -> pd.DataFrame:
    """Plans by person: ``u11="a"``."""
    rows = {"user_id": [int(name[1:]) for name in plans], "plan_id": list(plans.values())}
    return pd.DataFrame(rows).astype({"user_id": "int64", "plan_id": "string"})
