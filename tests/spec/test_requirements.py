"""docs/explanation/requirements.md."""

from pathlib import Path

import pandas as pd
import pytest

from seqpt_lib import reference
from seqpt_lib.errors import DataError
from seqpt_lib.gaps import (
    effective_roles,
    nearest_roles,
    person_requirements,
    personal_levels,
    role_sets,
)
from seqpt_lib.model.requirements import level_of_product, required_levels
from tests.spec.examples import cells, examples, number, numbers

EXPECTED = pd.read_csv(Path(__file__).parents[1] / "data" / "role_competency_matrix_expected.csv")
COMPETENCIES = [6, 10, 16]
INVOLVEMENT = ("role_cluster_id", "iso_process_id", "involvement")
RELEVANCE = ("iso_process_id", "competency_id", "relevance")
ROLE_LEVELS = (
    pd.DataFrame(
        cells(
            examples("requirements", "role-levels"),
            ("role_cluster_id", "competency_id", "required_level"),
        )
    )
    .pivot(index="role_cluster_id", columns="competency_id", values="required_level")
    .sort_index()
)
PEOPLE = examples("requirements", "people")
ALL_ROLES = examples("requirements", "all-roles")
PERSONAL = examples("requirements", "personal-matrix")


def first_word(row: dict[str, str]) -> str:
    return row["person"].split(",")[0]


def levels_of(people: list[list[int | None]]) -> pd.DataFrame:
    """Give the answers of people in the three competencies; their number is their id."""
    index = pd.Index(range(len(people)), name="user_id")
    return pd.DataFrame(people, index=index, columns=COMPETENCIES, dtype="float32")


def people_answers() -> pd.DataFrame:
    return levels_of([list(numbers(row["answers"])) for row in PEOPLE])


def people_roles() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (user_id, role)
            for user_id, row in enumerate(PEOPLE)
            for role in numbers(row["stored roles"])
        ],
        columns=["user_id", "role_cluster_id"],
    )


def given_personal_levels() -> pd.DataFrame:
    rows = {
        user_id: numbers(row["personal matrix gives"])
        for user_id, row in enumerate(PEOPLE)
        if row["personal matrix gives"]
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=COMPETENCIES)


def one_process_cells() -> list[tuple[int, int, int]]:
    return [
        (int(row["involvement"]), relevance, int(row[f"relevance {relevance}"]))
        for row in examples("requirements", "one-process")
        for relevance in (0, 1, 2)
    ]


@pytest.mark.parametrize(("involvement", "relevance", "level"), one_process_cells())
def test_one_process_asks_for_a_level(involvement: int, relevance: int, level: int) -> None:
    assert level_of_product(involvement, relevance) == level


def test_the_reference_data_hold_the_same_products() -> None:
    stored = reference.table("involvement_relevance_product").query("involvement <= 3")
    products = zip(
        stored["involvement"], stored["process_competency"], stored["level_seqpt"], strict=True
    )
    assert list(products) == one_process_cells()


@pytest.mark.parametrize(
    "row", examples("requirements", "outside"), ids=lambda row: row["why it stops"]
)
def test_a_value_outside_its_domain_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(DataError, match=row["involvement"]):
        level_of_product(int(row["involvement"]), int(row["relevance"]))


@pytest.mark.parametrize(
    "row", examples("requirements", "outside"), ids=lambda row: row["why it stops"]
)
def test_the_highest_over_the_processes_does_not_hide_it(row: dict[str, str]) -> None:
    involvement = pd.DataFrame(
        [(4, 17, 3), (4, 20, int(row["involvement"]))], columns=list(INVOLVEMENT)
    )
    relevance = pd.DataFrame([(17, 6, 2), (20, 6, int(row["relevance"]))], columns=list(RELEVANCE))
    with pytest.raises(DataError, match=r"1 cells of .* are outside .* 20"):
        required_levels(involvement, relevance)


def test_a_role_needs_the_highest_level_over_the_processes() -> None:
    involvement = cells(examples("requirements", "involvement"), INVOLVEMENT)
    relevance = cells(examples("requirements", "relevance"), RELEVANCE)
    required = required_levels(pd.DataFrame(involvement), pd.DataFrame(relevance))
    expected = cells(examples("requirements", "required"), ("role", "competency", "level"))
    assert [
        {"role": role, "competency": competency, "level": level}
        for (role, competency), level in required.stack().items()
    ] == expected


