"""Invented organizations in a database: written as a survey leaves them, and read by step 3."""

from collections import defaultdict
from typing import Any

import pandas as pd
from sqlalchemy import Connection, text

from seqpt_lib import gaps, store
from seqpt_lib.model import requirements, targets
from seqpt_lib.store.copying import copy_rows
from tests.unit.organizations import Answer, Matrix, Organization, World

KEY = "invented"
SMALLEST_GROUP = 5
ANSWERS = "user_se_competency_survey_results"
TABLES = {
    "need": ("competency_id", "level"),
    "role_need": ("role_cluster_id", "competency_id", "level"),
    "competency_statistic": ("competency_id",),
    "role_statistic": ("role_cluster_id", "competency_id"),
    "archetype_fit": ("archetype_id", "competency_id"),
    "coverage_finding": ("role_cluster_id", "competency_id"),
}
"""What step 3 writes, with the keys by which rows are put in order."""


def world(connection: Connection) -> World:
    """Describe the reference data of a database: competencies, roles, processes, archetypes."""
    relevance = store.read_relevance(connection)
    aims = store.read_archetype_targets(connection)
    roles = store.read_roles(connection)["role_cluster_id"]
    return World(
        competencies=tuple(store.read_competencies(connection)["competency_id"].tolist()),
        roles=tuple(roles[roles < 40000].tolist()),
        processes=tuple(sorted(set(relevance["iso_process_id"].tolist()))),
        archetypes=tuple(sorted(set(aims["archetype_id"].tolist()))),
        relevance=_matrix(relevance, ("iso_process_id", "competency_id", "relevance")),
        archetype_targets=_matrix(aims, ("archetype_id", "competency_id", "target_level")),
    )


def _matrix(cells: pd.DataFrame, columns: tuple[str, str, str]) -> Matrix:
    matrix: Matrix = defaultdict(dict)
    for row, column, value in zip(*(cells[name].tolist() for name in columns), strict=True):
        matrix[row][column] = value
    return dict(matrix)


def write(
    connection: Connection, organization: Organization, number: int = 1, key: str = KEY
) -> None:
    """Write an organization; with another number and key it is there a second time."""
    names = {"number": number, "key": key}
    connection.execute(
        text(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (:number, :key, :key)"
        ),
        names,
    )
    store.set_archetypes(connection, number, organization.archetype_ids)
    shift = 1000 * (number - 1)
    people = [(p + shift, number, f"{key} {p}", f"{key} {p}") for p in organization.people]
    roles = [(person + shift, role) for person, role in organization.person_roles]
    answers = [
        (a.answer_id + shift, number, a.user_id + shift, a.competency_id, a.score, a.submitted_at)
        for a in organization.answers
    ]
    for table, columns, rows in [
        ("app_user", ["id", "organization_id", "name", "username"], people),
        ("user_role_cluster", ["user_id", "role_cluster_id"], roles),
        (
            ANSWERS,
            ["id", "organization_id", "user_id", "competency_id", "score", "submitted_at"],
            answers,
        ),
        *_matrices(organization, number, key),
    ]:
        copy_rows(connection, table, columns, rows)


def _matrices(organization: Organization, number: int, key: str) -> list[tuple[str, Any, Any]]:
    cells = ["organization_id", "iso_process_id", "role_process_value"]
    return [
        (
            "role_process_matrix",
            [*cells, "role_cluster_id"],
            _cells(organization.involvement, number),
        ),
        (
            "unknown_role_process_matrix",
            [*cells, "user_name"],
            [(*cell, f"{key} {p}") for *cell, p in _cells(organization.personal, number)],
        ),
    ]


def _cells(matrix: Matrix, number: int) -> list[tuple[int, int, int, int]]:
    return [
        (number, process, value, who)
        for who, values in matrix.items()
        for process, value in values.items()
    ]


