"""Organizations: finding one by what a person typed, reading and setting its archetypes."""

import re
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from seqpt_lib.errors import DataError, UsageError, listed

_COLUMNS = (
    "id, coalesce(organization_public_key, '') AS key, organization_name, "
    "to_jsonb(o) ->> 'selected_archetype' AS selected_archetype, "
    "(SELECT count(*) FROM organization s "
    "WHERE s.organization_public_key = o.organization_public_key) <> 1 AS is_key_shared"
)
"""The fields of an organization; a table that nobody has migrated has no archetype."""

_NUMBER = re.compile("-?[0-9]{1,18}")


@dataclass(frozen=True)
class Organization:
    """An organization as Derik's database knows it."""

    id: int
    key: str
    name: str
    selected_archetype: str | None
    is_key_shared: bool = field(default=False, repr=False)
    """True if its public key does not tell it from others."""

    @property
    def handle(self) -> str:
        """What a person types to mean this organization and no other: its public key, or its id."""
        return str(self.id) if self.is_key_shared else self.key

    @property
    def folder_key(self) -> str:
        """What names the folder of its runs: never that of another organization."""
        return f"{self.key}#{self.id}" if self.is_key_shared else self.key


def has_organizations(connection: Connection) -> bool:
    """Tell whether there is a table of organizations: an empty database has none.

    Args:
        connection: A connection.

    Returns:
        True if the table exists.
    """
    return connection.scalar(text("SELECT to_regclass('organization')")) is not None


def find_organization(connection: Connection, org: str) -> Organization:
    """Find an organization by public key, id or exact name, in this order.

    Args:
        connection: A connection.
        org: What a person typed.

    Returns:
        The organization.

    Raises:
        UsageError: If there is none, with the keys that exist; if more than one is meant, with
            their ids.
    """
    rows = connection.execute(
        text(
            f"SELECT {_COLUMNS}, rank FROM organization o CROSS JOIN LATERAL (SELECT CASE :org "
            "WHEN organization_public_key THEN 'public key' WHEN id::text THEN 'id' "
            "WHEN organization_name THEN 'name' END) AS r (rank) WHERE rank IS NOT NULL "
            # What the indexes know, so that it takes no longer among very many.
            "AND (organization_public_key = :org OR organization_name = :org OR id = :id) "
            "ORDER BY array_position(ARRAY['public key', 'id', 'name'], rank), id"
        ),
        {"org": org, "id": int(org) if _NUMBER.fullmatch(org) else None},
    ).all()
    if not rows:
        raise UsageError(
            f"organization {org!r} does not exist; "
            f"known are: {listed(organization_keys(connection)) or 'none'}",
            "Use the public key, the id or the exact name, or import a survey with make import.",
        )
    meant = [Organization(*row[:-1]) for row in rows if row.rank == rows[0].rank]
    if len(meant) > 1:
        ids = listed([str(organization.id) for organization in meant])
        raise UsageError(
            f"{org!r} is the {rows[0].rank} of {len(meant)} organizations: id {ids}", "Use the id."
        )
    if meant[0].handle != meant[0].key and meant[0].handle in organization_keys(connection):
        raise UsageError(
            f"organization {meant[0].id} cannot be told from others: "
            "its public key is shared, and its id is the public key of another one",
            "Give it a public key of its own.",
        )
    return meant[0]


def all_organizations(connection: Connection) -> list[Organization]:
    """Read all organizations, those that share a public key too.

    Args:
        connection: A connection.

    Returns:
        The organizations, by id.
    """
    rows = connection.execute(text(f"SELECT {_COLUMNS} FROM organization o ORDER BY id"))
    return [Organization(*row) for row in rows]


def read_archetype_ids(connection: Connection, organization: Organization) -> list[int]:
    """Read an organization's archetypes: the selected one first, then its further ones.

    Args:
        connection: A connection.
        organization: The organization.

    Returns:
        Archetype ids, primary first.

    Raises:
        DataError: If no archetype is selected, or the selected name means none of the seven.
    """
    if not organization.selected_archetype:
        handle = organization.handle
        raise DataError(
            f"organization {handle} has no archetype",
            f'Choose one: make archetype ORG={handle} ARCHETYPES="name of the archetype"',
        )
    primary = connection.scalar(
        text("SELECT archetype_id FROM archetype_alias WHERE folded_name = fold_archetype(:name)"),
        {"name": organization.selected_archetype},
    )
    if primary is None:
        raise unknown_archetype(connection, organization.selected_archetype)
    further = connection.scalars(
        text(
            "SELECT archetype_id FROM organization_archetype WHERE organization_id = :id "
            "AND replaced_at IS NULL AND position > 1 ORDER BY position"
        ),
        {"id": organization.id},
    )
    return [primary, *(archetype for archetype in further if archetype != primary)]


