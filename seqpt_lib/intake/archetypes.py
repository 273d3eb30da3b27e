"""Choosing the archetypes of an organization by name."""

from sqlalchemy import Connection, text

from seqpt_lib.errors import UsageError
from seqpt_lib.model.names import resolve_archetype
from seqpt_lib.store import engine
from seqpt_lib.store.organizations import (
    archetype_names,
    find_organization,
    set_archetypes,
    unknown_archetype,
)


def resolve_archetypes(connection: Connection, names: str) -> list[int]:
    """Find the archetypes that a list of names means.

    Args:
        connection: A connection.
        names: Names or aliases, separated by semicolons, primary first.

    Returns:
        Archetype ids in that order, each once.

    Raises:
        UsageError: If there is no name at all.
        DataError: If a name means none of the seven; lists them.
    """
    rows = connection.execute(text("SELECT folded_name, archetype_id FROM archetype_alias"))
    aliases = {name: archetype for name, archetype in rows}
    wanted = [name.strip() for name in names.split(";") if name.strip()]
    if not wanted:
        raise UsageError(
            "no archetype is named",
            f"Name one or more of: {'; '.join(archetype_names(connection))}.",
        )
    ids: list[int] = []
    for name in wanted:
        archetype = resolve_archetype(name, aliases)
        if archetype is None:
            raise unknown_archetype(name, archetype_names(connection))
        ids.append(archetype)
    return list(dict.fromkeys(ids))


def choose_archetypes(org: str, names: str) -> str:
    """Set an organization's archetypes; the choice before is kept as history.

    Args:
        org: Public key, id or exact name of the organization.
        names: Names or aliases, separated by semicolons, primary first.

    Returns:
        One line for a person.

    Raises:
        UsageError: If the organization does not exist or no name is given.
        DataError: If a name means none of the seven archetypes.
        DatabaseError: If the database cannot be reached or refuses.
    """
    with engine.transaction() as connection:
        organization = find_organization(connection, org)
        ids = resolve_archetypes(connection, names)
        written = set_archetypes(connection, organization.id, ids)
        chosen = connection.scalars(
            text("SELECT archetype_name FROM archetype WHERE id = ANY(:ids) "
                 "ORDER BY array_position(:ids, id)"),
            {"ids": ids},
        )
        known = "; ".join(chosen)
    change = "chosen" if written else "unchanged"
    return f"{organization.name} ({organization.key}): {known} ({change})"
