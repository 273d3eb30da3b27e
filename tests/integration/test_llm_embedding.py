"""Embed texts with a real service on this machine through the real clients."""

from typing import Any

import pytest

from seqpt_lib import llm
from seqpt_lib.errors import ModelError
from tests.support.openai_server import (
    EMBEDDING_MODEL,
    KEY,
    HttpAnswer,
    asked_server,
    error,
    vector_of,
    vectors,
)

SETTING = {"SEQPT_EMBEDDING_MODEL": f"openai:{EMBEDDING_MODEL}"}


def embed(texts: list[str]) -> list[list[float]]:
    model = llm.embedding_model()
    assert model is not None
    return model.embed(texts).vectors


def backwards(request: dict[str, Any]) -> HttpAnswer:
    body = vectors(request).body
    assert isinstance(body, dict)
    return HttpAnswer(body={**body, "data": body["data"][::-1]})


def one_less(request: dict[str, Any]) -> HttpAnswer:
    return vectors({"input": request["input"][1:]})


def test_texts_go_as_texts_in_batches_and_keep_their_order() -> None:
    texts = [f"text {n}" for n in range(250)]
    with asked_server(**SETTING) as server:
        assert embed(texts) == [vector_of(text) for text in texts]
        assert llm.run_budget().tokens == 250
    sent = [request.json["input"] for request in server.requests]
    assert sorted(map(len, sent)) == [50, 100, 100]
    assert sorted(text for batch in sent for text in batch) == sorted(texts)


def test_vectors_are_placed_by_their_index() -> None:
    with asked_server(**SETTING) as server:
        server.embedding = backwards
        assert embed(["a", "b"]) == [vector_of("a"), vector_of("b")]


def test_no_text_asks_nothing() -> None:
    with asked_server(**SETTING) as server:
        assert embed([]) == []
    assert server.requests == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(lambda _: HttpAnswer(503, error(KEY)), "503 three times", id="down"),
        pytest.param(lambda _: HttpAnswer(401, error(KEY)), "401. Check OPENAI", id="wrong key"),
        pytest.param(one_less, "one vector for each text", id="a vector is missing"),
    ],
)
def test_a_failure_is_one_line_with_what_to_do(answer: Any, message: str) -> None:
    with asked_server(**SETTING) as server:
        server.embedding = answer
        with pytest.raises(ModelError, match=message) as told:
            embed(["a", "b"])
    assert KEY not in str(told.value)


def test_the_budget_holds() -> None:
    with (
        asked_server(**SETTING, SEQPT_MAX_TOKENS="3") as server,
        pytest.raises(ModelError, match="SEQPT_MAX_TOKENS"),
    ):
        embed(["four"])
    assert server.requests == []
