"""Checks of the gate sources on both sides of their limits."""

import pytest

from seqpt_lib.quality.engine import run_suite
from seqpt_lib.quality.suites import load_suite
from seqpt_lib.store import engine
from tests.support import rows
from tests.support.spoil import ANSWERS, SECOND_ORGANIZATION
from tests.support.spoiled_matrices import DERIVED_PEOPLE, DERIVED_ROLES

DEMO, SECOND = 1, 2


def found(check_id: str, organization_id: int = DEMO, gate: str = "sources") -> int:
    """Count the rows that one check of the gate finds."""
    suite = load_suite(gate)
    tables = [
        table.model_copy(update={"expectations": [check]})
        for table in suite.tables
        for check in table.expectations
        if check.meta.id == check_id
    ]
    with engine.transaction() as connection:
        (result,) = run_suite(
            suite.model_copy(update={"tables": tables}), connection, organization_id
        )
    return result.unexpected_count


@pytest.mark.parametrize(
    ("score", "is_found"),
    [
        *(pytest.param(score, False, id=score) for score in ("NULL", "0", "5.1", "100")),
        *(pytest.param(score, True, id=score) for score in ("-1", "0.1", "4", "5", "100.1")),
        pytest.param("'NaN'", True, id="not a number"),
    ],
)
@pytest.mark.usefixtures("demo_database")
def test_a_maturity_score_is_between_0_and_100_and_above_the_old_scale(
    score: str, is_found: bool
) -> None:
    rows.run(f"UPDATE organization SET maturity_score = {score}")

    assert found("maturity_score_range") == is_found


@pytest.mark.parametrize("missing", ["size", "maturity_score", "selected_archetype"])
@pytest.mark.usefixtures("demo_database")
def test_each_value_of_a_complete_phase_is_asked_for(missing: str) -> None:
    rows.run("UPDATE organization SET maturity_score = 40, phase1_completed = true")
    assert found("phase_complete") == 0

    rows.run(f"UPDATE organization SET {missing} = NULL")

    assert found("phase_complete") == 1


@pytest.mark.usefixtures("demo_database")
def test_an_open_phase_may_lack_everything() -> None:
    rows.run("UPDATE organization SET size = NULL, selected_archetype = NULL")

    assert (found("phase_complete"), found("size_known")) == (0, 0)


@pytest.mark.usefixtures("demo_database")
def test_the_survey_apps_own_table_has_84_indicators() -> None:
    rows.run(
        "UPDATE adopted_object SET was_found = true WHERE object_name = 'competency_indicators'"
    )

    assert found("indicator_count") == 20


@pytest.mark.usefixtures("demo_database")
def test_a_copy_of_757_indicators_is_found() -> None:
    rows.run_script(
        "UPDATE adopted_object SET was_found = true WHERE object_name = 'competency_indicators';"
        "INSERT INTO competency_indicators (id, competency_id, level) "
        "SELECT n + 1000, 1, 'kennen' FROM generate_series(1, 757 - 64) AS n"
    )

    assert found("indicator_count") == 757 - 84


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        pytest.param("M\u00fcller, Stra\u00dfe, \u00c3O, \u00c2ngela", False, id="letters"),
        pytest.param("M\u00c3\u00bcller", True, id="a small umlaut"),
        pytest.param("\u00c3\u0153bel", True, id="a capital umlaut, Windows"),
        pytest.param("Stra\u00c3\u0178e", True, id="a sharp s, Windows"),
        pytest.param("Stra\u00c3\u009fe", True, id="a sharp s, Latin-1"),
        pytest.param("5\u00c2\u00a0km", True, id="a hard space"),
        pytest.param("\u00e2\u20ac\u201c", True, id="a dash"),
        pytest.param("M\ufffdller", True, id="the replacement character"),
    ],
)
@pytest.mark.usefixtures("demo_database")
def test_wrongly_decoded_characters_are_found(name: str, is_found: bool) -> None:
    rows.run("UPDATE app_user SET name = :name WHERE id = 5", name=name)

    assert found("names_mojibake") == is_found


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        pytest.param('"{\\"a\\": 1}"', True, id="an object in a text"),
        pytest.param('" \\n[1]"', True, id="a list after white space"),
        pytest.param('"\\"words\\""', True, id="a text in a text"),
        pytest.param('"words {"', False, id="a text"),
        pytest.param('{"a": "[1]"}', False, id="an object"),
        pytest.param("null", False, id="nothing"),
    ],
)
@pytest.mark.usefixtures("demo_database")
def test_json_within_a_text_is_found(value: str, is_found: bool) -> None:
    rows.run(
        "UPDATE app_user SET tasks_responsibilities = CAST(:value AS jsonb) WHERE id = 5",
        value=value,
    )

    assert found("json_encoded_twice") == is_found


