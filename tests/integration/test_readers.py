"""Readers: typed frames, whatever the organization holds."""

from collections.abc import Callable

import pandas as pd
import pytest

from seqpt_lib import store
from seqpt_lib.model.levels import LEVEL_WORDS
from seqpt_lib.model.requirements import required_levels
from seqpt_lib.settings import PROJECT_ROOT
from tests.support import rows

DEMO, NOBODY = 1, 77
MATRIX = PROJECT_ROOT / "tests" / "data" / "role_competency_matrix_expected.csv"

INT, TEXT, MOMENT, NULLABLE = "int64", "str", "datetime64", "Int64"

OBJECTIVE_TEXTS = ["language", "timeframe", "statement", "demonstration", "benefit", "full_text"]
OBJECTIVE_TEXTS += ["source", "template_hash", "input_hash"]
ANSWER = {"answer_id": INT, "user_id": INT, "competency_id": INT, "score": INT}
FORMAT = {"max_level": INT, "participants_min": INT, "participants_max": NULLABLE}

SHARE = "float64"
STANDING = dict.fromkeys(["assessed_count", "not_assessed_count"], INT)
STANDING |= {f"{name}_count": INT for name in LEVEL_WORDS.values()}
STANDING |= {"median_level": NULLABLE, "below_target_count": INT, "at_target_share": SHARE}
STANDING |= {"at_target_share_low": SHARE, "at_target_share_high": SHARE, "training_method": TEXT}
URGENCY = {"largest_gap": NULLABLE, "highest_requirement": NULLABLE}
URGENCY |= {"uncovered_share": SHARE, "priority": SHARE}

OF_AN_ORGANIZATION = {
    store.read_people: (41, {"user_id": INT}),
    store.read_gaps: (
        635,
        {**ANSWER, "target_level": NULLABLE, "gap_size": NULLABLE, "archetype_source": "category"},
    ),
    store.read_person_roles: (41, {"user_id": INT, "role_cluster_id": INT}),
    store.read_involvement: (
        420,
        {"role_cluster_id": INT, "iso_process_id": INT, "involvement": INT},
    ),
    store.read_personal_involvement: (
        30,
        {"user_id": INT, "iso_process_id": INT, "involvement": INT},
    ),
    store.read_needs: (
        39,
        {"competency_id": INT, "level": INT, "people_count": INT, "assessed_count": INT}
        | {"shown_columns": TEXT},
    ),
    store.read_statistics: (
        16,
        {"competency_id": INT, "assessed_count": INT, "below_target_count": INT}
        | {"shown_columns": TEXT},
    ),
    store.read_objectives: (
        39,
        {"track": TEXT, "competency_id": INT, "level": INT}
        | dict.fromkeys(OBJECTIVE_TEXTS, TEXT)
        | {"prompt_version": TEXT, "call_id": NULLABLE, "passages": TEXT, "findings": TEXT},
    ),
    store.read_competency_statistics: (
        16,
        {"competency_id": INT, **STANDING, **URGENCY, "shown_columns": TEXT},
    ),
    store.read_role_statistics: (
        112,
        {"role_cluster_id": INT, "competency_id": INT, **STANDING, "shown_columns": TEXT},
    ),
    store.read_plans: (
        38,
        {"user_id": INT, "plan_id": TEXT, "estimated_duration_weeks": INT, "archetype_used": TEXT}
        | {"objectives": TEXT, "recommended_modules": TEXT},
    ),
    store.read_current_plans: (38, {"user_id": INT, "plan_id": "string"}),
}

SHARED = {
    store.read_relevance: (480, {"iso_process_id": INT, "competency_id": INT, "relevance": INT}),
    store.read_competencies: (
        16,
        {"competency_id": INT, "competency_area": TEXT, "competency_name": TEXT},
    ),
    store.read_roles: (16, {"role_cluster_id": INT, "role_name": TEXT}),
    store.read_archetype_targets: (
        112,
        {"archetype_id": INT, "archetype_name": TEXT, "competency_id": INT, "target_level": INT},
    ),
    store.read_formats: (
        1120,
        {"archetype_id": INT, "competency_id": INT, "format_id": INT, "format_key": TEXT}
        | {"format_name": TEXT, **FORMAT, "fit_points": INT, "effort": INT},
    ),
}

Reader = Callable[..., pd.DataFrame]
Expected = tuple[int, dict[str, str]]


def cases(readers: dict[Reader, Expected]) -> list[object]:
    return [
        pytest.param(reader, *expected, id=reader.__name__) for reader, expected in readers.items()
    ]


def types_of(frame: pd.DataFrame) -> dict[str, str]:
    return {
        column: MOMENT if pd.api.types.is_datetime64_dtype(dtype) else str(dtype)
        for column, dtype in frame.dtypes.items()
    }


