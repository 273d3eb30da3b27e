"""How often a request is sent, and how long is waited in between. No client."""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_result,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from seqpt_lib.llm.budget import Budget
from seqpt_lib.llm.replies import OVER_BUDGET, REPEATED, Reply, Usage
from seqpt_lib.model.chats import Outcome

Content = TypeVar("Content")

TRIES = 3
LONGEST_WAIT_SECONDS = 20.0
"""The most that is waited between two tries, whatever the service asks for.

Two such waits and three time-outs of a minute end within four minutes, below any step's timeout.
"""

TIMES = {1: "", 2: " twice", TRIES: " three times"}


async def send_within(
    budget: Budget, tokens: int, send: Callable[[], Awaitable[Reply[Content]]]
) -> Reply[Content]:
    """Send a request once, if the budget allows.

    Args:
        budget: The budget of the process.
        tokens: The most that the request can use.
        send: Sends it.

    Returns:
        What came back, or ``OVER_BUDGET``. Where nobody says what was used, the most counts.
    """
    if not await budget.reserve(tokens):
        return OVER_BUDGET
    used = tokens
    try:
        reply = await send()
        used = tokens if reply.usage is None else reply.usage.tokens
    finally:
        budget.settle(tokens, used)
    return reply


async def send_until_answered(
    send: Callable[[], Awaitable[Reply[Content]]], retry_seconds: float
) -> tuple[Reply[Content], int]:
    """Send a request up to three times, as long as another try may help.

    Args:
        send: Sends it once.
        retry_seconds: Wait before the second try, in seconds; it doubles for the third.

    Returns:
        The last reply, with what all tries used, and how many were sent.
    """
    replies: list[Reply[Content]] = []

    async def one_try() -> Reply[Content]:
        replies.append(await send())
        return replies[-1]

    await AsyncRetrying(
        stop=stop_after_attempt(TRIES),
        wait=_wait(retry_seconds),
        retry=retry_if_result(lambda reply: reply.outcome in REPEATED),
        retry_error_callback=lambda _state: None,
    )(one_try)
    tries = sum(reply.outcome is not Outcome.OVER_BUDGET for reply in replies)
    return replace(replies[-1], usage=_used(replies)), tries


def _used(replies: Sequence[Reply[Content]]) -> Usage | None:
    """Add up what the service counted; None if it never did."""
    counted = [reply.usage for reply in replies if reply.usage is not None]
    if not counted:
        return None
    return Usage(
        sum(usage.prompt_tokens for usage in counted),
        sum(usage.completion_tokens for usage in counted),
    )


def _wait(retry_seconds: float) -> Callable[[RetryCallState], float]:
    by_itself = wait_exponential(multiplier=retry_seconds) + wait_random(0, retry_seconds)

    def seconds(state: RetryCallState) -> float:
        reply = state.outcome.result() if state.outcome else None
        asked = reply.retry_after_seconds if reply else None
        return min(by_itself(state) if asked is None else asked, LONGEST_WAIT_SECONDS)

    return seconds


def problem_of(reply: Reply[Content], tries: int) -> str:
    """Say in one line how a request ended, and how often it was sent.

    Args:
        reply: The last reply.
        tries: How many tries were sent.

    Returns:
        For example ``the service answered 503 three times``; empty if it was answered.
    """
    return f"{reply.problem}{TIMES[tries]}" if reply.outcome in REPEATED else reply.problem


def seconds_asked(retry_after: str | None, now: datetime | None = None) -> float | None:
    """Read the header ``Retry-After``.

    Args:
        retry_after: Its text: seconds, or a date of HTTP.
        now: The time at which it came; without it, the present.

    Returns:
        Seconds from now, 0 or more; None if there is none, or if it cannot be read.
    """
    if retry_after is None:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        return _seconds_until(retry_after, now or datetime.now(UTC))
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _seconds_until(date: str, now: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(date)
    except ValueError:
        return None
    # A date of HTTP is in GMT; one that says no zone is read as such.
    return max((then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds(), 0.0)
