"""docs/explanation/scenarios.md."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from seqpt_lib import gaps, reference
from tests.spec.examples import examples, number, numbers
from tests.spec.people import MODELLING, person_levels

MATRIX = Path(__file__).parents[1] / "data" / "role_competency_matrix_expected.csv"
PEOPLE = examples("scenarios", "people")
COMPETENCIES = [6, 10, 16]
ROLES = [4, 9, 11, 14]
COMMON_BASIC_UNDERSTANDING = 1
ARCHETYPE_TARGETS = reference.long_table(
    "archetype_target", ("archetype_id", "competency_id", "target_level")
)


@pytest.mark.parametrize("row", examples("scenarios", "scenarios"), ids=lambda row: row["person"])
def test_the_answer_falls_into_the_scenario(row: dict[str, str]) -> None:
    needed = number(row["roles need"])
    found = gaps.scenarios(
        np.array([int(row["current"])]),
        np.array([int(row["archetype aims at"])]),
        np.array([np.nan if needed is None else float(needed)]),
    )
    assert found.tolist() == [row["scenario"]]


@pytest.mark.parametrize("row", examples("scenarios", "fit"), ids=lambda row: row["archetype"])
def test_the_archetype_fits_so_well(row: dict[str, str]) -> None:
    archetype = int(row["archetype"].split()[0])
    fits = gaps.archetype_fits(gaps.count_standings(person_levels(PEOPLE)), ARCHETYPE_TARGETS)
    [found] = fits[fits["archetype_id"] == archetype].to_dict("records")
    for name in "ABCD":
        count = int(row[name])
        assert found[f"scenario_{name.lower()}_count"] == count
        assert found[f"scenario_{name.lower()}_share"] == pytest.approx(count / len(PEOPLE))
    assert found["fit"] == pytest.approx(float(row["fit"]))
    aims = ARCHETYPE_TARGETS.set_index(["archetype_id", "competency_id"])["target_level"]
    assert aims[archetype, MODELLING] == int(row["aims at"])


def test_this_is_not_covered() -> None:
    matrix = pd.read_csv(MATRIX).set_index("role_cluster_id")
    role_levels = matrix.rename(columns=lambda name: int(name[1:]))[COMPETENCIES]
    is_chosen = ARCHETYPE_TARGETS["archetype_id"] == COMMON_BASIC_UNDERSTANDING
    found = gaps.coverage(role_levels, ARCHETYPE_TARGETS[is_chosen], ARCHETYPE_TARGETS, ROLES)
    expected = [
        {
            "role_cluster_id": int(row["role"]),
            "competency_id": int(row["competency"]),
            "required_level": int(row["role needs"]),
            "target_level": int(row["organization's target"]),
            "covering_archetype_ids": numbers(row["archetypes that reach it"]),
        }
        for row in examples("scenarios", "coverage")
    ]
    ids = [numbers(text.strip("{}")) for text in found["covering_archetype_ids"]]
    assert found.assign(covering_archetype_ids=ids).to_dict("records") == expected
