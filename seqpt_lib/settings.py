"""The only reader of the environment."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

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

    shadow_schema: str = ""
    """Set by a dry run for its kernels: the schema that takes what would be written."""


@cache
def settings() -> Settings:
    """Read the environment once.

    Returns:
        The settings of this process.
    """
    return Settings()