def unknown_archetype(connection: Connection, name: str) -> DataError:
    """Make the error for a name that means no archetype.

    Args:
        connection: A connection.
        name: The name as typed or stored.

    Returns:
        The error; it lists the seven.
    """
    known = "; ".join(archetype_names(connection).values())
    return DataError(f"archetype {name!r} is unknown", f"The seven are: {known}.")


def archetype_names(connection: Connection) -> dict[int, str]:
    """Read the names of the archetypes.

    Args:
        connection: A connection.

    Returns:
        Name by id, ascending.
    """
    rows = connection.execute(text("SELECT id, archetype_name FROM archetype ORDER BY id"))
    return {row.id: row.archetype_name for row in rows}


def read_archetype_aliases(connection: Connection) -> dict[str, int]:
    """Read which archetype each folded name or alias means.

    Args:
        connection: A connection.

    Returns:
        Archetype id by folded name.
    """
    rows = connection.execute(text("SELECT folded_name, archetype_id FROM archetype_alias"))
    return {row.folded_name: row.archetype_id for row in rows}


def organization_keys(connection: Connection) -> list[str]:
    """Read the public keys of all organizations.

    Args:
        connection: A connection.

    Returns:
        The keys, by id of their organizations; empty ones are left out.
    """
    query = (
        "SELECT organization_public_key FROM organization "
        "WHERE organization_public_key <> '' ORDER BY id"
    )
    return list(connection.scalars(text(query)))


def has_key(connection: Connection, key: str) -> bool:
    """Tell whether an organization has a public key.

    Args:
        connection: A connection.
        key: The public key.

    Returns:
        True if one or more have it; False where there is no table of organizations.
    """
    query = "SELECT EXISTS (SELECT FROM organization WHERE organization_public_key = :key)"
    return has_organizations(connection) and bool(connection.scalar(text(query), {"key": key}))


def is_foreign(connection: Connection) -> bool:
    """Tell whether the survey's tables were there before our first migration: others live there.

    Args:
        connection: A connection.

    Returns:
        False if there are none yet, or a migration of ours made them.
    """
    if not has_organizations(connection):
        return False
    if connection.scalar(text("SELECT to_regclass('seqpt.adopted_object')")) is None:
        return True
    query = "SELECT was_found FROM adopted_object WHERE object_name = 'organization'"
    return bool(connection.scalar(text(query)))


def set_archetypes(connection: Connection, organization_id: int, archetype_ids: list[int]) -> int:
    """Choose an organization's archetypes; the choice before is kept as history.

    Args:
        connection: A connection in a transaction.
        organization_id: The organization.
        archetype_ids: The archetypes, primary first.

    Returns:
        Rows written; 0 if the choice is the same.
    """
    wanted = {"organization": organization_id, "ids": archetype_ids}
    primary = connection.execute(
        text(
            "UPDATE organization o SET selected_archetype = a.archetype_name FROM archetype a "
            "WHERE o.id = :organization AND a.id = (:ids)[1] "
            "AND o.selected_archetype IS DISTINCT FROM a.archetype_name"
        ),
        wanted,
    )
    replaced = connection.execute(
        text(
            "UPDATE organization_archetype SET replaced_at = now() WHERE replaced_at IS NULL "
            "AND organization_id = :organization "
            "AND (:ids)[position] IS DISTINCT FROM archetype_id"
        ),
        wanted,
    )
    added = connection.execute(
        text(
            "INSERT INTO organization_archetype (organization_id, archetype_id, position) "
            "SELECT :organization, w.id, w.position "
            "FROM unnest(CAST(:ids AS integer[])) WITH ORDINALITY AS w (id, position) "
            "WHERE NOT EXISTS (SELECT FROM organization_archetype c WHERE c.replaced_at IS NULL "
            "AND c.organization_id = :organization AND c.position = w.position)"
        ),
        wanted,
    )
    return primary.rowcount + replaced.rowcount + added.rowcount
