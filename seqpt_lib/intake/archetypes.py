"""Choosing the archetypes of an organization by name."""

from contextlib import ExitStack

from seqpt_lib.errors import UsageError
from seqpt_lib.model.names import resolve_archetype
from seqpt_lib.store import Connection, engine
from seqpt_lib.store.locks import organization_lock
from seqpt_lib.store.organizations import (
    archetype_names,
    find_organization,
    read_archetype_aliases,
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
    aliases = read_archetype_aliases(connection)
    wanted = [name.strip() for name in names.split(";") if name.strip()]
    if not wanted:
        raise UsageError(
            "no archetype is named",
            f"Name one or more of: {'; '.join(archetype_names(connection).values())}.",
        )
    ids: list[int] = []
    for name in wanted:
        archetype = resolve_archetype(name, aliases)
        if archetype is None:
            raise unknown_archetype(connection, name)
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
        DatabaseError: If the database cannot be reached or refuses, or the organization is being
            run.
    """
    # The stack is left last: the lock is held until after the commit.
    with ExitStack() as locks, engine.transaction() as connection:
        organization = find_organization(connection, org)
        locks.enter_context(organization_lock(organization))
        ids = resolve_archetypes(connection, names)
        written = set_archetypes(connection, organization.id, ids)
        name_of = archetype_names(connection)
    known = "; ".join(name_of[archetype] for archetype in ids)
    change = "chosen" if written else "unchanged"
    return f"{organization.name} ({organization.key}): {known} ({change})"
