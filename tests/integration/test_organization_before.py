"""What is asked of the database before a run, however many organizations it has."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from pipelines.organizations import organization_before
from seqpt_lib.store import engine


@pytest.fixture
def sent(demo_database: str) -> Iterator[list[str]]:  # it has to be there
    """The statements that are sent during the test."""
    statements: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine.engine(), "before_cursor_execute", keep)
    yield statements
    event.remove(engine.engine(), "before_cursor_execute", keep)


@pytest.mark.parametrize("org", ["demo", "Demo Motors"])
def test_the_other_organizations_are_not_read(org: str, sent: list[str]) -> None:
    found = organization_before(org, is_dry_run=False)

    assert found
    assert found.key == "demo"
    assert [
        text for text in sent if "FROM organization WHERE organization_public_key <>" in text
    ] == []
    assert any("EXISTS" in text for text in sent) == (org == "demo")
