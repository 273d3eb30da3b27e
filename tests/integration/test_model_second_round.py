"""A model's words that do not hold: asked once more, and a template where that did not help."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import steps
from tests.support.objectives import (
    STEP,
    Request,
    at_level,
    calls,
    findings,
    generate,
    give_tool,
    levels_asked,
    materials,
    sources,
    stored,
    then_good,
)
from tests.support.openai_server import Answer, ModelServer
from tests.support.wording import Objective, changed, worded

pytestmark = pytest.mark.usefixtures("planned_database")

OF_ANOTHER_LEVEL = "participants evaluate the needs of three groups of users of one function"
STATEMENT = "the open points of the last week with the people in the room"
FALLBACK = "template (fallback)"


@pytest.fixture
def templates(tmp_path: Path, planned_database: str) -> dict[Any, dict[str, Any]]:
    """The organization has a tool for competency 14, which is needed at levels 2 and 4."""
    give_tool(tmp_path, 14)
    return stored()


def only_of_14(found: dict[Any, Any]) -> dict[int, Any]:
    return {level: row for (competency_id, level), row in found.items() if competency_id == 14}


class TestTheSecondRound:
    def test_only_the_level_that_did_not_hold_is_asked_for_with_what_was_wrong(
        self, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        model.answer = then_good(at_level(2, statement=OF_ANOTHER_LEVEL))

        generate()

        assert levels_asked(model) == [[2, 4], [2]]
        [level] = materials(model)[1]["levels"]
        assert any("the verb belongs to level" in found for found in level["findings"])
        assert "do not hold" in model.requests[1].json["messages"][1]["content"]
        assert [call["round"] for call in calls()] == [1, 2]

    def test_a_good_second_answer_is_used(
        self, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        model.answer = then_good(at_level(2, statement=OF_ANOTHER_LEVEL))

        generate()

        found = only_of_14(stored())
        first, second = (call["call_id"] for call in calls())
        assert {level: row["source"] for level, row in found.items()} == {2: "model", 4: "model"}
        assert {level: row["call_id"] for level, row in found.items()} == {2: second, 4: first}
        assert found[2]["statement"] != OF_ANOTHER_LEVEL
        assert found[2]["findings"] == []

    def test_a_bad_second_answer_gives_the_template_with_what_was_found(
        self, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        model.answer = at_level(2, statement=OF_ANOTHER_LEVEL)

        record = generate()

        found, before = stored()[14, 2], templates[14, 2]
        assert levels_asked(model) == [[2, 4], [2]]
        assert (found["source"], found["call_id"]) == (FALLBACK, None)
        assert (found["full_text"], found["statement"]) == (
            before["full_text"],
            before["statement"],
        )
        assert findings((14, 2)).startswith("verb: ")
        assert found["prompt_version"] == "objectives-1"
        assert sources()[14, 4] == "model"
        assert steps.exact_numbers(STEP)["fallbacks"] == 1
        assert re.search(r", 1 to \d+ template \(fallback\)$", record.summary)

    def test_what_did_not_hold_is_stored_and_not_asked_for_again(
        self, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        model.answer = at_level(2, statement=OF_ANOTHER_LEVEL)
        generate()

        generate()

        assert len(model.requests) == 2
        assert steps.rows_by_table(STEP) == {}

    def test_a_third_time_is_never_asked(
        self, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        model.answer = changed(lambda objective: objective | {"statement": OF_ANOTHER_LEVEL})

        generate()

        assert levels_asked(model) == [[2, 4], [2, 4]]


def answer(change: Callable[[list[Objective]], list[Objective]]) -> Callable[[Request], Answer]:
    return lambda request: {"objectives": change(worded(request)["objectives"])}


WRONG: dict[str, Callable[[Request], Answer]] = {
    "another competency": at_level(2, competency_id=15),
    "another level": at_level(2, level=6),
    "the level of another objective": at_level(2, level=4),
    "a level that is missing": answer(lambda given: [g for g in given if g["level"] != 2]),
    "a level twice": answer(lambda given: [*given, *(g for g in given if g["level"] == 2)]),
    "a level twice, once with other words": answer(
        lambda given: [*given, *(g | {"benefit": "so that it works"} for g in given[:1])]
    ),
    "no objective at all": answer(lambda _given: []),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_competency_and_level_come_from_the_data_and_are_never_guessed(
    wrong: Callable[[Request], Answer],
    templates: dict[Any, dict[str, Any]],
    model: ModelServer,
) -> None:
    model.answer = wrong

    generate()

    found = stored()
    assert set(found) == set(templates)
    assert found[14, 2]["source"] == FALLBACK
    assert found[14, 2]["full_text"] == templates[14, 2]["full_text"]
    assert "competency_id 14, level 2; give exactly one" in findings((14, 2))
    assert {row["source"] for key, row in found.items() if key[0] != 14} == {"template"}


class TestNearlyTheSame:
    @staticmethod
    def same(objective: Objective) -> Objective:
        """The same content with a verb of the level."""
        _participants, verb, _rest = objective["statement"].split(" ", 2)
        return objective | {"statement": f"participants {verb} {STATEMENT}"}

    def test_of_two_levels_the_later_falls_back(
        self, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        model.answer = changed(self.same)

        generate()

        assert levels_asked(model) == [[2, 4], [4]]
        assert only_of_14(sources()) == {2: "model", 4: FALLBACK}
        assert findings((14, 4)).startswith("near_duplicates: ")

    def test_of_two_competencies_the_later_falls_back(
        self, tmp_path: Path, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        give_tool(tmp_path, 14, 16)
        model.answer = changed(lambda given: self.same(given) if given["level"] == 4 else given)

        generate()

        worse = {key for key, source in sources().items() if source == FALLBACK}
        assert worse == {(16, 4)}
        assert findings((16, 4)).startswith("near_duplicates: ")
        assert stored()[16, 4]["full_text"] == templates[16, 4]["full_text"]

    def test_other_words_the_second_time_are_used(
        self, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        model.answer = then_good(changed(self.same))

        generate()

        assert only_of_14(sources()) == {2: "model", 4: "model"}

    def test_the_words_of_a_template_that_stands_are_taken(
        self, templates: dict[Any, dict[str, Any]], model: ModelServer
    ) -> None:
        taken = templates[15, 4]["statement"]
        model.answer = at_level(4, statement=taken)

        generate()

        assert only_of_14(sources()) == {2: "model", 4: FALLBACK}


def test_an_english_answer_to_a_german_question_is_a_finding(
    tmp_path: Path, model: ModelServer
) -> None:
    give_tool(tmp_path, 14)
    english = at_level(2, statement="participants distinguish the needs of three groups of users")
    model.answer = english

    generate(language="de")

    assert only_of_14(sources()) == {2: FALLBACK, 4: "model"}
    assert "language: statement: write it in German" in findings((14, 2))


class TestGerman:
    def test_the_objectives_and_the_question_are_german(
        self, tmp_path: Path, model: ModelServer
    ) -> None:
        give_tool(tmp_path, 14, 16)

        generate(language="de")

        found = stored()
        worded_ones = {key: row for key, row in found.items() if key[0] in {14, 16}}
        assert {row["language"] for row in found.values()} == {"de"}
        assert {row["source"] for row in worded_ones.values()} == {"model"}
        assert all("die Teilnehmenden" in row["statement"] for row in worded_ones.values())
        assert all(row["benefit"].startswith("damit ") for row in worded_ones.values())
        system, user = (m["content"] for m in model.requests[0].json["messages"])
        assert "Schreibe Deutsch." in system
        assert user.startswith("Formuliere die Lernziele")

    def test_an_english_model_answers_are_not_taken_over(
        self, tmp_path: Path, model: ModelServer
    ) -> None:
        give_tool(tmp_path, 14)
        generate()
        english = stored()

        generate(language="de")

        assert levels_asked(model) == [[2, 4], [2, 4]]
        assert stored()[14, 2]["full_text"] != english[14, 2]["full_text"]
