"""What came back for one request that was sent. No client."""

from dataclasses import dataclass
from typing import Generic, Never, TypeVar

from seqpt_lib.model.chats import Outcome

Content_co = TypeVar("Content_co", covariant=True)


MOST_TOKENS = 2**31 - 1


@dataclass(frozen=True)
class Usage:
    """Tokens as the service counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __post_init__(self) -> None:
        # Nobody vouches for what a service counts, and a column takes only so much.
        for name in ("prompt_tokens", "completion_tokens"):
            object.__setattr__(self, name, min(max(getattr(self, name), 0), MOST_TOKENS))

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
