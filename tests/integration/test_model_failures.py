"""Whatever a model service does, the organization gets its plans, and the reason is on record."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seqpt_lib.errors import ModelError
from tests.support import rows, steps
from tests.support.objectives import (
    Request,
    asked,
    calls,
    findings,
    generate,
    give_tool,
    sources,
    stored,
)
from tests.support.openai_server import (
    KEY,
    MODEL,
    Answer,
    HttpAnswer,
    ModelServer,
    asked_server,
    completion,
    error,
)
from tests.support.wording import material_of, worded

FALLBACK = "template (fallback)"
PLANS = 38
NOBODY = "http://127.0.0.1:9/v1"
Given = Callable[[Request], Answer]


def busy(*, retry_after: str = "0.05") -> HttpAnswer:
    return HttpAnswer(429, error("busy"), {"Retry-After": retry_after})


def good(request: Request, **wire: Any) -> HttpAnswer:
    return completion(json.dumps(worded(request)), **wire)


def first(answer: Answer) -> Callable[[], Given]:
    """That answer to the first request, good ones afterwards."""

    def start() -> Given:
        left = [answer]
        return lambda request: left.pop() if left else worded(request)

    return start


def always(answer: Answer | Given) -> Callable[[], Given]:
    return lambda: answer if callable(answer) else lambda _request: answer


def without(field: str) -> Given:
    return lambda request: {
        "objectives": [
            {name: part for name, part in each.items() if name != field}
            for each in worded(request)["objectives"]
        ]
    }


def two_levels_wrong(**parts: Any) -> Given:
    return lambda request: {"objectives": [each | parts for each in worded(request)["objectives"]]}


RECOVERS = {
    "busy, then good": first(busy()),
    "an error of the service, then good": first(HttpAnswer(500, error("down"))),
    "a cut connection, then good": first(HttpAnswer(200, completion("{}").body, sent_share=0.5)),
    "no JSON, then good": first(completion("Here are your objectives:")),
    "a refusal, then good": first(completion(None, refusal="I cannot.")),
    "nothing, then good": first(completion("")),
    "an answer cut off, then good": first(completion('{"obj', finish_reason="length")),
    "another shape, then good": first({"objectives": [{"level": 2}]}),
    "slow, but in time": always(lambda request: good(request, delay_seconds=0.2)),
    "byte by byte, but in time": always(lambda request: good(request, trickle_seconds=0.0001)),
}

SERVICE: dict[str, tuple[Callable[[], Given], str, str]] = {
    "busy for ever": (always(busy()), "rate limited", "answered 429 three times"),
    "an error for ever": (
        always(HttpAnswer(500, error("down"))),
        "server error",
        "answered 500 three times",
    ),
    "no byte comes": (always(HttpAnswer(delay_seconds=30)), "timed out", "within 0.5 s"),
    "bytes trickle": (
        always(lambda request: good(request, trickle_seconds=0.1)),
        "timed out",
        "within 0.5 s",
    ),
    "the connection is cut": (
        always(HttpAnswer(200, completion("{}").body, sent_share=0.5)),
        "unreachable",
        "connection to the service failed three times",
    ),
    "a wrong key": (always(HttpAnswer(401, error(KEY))), "rejected", "answered 401"),
    "an unknown model": (always(HttpAnswer(404, error(MODEL))), "rejected", "answered 404"),
    "another interface": (always(HttpAnswer(200, "<html>")), "rejected", "not in the shape"),
}

CONTENT: dict[str, tuple[Callable[[], Given], str, str]] = {
    "no JSON": (always(completion("Here they are:")), "invalid", "not have the shape"),
    "a field too many": (always(two_levels_wrong(score=4)), "invalid", "not have the shape"),
    "a field missing": (always(without("benefit")), "invalid", "not have the shape"),
    "a level in words": (always(two_levels_wrong(level="two")), "invalid", "not have the shape"),
    "a refusal": (always(completion(None, refusal="I cannot.")), "refused", "refused to answer"),
    "a content filter": (
        always(completion("{", finish_reason="content_filter")),
        "refused",
        "content filter",
    ),
    "nothing": (always(completion("")), "empty", "the answer is empty"),
    "an answer cut off": (
        always(completion('{"obj', finish_reason="length")),
        "cut off",
        "longer than the model may write",
    ),
    "another competency": (
        always(two_levels_wrong(competency_id=15)),
        "answered",
        "no objective for competency_id 14",
    ),
}


@pytest.fixture
def one_with_context(tmp_path: Path, planned_database: str) -> dict[Any, dict[str, Any]]:
    """The organization has a tool for competency 14, which is needed at levels 2 and 4."""
    give_tool(tmp_path, 14)
    return stored()


def assert_plans_are_complete() -> None:
    """All people who had a plan have one, and each step of it has an objective that is stored."""
    steps.run_step("05_write_plans")
    current = "FROM learning_plans p JOIN seqpt.plan_status s ON s.plan_id = p.id AND s.is_current"
    texts = {row["full_text"] for row in stored().values()}
    plans = [json.loads(plan) for (plan,) in rows.query(f"SELECT p.objectives {current}")]
    objectives = [each for plan in plans for each in plan["objectives"]]
    assert len(plans) == PLANS
    assert {each["full_text"] for each in objectives} == texts


@pytest.mark.parametrize("start", RECOVERS.values(), ids=RECOVERS)
def test_a_service_that_recovers_words_the_objectives(
    start: Callable[[], Given], one_with_context: object, model: ModelServer
) -> None:
    model.answer = start()

    generate()

    assert {sources()[14, level] for level in (2, 4)} == {"model"}
    assert_plans_are_complete()


@pytest.mark.parametrize(("start", "outcome", "why"), SERVICE.values(), ids=SERVICE)
def test_a_service_that_does_not_answer_leaves_templates_that_say_so(
    start: Callable[[], Given],
    outcome: str,
    why: str,
    one_with_context: dict[Any, dict[str, Any]],
) -> None:
    with asked_server(SEQPT_MODEL_TIMEOUT="0.5") as server:
        server.answer = start()
        generate()

    for key in ((14, 2), (14, 4)):
        assert stored()[key]["source"] == FALLBACK
        assert stored()[key]["full_text"] == one_with_context[key]["full_text"]
        assert findings(key).startswith("service: ")
        assert why in findings(key)
    [call] = calls()  # a service that does not answer is not asked a second time
    assert (call["outcome"], call["content"]) == (outcome, None)
    assert_plans_are_complete()


@pytest.mark.parametrize(("start", "outcome", "why"), CONTENT.values(), ids=CONTENT)
def test_an_answer_that_cannot_be_used_leaves_templates_that_say_so(
    start: Callable[[], Given],
    outcome: str,
    why: str,
    one_with_context: dict[Any, dict[str, Any]],
    model: ModelServer,
) -> None:
    model.answer = start()

    generate()

    for key in ((14, 2), (14, 4)):
        assert stored()[key]["source"] == FALLBACK
        assert stored()[key]["full_text"] == one_with_context[key]["full_text"]
        assert findings(key).startswith("answer: ")
        assert why in findings(key)
    assert [(call["round"], call["outcome"]) for call in calls()] == [(1, outcome), (2, outcome)]
    assert_plans_are_complete()


def test_one_competency_that_fails_takes_no_other_with_it(
    tmp_path: Path, planned_database: str, model: ModelServer
) -> None:
    give_tool(tmp_path, 6, 14, 16)
    model.answer = lambda request: (
        HttpAnswer(500, error("down"))
        if material_of(request)["competency"]["competency_id"] == 14
        else worded(request)
    )

    generate()

    found = sources()
    assert {found[key] for key in found if key[0] == 14} == {FALLBACK}
    assert {found[key] for key in found if key[0] in {6, 16}} == {"model"}


def test_what_failed_is_asked_again_by_the_next_run(
    one_with_context: object, model: ModelServer
) -> None:
    model.script(HttpAnswer(401, error("key")))
    generate()
    model.answer = worded

    generate()

    assert {sources()[14, level] for level in (2, 4)} == {"model"}


class TestRequired:
    @pytest.mark.parametrize(
        ("variables", "what", "remedy"),
        [
            pytest.param(
                {"OPENAI_BASE_URL": NOBODY},
                f"the model openai:{MODEL} is required and did not answer: ",
                "Check OPENAI_BASE_URL",
                id="nobody at the address",
            ),
            pytest.param(
                {"SEQPT_MAX_TOKENS": "0"}, "not sent", "Raise SEQPT_MAX_TOKENS", id="no budget"
            ),
            pytest.param({"SEQPT_MODEL": ""}, "SEQPT_MODEL is not", "Name a model", id="no model"),
        ],
    )
    def test_the_step_stops_with_14_and_writes_nothing(
        self, variables: dict[str, str], what: str, remedy: str, one_with_context: object
    ) -> None:
        before = rows.row_versions()

        with (
            asked_server(SEQPT_MODEL_REQUIRED="1", **variables),
            pytest.raises(ModelError) as stop,
        ):
            generate()

        assert stop.value.exit_code == 14
        assert what in str(stop.value)
        assert remedy in str(stop.value)
        assert KEY not in str(stop.value)
        assert rows.row_versions() == before

    def test_what_was_asked_before_the_stop_is_kept(
        self, tmp_path: Path, planned_database: str
    ) -> None:
        give_tool(tmp_path, 6, 14, 16)
        with asked_server(SEQPT_MODEL_REQUIRED="1", SEQPT_MODEL_CONCURRENCY="1") as server:
            server.answer = lambda request: (
                HttpAnswer(401, error(KEY)) if len(server.requests) > 1 else worded(request)
            )
            with pytest.raises(ModelError, match="the service answered 401"):
                generate()

            assert asked(server) == [6, 14]  # nothing is sent any more
        assert [call["outcome"] for call in calls()] == ["answered", "rejected"]

    def test_an_answer_that_cannot_be_used_stops_nothing(self, one_with_context: object) -> None:
        with asked_server(SEQPT_MODEL_REQUIRED="1") as server:
            server.script(completion("no JSON"))
            generate()

        assert sources()[14, 2] == FALLBACK

    def test_without_any_context_it_is_enough_that_a_model_is_named(
        self, planned_database: str
    ) -> None:
        with asked_server(SEQPT_MODEL_REQUIRED="1", OPENAI_BASE_URL=NOBODY):
            generate()

        assert set(sources().values()) == {"template"}
