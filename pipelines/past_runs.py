"""The table of runs that were, from the ledger."""

from pipelines.output import say
from pipelines.schedules import failure
from seqpt_lib import store
from seqpt_lib.store import Organization, PastRun

HEADINGS = ("organization", "run", "when (UTC)", "status", "code", "seconds", "message")
TO_THE_RIGHT = ("code", "seconds")


def show_last_runs(org: str) -> None:
    """Show the last run of every organization, or the last ten of one.

    Args:
        org: Public key, id or exact name; empty for every organization.

    Raises:
        UsageError: If the organization does not exist, or more than one is meant.
    """
    with store.connect() as connection:
        if not store.is_migrated(connection):
            say("No run yet: the database has no ledger. The first make run makes it.")
            return
        runs: list[tuple[Organization, PastRun | None]]
        if org:
            organization = store.find_organization(connection, org)
            runs = [(organization, run) for run in store.last_runs(connection, organization)]
            runs = runs or [(organization, None)]
        else:
            runs = store.last_run_of_each(connection)
    say(*table_lines(runs) if runs else ["No run yet: there is no organization."])
    if failed := failure():
        say(failed)


def table_lines(runs: list[tuple[Organization, PastRun | None]]) -> list[str]:
    """Write runs as a table.

    Args:
        runs: Organization and run, in the order they are shown; None for "never".

    Returns:
        A line of headings and one line a run, its message whole at the end.
    """
    rows = [HEADINGS, *(_row(organization, run) for organization, run in runs)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_cells(row, widths)).rstrip() for row in rows]


def _cells(row: tuple[str, ...], widths: list[int]) -> list[str]:
    return [
        text.rjust(width) if heading in TO_THE_RIGHT else text.ljust(width)
        for heading, text, width in zip(HEADINGS, row, widths, strict=True)
    ]


def _row(organization: Organization, run: PastRun | None) -> tuple[str, ...]:
    if run is None:
        return (organization.handle, "-", "never", "-", "-", "-", "")
    return (
        organization.handle,
        run.run_id,
        f"{run.started_at:%Y-%m-%d %H:%M:%S}",
        f"{run.status} (dry run)" if run.is_dry_run else run.status,
        "-" if run.exit_code is None else str(run.exit_code),
        "-" if run.seconds is None else f"{run.seconds:.0f}",
        run.message or "",
    )