@pytest.mark.parametrize("role", EXPECTED["role_cluster_id"])
def test_each_role_of_the_survey_needs_what_is_expected(role: int) -> None:
    required = required_levels(
        reference.long_table("role_process_matrix", INVOLVEMENT),
        reference.long_table("process_competency_matrix", RELEVANCE),
    )
    expected = EXPECTED.set_index("role_cluster_id").rename(columns=lambda name: int(name[1:]))
    assert required.loc[role].to_dict() == expected.loc[role].to_dict()
    assert required.shape == expected.shape == (14, 16)


def test_the_four_roles_of_the_examples_are_real() -> None:
    real = EXPECTED.set_index("role_cluster_id")[[f"c{c}" for c in COMPETENCIES]]
    assert real.loc[ROLE_LEVELS.index].to_numpy().tolist() == ROLE_LEVELS.to_numpy().tolist()


@pytest.mark.parametrize("user_id", range(len(PEOPLE)), ids=[first_word(row) for row in PEOPLE])
def test_these_roles_count_for_the_person(user_id: int) -> None:
    effective = effective_roles(people_roles(), people_answers(), ROLE_LEVELS)
    of_person = effective.loc[effective["user_id"] == user_id, "role_cluster_id"].tolist()
    assert of_person == numbers(PEOPLE[user_id]["counting roles"])


@pytest.mark.parametrize("user_id", range(len(PEOPLE)), ids=[first_word(row) for row in PEOPLE])
def test_the_person_needs_these_levels(user_id: int) -> None:
    stored, answers = people_roles(), people_answers()
    sets = role_sets(effective_roles(stored, answers, ROLE_LEVELS), answers.index)
    required = person_requirements(sets, ROLE_LEVELS, stored, given_personal_levels())
    expected = [number(PEOPLE[user_id][f"needs in {c}"]) for c in COMPETENCIES]
    assert known(required.loc[user_id]) == expected


def known(levels: pd.Series) -> list[int | None]:
    return [None if pd.isna(level) else int(level) for level in levels]


@pytest.mark.parametrize("user_id", range(len(PERSONAL)), ids=[first_word(r) for r in PERSONAL])
def test_a_personal_matrix_is_read_so(user_id: int) -> None:
    row = PERSONAL[user_id]
    stored = pd.DataFrame({"user_id": [7], "role_cluster_id": [int(row["stored roles"])]})
    cells_of_row = [(7, p, number(row[f"process {p}"])) for p in (17, 20, 30)]
    involvement = pd.DataFrame(
        [cell for cell in cells_of_row if cell[2] is not None],
        columns=["user_id", "iso_process_id", "involvement"],
    )
    relevance = pd.DataFrame(cells(examples("requirements", "relevance"), RELEVANCE))
    levels = personal_levels(involvement, relevance, stored)
    nobody = role_sets(stored.iloc[:0], pd.Index([7]))
    no_roles = pd.DataFrame(columns=[6, 10, 17], dtype="int64")
    required = person_requirements(nobody, no_roles, stored, levels)
    assert known(required.loc[7]) == [number(row[f"needs in {c}"]) for c in (6, 10, 17)]


@pytest.mark.parametrize("row", ALL_ROLES, ids=first_word)
def test_the_nearest_roles_are_taken(row: dict[str, str]) -> None:
    answers = levels_of([[number(row[f"answer in {c}"]) for c in COMPETENCIES]])
    nearest = nearest_roles(answers, ROLE_LEVELS)
    assert nearest["role_cluster_id"].tolist() == numbers(row["nearest roles"])
    assert set(nearest["user_id"]) <= {0}


@pytest.mark.parametrize("row", [row for row in ALL_ROLES if row["nearest roles"]], ids=first_word)
def test_the_distances_of_the_page_are_right(row: dict[str, str]) -> None:
    given = {c: number(row[f"answer in {c}"]) for c in COMPETENCIES}
    distances = [
        sum((given[c] - level) ** 2 for c, level in needed.items() if given[c] is not None)
        for _role, needed in ROLE_LEVELS.iterrows()
    ]
    assert distances == numbers(row["squared distance to 3, 4, 9, 14"])