def compute(connection: Connection, target_rule: str, key: str = KEY) -> dict[str, int]:
    """Run step 3 as its notebook does, on one connection and without its gate.

    Returns:
        Rows written by table.
    """
    organization = store.find_organization(connection, key)
    relevance = store.read_relevance(connection)
    role_levels = requirements.required_levels(
        store.read_involvement(connection, organization.id), relevance
    )
    aims = store.read_archetype_targets(connection)
    chosen = targets.organization_targets(aims, store.read_archetype_ids(connection, organization))
    competencies = store.read_competencies(connection)["competency_id"].tolist()
    roles = store.read_person_roles(connection, organization.id)
    personal = gaps.personal_levels(
        store.read_personal_involvement(connection, organization.id), relevance, roles
    )
    current = store.read_current_levels(connection, organization.id, competencies)
    levels = gaps.person_levels(current, roles, role_levels, personal)
    standings = gaps.with_targets(gaps.count_standings(levels), chosen, target_rule)
    parts = gaps.split_people(
        standings,
        levels.sets,
        is_capped=bool(chosen["is_capped"].all()),
        smallest_group=SMALLEST_GROUP,
    )
    tables = gaps.organization_tables(levels, standings, role_levels, chosen, aims, parts)
    target = gaps.targets_of_people(levels, chosen, target_rule)
    return {
        ANSWERS: store.write_gaps(connection, organization.id, target, chosen),
        **store.write_organization_tables(connection, organization.id, tables),
    }


def read_tables(connection: Connection, number: int = 1) -> dict[str, list[dict[str, Any]]]:
    """Read what step 3 wrote, without what may be shown."""
    found = {}
    for table, keys in TABLES.items():
        statement = f"SELECT * FROM {table} WHERE organization_id = {number} ORDER BY "
        rows = connection.execute(text(statement + ", ".join(keys))).mappings()
        hidden = {"organization_id", "shown_columns"}
        found[table] = [{k: v for k, v in row.items() if k not in hidden} for row in rows]
    return found


def read_answers(connection: Connection, number: int = 1) -> dict[int, tuple[Any, ...]]:
    """Read what step 3 wrote to the answers, by id."""
    rows = connection.execute(
        text(
            "SELECT id, score, target_level, gap_size, archetype_source "
            f"FROM {ANSWERS} WHERE organization_id = {number}"
        )
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def read(connection: Connection, key: str, target_rule: str) -> Organization:
    """Read a stored organization as the plain rules take it, without the latest-answer rule."""
    stored = store.find_organization(connection, key)
    shared, number = world(connection), {"number": stored.id}

    def rows_of(statement: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(text(statement), number)]

    cells = ("who", "process", "value")
    involvement = rows_of(
        "SELECT role_cluster_id, iso_process_id, role_process_value "
        "FROM role_process_matrix WHERE organization_id = :number"
    )
    personal = rows_of(
        "SELECT u.id, iso_process_id, role_process_value FROM unknown_role_process_matrix m "
        "JOIN app_user u ON u.username = m.user_name AND u.organization_id = m.organization_id "
        "WHERE u.organization_id = :number"
    )
    answers = rows_of(
        "SELECT id, user_id, competency_id, score, submitted_at::text "
        f"FROM {ANSWERS} WHERE organization_id = :number"
    )
    return Organization(
        people=[i for (i,) in rows_of("SELECT id FROM app_user WHERE organization_id = :number")],
        answers=[Answer(*answer) for answer in answers],
        person_roles=rows_of(
            "SELECT user_id, role_cluster_id FROM user_role_cluster r "
            "JOIN app_user u ON u.id = r.user_id WHERE u.organization_id = :number"
        ),
        involvement=_matrix(pd.DataFrame(involvement, columns=list(cells)), cells),
        relevance=shared.relevance or {},
        personal=_matrix(pd.DataFrame(personal, columns=list(cells)), cells),
        archetype_targets=shared.archetype_targets or {},
        archetype_ids=store.read_archetype_ids(connection, stored),
        target_rule=target_rule,
        competencies=shared.competencies,
    )
