"""The only reader of the environment."""

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from seqpt_lib.errors import UsageError

PROJECT_ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """What a run takes from its environment (or from a file ``.env`` in the project's folder)."""

    model_config = SettingsConfigDict(
        env_prefix="SEQPT_", env_file=PROJECT_ROOT / ".env", extra="ignore", env_ignore_empty=True
    )

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    """Address of the database, ``postgresql://...``; without it the embedded server is used."""

    home: Path = PROJECT_ROOT / ".seqpt"
    """Folder of the embedded server's data."""

    runs: Path = PROJECT_ROOT / "data" / "runs"
    """Folder of the run folders."""

    smallest_group: int = Field(default=5, ge=1)
    """People of a group about which something may be shown (docs/explanation/small-groups.md)."""

    individual_results: bool = True
    """False where not even a person's own plan may be shown; plans then show ids only."""

    shadow_schema: str = ""
    """Set by a dry run for its kernels: the schema that takes what would be written."""


@cache
def settings() -> Settings:
    """Read the environment once.

    Returns:
        The settings of this process.

    Raises:
        UsageError: If a value cannot be read.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]).upper()
        raise UsageError(
            f"the setting {name if '_URL' in name else f'SEQPT_{name}'} has a value that cannot be "
            f"read: {first['msg']}",
            "Correct it in the environment, or in .env.",
        ) from None
