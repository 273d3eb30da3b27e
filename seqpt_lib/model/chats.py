"""What is said to a language model and what comes back. No client, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel


class Outcome(StrEnum):
    """How a request to a model ended. Only ``ANSWERED`` brings something to use."""

    ANSWERED = "answered"
    INVALID = "invalid"
    """The answer was no JSON, or JSON of another shape."""

    REFUSED = "refused"
    EMPTY = "empty"
    CUT_OFF = "cut off"
    """The answer was longer than the model may write."""

    RATE_LIMITED = "rate limited"
    SERVER_ERROR = "server error"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    """The service did not accept the request: wrong key, unknown model."""

    OVER_BUDGET = "over budget"
    """Not sent, because the run's budget would be passed."""


SERVICE_OUTCOMES = frozenset(
    {
        Outcome.RATE_LIMITED,
        Outcome.SERVER_ERROR,
        Outcome.TIMED_OUT,
        Outcome.UNREACHABLE,
        Outcome.REJECTED,
        Outcome.OVER_BUDGET,
    }
)
"""Outcomes that say something about the service, not about the answer."""


@dataclass(frozen=True)
class ChatRequest:
    """One question: all that goes over the wire but for model, temperature and limits."""

    key: str
    """The caller's name for it, such as ``competency 14``; never sent."""

    system: str
    user: str
    schema: type[BaseModel]
    """The shape that the answer must have."""


@dataclass(frozen=True)
class ChatAnswer:
    """What came back for a request."""

    key: str
    outcome: Outcome
    content: BaseModel | None = None
    """An instance of the request's schema, only where the outcome is ``ANSWERED``."""

    problem: str = ""
    """One line for a person, without the words of request or answer; empty if answered."""

    model_answered: str = ""
    """The model that the service names; empty if it named none."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    """From the first try's start to the end, waiting included."""

    tries: int = 0
    """Requests sent: 0 where none was."""


class ChatModel(Protocol):
    """A chat model that answers in a given shape."""

    @property
    def name(self) -> str:
        """The model as it is asked for, such as ``openai:gpt-4o-mini``."""
        ...

    def ask(self, requests: Sequence[ChatRequest]) -> list[ChatAnswer]:
        """Ask all of them, a few at a time.

        Args:
            requests: What to ask.

        Returns:
            One answer per request, in their order. Never raises for what a service does.
        """
        ...


class EmbeddingModel(Protocol):
    """A model that turns texts into vectors."""

    @property
    def name(self) -> str:
        """The model as it is asked for."""
        ...

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Embed texts.

        Args:
            texts: The texts.

        Returns:
            One vector per text, all of the same length.

        Raises:
            ModelError: If the service does not answer.
        """
        ...
