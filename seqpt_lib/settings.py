"""The only reader of the environment."""

import os
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from seqpt_lib.errors import UsageError

PROJECT_ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """What a run takes from its environment (or from a file ``.env`` in the project's folder)."""

    model_config = SettingsConfigDict(
        env_prefix="SEQPT_", env_file=PROJECT_ROOT / ".env", extra="ignore", env_ignore_empty=True
    )

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL", repr=False)
    """Address of the database, ``postgresql://...``; without it the embedded server is used."""

    pgpassword: SecretStr | None = Field(default=None, validation_alias="PGPASSWORD")
    """The password where the address has none. PostgreSQL's client library reads it by itself; it
    stands here to be hidden."""

    home: Path = PROJECT_ROOT / ".seqpt"
    """Folder of the embedded server's data."""

    runs: Path = PROJECT_ROOT / "data" / "runs"
    """Folder of the run folders."""

    log: Literal["text", "json"] = "text"
    """What a run writes to its terminal: lines for a person, or JSON for a machine."""

    smallest_group: int = Field(default=5, ge=1)
    """People of a group about which something may be shown (docs/explanation/small-groups.md)."""

    individual_results: bool = True
    """False where not even a person's own plan may be shown; plans then show ids only."""

    data_docs: Literal["always", "when_stopped"] = "always"
    """Whether a gate that passes gets a page in the run folder, too."""

    shadow_schema: str = ""
    """Set by a dry run for its kernels: the schema that takes what would be written."""

    server_address: str | None = None
    """Set by a run for its kernels: address on the embedded server that the run keeps going."""

    model: str | None = None
    """Chat model that words objectives, ``openai:<name>``; without it templates do."""

    model_required: bool = False
    """True where a run shall stop if the model service does not answer; else templates stand in."""

    embedding_model: str | None = None
    """Embedding model that helps to find passages, ``openai:<name>``."""

    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    """Key of the model service; needed where one of the two models is set."""

    openai_base_url: str = Field(
        default="https://api.openai.com/v1",
        validation_alias="OPENAI_BASE_URL",
        pattern=r"^https?://[^\s/]\S*$",
    )
    """Address of a service that speaks the OpenAI interface."""

    max_tokens: int | None = Field(default=None, ge=0)
    """Tokens that a process may use, of prompts and answers together."""

    max_calls: int | None = Field(default=None, ge=0)
    """Requests that a process may send to the model service, repeated ones included."""

    model_concurrency: int = Field(default=4, ge=1)
    """Requests under way at the same time."""

    model_timeout: float = Field(default=60.0, gt=0, allow_inf_nan=False)
    """Seconds of wall clock that the service has for one request."""

    model_retry_seconds: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    """Wait before a request is sent again; it doubles each time."""


class SettingsOfTheFile(Settings):
    """What a process has that finds nothing in its environment."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the file and nothing else."""
        del settings_cls, init_settings, env_settings, file_secret_settings
        return (dotenv_settings,)


OF_ONE_RUN = {"shadow_schema", "server_address"}
"""Settings that a run makes for its kernels; nobody sets them."""


OF_DRIVER = {
    f"PG{name}"
    for name in (
        "HOST",
        "HOSTADDR",
        "PORT",
        "DATABASE",
        "USER",
        "PASSWORD",
        "PASSFILE",
        "SERVICE",
        "SERVICEFILE",
        "OPTIONS",
        "REQUIREAUTH",
        "CHANNELBINDING",
        "REQUIREPEER",
        "SSLMODE",
        "SSLNEGOTIATION",
        "SSLCERT",
        "SSLKEY",
        "SSLCERTMODE",
        "SSLROOTCERT",
        "SSLCRL",
        "SSLCRLDIR",
        "SSLSNI",
        "SSLMINPROTOCOLVERSION",
        "SSLMAXPROTOCOLVERSION",
        "GSSENCMODE",
        "GSSLIB",
        "KRBSRVNAME",
        "GSSDELEGATION",
        "TARGETSESSIONATTRS",
        "LOADBALANCEHOSTS",
    )
}
"""Variables by which libpq finds a database and is let in (PostgreSQL's manual, "Environment
Variables"); those that change only how it looks are left out."""


@cache
def settings() -> Settings:
    """Read the environment once.

    Returns:
        The settings of this process.

    Raises:
        UsageError: If a value cannot be read.
    """
    return _read(Settings)


def only_in_the_environment() -> list[str]:
    """Name the settings that another process would not have, because ``.env`` says otherwise.

    Returns:
        Variables, for example ``["DATABASE_URL"]``; those that `.env` says as well are left out.

    Raises:
        UsageError: If a value cannot be read.
    """
    here, there = settings(), _read(SettingsOfTheFile)
    return [
        str(field.validation_alias or f"SEQPT_{name.upper()}")
        for name, field in Settings.model_fields.items()
        if name not in OF_ONE_RUN and getattr(here, name) != getattr(there, name)
    ]


def driver_variables() -> list[str]:
    """Name the variables that PostgreSQL's driver reads itself; ``.env`` does not reach it.

    Returns:
        For example ``["PGPASSWORD", "PGSSLMODE"]``; none where the embedded server is used.
    """
    if not settings().database_url:
        return []
    return sorted(OF_DRIVER & {*os.environ})


def _read(kind: type[Settings]) -> Settings:
    try:
        return kind()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]).upper()
        raise UsageError(
            f"the setting {name if '_URL' in name else f'SEQPT_{name}'} has a value that cannot be "
            f"read: {first['msg']}",
            "Correct it in the environment, or in .env.",
        ) from None


def user_units_folder() -> Path:
    """Give the folder of this user's systemd units.

    Returns:
        ``~/.config/systemd/user``, or below ``XDG_CONFIG_HOME``.
    """
    given = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(given) if Path(given).is_absolute() else Path.home() / ".config"
    return base / "systemd" / "user"
