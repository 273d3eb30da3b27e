"""The command ``seqpt export``: an organization's results as files, outside of a run folder."""

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from seqpt_lib import store
from seqpt_lib.errors import UsageError
from seqpt_lib.reports.csv_files import write_csv_files
from seqpt_lib.reports.overview import language_named, make_views
from seqpt_lib.reports.plan_json import write_plan_json
from seqpt_lib.reports.results import read_results
from seqpt_lib.reports.sheets import Views
from seqpt_lib.reports.stored import Stored
from seqpt_lib.reports.words import SENTENCES, word
from seqpt_lib.reports.workbook import write_workbook
from seqpt_lib.runs import folder_name
from seqpt_lib.settings import PROJECT_ROOT

EXPORTS = PROJECT_ROOT / "data" / "exports"
"""Where exports go unless a folder is named: a folder per organization."""

Writer = Callable[[Path, Views], list[Path]]
FORMATS: dict[str, Writer] = {
    "xlsx": lambda folder, views: [write_workbook(folder / "report.xlsx", views)],
    "csv": write_csv_files,
    "json": lambda folder, views: [write_plan_json(folder / "plan.json", views)],
}


def export(
    org: str, format_name: str, to: str = "", *, with_plans: bool = False, language: str = "en"
) -> list[str]:
    """Write an organization's results as files.

    Args:
        org: Public key, id or exact name of the organization.
        format_name: ``xlsx``, ``csv`` or ``json``.
        to: Folder; empty: that of the organization in ``data/exports``.
        with_plans: True for everybody's plans too, which tell what is hidden.
        language: ``en`` or ``de``.

    Returns:
        The lines that say what was written.

    Raises:
        UsageError: If there is no such organization, format or language; if the folder cannot be
            written; if plans are asked for where individual results may not be shown.
        DataError: If the organization has no results, or they are outdated.

    Source: docs/how-to/export.md.
    """
    write, said = _writer(format_name), language_named(language)
    with store.connect() as connection:
        if not store.has_organizations(connection):
            raise UsageError(
                f"organization {org!r} does not exist: the database is empty",
                "Load the demo with make run ORG=demo, or a survey with make import.",
            )
        organization = store.find_organization(connection, org)
        results = read_results(Stored(connection, organization), with_plans=with_plans)
    folder = Path(to).expanduser() if to else EXPORTS / folder_name(organization.folder_key)
    try:
        files = write(folder, make_views(results, said))
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder} cannot be written: {error.strerror}",
            "Name another folder with TO=... (--to).",
        ) from error
    note = "plans_warning" if with_plans else "plans_left_out"
    return [
        f"results of {organization.name} ({organization.key}), run {results.run_id}",
        *(f"  {file}" for file in files),
        word(SENTENCES, note, "en"),
    ]


def _writer(format_name: str) -> Writer:
    wanted = format_name.strip().lower()
    if wanted in FORMATS:
        return FORMATS[wanted]
    near = get_close_matches(wanted, FORMATS, n=1, cutoff=0.4)
    raise UsageError(
        f"format {format_name!r} is unknown: there are {', '.join(FORMATS)}",
        f"Did you mean {near[0]}?" if near else "Name one of them with FORMAT=... (--format).",
    )
