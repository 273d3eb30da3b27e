"""Settings, budget and pauses of model services."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib import llm
from seqpt_lib.errors import ModelError, UsageError
from seqpt_lib.llm.budget import Budget, Grant
from seqpt_lib.llm.tries import seconds_asked
from seqpt_lib.settings import PROJECT_ROOT, settings
from tests.support.openai_server import KEY, forget_model_settings

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
limits = st.none() | st.integers(0, 500)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("SEQPT_MODEL", "SEQPT_EMBEDDING_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "")
    forget_model_settings()
    yield
    forget_model_settings()


def test_without_settings_there_is_no_model() -> None:
    assert (llm.chat_model(), llm.embedding_model()) == (None, None)


@pytest.mark.parametrize(
    ("name", "key", "error", "message"),
    [
        pytest.param("gpt-4o", KEY, UsageError, "names no model", id="no provider"),
        pytest.param("openai:", KEY, UsageError, "names no model", id="no name"),
        pytest.param("openai:a b", KEY, UsageError, "names no model", id="a space"),
        pytest.param("other:m", KEY, UsageError, "'other', which is not supported", id="provider"),
        pytest.param("openai:m", "", ModelError, "OPENAI_API_KEY is not. Set", id="no key"),
        pytest.param("openai:m", "invented key", ModelError, "is no key", id="a key with a space"),
    ],
)
def test_a_wrong_setting_is_told_without_the_key(
    name: str, key: str, error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQPT_MODEL", name)
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(error, match=message) as told:
        llm.chat_model()
    assert not key or key not in str(told.value)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SEQPT_MODEL_CONCURRENCY", "0"),
        ("SEQPT_MODEL_TIMEOUT", "inf"),
        ("SEQPT_MAX_TOKENS", "-1"),
        ("OPENAI_BASE_URL", "service.example"),
    ],
)
def test_a_value_out_of_range_is_refused(
    setting: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(setting, value)
    with pytest.raises(UsageError, match=setting):
        settings()


def test_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert KEY not in repr(settings())


def test_the_room_is_entered_without_its_clients() -> None:
    code = (
        "import sys, seqpt_lib.llm; print(sorted({'openai', 'langchain_openai'} & {*sys.modules}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT, check=True, capture_output=True, text=True
    )
    assert told.stdout == "[]\n"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("1.5", 1.5, id="seconds"),
        pytest.param("-3", 0, id="in the past"),
        pytest.param("nan", None, id="no number"),
        pytest.param("soon", None, id="no date"),
        pytest.param("Sun, 22 Nov 2026 14:00:07 GMT", 7, id="a date"),
        pytest.param("Sun, 22 Nov 2026 13:00:00 GMT", 0, id="a date in the past"),
    ],
)
def test_a_pause_is_read(text: str | None, seconds: float | None) -> None:
    assert seconds_asked(text, NOW) == seconds


@given(
    most_tokens=limits,
    most_calls=st.none() | st.integers(0, 10),
    requests=st.lists(st.tuples(st.integers(0, 200), st.floats(0, 1), st.booleans()), max_size=20),
)
def test_no_budget_is_passed(
    most_tokens: int | None,
    most_calls: int | None,
    requests: list[tuple[int, float, bool]],
) -> None:
    budget, under_way = Budget(most_tokens, most_calls), []
    for most, share, ends in requests:
        if budget.ask_for(most) is Grant.NOW:
            under_way.append((most, int(most * share)))
        if ends and under_way:
            budget.settle(*under_way.pop())
        assert most_calls is None or budget.calls <= most_calls
        worst = budget.tokens + sum(held for held, _used in under_way)
        assert most_tokens is None or worst <= most_tokens


def test_a_request_waits_for_what_others_hold_back() -> None:
    budget = Budget(most_tokens=100)
    assert [budget.ask_for(60), budget.ask_for(60)] == [Grant.NOW, Grant.LATER]
    budget.settle(60, 10)
    assert budget.ask_for(60) is Grant.NOW
    assert budget.ask_for(91) is Grant.NEVER
