"""Which model is asked, where and within which limits, as the settings say. No client."""

import re
from dataclasses import dataclass
from functools import cache

from pydantic import SecretStr

from seqpt_lib.errors import ModelError, UsageError
from seqpt_lib.llm.budget import Budget
from seqpt_lib.settings import settings

PROVIDER = "openai"
SHAPE = re.compile(r"([A-Za-z][\w-]*):(\S+)")
LONGEST_NAME = 100
"""What the columns ``model_asked`` and ``model_answered`` take."""

KEY = re.compile(r"[!-~]+")
"""A key travels in a header, which takes these characters only."""


@dataclass(frozen=True)
class Service:
    """A model and how it is reached."""

    name: str
    """As it was asked for, ``openai:<model>``."""

    key: SecretStr
    base_url: str
    timeout_seconds: float
    retry_seconds: float
    concurrency: int
    budget: Budget

    @property
    def model(self) -> str:
        """The model's name without its provider."""
        return self.name.partition(":")[2]


@cache
def run_budget() -> Budget:
    """Give the budget that all requests of this process share.

    Returns:
        The budget, with the limits of the settings.
    """
    return Budget(settings().max_tokens, settings().max_calls)


def service(name: str, setting: str) -> Service:
    """Read how a model is reached.

    Args:
        name: The model, ``openai:<model>``.
        setting: The setting that names it, for messages.

    Returns:
        The model and how it is reached.

    Raises:
        UsageError: If the name has another shape, or names a provider that is not supported.
        ModelError: If there is no usable key.
    """
    _check_name(name, setting)
    return Service(
        name=name,
        key=_key(setting),
        base_url=settings().openai_base_url,
        timeout_seconds=settings().model_timeout,
        retry_seconds=settings().model_retry_seconds,
        concurrency=settings().model_concurrency,
        budget=run_budget(),
    )


def _check_name(name: str, setting: str) -> None:
    shape = SHAPE.fullmatch(name)
    if shape is None or len(name) > LONGEST_NAME:
        raise UsageError(
            f"the setting {setting} is {name!r}, which names no model",
            f"Write {PROVIDER}:<model>, at most {LONGEST_NAME} characters.",
        )
    if shape[1] != PROVIDER:
        raise UsageError(
            f"the setting {setting} names the provider {shape[1]!r}, which is not supported",
            f"Write {PROVIDER}:<model>; OPENAI_BASE_URL names another service of that kind.",
        )


def _key(setting: str) -> SecretStr:
    key = settings().openai_api_key
    if key is None:
        raise ModelError(
            f"{setting} is set and OPENAI_API_KEY is not",
            f"Set OPENAI_API_KEY in the environment or in .env, or leave {setting} empty.",
        )
    if KEY.fullmatch(key.get_secret_value()) is None:
        raise ModelError(
            "OPENAI_API_KEY is no key: it holds a space, or a character that a header cannot take",
            "Correct it in the environment, or in .env.",
        )
    return key
