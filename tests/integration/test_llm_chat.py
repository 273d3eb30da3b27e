"""Ask a real model service on this machine through the real clients."""

import asyncio
import logging
import signal
import time
from typing import Any

import pytest
from pydantic import BaseModel

from seqpt_lib import llm
from seqpt_lib.model.chats import ChatAnswer, ChatRequest, Outcome
from tests.support.openai_server import (
    COMPLETION_TOKENS,
    KEY,
    MODEL,
    MODEL_ANSWERED,
    PROMPT_TOKENS,
    Answer,
    HttpAnswer,
    asked_server,
    completion,
    error,
    running_server,
)


class Objective(BaseModel):
    statement: str


GOOD: dict[str, Any] = {"statement": "Plans a review."}
WORDS = ("secret-system", "secret-user", KEY, "secret-answer")
REQUEST = ChatRequest("competency 14", "secret-system", "secret-user", Objective)
BUSY = HttpAnswer(429, error("secret-answer"))
DOWN = HttpAnswer(503, error("secret-answer"))
CUT = HttpAnswer(200, completion("secret-answer").body, sent_share=0.5)


def ask(*requests: ChatRequest) -> list[ChatAnswer]:
    model = llm.chat_model()
    assert model is not None
    return model.ask(requests or (REQUEST,))


def test_a_good_answer_comes_with_model_tokens_and_tries() -> None:
    with asked_server() as server:
        server.script(GOOD)
        [answer] = ask()
    assert answer.content == Objective(statement="Plans a review.")
    assert (answer.key, answer.outcome, answer.problem) == (REQUEST.key, Outcome.ANSWERED, "")
    assert (answer.prompt_tokens, answer.completion_tokens) == (PROMPT_TOKENS, COMPLETION_TOKENS)
    assert (answer.model_answered, answer.tries) == (MODEL_ANSWERED, 1)


@pytest.mark.parametrize(
    ("answers", "outcome", "tries"),
    [
        pytest.param([BUSY, GOOD], Outcome.ANSWERED, 2, id="busy, then good"),
        pytest.param([BUSY], Outcome.RATE_LIMITED, 3, id="busy for ever"),
        pytest.param([DOWN, GOOD], Outcome.ANSWERED, 2, id="down, then good"),
        pytest.param([DOWN], Outcome.SERVER_ERROR, 3, id="down for ever"),
        pytest.param([CUT, GOOD], Outcome.ANSWERED, 2, id="cut, then good"),
        pytest.param([CUT], Outcome.UNREACHABLE, 3, id="cut for ever"),
        pytest.param([HttpAnswer(400, error("secret-answer"))], Outcome.REJECTED, 1, id="400"),
        pytest.param([HttpAnswer(401, error(KEY))], Outcome.REJECTED, 1, id="401"),
        pytest.param([HttpAnswer(403, error(KEY))], Outcome.REJECTED, 1, id="403"),
        pytest.param([HttpAnswer(404, error("secret-user"))], Outcome.REJECTED, 1, id="404"),
        pytest.param([HttpAnswer(200, "<html>")], Outcome.REJECTED, 1, id="another interface"),
        pytest.param([HttpAnswer(200, {"choices": None})], Outcome.REJECTED, 1, id="no choices"),
        pytest.param([completion("secret-answer")], Outcome.INVALID, 1, id="no JSON"),
        pytest.param([{"statement": 1}], Outcome.INVALID, 1, id="another shape"),
        pytest.param([completion(None, refusal="secret-answer")], Outcome.REFUSED, 1, id="refusal"),
        pytest.param([completion("")], Outcome.EMPTY, 1, id="nothing"),
        pytest.param([completion("{", finish_reason="length")], Outcome.CUT_OFF, 1, id="too long"),
        pytest.param([completion("{", finish_reason="content_filter")], Outcome.REFUSED, 1, id="f"),
    ],
)
def test_whatever_a_service_does_is_an_outcome_without_its_words(
    answers: list[Answer], outcome: Outcome, tries: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with asked_server() as server:
        server.script(*answers)
        [answer] = ask()
    assert (answer.outcome, answer.tries, len(server.requests)) == (outcome, tries, tries)
    assert bool(answer.problem) == (outcome is not Outcome.ANSWERED)
    assert "\n" not in answer.problem
    assert not [word for word in WORDS if word in answer.problem + caplog.text]


def test_the_pause_that_a_service_asks_for_is_kept() -> None:
    with asked_server() as server:
        server.script(HttpAnswer(429, error("wait"), {"Retry-After": "0.5"}), GOOD)
        [answer] = ask()
    assert answer.outcome is Outcome.ANSWERED
    assert answer.seconds >= 0.5


@pytest.mark.parametrize(
    "slow",
    [
        pytest.param(HttpAnswer(delay_seconds=30), id="no byte comes"),
        pytest.param(
            HttpAnswer(200, completion("{}").body, trickle_seconds=0.1), id="bytes trickle"
        ),
    ],
)
def test_a_slow_answer_ends_at_the_time_limit_and_is_not_asked_again(slow: HttpAnswer) -> None:
    with asked_server(SEQPT_MODEL_TIMEOUT="0.5") as server:
        server.script(slow)
        [answer] = ask()
    assert (answer.outcome, answer.tries) == (Outcome.TIMED_OUT, 1)
    assert answer.seconds < 3


def test_no_more_requests_are_under_way_than_the_setting_allows() -> None:
    with asked_server(SEQPT_MODEL_CONCURRENCY="3") as server:
        server.answer = lambda _request: completion('{"statement": "x"}', delay_seconds=0.1)
        answers = ask(*[REQUEST] * 9)
    assert {answer.outcome for answer in answers} == {Outcome.ANSWERED}
    assert server.most_at_once == 3


def test_answers_come_in_the_order_of_the_requests() -> None:
    requests = [ChatRequest(str(n), "system", str(n), Objective) for n in range(6)]
    with asked_server() as server:
        server.answer = lambda request: {"statement": request["messages"][1]["content"]}
        answers = ask(*requests)
    told = [(answer.key, answer.content) for answer in answers]
    assert told == [(str(n), Objective(statement=str(n))) for n in range(6)]


def test_no_more_calls_are_sent_than_the_budget_allows() -> None:
    with asked_server(SEQPT_MAX_CALLS="4") as server:
        server.script(DOWN)
        answers = ask(*[REQUEST] * 5)
    assert len(server.requests) == 4
    assert sum(answer.tries for answer in answers) == 4
    assert answers[-1].outcome is Outcome.OVER_BUDGET


def test_the_tokens_of_the_budget_are_not_passed() -> None:
    with asked_server(SEQPT_MAX_TOKENS="3000") as server:
        server.answer = lambda _request: completion('{"statement": "x"}', usage=(500, 300))
        answers = ask(*[REQUEST] * 8)
        assert llm.run_budget().tokens <= 3000
    assert [answer.outcome for answer in answers].count(Outcome.ANSWERED) == len(server.requests)
    assert answers[-1].outcome is Outcome.OVER_BUDGET


def test_the_request_asks_for_the_shape_at_temperature_0() -> None:
    with asked_server() as server:
        server.script(GOOD)
        ask()
    [request] = server.requests
    assert (request.json["temperature"], request.json["model"]) == (0, MODEL)
    shape = request.json["response_format"]["json_schema"]
    assert (shape["strict"], list(shape["schema"]["properties"])) == (True, ["statement"])
    assert REQUEST.key not in str(request.json)


def test_traces_go_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.tracers.langchain import wait_for_all_tracers
    from langsmith.utils import get_env_var

    with running_server() as traces, asked_server() as server:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "invented")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", traces.address)
        get_env_var.cache_clear()
        server.script(GOOD)
        ask()
        wait_for_all_tracers()
        get_env_var.cache_clear()
    assert (len(server.requests), traces.requests) == (1, [])


