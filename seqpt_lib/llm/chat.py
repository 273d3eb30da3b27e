"""Ask a chat model of a service that speaks the OpenAI interface."""

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import openai
from langchain_openai import ChatOpenAI
from pydantic import BaseModel, ValidationError

from seqpt_lib.llm.apart import run_apart
from seqpt_lib.llm.clients import MAX_ANSWER_TOKENS, chat_client, connection
from seqpt_lib.llm.failures import CLIENT_ERRORS, reply_to
from seqpt_lib.llm.replies import Reply, Usage
from seqpt_lib.llm.service import LONGEST_NAME, Service
from seqpt_lib.llm.tries import problem_of, send_until_answered, send_within
from seqpt_lib.model.chats import ChatAnswer, ChatRequest, Outcome

NO_TEXT = r"\u0000"
"""As JSON writes the character that PostgreSQL cannot store."""

FRAMING_TOKENS = 100
"""More than what a service adds to two messages and a schema."""

log = logging.getLogger(__name__)


class OpenAIChat:
    """A chat model that answers in a given shape, asked through LangChain.

    Args:
        service: The model and how it is reached.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    @property
    def name(self) -> str:
        """The model as it is asked for."""
        return self._service.name

    def ask(self, requests: Sequence[ChatRequest]) -> list[ChatAnswer]:
        """Ask all of them, a few at a time.

        Args:
            requests: What to ask.

        Returns:
            One answer per request, in their order. Never raises for what a service does.
        """
        if not requests:
            return []
        answers = run_apart(self._ask_all(requests))
        counts = Counter(answer.outcome.value for answer in answers)
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
        log.info("asked %s %d times: %s", self.name, len(requests), told)
        return answers

    async def _ask_all(self, requests: Sequence[ChatRequest]) -> list[ChatAnswer]:
        slots = asyncio.Semaphore(self._service.concurrency)
        async with connection(self._service) as http:
            client = chat_client(self._service, http)
            asked = (self._ask_in_turn(client, slots, request) for request in requests)
            return await asyncio.gather(*asked)

    async def _ask_in_turn(
        self, client: ChatOpenAI, slots: asyncio.Semaphore, request: ChatRequest
    ) -> ChatAnswer:
        # The slot is kept between tries: a service that asks for a pause gets one.
        async with slots:
            start = time.monotonic()
            reply, tries = await send_until_answered(
                lambda: send_within(
                    self._service.budget,
                    most_tokens(request),
                    lambda: self._try_once(client, request),
                ),
                self._service.retry_seconds,
            )
        usage = reply.usage or Usage()
        return ChatAnswer(
            key=request.key,
            outcome=reply.outcome,
            content=reply.content,
            problem=problem_of(reply, tries),
            model_answered=reply.model_answered.replace("\0", "")[:LONGEST_NAME],
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            seconds=time.monotonic() - start,
            tries=tries,
        )

    async def _try_once(self, client: ChatOpenAI, request: ChatRequest) -> Reply[BaseModel]:
        # LangChain's with_structured_output takes another way for models that it holds to be old.
        shaped = client.bind(
            response_format={"type": "json_schema", "json_schema": shape_of(request.schema)}
        )
        try:
            # The client's own limit starts anew with every byte that comes.
            async with asyncio.timeout(self._service.timeout_seconds):
                answered = await shaped.ainvoke(
                    [("system", request.system), ("user", request.user)]
                )
        except CLIENT_ERRORS as error:
            return reply_to(error, self._service.timeout_seconds)
        return read(answered, request.schema)


def shape_of(schema: type[BaseModel]) -> dict[str, Any]:
    """Describe the shape of an answer as the interface takes it.

    Given as a schema and not as a class, the answer comes back as it was written, with its
    number of tokens, where it breaks the schema too.

    Args:
        schema: The shape.

    Returns:
        Name and JSON schema, strict: every field required, no other allowed.
    """
    function = openai.pydantic_function_tool(schema)["function"]
    return {"name": function["name"], "strict": True, "schema": function["parameters"]}


def most_tokens(request: ChatRequest) -> int:
    """Bound what a request can use from above.

    A token stands for one byte or more, so a text has no more tokens than bytes.

    Args:
        request: The request.

    Returns:
        Tokens of the prompt and of the longest answer.
    """
    schema = json.dumps(shape_of(request.schema))
    texts = (request.system, request.user, schema)
    return sum(len(text.encode()) for text in texts) + FRAMING_TOKENS + MAX_ANSWER_TOKENS


def read(message: Any, schema: type[BaseModel]) -> Reply[BaseModel]:
    """Read an answer of the model.

    Args:
        message: LangChain's message.
        schema: The shape that its content must have.

    Returns:
        The content in that shape, or what is wrong with it.
    """
    count = message.usage_metadata
    usage = Usage(count["input_tokens"], count["output_tokens"]) if count else None
    model = str(message.response_metadata.get("model_name") or "")
    content = None
    if message.additional_kwargs.get("refusal"):
        outcome, problem = Outcome.REFUSED, "the model refused to answer"
    elif not message.text.strip():
        outcome, problem = Outcome.EMPTY, "the answer is empty"
    else:
        try:
            content = schema.model_validate_json(message.text)
            outcome, problem = Outcome.ANSWERED, ""
            if NO_TEXT in content.model_dump_json():
                content, outcome = None, Outcome.INVALID
                problem = "the answer holds a character that no text has"
        except ValidationError:
            outcome, problem = Outcome.INVALID, "the answer does not have the shape asked for"
    return Reply(outcome, problem, content, usage, model)
