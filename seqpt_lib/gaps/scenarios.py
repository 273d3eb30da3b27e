"""How the organization's aim and the work of its roles fit together."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from seqpt_lib.model.targets import TRAIN_THE_TRAINER

SCENARIOS = ("A", "B", "C", "D")
"""A normal gap; B the archetype's target is too low for the role; C more training than the role
needs; D both are met.

Source: docs/explanation/scenarios.md.
"""

FIT_WEIGHTS = {"A": 1.0, "B": -2.0, "C": -0.5, "D": 1.0}
"""What a person in each scenario says for or against an archetype.

Source: docs/explanation/scenarios.md, "Fit".
"""

FIT_COLUMNS = [
    "archetype_id",
    "competency_id",
    "people_count",
    *(f"scenario_{scenario.lower()}_count" for scenario in SCENARIOS),
    *(f"scenario_{scenario.lower()}_share" for scenario in SCENARIOS),
    "fit",
]


def scenarios(
    current_level: npt.NDArray[np.int64],
    organization_level: npt.NDArray[np.int64],
    required_level: npt.NDArray[np.float64],
) -> npt.NDArray[np.str_]:
    """Tell for each answer how the archetype's target fits the role.

    Where no requirement is known, the organization's target stands for it, as it does for the
    person's target.

    Args:
        current_level: Level of the latest answer, one per answer.
        organization_level: Level that the archetype aims at.
        required_level: Level that the person's roles need; NaN where it is not known.

    Returns:
        "A", "B", "C" or "D", one per answer.

    Source: docs/explanation/scenarios.md, "The four scenarios".
    """
    needed = np.where(np.isnan(required_level), organization_level, required_level)
    return np.select(
        [
            (current_level >= organization_level) & (current_level >= needed),
            organization_level > needed,
            (organization_level <= current_level) & (current_level < needed),
        ],
        ["D", "C", "B"],
        default="A",
    )


def with_scenarios(standings: pd.DataFrame) -> pd.DataFrame:
    """Add the scenario under the organization's own target.

    Args:
        standings: As ``with_targets`` returns.

    Returns:
        The same rows with ``scenario``.

    Source: docs/explanation/scenarios.md, "The four scenarios".
    """
    return standings.assign(scenario=scenarios_of(standings, standings["organization_level"]))


def scenarios_of(
    standings: pd.DataFrame, organization_level: pd.Series | int
) -> npt.NDArray[np.str_]:
    """Tell for each row of standings how a target of the organization would fit.

    Args:
        standings: ``current_level`` and ``required_level``.
        organization_level: The target, one for all or one per row.

    Returns:
        "A", "B", "C" or "D", one per row.

    Source: docs/explanation/scenarios.md, "The four scenarios".
    """
    current = standings["current_level"].to_numpy(np.int64)
    level = np.broadcast_to(np.asarray(organization_level, dtype=np.int64), current.shape)
    return scenarios(current, level, standings["required_level"].to_numpy(np.float64))


def archetype_fits(standings: pd.DataFrame, archetype_targets: pd.DataFrame) -> pd.DataFrame:
    """Tell how well each archetype would fit, competency by competency.

    Args:
        standings: As ``count_standings`` returns.
        archetype_targets: One row per (archetype, competency): ``archetype_id``,
            ``competency_id``, ``target_level``.

    Returns:
        One row per (archetype, competency that somebody answered for): ``archetype_id``,
        ``competency_id``, ``people_count`` (assessed), ``scenario_a_count`` .. and
        ``scenario_a_share`` .. (0..1, together 1), ``fit`` (-2..1).

    Source: docs/explanation/scenarios.md, "Fit".
    """
    counts = _scenario_counts(standings, archetype_targets)
    total = counts.sum(axis=1)
    weight = pd.Series(FIT_WEIGHTS)
    return (
        counts.add_prefix("scenario_")
        .rename(columns=lambda name: f"{name.lower()}_count")
        .assign(
            people_count=total,
            **{f"scenario_{name.lower()}_share": counts[name] / total for name in SCENARIOS},
            fit=counts.mul(weight).sum(axis=1) / total,
        )
        .reset_index()[FIT_COLUMNS]
    )


def _scenario_counts(standings: pd.DataFrame, archetype_targets: pd.DataFrame) -> pd.DataFrame:
    """Count the people by scenario: one row per (archetype, competency), one column each."""
    aims = archetype_targets[["archetype_id", "competency_id", "target_level"]].rename(
        columns={"target_level": "organization_level"}
    )
    people = standings[["competency_id", "current_level", "required_level", "people_count"]]
    paired = with_scenarios(people.merge(aims, on="competency_id", validate="many_to_many"))
    keys = ["archetype_id", "competency_id", "scenario"]
    counts = paired.groupby(keys)["people_count"].sum().unstack(fill_value=0)
    return counts.reindex(columns=list(SCENARIOS), fill_value=0).astype("int64")


def coverage(
    role_levels: pd.DataFrame,
    targets: pd.DataFrame,
    archetype_targets: pd.DataFrame,
    roles: Sequence[int],
) -> pd.DataFrame:
    """Find what the organization's archetypes do not reach, although a role needs it.

    Args:
        role_levels: One row per role (index), one column per competency id: required level.
        targets: The organization's targets: ``competency_id``, ``target_level``.
        archetype_targets: One row per (archetype, competency): ``archetype_id``,
            ``competency_id``, ``target_level``.
        roles: The roles that somebody of the organization has.

    Returns:
        One row per (role, competency) whose required level is above the target:
        ``role_cluster_id``, ``competency_id``, ``required_level``, ``target_level``,
        ``covering_archetype_ids`` (those whose target reaches it, written ``{3,4}``; "Train
        the trainer" trains nobody but trainers and is not among them).

    Source: docs/explanation/scenarios.md, "Coverage".
    """
    required = role_levels.loc[role_levels.index.isin(list(roles))].melt(
        var_name="competency_id", value_name="required_level", ignore_index=False
    )
    required = required.rename_axis(index="role_cluster_id").reset_index()
    aimed = required.merge(
        targets[["competency_id", "target_level"]], on="competency_id", validate="many_to_one"
    )
    found = aimed[aimed["required_level"] > aimed["target_level"]].sort_values(
        ["role_cluster_id", "competency_id"], ignore_index=True
    )
    keys = ["archetype_id", "competency_id", "target_level"]
    aims = sorted(archetype_targets[keys].itertuples(index=False, name=None))
    return found.astype("int64").assign(
        covering_archetype_ids=[
            _reaching(aims, competency, level)
            for competency, level in zip(
                found["competency_id"].tolist(), found["required_level"].tolist(), strict=True
            )
        ]
    )


def _reaching(aims: Sequence[tuple[int, ...]], competency_id: int, level: int) -> str:
    reaching = (
        archetype
        for archetype, competency, target in aims
        if competency == competency_id and target >= level and archetype != TRAIN_THE_TRAINER
    )
    return "{" + ",".join(map(str, reaching)) + "}"
