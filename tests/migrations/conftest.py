"""What pytest-alembic's tests ask for."""

import pytest
from alembic.config import Config
from sqlalchemy import Engine

from seqpt_lib.store import engine
from tests.support import migrating


@pytest.fixture
def alembic_config() -> Config:
    return migrating.alembic_config()


@pytest.fixture
def alembic_engine(empty_database: str) -> Engine:
    return engine.schema_engine()
