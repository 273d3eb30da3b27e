"""Does the organization exist, and has it an archetype? Asked before the first cell runs."""

from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, UsageError
from seqpt_lib.store import Organization

DEMO = "demo"
"""The organization that step 1 loads; so only after step 1 can it be said to be missing."""

_UNDEFINED_TABLE = "42P01"


def organization_before(org: str, *, is_dry_run: bool) -> Organization | None:
    """Find the organization of a run that is about to begin, and its archetypes.

    Args:
        org: Public key, id or exact name.
        is_dry_run: True if step 1 will not run.

    Returns:
        The organization; ``None`` if it is the demo, which step 1 will load.

    Raises:
        UsageError: If it does not exist.
        DataError: If it has no archetype, or one that means none of the seven.
        DatabaseError: If the database cannot be reached.
    """
    try:
        organization = find(org)
    except UsageError as error:
        if org != DEMO:
            raise
        if is_dry_run:
            raise UsageError(error.what, "Load it with make run ORG=demo first.") from error
        return None
    check_archetypes(organization)
    return organization


def find(org: str) -> Organization:
    """Find an organization in a database that may be empty.

    Args:
        org: Public key, id or exact name.

    Returns:
        The organization.

    Raises:
        UsageError: If it does not exist, or no table of organizations does.
    """
    try:
        with store.connect() as connection:
            return store.find_organization(connection, org)
    except DatabaseError as error:
        code = getattr(getattr(error.__cause__, "orig", None), "pgcode", None)
        if code != _UNDEFINED_TABLE:
            raise
        raise UsageError(
            f"organization {org!r} does not exist: the database is empty",
            "Load the demo with make run ORG=demo, or a survey with make import.",
        ) from error


def check_archetypes(organization: Organization) -> None:
    """Check that an organization has an archetype that means one of the seven.

    A database of Derik's that was never migrated has no seven to compare with; there it is enough
    that one is selected.

    Args:
        organization: The organization.

    Raises:
        DataError: If none is selected, or its name is unknown.
    """
    with store.connect() as connection:
        if store.is_migrated(connection) or not organization.selected_archetype:
            store.read_archetype_ids(connection, organization)