@pytest.mark.filterwarnings("ignore:Invalid schema for OpenAI")
def test_a_schema_that_the_service_does_not_take_is_rejected() -> None:
    with asked_server() as server:
        server.script(HttpAnswer(400, error("Invalid schema for response_format")))
        [answer] = ask()
    assert (answer.outcome, answer.tries) == (Outcome.REJECTED, 1)


@pytest.mark.parametrize("model", ["gpt-4", "gpt-4-turbo", "gpt-3.5-turbo"])
def test_an_older_model_is_asked_for_the_same_shape(model: str) -> None:
    with asked_server(SEQPT_MODEL=f"openai:{model}") as server:
        server.script(GOOD)
        [answer] = ask()
    assert answer.outcome is Outcome.ANSWERED
    assert server.requests[0].json["response_format"]["json_schema"]["strict"] is True


def test_a_redirect_is_not_followed() -> None:
    with running_server() as elsewhere, asked_server() as server:
        server.script(HttpAnswer(307, "", {"Location": elsewhere.address + "/chat/completions"}))
        [answer] = ask()
    assert (answer.outcome, elsewhere.requests) == (Outcome.REJECTED, [])


def test_it_works_where_an_event_loop_runs_already() -> None:
    async def cell() -> list[ChatAnswer]:
        return ask()

    with asked_server() as server:
        server.script(GOOD)
        [answer] = asyncio.run(cell())
    assert answer.outcome is Outcome.ANSWERED


def test_nobody_at_the_address_is_unreachable() -> None:
    with asked_server(OPENAI_BASE_URL="http://127.0.0.1:9/v1"):
        start = time.monotonic()
        [answer] = ask()
    assert (answer.outcome, answer.tries) == (Outcome.UNREACHABLE, 3)
    assert time.monotonic() - start < 5


def test_who_interrupts_the_wait_ends_the_request() -> None:
    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    try:
        with asked_server(SEQPT_MODEL_TIMEOUT="30") as server:
            server.script(HttpAnswer(delay_seconds=30))
            llm.chat_model()  # the clients are imported before the clock starts
            start = time.monotonic()
            signal.setitimer(signal.ITIMER_REAL, 1.0)
            with pytest.raises(KeyboardInterrupt):
                ask()
            seconds = time.monotonic() - start
    finally:
        signal.signal(signal.SIGALRM, before)
    assert (len(server.requests), seconds < 10) == (1, True)
