"""Whom a second try helps who could not reach the server."""

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest

from seqpt_lib.store import connecting


class Server:
    """Answers each try with the next of its answers."""

    def __init__(self, *answers: str) -> None:
        self.answers: Iterator[str] = iter(answers)
        self.tries = 0

    def __call__(self, **_: Any) -> str:
        self.tries += 1
        answer = next(self.answers)
        if answer == "session":
            return answer
        raise psycopg2.OperationalError(answer)


@pytest.fixture(autouse=True)
def without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "RETRY_SECONDS", 0)


def reach(server: Server, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(psycopg2, "connect", server)
    return connecting.connect_or_retry(None, None, [], {"host": "x"})


@pytest.mark.parametrize("answer", ["Connection refused", "FATAL:  the database is starting up"])
def test_a_server_that_comes_back_is_reached(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reach(Server(answer, "session"), monkeypatch) == "session"


@pytest.mark.parametrize(
    ("answers", "tries"),
    [
        pytest.param(["Connection refused"] * 3, 2, id="gone: two tries"),
        pytest.param(["FATAL:  password authentication failed"] * 2, 1, id="refused: one"),
    ],
)
def test_a_server_that_does_not_is_told(
    answers: list[str], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(*answers)

    with pytest.raises(psycopg2.OperationalError):
        reach(server, monkeypatch)

    assert server.tries == tries
