"""Which objectives are made, and for whom."""

import pandas as pd
import pytest

from seqpt_lib.objectives import PEOPLE, TRAINER, wanted_objectives
from tests.unit.organizations import COMPETENCIES

NEEDS = pd.DataFrame({"competency_id": [14, 1], "level": [2, 6]})


def keys(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame[["track", "competency_id", "level"]].itertuples(index=False, name=None))


def test_every_need_is_an_objective_for_people() -> None:
    found = wanted_objectives(NEEDS, COMPETENCIES, has_trainers=False)
    assert keys(found) == [(PEOPLE, 1, 6), (PEOPLE, 14, 2)]


def test_future_trainers_are_to_master_every_competency() -> None:
    found = wanted_objectives(NEEDS, COMPETENCIES, has_trainers=True)
    assert keys(found)[2:] == [(TRAINER, competency, 6) for competency in COMPETENCIES]


@pytest.mark.parametrize("has_trainers", [False, True], ids=["no trainers", "trainers"])
def test_an_organization_without_needs_may_have_trainers_all_the_same(has_trainers: bool) -> None:
    found = wanted_objectives(NEEDS.head(0), COMPETENCIES, has_trainers=has_trainers)
    assert len(found) == (len(COMPETENCIES) if has_trainers else 0)
    assert found.dtypes[["competency_id", "level"]].astype(str).tolist() == ["int64", "int64"]


def test_the_needs_given_are_not_changed() -> None:
    before = NEEDS.copy()
    wanted_objectives(NEEDS, COMPETENCIES, has_trainers=True)
    pd.testing.assert_frame_equal(NEEDS, before)
