"""Required levels of roles."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib.errors import DataError
from seqpt_lib.model.levels import LEVELS
from seqpt_lib.model.requirements import (
    INVOLVEMENT_DOMAIN,
    RELEVANCE_DOMAIN,
    level_of_product,
    personal_levels,
    required_levels,
)

ROLES, PROCESSES, COMPETENCIES = (1, 2), (17, 20, 30), (6, 10)
Cells = dict[tuple[int, int], int]

involvements = st.fixed_dictionaries(
    {
        (role, process): st.sampled_from(INVOLVEMENT_DOMAIN)
        for role in ROLES
        for process in PROCESSES
    }
)
relevances = st.fixed_dictionaries(
    {
        (process, competency): st.sampled_from(RELEVANCE_DOMAIN)
        for process in PROCESSES
        for competency in COMPETENCIES
    }
)
ALL_ONES = {(role, process): 1 for role in ROLES for process in PROCESSES}
ALL_TWOS = {(process, competency): 2 for process in PROCESSES for competency in COMPETENCIES}


def involvement_frame(cells: Cells, who: str = "role_cluster_id") -> pd.DataFrame:
    return pd.DataFrame(
        [(*key, value) for key, value in cells.items()],
        columns=[who, "iso_process_id", "involvement"],
    )


def relevance_frame(cells: Cells) -> pd.DataFrame:
    return pd.DataFrame(
        [(*key, value) for key, value in cells.items()],
        columns=["iso_process_id", "competency_id", "relevance"],
    )


def required(involvement: Cells, relevance: Cells) -> pd.DataFrame:
    return required_levels(involvement_frame(involvement), relevance_frame(relevance))


@given(involvement=st.sampled_from(INVOLVEMENT_DOMAIN), relevance=st.sampled_from(RELEVANCE_DOMAIN))
def test_a_process_asks_for_the_first_level_that_reaches_the_product(
    involvement: int, relevance: int
) -> None:
    expected = min(level for level in LEVELS if level >= involvement * relevance)
    assert level_of_product(involvement, relevance) == expected


@given(involvement=st.integers(-200, 200), relevance=st.integers(-200, 200))
def test_nothing_outside_the_domains_gets_a_level(involvement: int, relevance: int) -> None:
    if involvement not in INVOLVEMENT_DOMAIN or relevance not in RELEVANCE_DOMAIN:
        with pytest.raises(DataError, match=rf"involvement {involvement} or relevance {relevance}"):
            level_of_product(involvement, relevance)


@settings(max_examples=30)
@given(involvement=involvements, relevance=relevances)
def test_a_requirement_is_the_highest_level_over_the_processes(
    involvement: Cells, relevance: Cells
) -> None:
    found = required(involvement, relevance)
    for role in ROLES:
        for competency in COMPETENCIES:
            highest = 0
            for process in PROCESSES:
                product = involvement[role, process] * relevance[process, competency]
                highest = max(highest, 4 if product == 3 else product)
            assert found.loc[role, competency] == highest


@settings(max_examples=30)
@given(involvement=involvements, relevance=relevances, cell=st.sampled_from(sorted(ALL_ONES)))
def test_more_involvement_never_lowers_a_requirement(
    involvement: Cells, relevance: Cells, cell: tuple[int, int]
) -> None:
    more = {**involvement, cell: min(3, involvement[cell] + 1)}
    assert (required(more, relevance) >= required(involvement, relevance)).all(axis=None)


@settings(max_examples=15)
@given(involvement=involvements, relevance=relevances, seed=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference(
    involvement: Cells, relevance: Cells, seed: object
) -> None:
    shuffled = list(involvement.items())
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    found = required(dict(shuffled), relevance)
    pd.testing.assert_frame_equal(found, required(involvement, relevance))
    assert found.index.tolist() == list(ROLES)
    assert found.columns.tolist() == list(COMPETENCIES)


def test_the_first_column_says_whose_requirement_it_is() -> None:
    found = required_levels(involvement_frame(ALL_ONES, who="user_id"), relevance_frame(ALL_TWOS))
    assert found.index.name == "user_id"


def test_nobody_has_no_requirement() -> None:
    nobody = involvement_frame(ALL_ONES).iloc[:0]
    found = required_levels(nobody, relevance_frame(ALL_TWOS))
    assert found.empty
    assert found.columns.tolist() == list(COMPETENCIES)


def test_the_frames_given_are_not_changed() -> None:
    involvement, relevance = involvement_frame(ALL_ONES), relevance_frame(ALL_TWOS)
    required_levels(involvement, relevance)
    pd.testing.assert_frame_equal(involvement, involvement_frame(ALL_ONES))
    pd.testing.assert_frame_equal(relevance, relevance_frame(ALL_TWOS))


@pytest.mark.parametrize("value", [-100, -1, 4, 99, 1.5, None])
def test_an_involvement_outside_its_domain_is_named(value: float | None) -> None:
    broken = involvement_frame({**ALL_ONES, (2, 20): value})
    with pytest.raises(
        DataError, match=r"1 cells of involvement are outside 0\.\.3: .*role_cluster_id 2.* 20"
    ):
        required_levels(broken, relevance_frame(ALL_TWOS))


def test_of_a_person_the_cell_is_named_and_not_what_they_answered() -> None:
    cells = involvement_frame({**ALL_ONES, (2, 20): 7}).set_axis(
        ["user_id", "iso_process_id", "involvement"], axis=1
    )
    with pytest.raises(DataError, match="user_id 2 x iso_process_id 20") as stop:
        required_levels(cells, relevance_frame(ALL_TWOS))
    assert "7" not in str(stop.value)


@pytest.mark.parametrize("value", [-100, -1, 3, 99, 0.5, None])
def test_a_relevance_outside_its_domain_is_named(value: float | None) -> None:
    broken = relevance_frame({**ALL_TWOS, (20, 6): value})
    with pytest.raises(
        DataError, match=r"1 cells of relevance are outside 0\.\.2: .*20.* competency_id 6"
    ):
        required_levels(involvement_frame(ALL_ONES), broken)


def test_the_number_of_broken_cells_is_right_however_many() -> None:
    broken = dict.fromkeys(((role, process) for role in range(10) for process in range(2)), -100)
    with pytest.raises(DataError, match=r"20 cells of involvement .* and 15 more"):
        required(broken, ALL_TWOS)


@pytest.mark.parametrize(
    ("involvement", "relevance", "message"),
    [
        pytest.param(
            {key: value for key, value in ALL_ONES.items() if key != (2, 20)},
            ALL_TWOS,
            r"1 cells of involvement are missing: 2 x 20",
            id="one role lacks a process",
        ),
        pytest.param(
            {key: value for key, value in ALL_ONES.items() if key[1] != 20},
            ALL_TWOS,
            r"2 cells of involvement are missing: 1 x 20, 2 x 20",
            id="all roles lack a process",
        ),
        pytest.param(
            ALL_ONES,
            {key: value for key, value in ALL_TWOS.items() if key != (20, 6)},
            r"1 cells of relevance are missing: 20 x 6",
            id="a process lacks a competency",
        ),
        pytest.param(
            ALL_ONES,
            {key: value for key, value in ALL_TWOS.items() if key[0] != 20},
            r"2 cells of relevance are missing: 20 x 6, 20 x 10",
            id="a process lacks every competency",
        ),
    ],
)
def test_a_missing_cell_is_named(involvement: Cells, relevance: Cells, message: str) -> None:
    with pytest.raises(DataError, match=message):
        required(involvement, relevance)


UNKNOWN_ONLY = pd.DataFrame({"user_id": [1, 2], "role_cluster_id": [40004, 40004]})


@pytest.mark.parametrize(
    ("cells", "people"),
    [
        pytest.param({}, [1, 2], id="every process is there"),
        pytest.param({(1, 99): 3}, [1, 2], id="an unknown process besides"),
        pytest.param({(1, 99): -100}, [1, 2], id="whatever it says"),
        pytest.param({(1, 17): None}, [2], id="one is missing"),
        pytest.param({(1, 17): None, (1, 99): 3}, [2], id="an unknown one stands in for it"),
    ],
)
def test_a_personal_matrix_is_used_if_every_process_is_there(
    cells: dict[tuple[int, int], int | None], people: list[int]
) -> None:
    given_cells = {key: value for key, value in (ALL_ONES | cells).items() if value is not None}

    levels = personal_levels(
        involvement_frame(given_cells, "user_id"), relevance_frame(ALL_TWOS), UNKNOWN_ONLY
    )

    assert levels.index.tolist() == people
    assert set(levels.to_numpy().ravel()) == {2}
