"""Moving a database between revisions."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config

from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import engine


def alembic_config() -> Config:
    return Config(str(PROJECT_ROOT / "alembic.ini"))


def go_up(revision: str = "head") -> None:
    _move(command.upgrade, revision)


def go_down(revision: str = "base") -> None:
    _move(command.downgrade, revision)


def _move(move: Callable[[Config, str], None], revision: str) -> None:
    with engine.schema_engine().begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        move(config, revision)
