"""Embed texts with a service that speaks the OpenAI interface."""

import asyncio
import time
from collections.abc import Sequence

from langchain_openai import OpenAIEmbeddings
from pydantic import BaseModel

from seqpt_lib.errors import ModelError
from seqpt_lib.llm.apart import run_apart
from seqpt_lib.llm.clients import TEXTS_PER_REQUEST, connection, embedding_client
from seqpt_lib.llm.failures import CLIENT_ERRORS, reply_to
from seqpt_lib.llm.replies import Reply, Usage
from seqpt_lib.llm.service import Service
from seqpt_lib.llm.tries import problem_of, send_until_answered, send_within
from seqpt_lib.model.chats import Embedded, Outcome, remedy

Vectors = list[list[float]]


class _Count(BaseModel):
    prompt_tokens: int


class _Vector(BaseModel):
    index: int
    embedding: list[float]


class _Response(BaseModel):
    data: list[_Vector]
    usage: _Count | None = None


class OpenAIEmbedding:
    """A model that turns texts into vectors.

    Args:
        service: The model and how it is reached.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    @property
    def name(self) -> str:
        """The model as it is asked for."""
        return self._service.name

    def embed(self, texts: Sequence[str]) -> Embedded:
        """Embed texts, up to 100 in a request.

        Args:
            texts: The texts.

        Returns:
            One vector per text, in their order, all of the same length, and what it took.

        Raises:
            ModelError: If the service does not answer, or not with a vector for each text.
        """
        if not texts:
            return Embedded([])
        start = time.monotonic()
        batches = run_apart(self._embed_all(texts))
        vectors = [vector for batch in batches for vector in batch.vectors]
        if len({len(vector) for vector in vectors}) != 1:
            raise ModelError(
                f"the embedding model {self.name} gave vectors of several lengths",
                remedy(Outcome.REJECTED),
            )
        return Embedded(
            vectors,
            sum(batch.tokens for batch in batches),
            time.monotonic() - start,
            sum(batch.tries for batch in batches),
        )

    async def _embed_all(self, texts: Sequence[str]) -> list[Embedded]:
        slots = asyncio.Semaphore(self._service.concurrency)
        batches = [
            list(texts[start : start + TEXTS_PER_REQUEST])
            for start in range(0, len(texts), TEXTS_PER_REQUEST)
        ]
        async with connection(self._service) as http:
            client = embedding_client(self._service, http)
            try:
                async with asyncio.TaskGroup() as group:
                    tasks = [
                        group.create_task(self._embed_in_turn(client, slots, batch))
                        for batch in batches
                    ]
            except ExceptionGroup as failures:
                # The first failure has ended the other requests.
                raise failures.exceptions[0] from None
        return [task.result() for task in tasks]

    async def _embed_in_turn(
        self, client: OpenAIEmbeddings, slots: asyncio.Semaphore, batch: list[str]
    ) -> Embedded:
        most_tokens = sum(len(text.encode()) for text in batch)
        async with slots:
            reply, tries = await send_until_answered(
                lambda: send_within(
                    self._service.budget, most_tokens, lambda: self._try_once(client, batch)
                ),
                self._service.retry_seconds,
            )
        if reply.content is None:
            raise ModelError(
                f"the embedding model {self.name} gave nothing: {problem_of(reply, tries)}",
                remedy(reply.outcome),
            )
        return Embedded(reply.content, (reply.usage or Usage()).tokens, tries=tries)

    async def _try_once(self, client: OpenAIEmbeddings, batch: list[str]) -> Reply[Vectors]:
        try:
            async with asyncio.timeout(self._service.timeout_seconds):
                # LangChain's own method gives neither the places of the vectors nor the tokens.
                answered = await client.async_client.create(model=client.model, input=batch)
            response = _Response.model_validate(answered, from_attributes=True)
        except CLIENT_ERRORS as error:
            return reply_to(error, self._service.timeout_seconds)
        usage = Usage(response.usage.prompt_tokens) if response.usage else None
        placed = sorted(response.data, key=lambda vector: vector.index)
        if [vector.index for vector in placed] != list(range(len(batch))):
            problem = "the service did not give one vector for each text"
            return Reply(Outcome.REJECTED, problem, usage=usage)
        return Reply(Outcome.ANSWERED, "", [vector.embedding for vector in placed], usage)
