"""What writing the plans would change."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class PlanDifference:
    """Plans by what happens to them. Frames have ``user_id`` and plan ids."""

    new: pd.DataFrame
    changed: pd.DataFrame
    ended: pd.DataFrame
    unchanged_count: int

    @property
    def changes(self) -> pd.DataFrame:
        """All people whose plan changes: ``user_id``, ``plan_id``, ``superseded_plan_id``."""
        return pd.concat([self.new, self.changed, self.ended]).reindex(
            columns=["user_id", "plan_id", "superseded_plan_id"]
        )

    def to_write(self) -> list[int]:
        """List the people whose plan has to be written.

        Returns:
            User ids of new and changed plans, ascending.
        """
        return sorted([*self.new["user_id"].tolist(), *self.changed["user_id"].tolist()])


def compare_plans(plan_ids: pd.DataFrame, stored: pd.DataFrame) -> PlanDifference:
    """Compare the plans as computed with the current ones that are stored.

    Args:
        plan_ids: One row per person with a plan: ``user_id``, ``plan_id``.
        stored: One row per person with a stored current plan: ``user_id``, ``plan_id``.

    Returns:
        New plans (``user_id``, ``plan_id``), changed ones (``user_id``, ``plan_id``,
        ``superseded_plan_id``), ended ones (``user_id``, ``superseded_plan_id``), and how many
        stay.

    Source: docs/explanation/plans.md, "Current and superseded".
    """
    both = plan_ids.merge(
        stored.rename(columns={"plan_id": "superseded_plan_id"}),
        on="user_id",
        how="outer",
        validate="one_to_one",
    )
    is_new, is_ended = both["superseded_plan_id"].isna(), both["plan_id"].isna()
    differs = ~is_new & ~is_ended & both["plan_id"].ne(both["superseded_plan_id"])
    return PlanDifference(
        new=both.loc[is_new, ["user_id", "plan_id"]],
        changed=both.loc[differs, ["user_id", "plan_id", "superseded_plan_id"]],
        ended=both.loc[is_ended, ["user_id", "superseded_plan_id"]],
        unchanged_count=int((~is_new & ~is_ended & ~differs).sum()),
    )
