"""docs/explanation/targets.md."""

import numpy as np
import pandas as pd
import pytest

from seqpt_lib import reference
from seqpt_lib.model.names import resolve_archetype
from seqpt_lib.model.targets import (
    TargetRule,
    judged_archetypes,
    organization_targets,
    person_targets,
)
from tests.spec.examples import examples, is_yes, names, number


def archetype_targets() -> pd.DataFrame:
    levels = reference.long_table(
        "archetype_target", ("archetype_id", "competency_id", "target_level")
    )
    return levels.merge(
        reference.table("archetype")[["archetype_id", "archetype_name"]],
        on="archetype_id",
        validate="many_to_one",
    )


def ids_of(cell: str) -> list[int]:
    aliases = reference.archetype_aliases()
    found = [resolve_archetype(name, aliases) for name in names(cell)]
    return [archetype for archetype in found if archetype is not None]


def person_id(row: dict[str, str]) -> str:
    capped = "" if row["only Train the trainer"] == "no" else ", only Train the trainer"
    organization = row["organization's target"]
    return f"{row['rule']}, {organization} and {row['roles need'] or 'unknown'}{capped}"


@pytest.mark.parametrize(
    "row",
    examples("targets", "organization-target"),
    ids=lambda row: f"{row['archetypes']}, competency {row['competency']}",
)
def test_the_organization_aims_at(row: dict[str, str]) -> None:
    targets = organization_targets(archetype_targets(), ids_of(row["archetypes"]))
    target = targets.set_index("competency_id").loc[int(row["competency"])]
    assert target["target_level"] == int(row["target"])
    assert target["archetype_source"] == row["set by"]


@pytest.mark.parametrize(
    "row", examples("targets", "train-the-trainer"), ids=lambda row: row["archetypes"]
)
def test_train_the_trainer_is_a_track_of_its_own(row: dict[str, str]) -> None:
    chosen = ids_of(row["archetypes"])
    assert judged_archetypes(chosen) == ids_of(row["set everyone's target"])
    is_capped = organization_targets(archetype_targets(), chosen)["is_capped"]
    assert set(is_capped) == {is_yes(row["a role caps the target"])}


@pytest.mark.parametrize(
    "row",
    examples("targets", "person-target"),
    ids=person_id,
)
def test_the_person_aims_at(row: dict[str, str]) -> None:
    needed = number(row["roles need"])
    target = person_targets(
        np.array([int(row["organization's target"])]),
        np.array([np.nan if needed is None else float(needed)]),
        TargetRule(row["rule"]),
        is_capped=not is_yes(row["only Train the trainer"]),
    )
    assert target.tolist() == [int(row["target"])]
