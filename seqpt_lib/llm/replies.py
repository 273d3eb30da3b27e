"""What came back for one request that was sent. No client."""

from dataclasses import dataclass
from typing import Generic, Never, TypeVar

from seqpt_lib.model.chats import Outcome

Content_co = TypeVar("Content_co", covariant=True)


@dataclass(frozen=True)
class Usage:
    """Tokens as the service counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def tokens(self) -> int:
        """Both together, as the budget counts them."""
        return self.prompt_tokens + self.completion_tokens


NOTHING_USED = Usage()


@dataclass(frozen=True)
class Reply(Generic[Content_co]):
    """How one try ended."""

    outcome: Outcome
    problem: str = ""
    content: Content_co | None = None
    usage: Usage | None = None
    """None if nobody said: a connection that broke, a service that does not count."""

    model_answered: str = ""
    retry_after_seconds: float | None = None
    """What the service asks to wait, if it does."""


REPEATED = frozenset({Outcome.RATE_LIMITED, Outcome.SERVER_ERROR, Outcome.UNREACHABLE})
"""Outcomes after which the same request may well be answered."""

OVER_BUDGET: Reply[Never] = Reply(
    Outcome.OVER_BUDGET,
    "not sent: SEQPT_MAX_TOKENS or SEQPT_MAX_CALLS could be passed",
    usage=NOTHING_USED,
)

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