@pytest.mark.parametrize(
    "check_id",
    [
        "personal_matrix_missing",
        "personal_matrix_incomplete",
        "personal_matrix_zero",
        "personal_matrix_repeated",
        "personal_involvement_domain",
        "derived_person_stale",
    ],
)
@pytest.mark.usefixtures("demo_database")
def test_the_matrix_of_a_person_with_a_role_is_not_asked_for(check_id: str) -> None:
    rows.run("INSERT INTO user_role_cluster VALUES (13, 5), (28, 5)")
    rows.run("DELETE FROM unknown_role_process_matrix WHERE iso_process_id = 4")
    rows.run("UPDATE unknown_role_process_matrix SET role_process_value = NULL")
    rows.run("INSERT INTO unknown_role_competency_matrix VALUES (7, 'demo-13', 1, 0, 1)")

    assert found(check_id) == 0


@pytest.mark.parametrize("check_id", ["derived_role_stale", "derived_person_stale"])
@pytest.mark.usefixtures("demo_database")
def test_a_single_derived_row_shows_what_is_missing(check_id: str) -> None:
    rows.run("INSERT INTO role_competency_matrix VALUES (7, 4, 1, 6, 1)")
    rows.run("INSERT INTO unknown_role_competency_matrix VALUES (7, 'demo-13', 1, 6, 1)")

    assert found(check_id) >= 15


@pytest.mark.parametrize(
    ("check_id", "derive", "table"),
    [
        pytest.param(
            "derived_role_stale", DERIVED_ROLES, "role_competency_matrix", id="of the roles"
        ),
        pytest.param(
            "derived_person_stale",
            DERIVED_PEOPLE,
            "unknown_role_competency_matrix",
            id="of a person",
        ),
    ],
)
@pytest.mark.usefixtures("demo_database")
def test_the_survey_apps_3_is_a_4(check_id: str, derive: str, table: str) -> None:
    rows.run(derive)
    rows.run(f"UPDATE {table} SET role_competency_value = 3 WHERE role_competency_value = 4")
    assert rows.scalar(f"SELECT count(*) FROM {table} WHERE role_competency_value = 3") > 0
    assert found(check_id) == 0

    rows.run(f"UPDATE {table} SET role_competency_value = 2 WHERE role_competency_value = 3")

    assert found(check_id) > 0


UNSET_RELEVANCE = (
    "UPDATE process_competency_matrix SET process_competency_value = -100 "
    "WHERE iso_process_id = 7 AND competency_id = 4"
)
UNSET_INVOLVEMENT = "UPDATE role_process_matrix SET role_process_value = -100 WHERE id = 7"
UNSET_PERSONAL = "UPDATE unknown_role_process_matrix SET role_process_value = -100 WHERE id = 7"


@pytest.mark.parametrize(
    ("change", "count"),
    [
        pytest.param("SELECT 1", 0, id="nothing"),
        pytest.param(UNSET_RELEVANCE, 14 + 1, id="a relevance: of one competency"),
        pytest.param(UNSET_INVOLVEMENT, 16, id="an involvement: of one role"),
        pytest.param(UNSET_PERSONAL, 16, id="an involvement: of one person"),
        pytest.param("DELETE FROM process_competency_matrix", 224 + 16, id="all relevance: of all"),
        pytest.param("DELETE FROM unknown_role_process_matrix", 16, id="a person's matrix"),
    ],
)
@pytest.mark.usefixtures("demo_database")
def test_derived_levels_that_cannot_be_compared_are_told(change: str, count: int) -> None:
    rows.run_script(f"{DERIVED_ROLES}; {DERIVED_PEOPLE}; {change}")

    assert found("derived_comparable") == count
    assert (found("derived_role_stale"), found("derived_person_stale")) == (0, 0)


@pytest.mark.usefixtures("demo_database")
def test_the_other_derived_levels_are_compared_all_the_same() -> None:
    rows.run_script(f"{DERIVED_ROLES}; {DERIVED_PEOPLE}; {UNSET_RELEVANCE}")
    rows.run("UPDATE role_competency_matrix SET role_competency_value = -100")
    rows.run("UPDATE unknown_role_competency_matrix SET role_competency_value = -100")

    assert (found("derived_role_stale"), found("derived_person_stale")) == (14 * 15, 15)


@pytest.mark.usefixtures("demo_database")
def test_what_other_organizations_hold_is_not_found() -> None:
    rows.run_script(
        f"{SECOND_ORGANIZATION}; "
        "INSERT INTO app_user (id, organization_id, name, username) VALUES (99, 2, 'N', 'new');"
        "INSERT INTO user_role_cluster VALUES (99, 40004);"
        "INSERT INTO user_survey_type (user_id, survey_type) VALUES (99, 'odd');"
        f"INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score) "
        "VALUES (99, 2, 1, 3);"
        "INSERT INTO role_competency_matrix VALUES (7, 4, 1, -100, 2)"
    )
    suite = load_suite("sources")

    with engine.transaction() as connection:
        of_demo = run_suite(suite, connection, DEMO)
        of_second = run_suite(suite, connection, SECOND)

    demo = {result.check_id for result in of_demo if not result.success}
    assert {"survey_type_known", "score_domain", "derived_role_levels"}.isdisjoint(demo)
    second = {result.check_id for result in of_second if not result.success}
    assert {"survey_type_known", "score_domain", "personal_matrix_missing"} <= second
