"""The gates alone: what is wrong with an organization's data, without computing anything."""

from collections.abc import Callable

from pipelines.results import failed_checks
from pipelines.spec import shown
from pipelines.terminal import finding_lines, say
from seqpt_lib import store
from seqpt_lib.errors import DatabaseError, GateFailed
from seqpt_lib.store.ledger import CheckResult

ALL = "all"
SOURCES = "sources"
RESULTS = ("gaps", "objectives", "plans")

Judge = Callable[[str, store.Step], list[CheckResult]]


def check_data(org: str, judge: Judge, *, is_schema_current: bool) -> int:
    """Judge what is stored of one organization or of all, and show what is found.

    Args:
        org: Public key, id or exact name; ``all`` for all organizations.
        judge: Runs a gate for a step and keeps its results in the ledger.
        is_schema_current: Whether the database needs no migration.

    Returns:
        0, or the code of a failed gate if a critical check fails for any of them.

    Raises:
        UsageError: If the organization does not exist.
        DatabaseError: If the schema is not current.
    """
    if not is_schema_current:
        raise DatabaseError(
            "the schema of the database is not the one of this version", "Run make migrate first."
        )
    with store.connect() as connection:
        keys = store.organization_keys(connection) if org == ALL else [org]
    stopped = [key for key in keys if _stops(key, judge)]
    if org == ALL:
        held = f"; runs would stop for {len(stopped)}: {', '.join(stopped)}" if stopped else ""
        say(f"{len(keys)} organizations checked{held}")
    return GateFailed.exit_code if stopped else 0


def _stops(org: str, judge: Judge) -> bool:
    step = store.open_step("check_data", org=org)
    organization = step.organization
    say(f"data of {organization.name} ({organization.key}), check {step.run_id}")
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
