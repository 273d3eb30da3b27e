"""The pipeline's own levels beside the derived tables: what a gate compares with."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from seqpt_lib import store
from seqpt_lib.model.requirements import personal_levels
from seqpt_lib.quality.own_levels import stage_own_levels
from seqpt_lib.quality.suites import load_suite
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.copying import read_frame
from tests.support import rows
from tests.support.spoil import SECOND_ORGANIZATION, unconstrained
from tests.support.spoiled_matrices import DERIVED_PEOPLE

DEMO = 1
MATRIX = PROJECT_ROOT / "tests" / "data" / "role_competency_matrix_expected.csv"
PERSONAL = "unknown_role_process_matrix"

pytestmark = pytest.mark.usefixtures("demo_database")


@pytest.fixture(autouse=True)
def derived(demo_database: str) -> None:
    rows.run(DERIVED_PEOPLE)


def staged(organization_id: int = DEMO) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stage the levels of an organization twice, as two gates of a transaction do; read them."""
    with store.transaction() as connection:
        stage_own_levels(connection, organization_id)
        stage_own_levels(connection, organization_id)
        return (
            read_frame(
                connection, "SELECT * FROM own_role_level ORDER BY role_cluster_id, competency_id"
            ),
            read_frame(
                connection, "SELECT * FROM own_person_level ORDER BY user_id, competency_id"
            ),
        )


def staged_counts() -> tuple[int, int]:
    of_roles, of_people = staged()
    return len(of_roles), len(of_people)


@pytest.mark.parametrize(
    ("gate", "stages"), [("sources", ["own_levels"]), ("gaps", ["own_role_levels"])]
)
def test_gates_ask_for_them(gate: str, stages: list[str]) -> None:
    assert load_suite(gate).stages == stages


def test_the_levels_of_the_roles_are_those_of_the_reference() -> None:
    expected = pd.read_csv(MATRIX).melt("role_cluster_id", None, "competency", "required_level")
    expected["competency_id"] = expected["competency"].str[1:].astype("int64")
    keys = ["role_cluster_id", "competency_id"]
    expected = expected.sort_values(keys, ignore_index=True)[[*keys, "required_level"]]

    of_roles, _ = staged()

    assert_frame_equal(of_roles[[*keys, "required_level"]], expected)
    assert set(of_roles["organization_id"]) == {DEMO}


def test_the_levels_of_a_person_are_those_that_step_3_computes() -> None:
    with store.transaction() as connection:
        involvement = store.read_personal_involvement(connection, DEMO)
        person_roles = store.read_person_roles(connection, DEMO)
        computed = personal_levels(involvement, store.read_relevance(connection), person_roles)

    _, of_people = staged()

    assert of_people["user_id"].tolist() == [13] * 16
    assert of_people["required_level"].tolist() == computed.loc[[13]].to_numpy().ravel().tolist()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(f"DELETE FROM {PERSONAL} WHERE iso_process_id = 4", id="is not complete"),
        pytest.param(
            "INSERT INTO user_role_cluster VALUES (13, 5)", id="is of somebody with a role"
        ),
        pytest.param(
            "DELETE FROM unknown_role_competency_matrix", id="is of somebody without derived levels"
        ),
    ],
)
def test_a_matrix_that_nothing_is_compared_with_has_no_levels(change: str) -> None:
    rows.run(change)

    assert staged_counts() == (224, 0)


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        pytest.param(
            "UPDATE role_process_matrix SET role_process_value = -100 WHERE id = 7",
            (208, 16),
            id="an involvement of a role",
        ),
        pytest.param(
            "DELETE FROM role_process_matrix WHERE id = 7", (208, 16), id="a cell missing"
        ),
        pytest.param(
            f"{unconstrained('role_process_matrix', 'organization_id_role_cluster_id_iso_24c9')};"
            "INSERT INTO role_process_matrix SELECT 999, role_cluster_id, iso_process_id, 1, 1 "
            "FROM role_process_matrix WHERE id = 7",
            (208, 16),
            id="a cell twice",
        ),
        pytest.param(
            f"UPDATE {PERSONAL} SET role_process_value = NULL WHERE id = 7",
            (224, 0),
            id="an involvement of a person",
        ),
        pytest.param(
            f"{unconstrained(PERSONAL, 'organization_id_iso_process_e48c')};"
            f"INSERT INTO {PERSONAL} SELECT 999, user_name, iso_process_id, 1, 1 "
            f"FROM {PERSONAL} WHERE id = 7",
            (224, 0),
            id="a cell of a person twice",
        ),
        pytest.param(
            "UPDATE process_competency_matrix SET process_competency_value = -100 WHERE id = 7",
            (210, 15),
            id="a relevance",
        ),
        pytest.param(
            "DELETE FROM process_competency_matrix WHERE iso_process_id = 7",
            (0, 0),
            id="a process missing",
        ),
    ],
)
def test_levels_whose_cells_are_not_fit_are_left_out(change: str, counts: tuple[int, int]) -> None:
    rows.run_script(change)

    assert staged_counts() == counts


def test_an_organization_without_anything_has_none() -> None:
    rows.run_script(SECOND_ORGANIZATION)

    of_roles, of_people = staged(2)

    assert (len(of_roles), len(of_people)) == (0, 0)


def test_they_end_with_the_transaction() -> None:
    staged()

    assert rows.scalar("SELECT to_regclass('pg_temp.own_role_level')") is None
