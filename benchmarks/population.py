"""An invented organization of any size, the same for the same ids; made in the database."""

from pathlib import Path

from sqlalchemy import Connection

STATEMENTS = Path(__file__).with_name("population.sql")


def add_population(
    connection: Connection, organization_id: int, people_count: int, first_id: int = 1
) -> None:
    """Add people with one or two roles or a marker, 16 answers each, and a few with a retake.

    Args:
        connection: A connection in a transaction, of a superuser: foreign keys are not checked
            row by row, which would take longer than all the rest.
        organization_id: An organization without people.
        people_count: How many people.
        first_id: Id of the first one.
    """
    given = {
        ":organization_id": organization_id,
        ":people_count": people_count,
        ":first_id": first_id,
    }
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    for paragraph in STATEMENTS.read_text(encoding="utf-8").split("\n\n"):
        if not paragraph.startswith("--"):
            statement = paragraph
            for name, value in given.items():
                statement = statement.replace(name, str(int(value)))
            connection.exec_driver_sql(statement)
