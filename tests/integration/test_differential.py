"""From stored answers to stored results, step 3 and the plain rules agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from seqpt_lib.store import engine
from tests.support import invented
from tests.unit.organizations import Organization, make_organization
from tests.unit.plain_rules import plain_gaps
from tests.unit.plain_tables import plain_tables

BLOCK = 20
BLOCKS = range(1000, 1060, BLOCK)

Rows = dict[str, list[dict[str, Any]]]


@contextmanager
def undone() -> Iterator[engine.Connection]:
    """Open a transaction of which nothing stays."""
    with engine.engine().connect() as connection:
        yield connection
        connection.rollback()


def expected_answers(organization: Organization, names: dict[int, str]) -> dict[int, Any]:
    """What the plain rules write to each answer: nothing to those that are not current."""
    scores = {a.answer_id: (a.score, None, None, None) for a in organization.answers}
    return scores | {
        gap.answer_id: (
            gap.current_level,
            gap.target_level,
            gap.gap_size,
            names[gap.archetype_id],
        )
        for gap in plain_gaps(organization)
    }


def almost(tables: Rows) -> dict[str, list[Any]]:
    """The same rows, in which fractions need not agree to the last digit."""
    return {
        table: [
            {k: pytest.approx(v, abs=1e-12) if isinstance(v, float) else v for k, v in row.items()}
            for row in rows
        ]
        for table, rows in tables.items()
    }


def compare(organization: Organization, names: dict[int, str]) -> None:
    with undone() as connection:
        invented.write(connection, organization)
        invented.write(connection, organization, 2, "neighbour")

        invented.compute(connection, organization.target_rule)

        assert invented.read_answers(connection) == expected_answers(organization, names)
        assert invented.read_tables(connection) == almost(plain_tables(organization))
        untouched = invented.read_answers(connection, 2).values()
        assert {written for _score, *written in untouched for written in written} <= {None}
        assert not any(invented.read_tables(connection, 2).values())


@pytest.mark.parametrize("first", BLOCKS)
@pytest.mark.usefixtures("database")
def test_what_is_stored_agrees_with_the_plain_rules(first: int) -> None:
    with engine.connect() as connection:
        world = invented.world(connection)
        named = connection.execute(text("SELECT id, archetype_name FROM archetype"))
        names = {int(row[0]): str(row[1]) for row in named}
    for seed in range(first, first + BLOCK):
        organization = make_organization(Random(seed), world)
        try:
            compare(organization, names)
        except AssertionError as error:
            error.add_note(f"organization of seed {seed}: {organization}")
            raise
