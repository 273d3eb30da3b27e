"""What a process may use of a model service. No client."""

import asyncio
import threading
from enum import Enum, auto

LOOK_AGAIN_SECONDS = 0.02
"""A request that waits for others to end looks this often; an answer takes far longer."""


class Grant(Enum):
    """What the budget says to a request that is about to be sent."""

    NOW = auto()
    LATER = auto()
    """What others hold back may be enough once they have ended."""

    NEVER = auto()


class Budget:
    """Counts requests and tokens, those of requests under way included.

    Before a request is sent, the most that it can use is held back; afterwards that is replaced by
    what it did use. So neither limit is passed, however many requests are under way.

    Args:
        most_tokens: Tokens of prompts and answers together; None: no limit.
        most_calls: Requests sent, repeated ones included; None: no limit.
    """

    def __init__(self, most_tokens: int | None = None, most_calls: int | None = None) -> None:
        self.most_tokens = most_tokens
        self.most_calls = most_calls
        self._lock = threading.Lock()
        self._calls = 0
        self._used = 0
        self._held = 0

    @property
    def calls(self) -> int:
        """Requests that were granted."""
        return self._calls

    @property
    def tokens(self) -> int:
        """Tokens used by requests that have ended."""
        return self._used

    def ask_for(self, tokens: int) -> Grant:
        """Hold back what one request can use, if that is possible.

        Args:
            tokens: The most that it can use.

        Returns:
            ``NOW`` if it may be sent; then ``settle`` has to follow.
        """
        with self._lock:
            if self.most_calls is not None and self._calls >= self.most_calls:
                return Grant.NEVER
            if self.most_tokens is not None:
                if self._used + tokens > self.most_tokens:
                    return Grant.NEVER
                if self._used + self._held + tokens > self.most_tokens:
                    return Grant.LATER
            self._calls += 1
            self._held += tokens
            return Grant.NOW

    def settle(self, held: int, used: int) -> None:
        """Replace what a request could use by what it used.

        Args:
            held: What was asked for.
            used: What the service counted.
        """
        with self._lock:
            self._held -= held
            self._used += used

    async def reserve(self, tokens: int) -> bool:
        """Hold back what one request can use; wait for others where that may help.

        Args:
            tokens: The most that it can use.

        Returns:
            True if it may be sent; then ``settle`` has to follow.
        """
        while (grant := self.ask_for(tokens)) is Grant.LATER:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return grant is Grant.NOW
