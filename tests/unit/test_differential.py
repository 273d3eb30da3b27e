"""Step 3 and the plain rules agree on every invented organization."""

from random import Random
from typing import Any

import pytest

from tests.unit.organization_frames import Step, as_rows, step_of, tables_of, totals_of
from tests.unit.organizations import Organization, make_organization
from tests.unit.plain_rules import plain_gaps, roles_by_person
from tests.unit.plain_tables import plain_tables, plain_totals

BLOCK = 50
BLOCKS = range(0, 500, BLOCK)


def tables_as_rows(step: Step) -> dict[str, list[dict[str, Any]]]:
    """The tables of step 3, without what may be shown; lists of archetypes as lists."""
    tables = {
        name: as_rows(frame.drop(columns="shown_columns", errors="ignore"))
        for name, frame in tables_of(step).items()
    }
    for row in tables["coverage_finding"]:
        ids = row["covering_archetype_ids"].strip("{}")
        row["covering_archetype_ids"] = [int(part) for part in ids.split(",") if part]
    return tables


def gaps_as_rows(step: Step, organization: Organization) -> dict[tuple[int, int], tuple[int, int]]:
    """Target and size of every gap, by person and competency."""
    assessed = step.levels.current.notna()
    size = step.target.sub(step.levels.current).clip(lower=0)
    return {
        (person, competency): (step.target.loc[person, competency], size.loc[person, competency])
        for person in organization.people
        for competency in organization.competencies
        if assessed.loc[person, competency]
    }


def almost(rows: list[dict[str, Any]]) -> list[Any]:
    """The same rows, in which fractions need not agree to the last digit."""
    return [
        {
            name: pytest.approx(value, abs=1e-12) if isinstance(value, float) else value
            for name, value in row.items()
        }
        for row in rows
    ]


def compare(organization: Organization) -> None:
    step = step_of(organization)
    expected = {(g.user_id, g.competency_id): g for g in plain_gaps(organization)}
    assert gaps_as_rows(step, organization) == {
        key: (gap.target_level, gap.gap_size) for key, gap in expected.items()
    }
    members = step.levels.sets.members.groupby("role_set_id")["role_cluster_id"].agg(set).to_dict()
    assert {
        person: members.get(number, set()) for person, number in step.levels.sets.of_person.items()
    } == roles_by_person(organization)
    tables = tables_as_rows(step)
    for name, rows in plain_tables(organization).items():
        assert tables[name] == almost(rows), name
    assert totals_of(step) == plain_totals(organization)


@pytest.mark.parametrize("first", BLOCKS)
def test_step_3_agrees_with_the_plain_rules(first: int) -> None:
    for seed in range(first, first + BLOCK):
        organization = make_organization(Random(seed))
        try:
            compare(organization)
        except (AssertionError, ArithmeticError, LookupError, ValueError) as error:
            error.add_note(f"organization of seed {seed}: {organization}")
            raise
