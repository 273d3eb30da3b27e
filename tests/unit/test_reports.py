"""Names beside ids."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.errors import InvalidIndexError

from seqpt_lib.reports import with_competency_names, with_role_names

NAMES = {1: "Systems Thinking", 4: "Lifecycle Consideration", 18: "Agile Methods"}
ROLES = pd.DataFrame({"role_cluster_id": [4, 9], "role_name": ["System Engineer", "V&V Operator"]})
COMPETENCIES = tuple(NAMES)


def competencies() -> pd.DataFrame:
    return pd.DataFrame({"competency_id": list(NAMES), "competency_name": list(NAMES.values())})


def test_the_name_takes_the_place_of_the_id_and_comes_first() -> None:
    frame = pd.DataFrame({"level": [1, 2], "competency_id": [18, 1], "people_count": [3, 4]})
    assert with_competency_names(frame, competencies()).to_dict("list") == {
        "competency": ["Agile Methods", "Systems Thinking"],
        "level": [1, 2],
        "people_count": [3, 4],
    }


def test_roles_have_names_too() -> None:
    frame = pd.DataFrame({"role_cluster_id": [9, 4, 9], "people_count": [1, 2, 3]})
    assert with_role_names(frame, ROLES).to_dict("list") == {
        "role": ["V&V Operator", "System Engineer", "V&V Operator"],
        "people_count": [1, 2, 3],
    }


@settings(max_examples=12)
@given(ids=st.lists(st.sampled_from((*COMPETENCIES, 99))))
def test_names_keep_every_row_and_the_order(ids: list[int]) -> None:
    frame = pd.DataFrame({"competency_id": ids, "row": range(len(ids))}).astype("int64")
    named = with_competency_names(frame, competencies())
    assert named["row"].tolist() == list(range(len(ids)))
    found = named["competency"].astype(object).where(named["competency"].notna(), None)
    assert found.tolist() == [NAMES.get(competency_id) for competency_id in ids]


def test_further_columns_of_the_names_stay_out() -> None:
    frame = pd.DataFrame({"competency_id": [1]})
    more = competencies().assign(competency_area="Core")
    assert with_competency_names(frame, more).columns.tolist() == ["competency"]


def test_a_name_that_stands_twice_is_refused() -> None:
    twice = pd.concat([competencies(), competencies()])
    with pytest.raises(InvalidIndexError, match="uniquely valued"):
        with_competency_names(pd.DataFrame({"competency_id": [1]}), twice)
    with pytest.raises(InvalidIndexError, match="uniquely valued"):
        with_role_names(pd.DataFrame({"role_cluster_id": [4]}), pd.concat([ROLES, ROLES]))
