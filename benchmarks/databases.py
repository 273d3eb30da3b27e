"""Databases of the embedded server for one benchmark: made, copied, dropped."""

from pathlib import Path
from time import perf_counter

import psycopg2
from sqlalchemy import text

MAIN, COPY = "seqpt", "plain"
ARCHETYPE_ID = 4


def make_database(organizations: dict[str, int]) -> dict[str, int]:
    """Make a fresh database with invented organizations; this process then reads from it.

    Args:
        organizations: People by public key.

    Returns:
        Ids of the organizations by public key.
    """
    from benchmarks.population import add_population
    from seqpt_lib import schema
    from seqpt_lib.store import engine, surveys
    from seqpt_lib.store.organizations import set_archetypes

    drop_database(MAIN)
    administer(f'CREATE DATABASE "{MAIN}"')
    schema.prepare()
    ids, first_id = {}, 1
    for key, people_count in organizations.items():
        with engine.transaction() as connection:
            ids[key], _ = surveys.find_or_add_organization(connection, key, key.title(), None)
            set_archetypes(connection, ids[key], [ARCHETYPE_ID])
            add_population(connection, ids[key], people_count, first_id)
        first_id += people_count
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return ids


def count_answers(organization_id: int) -> int:
    """Count the answers of an organization.

    Args:
        organization_id: The organization.

    Returns:
        Their number, older ones included.
    """
    from seqpt_lib.store import engine

    query = "SELECT count(*) FROM user_se_competency_survey_results WHERE organization_id = :id"
    with engine.connect() as connection:
        return int(connection.scalar(text(query), {"id": organization_id}) or 0)


def count_demo() -> tuple[int, int]:
    """Count the answers and people of the demo organization.

    Returns:
        Answers and people.
    """
    from seqpt_lib import store

    with store.connect() as connection:
        organization = store.find_organization(connection, "demo")
        counts = store.count_survey(connection, organization.id)
    return counts["answers"], counts["people"]


def seconds_of_counting() -> float:
    """Time a plain count of all answers.

    Returns:
        Seconds.
    """
    from seqpt_lib.store import engine

    with engine.connect() as connection:
        started = perf_counter()
        connection.execute(text("SELECT count(*) FROM user_se_competency_survey_results")).all()
        return perf_counter() - started


def seconds_of_plain_statement(organization_id: int) -> float:
    """Time the yardstick of step 3, one plain statement, on a fresh copy of the database.

    Args:
        organization_id: The organization.

    Returns:
        Seconds, commit included.
    """
    drop_database(COPY)
    administer(f'CREATE DATABASE "{COPY}" TEMPLATE "{MAIN}" STRATEGY file_copy')
    statement = Path(__file__).with_name("plain.sql").read_text(encoding="utf-8")
    connection = psycopg2.connect(_address(COPY), options="-c search_path=seqpt,public")
    with connection, connection.cursor() as cursor:
        started = perf_counter()
        cursor.execute(statement.format(organization_id=organization_id, archetype_id=ARCHETYPE_ID))
        connection.commit()
        seconds = perf_counter() - started
    connection.close()
    drop_database(COPY)
    return seconds


def drop_database(name: str) -> None:
    """Drop a database, if it is there.

    Args:
        name: Its name.
    """
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def administer(statement: str) -> None:
    """Run a statement that stands outside of transactions.

    Args:
        statement: SQL.
    """
    connection = psycopg2.connect(_address("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def _address(database: str) -> str:
    from seqpt_lib.store.server import embedded_address

    return embedded_address(database)
