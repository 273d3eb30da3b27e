"""Tables of an older program, as they lie beside Derik's in the field."""

from typing import Any

from seqpt_lib.schema.absorption import AbsorptionReport, absorb
from seqpt_lib.store import engine
from tests.support import rows

PASSWORD_HASH = "$2b$12$secret"  # the real ones begin like this
PRIVATE = ("Secret Ltd", "secret.person", "Jane", "Doe", PASSWORD_HASH)
"""Names, user names and password hashes that no message may show."""

ORGANIZATIONS = """
CREATE TABLE public.organizations (
id uuid PRIMARY KEY, name text, organization_code text, size text, maturity_score text,
selected_archetype text, phase1_completed text)
"""
PEOPLE = """
CREATE TABLE public.mvp_users (
id varchar(36), username text, name text, first_name text, last_name text,
organization_id varchar(36), password_hash text, role text)
"""
COMPETENCIES = """
CREATE TABLE public.se_competencies (id integer, name text);
INSERT INTO public.se_competencies VALUES (1, '  systems THINKING '), (2, 'System Modelling')
"""
ROLES = """
CREATE TABLE public.se_roles (id integer, role_name text);
INSERT INTO public.se_roles VALUES (1, 'customer'), (17, 'Astronaut'), (18, NULL)
"""
DERIKS = """
INSERT INTO organization (id, organization_name, organization_public_key)
VALUES (1, 'First', 'first'), (3, 'Third', 'third');
INSERT INTO app_user (id, organization_id, name, username)
VALUES (5, 1, 'Person 5', 'person_5'), (7, 3, 'Person 7', 'person_7');
"""
"""Restored with their ids: the sequences still stand at the beginning."""


def uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def add(table: str, **values: Any) -> None:
    """Insert a row."""
    names = ", ".join(values)
    bound = ", ".join(f":{name}" for name in values)
    rows.run(f"INSERT INTO public.{table} ({names}) VALUES ({bound})", **values)


def add_organization(number: int, name: str | None, code: str | None, **values: Any) -> None:
    add("organizations", id=uuid(number), name=name, organization_code=code, **values)


def add_person(number: int, username: str | None, organization: int, **values: Any) -> None:
    add(
        "mvp_users",
        **{
            "id": uuid(number),
            "username": username,
            "organization_id": uuid(organization),
            "password_hash": PASSWORD_HASH,
        }
        | values,
    )


def organization(organization_id: int) -> tuple[Any, ...]:
    """Give name, key, size, maturity, archetype and phase flag of one of Derik's organizations."""
    return rows.query(
        "SELECT organization_name, organization_public_key, size, maturity_score, "
        "selected_archetype, phase1_completed FROM organization WHERE id = :id",
        id=organization_id,
    )[0]


def absorbed() -> AbsorptionReport:
    with engine.transaction() as connection:
        return absorb(connection)


def reasons(report: AbsorptionReport) -> list[tuple[str, ...]]:
    """Give the rows that are unaccounted for: table, id, reason."""
    return list(report.unaccounted.itertuples(index=False, name=None))


def key_map() -> dict[str, tuple[str, int, bool]]:
    """Give what the id map says, by old id."""
    found = rows.query("SELECT source_id, target_table, target_id, is_inserted FROM absorbed_key")
    return {source: (table, target, is_inserted) for source, table, target, is_inserted in found}


def in_public() -> set[str]:
    return {
        name for (name,) in rows.query("SELECT tablename FROM pg_tables WHERE schemaname='public'")
    }


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Place and version of every row of the database."""
    return rows.row_versions(tuple(rows.tables()))