@pytest.mark.parametrize(("reader", "row_count", "columns"), cases(OF_AN_ORGANIZATION))
@pytest.mark.usefixtures("planned_database")
class TestAReaderOfAnOrganization:
    def test_it_gives_typed_columns(
        self, reader: Reader, row_count: int, columns: dict[str, str]
    ) -> None:
        with store.connect() as connection:
            frame = reader(connection, DEMO)

        assert (len(frame), types_of(frame)) == (row_count, columns)

    def test_of_nobody_it_gives_no_rows_and_the_same_columns(
        self, reader: Reader, row_count: int, columns: dict[str, str]
    ) -> None:
        with store.connect() as connection:
            frame = reader(connection, NOBODY)

        assert (len(frame), list(frame.columns)) == (0, list(columns))
        ids = [column for column in columns if column.endswith("_id") and columns[column] == INT]
        assert types_of(frame[ids]) == dict.fromkeys(ids, INT)


@pytest.mark.parametrize(("reader", "row_count", "columns"), cases(SHARED))
@pytest.mark.usefixtures("database")
def test_a_reader_of_what_all_share_gives_typed_columns(
    reader: Reader, row_count: int, columns: dict[str, str]
) -> None:
    with store.connect() as connection:
        frame = reader(connection)

    assert (len(frame), types_of(frame)) == (row_count, columns)


@pytest.mark.usefixtures("demo_database")
class TestWhatTheyLeaveOut:
    def test_answers_of_another_organization(self) -> None:
        rows.run_script(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (2, 'B', 'b'); INSERT INTO app_user VALUES (99, 2, 'P', 'b-1');"
            "INSERT INTO user_se_competency_survey_results (user_id, organization_id, "
            "competency_id, score) VALUES (99, 2, 1, 4)"
        )

        with store.connect() as connection:
            assert store.read_current_levels(connection, 2, [1, 4]).to_dict("index") == {
                99: {1: 4.0, 4: pytest.approx(float("nan"), nan_ok=True)}
            }
            assert len(store.read_current_levels(connection, DEMO, [1, 4])) == 41

    def test_personal_matrices_that_belong_to_nobody(self) -> None:
        rows.run("UPDATE unknown_role_process_matrix SET user_name = 'demo-0'")

        with store.connect() as connection:
            assert store.read_personal_involvement(connection, DEMO).empty

    def test_personal_matrices_of_another_organizations_people(self) -> None:
        rows.run_script(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (2, 'B', 'b'); UPDATE app_user SET organization_id = 2 WHERE id = 13"
        )

        with store.connect() as connection:
            assert store.read_personal_involvement(connection, DEMO).empty

    def test_answers_that_are_no_longer_the_latest(self) -> None:
        rows.run(
            "INSERT INTO user_se_competency_survey_results "
            "(user_id, organization_id, competency_id, score, submitted_at) "
            "VALUES (1, 1, 1, 6, '2026-09-01'), (1, 1, 1, 0, NULL)"
        )

        with store.connect() as connection:
            assert store.read_current_levels(connection, DEMO, [1]).loc[1, 1] == 6

    def test_superseded_plans(self, planned_database: str) -> None:
        rows.run("UPDATE plan_status SET is_current = false WHERE user_id = 1")

        with store.connect() as connection:
            assert 1 not in set(store.read_current_plans(connection, DEMO)["user_id"])

    def test_a_second_blank_in_a_name(self) -> None:
        with store.connect() as connection:
            names = store.read_competencies(connection).set_index("competency_id")

        assert names["competency_name"][16] == "Integration, Verification, Validation"


@pytest.mark.usefixtures("demo_database")
def test_the_stored_matrices_give_all_224_known_requirements() -> None:
    known = pd.read_csv(MATRIX).set_index("role_cluster_id")
    known.columns = known.columns.str[1:].astype(int)

    with store.connect() as connection:
        computed = required_levels(
            store.read_involvement(connection, DEMO), store.read_relevance(connection)
        )

    assert computed.size == 224
    pd.testing.assert_frame_equal(computed, known, check_names=False)


@pytest.mark.usefixtures("demo_database")
class TestCurrentLevels:
    def test_everybody_has_a_row_and_what_was_not_answered_is_missing(self) -> None:
        with store.connect() as connection:
            competencies = store.read_competencies(connection)["competency_id"].tolist()
            levels = store.read_current_levels(connection, DEMO, competencies)

        assert levels.shape == (41, 16)
        assert levels.index.is_monotonic_increasing
        assert int(levels.notna().sum().sum()) == 635
        assert set(levels.dtypes.astype(str)) == {"float32"}

    def test_of_nobody_there_is_no_row(self) -> None:
        with store.connect() as connection:
            levels = store.read_current_levels(connection, NOBODY, [1, 4])

        assert (levels.shape, levels.columns.tolist()) == ((0, 2), [1, 4])
