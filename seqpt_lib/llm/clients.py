"""The clients of LangChain and OpenAI, set up so that nothing goes anywhere but to the service."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import openai
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langsmith import tracing_context

from seqpt_lib.llm.service import Service

MAX_ANSWER_TOKENS = 2000
"""What an answer may take: three objectives of 60 words take about 500, and some models think."""

TEXTS_PER_REQUEST = 100


@asynccontextmanager
async def connection(service: Service) -> AsyncIterator[openai.DefaultAsyncHttpxClient]:
    """Open connections to a service, and close them at the end.

    No traces are sent to LangSmith, whatever the environment says, and no redirect is followed:
    what an organization says goes to the address that was set, and to no other.

    Args:
        service: The model and how it is reached.

    Yields:
        The client of HTTP; proxies of the environment hold.
    """
    with tracing_context(enabled=False):
        async with openai.DefaultAsyncHttpxClient(
            timeout=service.timeout_seconds, follow_redirects=False
        ) as client:
            yield client


def chat_client(service: Service, http: openai.DefaultAsyncHttpxClient) -> ChatOpenAI:
    """Make the client of a chat model.

    Every address and version is given, so that no further variable of the environment counts.

    Args:
        service: The model and how it is reached.
        http: Its connections.

    Returns:
        The client; it sends a request once.
    """
    return ChatOpenAI(
        model=service.model,
        api_key=_key_of(service),
        base_url=service.base_url,
        temperature=0,
        timeout=service.timeout_seconds,
        max_retries=0,
        max_completion_tokens=MAX_ANSWER_TOKENS,
        http_async_client=http,
        openai_proxy=None,
        use_responses_api=False,
        output_version="v0",
        cache=False,
        verbose=False,
    )


def embedding_client(service: Service, http: openai.DefaultAsyncHttpxClient) -> OpenAIEmbeddings:
    """Make the client of an embedding model.

    Texts are sent as texts: to count their tokens first, a vocabulary would be downloaded.

    Args:
        service: The model and how it is reached.
        http: Its connections.

    Returns:
        The client; it sends a request once.
    """
    return OpenAIEmbeddings(
        model=service.model,
        openai_api_key=_key_of(service),
        openai_api_base=service.base_url,
        request_timeout=service.timeout_seconds,
        max_retries=0,
        check_embedding_ctx_length=False,
        chunk_size=TEXTS_PER_REQUEST,
        http_async_client=http,
        openai_proxy=None,
        openai_api_type=None,
    )


def _key_of(service: Service) -> Callable[[], Awaitable[str]]:
    async def key() -> str:
        return service.key.get_secret_value()

    # Given a coroutine, LangChain makes no second client for code that is not asynchronous.
    return key
