"""Writing results for other programs: ``plan.json``, versioned, with a JSON Schema."""

import json
from collections.abc import Hashable
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from seqpt_lib.model.guarded import Guarded
from seqpt_lib.reports.cells import plain
from seqpt_lib.reports.objectives import shown_objectives
from seqpt_lib.reports.plans import modules_table
from seqpt_lib.reports.results import KEYS, Results
from seqpt_lib.reports.sheets import (
    BELOW,
    EXACT_DECIMALS,
    LEVEL_COUNTS,
    PARTS,
    PRIORITY,
    STANDING,
    Views,
    competency_names,
)
from seqpt_lib.reports.tables import HIDDEN, cells_of
from seqpt_lib.reports.words import Language
from seqpt_lib.runs import started_at, write_file

VERSION = "1.0"
"""Version of the content: the first number changes where a reader has to, the second where a
field is added.
"""

SCHEMA = "plan.schema.json"
"""Name of the schema, in docs/schema."""

STATISTICS = [*STANDING, *LEVEL_COUNTS, "median_level", *BELOW, "training_method", *PRIORITY]
OBJECTIVE = ["track", *KEYS, "language", *PARTS, "full_text", "source"]


def write_plan_json(path: Path, views: Views) -> Path:
    """Write what an organization needs for other programs.

    Args:
        path: The file; one that is there is replaced.
        views: As ``make_views`` returns.

    Returns:
        The file.

    Source: docs/how-to/export.md, "For other programs".
    """
    content = plan_document(views.results, views.language)
    return write_file(path, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def plan_document(results: Results, language: Language) -> dict[str, Any]:
    """Make the content of ``plan.json``.

    Args:
        results: As ``read_results`` returns.
        language: Of the names of competencies.

    Returns:
        What docs/schema/plan.schema.json describes: "hidden" where a number may not be shown,
        null where there is none; ``people`` is null unless the results have everybody's plans.
    """
    moment: datetime = started_at(results.run_id)
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "run": {"run_id": results.run_id, "started_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}"},
        "language": language,
        "organization": {
            "organization_id": results.organization.id,
            "key": results.organization.key,
            "name": results.organization.name,
            "archetypes": results.archetypes,
            "target_rule": results.basis["target_rule"],
            "smallest_group": results.basis["smallest_group"],
            "people_count": results.basis["people_count"],
            "assessed_count": results.assessed_people,
        },
        "totals": {name: _range(count) for name, count in results.totals.items()},
        "competencies": _competencies(results, language),
        "needs": _records(results.needs),
        "objectives": _rows(shown_objectives(results.objectives, results.needs)[OBJECTIVE]),
        "modules": _modules(results),
        "people": None if results.plans is None else _people(results.plans),
    }


def _competencies(results: Results, language: Language) -> list[dict[str, Any]]:
    names = competency_names(results, language)
    aims = results.organization_targets.set_index("competency_id")["target_level"]
    columns = ["competency_id", *STATISTICS, "shown_columns"]
    return [
        {
            "competency_id": row["competency_id"],
            "competency_name": names[row["competency_id"]],
            "target_level": plain(aims[row["competency_id"]]),
            **row,
        }
        for row in _records(results.statistics[columns])
    ]


def _modules(results: Results) -> list[dict[str, Any]]:
    ids = results.competencies.assign(competency_name=results.competencies["competency_id"])
    told = modules_table(results.modules, results.needs, ids)
    named = told.rename(columns={"competency": "competency_id"})
    return _rows(named.mask(named == ""))


def _people(plans: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "user_id": row["user_id"],
            "plan_id": row["plan_id"],
            "archetype_used": row["archetype_used"],
            "estimated_duration_weeks": row["estimated_duration_weeks"],
            "objectives": json.loads(str(row["objectives"]))["objectives"],
            "modules": json.loads(str(row["recommended_modules"]))["modules"],
        }
        for row in _rows(plans)
    ]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows of which something may be shown."""
    return _rows(cells_of(frame, EXACT_DECIMALS, HIDDEN))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[Hashable, Any]] = frame.astype(object).to_dict("records")
    return [{str(name): plain(value) for name, value in row.items()} for row in rows]


def _range(count: Guarded) -> dict[str, Any]:
    value = count.value if count.is_shown else HIDDEN
    return {"value": value, "at_least": count.lowest, "at_most": count.highest}
