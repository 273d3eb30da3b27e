"""People of the pages as the frames that step 3 works on."""

import pandas as pd

from seqpt_lib import gaps
from tests.spec.examples import number, numbers

MODELLING = 6
NUMBERED = ["role_set_id", "current_level", "required_level"]


def person_levels(people: list[dict[str, str]]) -> gaps.PersonLevels:
    """Read people of one competency: ``current``, ``roles need``, and ``roles`` if there are any.

    Args:
        people: Rows of an example table; the number of the row is the person's id.

    Returns:
        Their levels in competency 6.
    """
    index = pd.Index(range(len(people)), name="user_id")
    roles = pd.DataFrame(
        [(user, role) for user, row in enumerate(people) for role in numbers(row.get("roles", ""))],
        columns=["user_id", "role_cluster_id"],
        dtype="int64",
    )
    current, required = (
        pd.DataFrame({MODELLING: [number(row[column]) for row in people]}, index, dtype="float32")
        for column in ("current", "roles need")
    )
    return gaps.PersonLevels(current, required, gaps.role_sets(roles, index))


def targets(level: int, *, source: str = "", is_capped: bool = True) -> pd.DataFrame:
    """Give an organization's target in competency 6."""
    return pd.DataFrame(
        {
            "competency_id": [MODELLING],
            "target_level": [level],
            "archetype_source": [source],
            "is_capped": [is_capped],
        }
    )


def standings(people: list[dict[str, str]], target: int) -> pd.DataFrame:
    """Count people who are alike, with their targets under ``role_capped``."""
    return gaps.with_targets(gaps.count_standings(person_levels(people)), targets(target))
