"""Which organization a run is for, before step 1 may have loaded it."""

from seqpt_lib import store
from seqpt_lib.errors import UsageError
from seqpt_lib.store import Organization

DEMO = "demo"
"""The organization that step 1 loads; so only after step 1 can it be said to be missing."""


def organization_before(org: str, *, is_dry_run: bool) -> Organization | None:
    """Find the organization of a run that is about to begin.

    Args:
        org: Public key, id or exact name.
        is_dry_run: True for a dry run, which loads nothing.

    Returns:
        The organization; ``None`` if step 1 will load it.

    Raises:
        UsageError: If there is none, or more than one is meant.
        DatabaseError: If the database cannot be reached.
    """
    with store.connect() as connection:  # a wrong address stops here
        is_to_be_loaded = (
            org == DEMO and not store.has_key(connection, DEMO) and not store.is_foreign(connection)
        )
    if is_to_be_loaded:
        if is_dry_run:
            raise UsageError(
                f"organization {org!r} does not exist", "Load it with make run ORG=demo first."
            )
        return None
    return find(org)


def find(org: str) -> Organization:
    """Find an organization that must be there.

    Args:
        org: Public key, id or exact name.

    Returns:
        The organization.

    Raises:
        UsageError: If there is none, or more than one is meant.
    """
    with store.connect() as connection:
        if store.has_organizations(connection):
            return store.find_organization(connection, org)
    raise UsageError(
        f"organization {org!r} does not exist: the database is empty",
        "Load the demo with make run ORG=demo, or a survey with make import.",
    )


def refuse_without_archetype(organization: Organization) -> None:
    """Refuse an organization that has chosen no archetype.

    Args:
        organization: The organization.

    Raises:
        DataError: If it has none.
    """
    # Whether the name means one of the seven is for the gate of the sources to judge.
    if not organization.selected_archetype:
        with store.connect() as connection:
            store.read_archetype_ids(connection, organization)
