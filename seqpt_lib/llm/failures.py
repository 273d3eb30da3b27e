"""What an error of the clients says about the service."""

from http import HTTPStatus
from typing import Never

import openai
from pydantic import BaseModel, ValidationError

from seqpt_lib.llm.replies import NOTHING_USED, Reply, Usage
from seqpt_lib.llm.tries import seconds_asked
from seqpt_lib.model.chats import Outcome

CLIENT_ERRORS = (
    TimeoutError,
    openai.OpenAIError,
    # What the clients raise if an answer has not the shape of the interface.
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)


class _Count(BaseModel):
    prompt_tokens: int
    completion_tokens: int = 0


class _Body(BaseModel):
    """What every answer of the interface has."""

    model: str = ""
    usage: _Count | None = None


def reply_to(error: Exception, timeout_seconds: float) -> Reply[Never]:
    """Say what an error of the clients means.

    Args:
        error: One of ``CLIENT_ERRORS``.
        timeout_seconds: What a try may take, for the message.

    Returns:
        How the try ended. Nothing of the error's own words: they may repeat the request.
    """
    match error:
        case TimeoutError() | openai.APITimeoutError():
            problem = f"the service did not answer within {timeout_seconds:g} s"
            return Reply(Outcome.TIMED_OUT, problem)
        case openai.APIStatusError():
            return _reply_to_status(error)
        case openai.APIConnectionError():
            return Reply(Outcome.UNREACHABLE, "the connection to the service failed")
        case openai.LengthFinishReasonError():
            problem = "the answer is longer than the model may write"
            return _reply_with_count(Outcome.CUT_OFF, problem, error)
        case openai.ContentFilterFinishReasonError():
            problem = "the service's content filter stopped the answer"
            return _reply_with_count(Outcome.REFUSED, problem, error)
    problem = "the service answered, but not in the shape of the OpenAI interface"
    return _reply_with_count(Outcome.REJECTED, problem, error)


def _reply_to_status(error: openai.APIStatusError) -> Reply[Never]:
    if error.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        outcome = Outcome.RATE_LIMITED
    elif error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        outcome = Outcome.SERVER_ERROR
    else:
        outcome = Outcome.REJECTED
    return Reply(
        outcome,
        f"the service answered {error.status_code}",
        usage=NOTHING_USED,
        retry_after_seconds=seconds_asked(error.response.headers.get("Retry-After")),
    )


def _reply_with_count(outcome: Outcome, problem: str, error: Exception) -> Reply[Never]:
    # The client puts the response that it could not use beside its error.
    content = getattr(getattr(error, "response", None), "content", b"")
    try:
        body = _Body.model_validate_json(content)
    except ValidationError:
        return Reply(outcome, problem)
    usage = Usage(body.usage.prompt_tokens, body.usage.completion_tokens) if body.usage else None
    return Reply(outcome, problem, usage=usage, model_answered=body.model)
