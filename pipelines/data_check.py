"""The gates alone: what is wrong with an organization's data, without computing anything."""

from collections.abc import Callable
from contextlib import suppress

from pipelines.output import say
from pipelines.results import failed_checks
from pipelines.spec import shown
from pipelines.terminal import finding_lines
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, GateFailed, SeqptError
from seqpt_lib.store import Organization, Step, ledger
from seqpt_lib.store.ledger import CheckResult

ALL = "all"
SOURCES = "sources"
RESULTS = ("gaps", "objectives", "plans")

Judge = Callable[[str, Step], list[CheckResult]]


def check_data(org: str, judge: Judge, *, is_schema_current: bool) -> int:
    """Judge what is stored of one organization or of all, and show what is found.

    Where all are checked, an error of one of them does not keep the others from being checked.

    Args:
        org: Public key, id or exact name; ``all`` for all organizations.
        judge: Runs a gate for a step and keeps its results in the ledger.
        is_schema_current: Whether the database needs no migration.

    Returns:
        0; the code of the first error, if there was one among all; else the code of a failed gate
        if a critical check fails for any of them.

    Raises:
        UsageError: If the organization does not exist, or more than one is meant.
        DatabaseError: If the schema is not current.
        SeqptError: If the one organization cannot be checked.
    """
    if not is_schema_current:
        raise DatabaseError(
            "the schema of the database is not the one of this version", "Run make migrate first."
        )
    with store.connect() as connection:
        if org == ALL:
            organizations = store.all_organizations(connection)
        else:
            organizations = [store.find_organization(connection, org)]
    if org == ALL:
        return _check_all(organizations, judge)
    return GateFailed.exit_code if _stops(organizations[0], judge) else 0


def _check_all(organizations: list[Organization], judge: Judge) -> int:
    stopped: list[str] = []
    errors: dict[str, SeqptError] = {}
    for organization in organizations:
        try:
            if _stops(organization, judge):
                stopped.append(organization.handle)
        except SeqptError as error:
            errors[organization.handle] = error
            say(f"  FAILED  {error}")
    held = f"; runs would stop for {len(stopped)}: {', '.join(stopped)}" if stopped else ""
    ended = f"; not checked to the end {len(errors)}: {', '.join(errors)}" if errors else ""
    noun = "organization" if len(organizations) == 1 else "organizations"
    say(f"{len(organizations)} {noun} checked{held}{ended}")
    first = next(iter(errors.values()), None)
    return first.exit_code if first else GateFailed.exit_code if stopped else 0


def _stops(organization: Organization, judge: Judge) -> bool:
    step = store.open_step("check_data", org=organization)
    try:
        with step:
            return _judged(step, judge)
    except SeqptError as error:
        # Where the database itself is the reason, the row stays as it is.
        with suppress(DatabaseError), store.connect() as connection:
            ledger.close_run(connection, step.run_id, error.exit_code, str(error))
        raise


def _judged(step: Step, judge: Judge) -> bool:
    organization = step.organization
    say(f"data of {organization.name} ({organization.handle}), check {step.run_id}")
    gates = [SOURCES]
    if store.has_current_results(step.connection, organization.id):
        gates += RESULTS
    found = {gate: judge(gate, step) for gate in gates}
    for gate, checks in found.items():
        say(*_gate_lines(gate, checks))
    if len(found) == 1:
        say("  Stored gaps, objectives and plans are not judged: no run is as new as the answers.")
    say(f"  data docs: {shown(step.folder.path / 'data_docs' / 'index.html')}")
    critical = [check for checks in found.values() for check in failed_checks(checks)]
    step.finish(f"{len(critical)} critical findings", critical=len(critical))
    return bool(critical)


def _gate_lines(gate: str, checks: list[CheckResult]) -> list[str]:
    critical = failed_checks(checks)
    counts = (
        f"{len(checks)} checks; critical: {len(critical)}, "
        f"warnings: {len(failed_checks(checks, 'warning'))}, "
        f"notes: {len(failed_checks(checks, 'info'))}"
    )
    word = "STOPS" if critical else "passes"
    return [f"  {gate:<12}{word:<8}{counts}", *finding_lines(critical, checks)]
