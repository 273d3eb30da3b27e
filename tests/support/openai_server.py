"""A model service on this machine that speaks the OpenAI interface and says what a test tells it.

It is a real HTTP server, so other processes (kernels) can ask it too: ``server.variables`` are the
settings that lead there.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from seqpt_lib import llm
from seqpt_lib.settings import settings

KEY = "sk-invented-0123456789"
MODEL = "gpt-invented"
MODEL_ANSWERED = "gpt-invented-2026-11-01"
EMBEDDING_MODEL = "embedding-invented"
PROMPT_TOKENS, COMPLETION_TOKENS = 120, 30
DIMENSIONS = 8


@dataclass(frozen=True)
class HttpAnswer:
    """What goes over the wire; a ``dict`` is written as JSON."""

    status: int = 200
    body: dict[str, Any] | str = ""
    headers: dict[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    """Wait before the first byte."""

    sent_share: float = 1.0
    """The connection is cut after this share of the body."""

    trickle_seconds: float = 0.0
    """Wait before each further byte of the body."""


@dataclass(frozen=True)
class Recorded:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body)
        return content


Answer = dict[str, Any] | HttpAnswer
"""A content, which is wrapped into a good completion, or all that goes over the wire."""


class ModelServer:
    """Answers requests as ``answer`` and ``embedding`` say, and keeps what it was asked.

    ``script`` gives answers in their order, the last of them for ever.
    """

    def __init__(self) -> None:
        self.requests: list[Recorded] = []
        self.most_at_once = 0
        self.answer: Callable[[dict[str, Any]], Answer] = lambda _request: HttpAnswer(
            400, error("no answer was scripted")
        )
        self.embedding: Callable[[dict[str, Any]], HttpAnswer] = vectors
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._now = 0
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))

    @property
    def address(self) -> str:
        """What ``OPENAI_BASE_URL`` has to be."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a process that asks this server."""
        return {
            "SEQPT_MODEL": f"openai:{MODEL}",
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": self.address,
            "SEQPT_MODEL_RETRY_SECONDS": "0.01",
            "SEQPT_MODEL_TIMEOUT": "5",
        }

    def script(self, *answers: Answer) -> None:
        """Say what is answered first, second and so on; the last is said again and again."""
        left = list(answers)
        self.answer = lambda _request: left.pop(0) if len(left) > 1 else left[0]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.ended.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def reply(self, recorded: Recorded) -> HttpAnswer:
        with self._lock:
            self.requests.append(recorded)
            answer = self._answer_to(recorded)
        return answer if isinstance(answer, HttpAnswer) else completion(json.dumps(answer))

    def _answer_to(self, recorded: Recorded) -> Answer:
        if recorded.path.endswith("/chat/completions"):
            return self.answer(recorded.json)
        if recorded.path.endswith("/embeddings"):
            return self.embedding(recorded.json)
        return HttpAnswer(404)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the requests that are being answered."""
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


def _handler_of(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            recorded = Recorded(self.path, dict(self.headers), body)
            # A client may go away before it has its answer.
            with server.counted(), suppress(ConnectionError):
                self._send(server.reply(recorded))

        do_GET = do_POST  # noqa: N815  # the name that http.server asks for

        def _send(self, answer: HttpAnswer) -> None:
            server.ended.wait(answer.delay_seconds)
            is_text = isinstance(answer.body, str)
            body = (answer.body if is_text else json.dumps(answer.body)).encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            body = body[: int(len(body) * answer.sent_share)]
            if not answer.trickle_seconds:
                self.wfile.write(body)
                return
            for byte in body:
                self.wfile.write(bytes([byte]))
                if server.ended.wait(answer.trickle_seconds):
                    return

        def log_message(self, *_args: object) -> None:
            """Say nothing: the test has all requests."""

    return Handler


def completion(
    content: str | None,
    *,
    finish_reason: str = "stop",
    refusal: str | None = None,
    usage: tuple[int, int] | None = (PROMPT_TOKENS, COMPLETION_TOKENS),
    **wire: Any,
) -> HttpAnswer:
    """A completion with any content; ``wire`` is passed on to ``HttpAnswer``."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}
    body: dict[str, Any] = {
        "id": "chatcmpl-invented",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL_ANSWERED,
        "choices": [choice],
    }
    if usage is not None:
        prompt, answer = usage
        body["usage"] = {
            "prompt_tokens": prompt,
            "completion_tokens": answer,
            "total_tokens": prompt + answer,
        }
    return HttpAnswer(body=body, **wire)


def error(message: str, code: str = "invented") -> dict[str, Any]:
    """The body of an error as the interface writes it."""
    return {"error": {"message": message, "type": code, "param": None, "code": code}}


def vector_of(text: str) -> list[float]:
    """A vector that depends on nothing but the text."""
    return [byte / 256 for byte in hashlib.sha256(text.encode()).digest()[:DIMENSIONS]]


def vectors(request: dict[str, Any]) -> HttpAnswer:
    """The answer to an embedding request: a vector for each of its texts."""
    data = [
        {"object": "embedding", "index": index, "embedding": vector_of(text)}
        for index, text in enumerate(request["input"])
    ]
    usage = {"prompt_tokens": len(data), "total_tokens": len(data)}
    body = {"object": "list", "model": EMBEDDING_MODEL, "data": data, "usage": usage}
    return HttpAnswer(body=body)


def forget_model_settings() -> None:
    """Make the process read its settings again, with nothing used of the budget."""
    settings.cache_clear()
    llm.run_budget.cache_clear()


@contextmanager
def running_server() -> Iterator[ModelServer]:
    """A server that runs; nothing is set to lead to it."""
    server = ModelServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def asked_server(**variables: str) -> Iterator[ModelServer]:
    """A server that runs, and that this process asks; ``variables`` are further settings."""
    with running_server() as server, pytest.MonkeyPatch.context() as patch:
        for name, value in {**server.variables, **variables}.items():
            patch.setenv(name, value)
        forget_model_settings()
        try:
            yield server
        finally:
            forget_model_settings()
