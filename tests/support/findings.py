"""What a run found, made up: small frames for the parts of the report."""

from typing import Any

import pandas as pd

from seqpt_lib import store
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.reports.html import Findings
from seqpt_lib.reports.html.words import Words

NAMES = {1: "Systems", 4: "Lifecycle"}
NOTHING: Any = float("nan")


def statistics(*rows: dict[str, Any]) -> pd.DataFrame:
    """Make rows of competencies; what a row does not say may not be shown."""
    columns = {
        "competency_id": 1,
        "assessed_count": 20,
        "not_assessed_count": 0,
        **dict.fromkeys(
            [
                "unaware_count",
                "know_count",
                "understand_count",
                "apply_count",
                "master_count",
                "median_level",
                "below_target_count",
                "at_target_share",
                "at_target_share_low",
                "at_target_share_high",
                "largest_gap",
                "highest_requirement",
                "uncovered_share",
                "priority",
            ],
            NOTHING,
        ),
        "training_method": None,
    }
    return pd.DataFrame([columns | row for row in rows])


def modules(*keys: tuple[int, int]) -> pd.DataFrame:
    """Make modules of (competency, level), as many hours as the level takes."""
    hours = {1: 8, 2: 16, 4: 24, 6: 40}
    return pd.DataFrame(
        [
            {
                "competency_id": competency,
                "level": level,
                "format_name": "Seminar",
                "group_count": 1,
                "people_count": 9,
                "learning_hours": hours[level],
                "is_counted": True,
            }
            for competency, level in keys
        ]
    )


def _empty(columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=columns.split())


def findings(language: str = "en", **given: Any) -> Findings:
    """Make findings of an organization of 20 people of whom nothing may be shown."""
    made: dict[str, Any] = {
        "organization": store.Organization(1, "acme", "Acme", "Pilot"),
        "run_id": "2026-11-26T17-35-45Z-567b",
        "is_dry_run": False,
        "words": Words(language),
        "survey": {"people": 20, "assessed_people": 20, "answers": 40},
        "competencies": NAMES,
        "roles": {4: "Engineer"},
        "all_roles": {4: "Engineer", 5: "Manager"},
        "archetypes": {3: "Pilot"},
        "archetype_ids": [3],
        "targets": {1: 4, 4: 2},
        "statistics": statistics({"competency_id": 1}, {"competency_id": 4}),
        "role_statistics": _empty(
            "role_cluster_id competency_id assessed_count below_target_count at_target_share"
        ),
        "needs": _empty("competency_id level people_count"),
        "modules": modules((1, 1)).iloc[:0],
        "objectives": _empty("track competency_id level full_text"),
        "coverage": _empty(
            "role_cluster_id competency_id required_level target_level covering_archetype_ids"
        ),
        "checks": _empty("gate severity success table_name rule unexpected_count").astype(
            {"success": bool}
        ),
        "changes": None,
        "basis": None,
        "people_below": Guarded(0, is_shown=False, lowest=0, highest=20),
        "learning": _empty("measure at_least at_most").astype({"measure": str}),
        "hours_per_week": 4.0,
    }
    return Findings(**(made | given))
