"""What is said to a language model and what comes back. No client, no database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel

from seqpt_lib.model.knowledge import PassageMark


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


REMEDIES = {
    Outcome.RATE_LIMITED: "Lower SEQPT_MODEL_CONCURRENCY, look at the account's quota, or wait.",
    Outcome.SERVER_ERROR: "Wait and run again; look at the service's own state.",
    Outcome.TIMED_OUT: "Raise SEQPT_MODEL_TIMEOUT, or run again.",
    Outcome.UNREACHABLE: "Check OPENAI_BASE_URL and the network.",
    Outcome.REJECTED: "Check OPENAI_API_KEY, OPENAI_BASE_URL and the model's name.",
    Outcome.OVER_BUDGET: "Raise SEQPT_MAX_TOKENS or SEQPT_MAX_CALLS.",
}


def remedy(outcome: Outcome) -> str:
    """Say what a person can do about an outcome.

    Args:
        outcome: How a request ended.

    Returns:
        One sentence or two; empty where nothing about the service is to be mended.
    """
    return REMEDIES.get(outcome, "")


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


@dataclass(frozen=True)
class Question:
    """What a step wants to know, before it is decided whether a model has to be asked."""

    subject: str
    """What it is about, such as ``competency 14``; never sent."""

    round: int
    """1, or 2 where it is asked once more with findings."""

    prompt_version: str
    system: str
    user: str
    schema: type[BaseModel]
    has_context: bool
    """True if it holds anything of an organization's."""

    passages: tuple[PassageMark, ...] = ()
    """Where the passages stand that are sent with it."""


@dataclass(frozen=True)
class Reply:
    """What became of a question: an answer of today, or one that was stored."""

    question: Question
    input_hash: str
    """SHA-256 of model, prompt and request."""

    outcome: Outcome
    content: BaseModel | None = None
    """An instance of the question's schema, only where the outcome is ``ANSWERED``."""

    problem: str = ""
    call_id: int | None = None
    """Number of the call in ``model_call``."""

    is_stored: bool = False
    """True if it was answered earlier, so that nothing was sent."""

    model_answered: str = ""
    tokens: int = 0
    """Of prompt and answer, counted by the service for this run."""

    seconds: float = 0.0
    tries: int = 0


Ask = Callable[[Sequence[Question]], list[Reply]]
"""Answers questions, one reply each, in their order."""


@dataclass(frozen=True)
class Embedded:
    """What an embedding model made of texts, and what it took."""

    vectors: list[list[float]]
    """One per text, in their order, all of the same length."""

    tokens: int = 0
    seconds: float = 0.0
    tries: int = 0


class EmbeddingModel(Protocol):
    """A model that turns texts into vectors."""

    @property
    def name(self) -> str:
        """The model as it is asked for."""
        ...

    def embed(self, texts: Sequence[str]) -> Embedded:
        """Embed texts.

        Args:
            texts: The texts.

        Returns:
            One vector per text, all of the same length, and what it took.

        Raises:
            ModelError: If the service does not answer.
        """
        ...
