"""Calls of a language model: recorded at once, and answers found again."""

from dataclasses import replace
from typing import Any

import pytest

from seqpt_lib import store
from seqpt_lib.store import CallRow, StoredAnswer
from tests.support import rows

DEMO, OTHER = 1, 2

CALL = CallRow(
    run_id=None,
    organization_id=DEMO,
    step="generate_objectives",
    subject="competency 14",
    round=1,
    model_asked="openai:small",
    model_answered="small-2026",
    prompt_version="1",
    input_hash="a" * 64,
    has_context=True,
    outcome="answered",
    problem="",
    content={"objectives": [{"level": 2, "statement": "Names ä."}]},
    prompt_tokens=100,
    completion_tokens=20,
    seconds=1.5,
    tries=1,
    passages=({"chunk_id": 3, "source": "competency 14", "position": 1},),
)


@pytest.fixture(autouse=True)
def other_organization(demo_database: str) -> None:
    rows.run(
        "INSERT INTO organization (id, organization_name, organization_public_key) "
        f"VALUES ({OTHER}, 'Other', 'other')"
    )


def stored(organization_id: int = DEMO, hashes: tuple[str, ...] = ("a" * 64,)) -> Any:
    with store.connect() as connection:
        return store.stored_answers(connection, organization_id, hashes)


class TestRecording:
    def test_a_call_is_read_as_it_was_recorded(self) -> None:
        (call_id,) = store.record_calls([CALL])

        names = [name for name in vars(CALL) if name != "passages"]
        ((*found, passages),) = rows.query(
            f"SELECT {', '.join(names)}, passages FROM model_call WHERE call_id = {call_id}"
        )
        assert dict(zip(names, found, strict=True)) == {name: vars(CALL)[name] for name in names}
        assert passages == list(CALL.passages)

    def test_the_numbers_are_those_of_the_calls_in_their_order(self) -> None:
        calls = [replace(CALL, subject=f"competency {n}") for n in range(30, 0, -1)]

        call_ids = store.record_calls(calls)

        subjects = dict(rows.query("SELECT call_id, subject FROM model_call"))
        assert [subjects[call_id] for call_id in call_ids] == [call.subject for call in calls]

    def test_none_is_no_statement(self) -> None:
        assert store.record_calls([]) == []

    def test_it_stays_when_the_step_is_undone(self) -> None:
        def step() -> None:
            with store.transaction():
                store.record_calls([CALL])
                raise RuntimeError("the gate")

        with pytest.raises(RuntimeError, match="the gate"):
            step()

        assert rows.scalar("SELECT count(*) FROM model_call") == 1

    def test_a_problem_is_one_line(self) -> None:
        store.record_calls([replace(CALL, outcome="timed out", content=None, problem="a\n  b\n")])

        assert rows.query("SELECT problem, content FROM model_call") == [("a b", None)]

    @pytest.mark.parametrize(
        ("outcome", "content"),
        [
            pytest.param("answered", None, id="answered without an answer"),
            pytest.param("refused", {"objectives": []}, id="an answer that is none"),
        ],
    )
    def test_outcome_and_answer_belong_together(self, outcome: str, content: Any) -> None:
        with pytest.raises(ValueError, match="the call about competency 14"):
            store.record_calls([replace(CALL, outcome=outcome, content=content)])

        assert rows.scalar("SELECT count(*) FROM model_call") == 0


class TestAnswersAgain:
    def test_the_latest_answer_counts(self) -> None:
        store.record_calls([CALL])
        (latest,) = store.record_calls([replace(CALL, content={"objectives": []})])

        assert stored() == {"a" * 64: StoredAnswer(latest, {"objectives": []}, "small-2026")}

    def test_a_call_without_an_answer_does_not_count(self) -> None:
        (answered,) = store.record_calls([CALL])
        store.record_calls([replace(CALL, outcome="timed out", content=None)])

        assert stored()["a" * 64].call_id == answered

    def test_other_questions_have_none(self) -> None:
        store.record_calls([CALL])

        assert stored(hashes=("b" * 64,)) == {}

    def test_nothing_is_asked_for(self) -> None:
        assert stored(hashes=()) == {}

    @pytest.mark.parametrize(
        ("has_context", "is_found"),
        [
            pytest.param(True, False, id="with its context never"),
            pytest.param(False, True, id="without context by everybody"),
        ],
    )
    def test_an_answer_for_one_organization_is_used_by_another(
        self, has_context: bool, is_found: bool
    ) -> None:
        store.record_calls([replace(CALL, has_context=has_context)])

        assert bool(stored(OTHER)) == is_found
        assert bool(stored(DEMO))
