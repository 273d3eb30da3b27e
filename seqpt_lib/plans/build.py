"""Building plans: the levels a person still has to climb, each with its objective and module."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from seqpt_lib.errors import DataError
from seqpt_lib.model.plans import LEVEL_HOURS, Plan, plan_weeks

CONTENT_VERSION = 1
"""Version of the JSON in ``learning_plans.objectives`` and ``.recommended_modules``."""

PLAN_NAMESPACE = uuid.UUID("5e9f7c1a-3d0b-5b0e-9c39-6f3b7f2a4c11")
"""Namespace of plan ids; a constant of this project, so that the same plan has the same id."""

LadderStep = tuple[int, int]
"""A level to climb: competency id and level."""

Climb = tuple[LadderStep, ...]
"""All that one person has to climb."""

PLAN_COLUMNS = [
    "user_id",
    "plan_id",
    "objective_count",
    "learning_hours",
    "estimated_duration_weeks",
]
OBJECTIVE_FIELDS = ["timeframe", "statement", "demonstration", "benefit", "full_text", "source"]


@dataclass(frozen=True)
class PlanBook:
    """All plans of an organization: who has which, and the text of each when it is asked for."""

    plan_ids: pd.DataFrame
    archetype_used: str
    _climbs: dict[int, Climb]
    _objective_json: dict[LadderStep, str]
    _module_json: dict[LadderStep, str]

    def plans(self, user_ids: Iterable[int]) -> Iterator[Plan]:
        """Write out the plans of some people, one at a time.

        Args:
            user_ids: People with a plan.

        Yields:
            Their plans.
        """
        rows = self.plan_ids.set_index("user_id")
        ids = rows["plan_id"].to_dict()
        weeks = rows["estimated_duration_weeks"].to_dict()
        for user_id in user_ids:
            climb = self._climbs[user_id]
            yield Plan(
                plan_id=ids[user_id],
                user_id=user_id,
                objectives=_document("objectives", [self._objective_json[c] for c in climb]),
                recommended_modules=_document("modules", [self._module_json[c] for c in climb]),
                estimated_duration_weeks=weeks[user_id],
                archetype_used=self.archetype_used,
            )


def build_plans(
    steps: pd.DataFrame,
    objectives: pd.DataFrame,
    modules: pd.DataFrame,
    *,
    organization_id: int,
    archetype_used: str,
    hours_per_week: float,
) -> PlanBook:
    """Build one plan per person with at least one step to climb.

    The id is derived from person, organization and content: the same inputs give the same id.

    Args:
        steps: One row per (person, competency, level) to climb: ``user_id``, ``competency_id``,
            ``level``, sorted.
        objectives: One row per (competency, level): ``competency_id``, ``level`` and the fields
            of an objective.
        modules: One row per (competency, level): as ``choose_modules`` returns.
        organization_id: The organization.
        archetype_used: Name of its primary archetype.
        hours_per_week: Hours of learning a week.

    Returns:
        The plans; ``plan_ids`` has one row per person: ``user_id``, ``plan_id``,
        ``objective_count``, ``learning_hours``, ``estimated_duration_weeks``.

    Raises:
        DataError: If a level to climb has no objective or no module.

    Source: docs/explanation/plans.md, "One plan per person".
    """
    objective_json = _objective_texts(objectives)
    module_json = _module_texts(modules)
    digests = _step_digests(steps, objective_json, module_json)
    climbs = _climbs(steps)
    plan_ids = _plan_ids(climbs, digests, organization_id, archetype_used, hours_per_week)
    return PlanBook(plan_ids, archetype_used, climbs, objective_json, module_json)


def _plan_ids(
    climbs: dict[int, Climb],
    digests: dict[LadderStep, str],
    organization_id: int,
    archetype_used: str,
    hours_per_week: float,
) -> pd.DataFrame:
    rows = []
    for user_id, climb in climbs.items():
        weeks = plan_weeks((level for _, level in climb), hours_per_week)
        content = _digest("".join(digests[step] for step in climb) + f"{weeks}{archetype_used}")
        plan_id = _plan_id(organization_id, user_id, content)
        hours = sum(LEVEL_HOURS[level] for _, level in climb)
        rows.append((user_id, plan_id, len(climb), hours, weeks))
    frame = pd.DataFrame(rows, columns=PLAN_COLUMNS)
    return frame.astype({"user_id": "int64", "plan_id": "string"})


def _plan_id(organization_id: int, user_id: int, content: str) -> str:
    name = f"{CONTENT_VERSION}/{organization_id}/{user_id}/{content}"
    return str(uuid.uuid5(PLAN_NAMESPACE, name))


def _step_digests(
    steps: pd.DataFrame, objective_json: dict[LadderStep, str], module_json: dict[LadderStep, str]
) -> dict[LadderStep, str]:
    complete = objective_json.keys() & module_json.keys()
    missing = _distinct(steps) - complete
    if missing:
        raise DataError(
            f"no objective or module for (competency, level) {sorted(missing)[:5]}",
            "Run generate_objectives first; the answers changed since then.",
        )
    return {step: _digest(objective_json[step] + module_json[step]) for step in complete}


def _climbs(steps: pd.DataFrame) -> dict[int, Climb]:
    climbs: dict[int, list[LadderStep]] = {}
    for user_id, competency_id, level in zip(
        steps["user_id"].tolist(),
        steps["competency_id"].tolist(),
        steps["level"].tolist(),
        strict=True,
    ):
        climbs.setdefault(user_id, []).append((competency_id, level))
    return {user_id: tuple(climb) for user_id, climb in climbs.items()}


def _distinct(steps: pd.DataFrame) -> set[LadderStep]:
    pairs = steps[["competency_id", "level"]].drop_duplicates()
    return set(zip(pairs["competency_id"].tolist(), pairs["level"].tolist(), strict=True))


def _objective_texts(objectives: pd.DataFrame) -> dict[LadderStep, str]:
    fields = ["competency_id", "level", *OBJECTIVE_FIELDS]
    return {
        (row["competency_id"], row["level"]): _json(row)
        for row in objectives[fields].to_dict("records")
    }


def _module_texts(modules: pd.DataFrame) -> dict[LadderStep, str]:
    fields = ["competency_id", "level", "format_key", "format_name", "learning_hours"]
    named = modules[fields].astype(object).where(modules[fields].notna(), None)
    return {(row["competency_id"], row["level"]): _json(row) for row in named.to_dict("records")}


def _document(name: str, parts: list[str]) -> str:
    return f'{{"version": {CONTENT_VERSION}, "{name}": [{", ".join(parts)}]}}'


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
