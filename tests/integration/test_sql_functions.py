"""The functions of schema seqpt say the same as the Python functions they stand for."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from seqpt_lib import store
from seqpt_lib.model.levels import LEVELS
from seqpt_lib.model.names import fold_archetype, fold_name
from seqpt_lib.model.requirements import people_of_unknown_role
from seqpt_lib.store.copying import copy_rows
from tests.spec.examples import examples, is_yes
from tests.support import rows
from tests.unit.organizations import Answer
from tests.unit.plain_rules import latest_answers

ANSWERS = "user_se_competency_survey_results"

COLUMNS = ["id", "organization_id", "user_id", "competency_id", "score", "submitted_at"]

LETTERS = "abMODELINGmodeling ,-\t\n"
names = st.text(LETTERS, max_size=30) | st.lists(
    st.sampled_from(["Modelling", "modelling", "MODELING", " ", "  ", "a", "-", ", "]), max_size=8
).map("".join)


@pytest.mark.usefixtures("database")
class TestFolding:
    @pytest.mark.parametrize("function", [fold_name, fold_archetype])
    @settings(max_examples=25)
    @given(names=st.lists(names, max_size=40))
    def test_names_are_folded_alike(self, function: Callable[[str], str], names: list[str]) -> None:
        folded = rows.query(
            f"SELECT {function.__name__}(n.name) FROM unnest(CAST(:names AS text[])) "
            "WITH ORDINALITY AS n (name, position) ORDER BY position",
            names=names,
        )

        assert [name for (name,) in folded] == [function(name) for name in names]

    @pytest.mark.parametrize(
        ("name", "folded"),
        [
            ("  Systems  MODELLING and Analysis ", "systems modeling and analysis"),
            ("Integration, Verification,  Validation", "integration, verification, validation"),
        ],
    )
    def test_both_fold_what_people_spell_differently(self, name: str, folded: str) -> None:
        assert rows.scalar("SELECT fold_name(:name)", name=name) == fold_name(name) == folded


given_answers = st.lists(
    st.tuples(
        st.sampled_from([1, 2]),
        st.sampled_from([1, 4]),
        st.sampled_from(LEVELS),
        st.sampled_from([None, "2026-03-02", "2026-03-02 00:00:01", "2026-05-08"]),
    ),
    max_size=14,
)


@pytest.mark.usefixtures("database")
class TestTheCurrentAnswer:
    @pytest.fixture(autouse=True)
    def people(self, database: str) -> None:
        rows.run_script(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (1, 'A', 'a'), (2, 'B', 'b');"
            "INSERT INTO app_user (id, organization_id, name, username) "
            "VALUES (1, 1, 'P', 'p'), (2, 1, 'Q', 'q')"
        )

    def store_answers(self, answers: list[tuple[Any, ...]]) -> None:
        with store.transaction() as connection:
            connection.execute(text(f"DELETE FROM {ANSWERS}"))
            numbered = [(n, 1, *answer) for n, answer in enumerate(answers)]
            copy_rows(connection, ANSWERS, COLUMNS, numbered)

    @settings(max_examples=50)
    @given(answers=given_answers)
    def test_it_is_the_one_that_the_plain_rule_takes(self, answers: list[tuple[Any, ...]]) -> None:
        self.store_answers(answers)

        found = rows.query("SELECT id, user_id, competency_id, score FROM current_answer(1)")

        latest = latest_answers([Answer(n, *answer) for n, answer in enumerate(answers)])
        assert sorted(found) == sorted(answer[:4] for answer in latest.values())

    def test_it_is_the_one_of_the_page(self) -> None:
        table = examples("gaps", "latest-answer")
        people = sorted({row["person"] for row in table})
        rows.run_script(
            "INSERT INTO app_user (id, organization_id, name, username) "
            "SELECT n, 1, n::text, n::text FROM generate_series(3, 9) n"
        )
        with store.transaction() as connection:
            stored = [
                (
                    int(row["answer"]),
                    1,
                    people.index(row["person"]) + 1,
                    int(row["competency"]),
                    int(row["score"]),
                    row["submitted"] or None,
                )
                for row in table
            ]
            copy_rows(connection, ANSWERS, COLUMNS, stored)

        current = rows.query("SELECT id FROM current_answer(1) ORDER BY id")

        expected = [int(row["answer"]) for row in table if is_yes(row["current"])]
        assert [answer_id for (answer_id,) in current] == expected

    @pytest.mark.parametrize(
        ("moments", "current"),
        [
            pytest.param(["2026-05-08", "2026-03-02"], 0, id="the latest time"),
            pytest.param(["2026-03-02", None], 0, id="one with a time before one without"),
            pytest.param(["2026-03-02", "2026-03-02"], 1, id="of equal times the later row"),
            pytest.param([None, None], 1, id="without times the later row"),
        ],
    )
    def test_the_latest_counts(self, moments: list[str | None], current: int) -> None:
        self.store_answers([(1, 1, LEVELS[n], moment) for n, moment in enumerate(moments)])

        assert rows.query("SELECT score FROM current_answer(1)") == [(LEVELS[current],)]

    def test_another_organization_has_none(self) -> None:
        self.store_answers([(1, 1, 4, None)])

        assert rows.query("SELECT * FROM current_answer(2)") == []


@pytest.mark.usefixtures("demo_database")
def test_the_people_of_unknown_role_are_those_of_the_python_function() -> None:
    rows.run("INSERT INTO user_role_cluster VALUES (28, 5), (5, 40004)")
    with store.connect() as connection:
        expected = people_of_unknown_role(store.read_person_roles(connection, 1))

    found = rows.query("SELECT user_id, username FROM unknown_role_people(1)")

    assert {user for user, _ in found} == expected == {13}
    assert dict(found)[13] == "demo-13"
    assert rows.query("SELECT * FROM unknown_role_people(2)") == []


@pytest.mark.parametrize(
    ("content", "items"),
    [
        pytest.param('{"a": [1, {"b": 2}]}', [1, {"b": 2}], id="a list"),
        pytest.param('{"a": []}', [], id="an empty list"),
        pytest.param('{"a": {}}', None, id="an object"),
        pytest.param('{"a": null}', None, id="nothing"),
        pytest.param('{"b": []}', None, id="another field"),
        pytest.param("[1]", None, id="a list around it"),
        pytest.param("An error occurred", None, id="no JSON"),
        pytest.param('{"a": ["\\u0000"]}', None, id="a character that cannot be stored"),
        pytest.param('{"a": [1e999999]}', None, id="a number that cannot be stored"),
        pytest.param("[" * 100_000, None, id="too deep"),
        pytest.param(None, None, id="no text"),
    ],
)
@pytest.mark.usefixtures("database")
def test_a_list_is_read_from_a_text_or_nothing(content: str | None, items: object) -> None:
    found = rows.scalar("SELECT json_list(CAST(:content AS text), 'a')", content=content)

    assert found == items
