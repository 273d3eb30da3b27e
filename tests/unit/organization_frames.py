"""Invented organizations as the frames that step 3 reads, and step 3 on them."""

from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pandas as pd
from hypothesis import strategies as st

from seqpt_lib import gaps
from seqpt_lib.model.requirements import required_levels
from seqpt_lib.model.targets import organization_targets
from tests.unit.organizations import Matrix, Organization, make_organization
from tests.unit.plain_rules import latest_answers

SMALLEST_GROUP = 5


class Step(NamedTuple):
    """Everything that step 3 computes for one organization."""

    levels: gaps.PersonLevels
    role_levels: pd.DataFrame
    archetype_targets: pd.DataFrame
    targets: pd.DataFrame
    standings: pd.DataFrame
    target: pd.DataFrame
    parts: Mapping[int, gaps.Disclosure]


def current_frame(organization: Organization) -> pd.DataFrame:
    """Write the latest answers as the reader gives them."""
    latest = latest_answers(organization.answers)
    return wide(
        {
            person: {
                competency: latest[person, competency].score
                for competency in organization.competencies
                if (person, competency) in latest
            }
            for person in organization.people
        },
        organization.competencies,
    )


def wide(by_person: dict[int, dict[int, Any]], competencies: tuple[int, ...]) -> pd.DataFrame:
    """Write levels with one row per person and one column per competency, missing where none."""
    return pd.DataFrame(
        [[scores.get(c) for c in competencies] for scores in by_person.values()],
        index=pd.Index(list(by_person), dtype="int64", name="user_id"),
        columns=pd.Index(competencies, name="competency_id"),
        dtype="float32",
    )


def roles_frame(person_roles: list[tuple[int, int]]) -> pd.DataFrame:
    """Write the roles of people as the reader gives them."""
    return pd.DataFrame(person_roles, columns=["user_id", "role_cluster_id"], dtype="int64")


def levels_frame(by_id: Matrix, competencies: tuple[int, ...]) -> pd.DataFrame:
    """Write levels with one row per id and one column per competency."""
    return pd.DataFrame.from_dict(by_id, orient="index", columns=list(competencies), dtype="int64")


def cells_frame(matrix: Matrix, columns: tuple[str, str, str]) -> pd.DataFrame:
    """Write a matrix with one row per cell, as the reader gives it."""
    cells = [(row, column, value) for row, by in matrix.items() for column, value in by.items()]
    return pd.DataFrame(cells, columns=list(columns), dtype="int64")


def archetype_frame(archetype_targets: Matrix) -> pd.DataFrame:
    """Write targets as the reader gives them; archetype 1 is called "archetype 1"."""
    cells = cells_frame(archetype_targets, ("archetype_id", "competency_id", "target_level"))
    names = "archetype " + cells["archetype_id"].astype(str)
    return cells.assign(archetype_name=names.astype(object))


def role_levels_of(organization: Organization) -> pd.DataFrame:
    """Compute what the roles need, as step 3 does."""
    return required_levels(
        cells_frame(organization.involvement, ("role_cluster_id", "iso_process_id", "involvement")),
        relevance_of(organization),
    )


def relevance_of(organization: Organization) -> pd.DataFrame:
    """Write the relevance of the competencies for the processes."""
    return cells_frame(organization.relevance, ("iso_process_id", "competency_id", "relevance"))


def levels_of(organization: Organization) -> gaps.PersonLevels:
    """Put together what is known about everyone, as step 3 does."""
    roles = roles_frame(organization.person_roles)
    personal = gaps.personal_levels(
        cells_frame(organization.personal, ("user_id", "iso_process_id", "involvement")),
        relevance_of(organization),
        roles,
    )
    return gaps.person_levels(
        current_frame(organization), roles, role_levels_of(organization), personal
    )


def step_of(organization: Organization) -> Step:
    """Compute everything but the tables, as step 3 does."""
    levels = levels_of(organization)
    archetype_targets = archetype_frame(organization.archetype_targets)
    targets = organization_targets(archetype_targets, organization.archetype_ids)
    rule = organization.target_rule
    standings = gaps.with_targets(gaps.count_standings(levels), targets, rule)
    return Step(
        levels,
        role_levels_of(organization),
        archetype_targets,
        targets,
        standings,
        gaps.targets_of_people(levels, targets, rule),
        gaps.split_people(
            standings,
            levels.sets,
            is_capped=bool(targets["is_capped"].all()),
            smallest_group=SMALLEST_GROUP,
        ),
    )


def tables_of(step: Step) -> dict[str, pd.DataFrame]:
    """Compute the tables that step 3 writes."""
    return gaps.organization_tables(
        step.levels,
        step.standings,
        step.role_levels,
        step.targets,
        step.archetype_targets,
        step.parts,
    )


def totals_of(step: Step) -> dict[str, int]:
    """Compute what step 3 counts in all, hidden or not."""
    found = gaps.totals(step.levels, step.target, step.standings, step.parts)
    return {name: n.value if isinstance(n, gaps.Guarded) else n for name, n in found.items()}


def gaps_of(organization: Organization, rule: str = "role_capped") -> pd.DataFrame:
    """Give a row per current answer, as step 5 reads it after step 3."""
    levels = levels_of(organization)
    targets = organization_targets(
        archetype_frame(organization.archetype_targets), organization.archetype_ids
    )
    target = gaps.targets_of_people(levels, targets, rule)
    answers = sorted(latest_answers(organization.answers).items())
    cells = [cell for cell, _answer in answers]
    aims = [int(target.loc[cell]) for cell in cells]
    current = [answer.score for _cell, answer in answers]
    return pd.DataFrame(
        {
            "answer_id": [answer.answer_id for _cell, answer in answers],
            "user_id": [person for person, _competency in cells],
            "competency_id": [competency for _person, competency in cells],
            "current_level": current,
            "target_level": aims,
            "gap_size": [max(0, aim - now) for aim, now in zip(aims, current, strict=True)],
        },
        dtype="int64",
    )


def as_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a frame's rows as plain dicts, None where a value is missing."""
    return [
        {str(column): None if pd.isna(value) else value for column, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


SEEDS = 40


@cache
def computed(seed: int) -> tuple[Organization, Step]:
    """Give one of forty organizations with what step 3 computes, once for all tests."""
    organization = make_organization(Random(seed))
    return organization, step_of(organization)


@cache
def computed_tables(seed: int) -> dict[str, pd.DataFrame]:
    """Give the tables of one of the forty organizations."""
    return tables_of(computed(seed)[1])


seeds = st.integers(0, SEEDS - 1)


def step_frames(step: Step) -> dict[str, pd.DataFrame]:
    """Give all frames of a step, to see later that nobody changed them."""
    return {
        "current": step.levels.current,
        "required": step.levels.required,
        "members": step.levels.sets.members,
        "role_levels": step.role_levels,
        "archetype_targets": step.archetype_targets,
        "targets": step.targets,
        "standings": step.standings,
        "target": step.target,
    }
