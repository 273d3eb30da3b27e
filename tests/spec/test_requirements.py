"""docs/explanation/requirements.md."""

from pathlib import Path

import pandas as pd
import pytest

from seqpt_lib import reference
from seqpt_lib.errors import DataError
from seqpt_lib.gaps import effective_roles, nearest_roles, person_requirements
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


def first_word(row: dict[str, str]) -> str:
    return row["person"].split(",")[0]


def answers_of(user_id: int, levels: list[int | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"user_id": user_id, "competency_id": competency_id, "score": level}
            for competency_id, level in zip(COMPETENCIES, levels, strict=True)
            if level is not None
        ],
        columns=["user_id", "competency_id", "score"],
        dtype="int64",
    )


def people_answers() -> pd.DataFrame:
    return pd.concat(
        answers_of(user_id, numbers(row["answers"])) for user_id, row in enumerate(PEOPLE)
    )


def people_roles() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (user_id, role)
            for user_id, row in enumerate(PEOPLE)
            for role in numbers(row["stored roles"])
        ],
        columns=["user_id", "role_cluster_id"],
    )


def personal_levels() -> pd.DataFrame:
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
    stored = people_roles()
    effective = effective_roles(stored, people_answers(), ROLE_LEVELS)
    required = person_requirements(effective, ROLE_LEVELS, stored, personal_levels())
    expected = [number(PEOPLE[user_id][f"needs in {c}"]) for c in COMPETENCIES]
    found = required.loc[user_id].tolist() if user_id in required.index else [None, None, None]
    assert found == expected


@pytest.mark.parametrize("row", ALL_ROLES, ids=first_word)
def test_the_nearest_roles_are_taken(row: dict[str, str]) -> None:
    answers = answers_of(7, [number(row[f"answer in {c}"]) for c in COMPETENCIES])
    nearest = nearest_roles(answers, ROLE_LEVELS)
    assert nearest["role_cluster_id"].tolist() == numbers(row["nearest roles"])
    assert set(nearest["user_id"]) <= {7}


@pytest.mark.parametrize("row", [row for row in ALL_ROLES if row["nearest roles"]], ids=first_word)
def test_the_distances_of_the_page_are_right(row: dict[str, str]) -> None:
    given = {c: number(row[f"answer in {c}"]) for c in COMPETENCIES}
    distances = [
        sum((given[c] - level) ** 2 for c, level in needed.items() if given[c] is not None)
        for _role, needed in ROLE_LEVELS.iterrows()
    ]
    assert distances == numbers(row["squared distance to 3, 4, 9, 14"])
