"""The command ``seqpt``. A command imports the rooms that it needs, so that help is quick."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines import cli_database, cli_many
from pipelines.arguments import again_command, number_of, pairs, refuse_others
from pipelines.reporting import reporting
from pipelines.wishes import NONE, Wishes
from seqpt_lib.settings import PROJECT_ROOT

PIPELINE = cli_many.PIPELINE

app = typer.Typer(
    name="seqpt",
    help="Plans Systems Engineering qualification for organizations.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for others in (cli_database.app, cli_many.app):
    app.registered_commands += others.registered_commands
Org = cli_database.Org
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A parameter; repeatable.")
]
Pipeline = Annotated[Path, typer.Option(help="Another pipeline file.")]


@app.command()
def run(  # noqa: PLR0913  # one option each
    org: Org,
    set_: Set = None,
    pipeline: Pipeline = PIPELINE,
    force: Annotated[bool, typer.Option("--force", help="Do every step again.")] = False,
    from_step: Annotated[
        str, typer.Option("--from", metavar="STEP", help="Do this step again, and all after it.")
    ] = "",
    only: Annotated[
        str, typer.Option(metavar="STEP", help="Do this step again, and no other.")
    ] = "",
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Do not wait for another run of the organization.")
    ] = False,
) -> None:
    """Run the pipeline for an organization; steps for which nothing changed are skipped."""
    wishes = Wishes(force, from_step.strip(), only.strip(), is_waiting=not no_wait)
    _run(org, set_ or [], pipeline, dry_run=False, wishes=wishes)


@app.command("dry-run")
def dry_run(org: Org, set_: Set = None, pipeline: Pipeline = PIPELINE) -> None:
    """Show what a run would change, and change nothing."""
    _run(org, set_ or [], pipeline, dry_run=True)


@app.command()
def doctor(org: Org, set_: Set = None, pipeline: Pipeline = PIPELINE) -> None:
    """Say whether a run is ready, and what to do if it is not. Nothing is written."""
    with reporting():
        from pipelines.doctor import Subject, diagnose
        from pipelines.doctor_checks import CHECKS

        given = set_ or []
        code = diagnose(
            CHECKS,
            Subject(org.strip(), pairs(given), pipeline, _revisions),
            again_command(org.strip(), given, _other(pipeline), "run"),
        )
    raise typer.Exit(code)


@app.command()
def compare(
    org: Org,
    alternatives: Annotated[str, typer.Argument(help='"first; second | another choice".')],
    set_: Set = None,
) -> None:
    """Show side by side what other archetypes would change. Nothing is written."""
    with reporting():
        from seqpt_lib import store
        from seqpt_lib.reports import compare_archetypes, comparison_lines

        given = pairs(set_ or [])
        rule = given.pop("target_rule", "role_capped")
        hours = number_of(given.pop("hours_per_week", "4"))
        refuse_others(given)
        with store.connect() as connection:
            organization = store.find_organization(connection, org.strip())
            comparison = compare_archetypes(
                connection,
                organization,
                alternatives,
                rule,
                hours,
            )
        print(*comparison_lines(comparison, organization), sep="\n")


@app.command()
def export(
    org: Org,
    format_: Annotated[str, typer.Option("--format", help="xlsx, csv or json.")] = "xlsx",
    to: Annotated[str, typer.Option(help="Folder; default: data/exports/<organization>.")] = "",
    plans: Annotated[
        bool, typer.Option("--plans", help="Everybody's plans too: they tell what is hidden.")
    ] = False,
    language: Annotated[str, typer.Option(help="en or de.")] = "en",
) -> None:
    """Write the results of an organization as files: a workbook, CSV, or JSON for programs."""
    with reporting():
        from seqpt_lib.reports import export as write_files

        print(
            *write_files(org.strip(), format_, to.strip(), with_plans=plans, language=language),
            sep="\n",
        )


@app.command()
def last(
    org: Annotated[str, typer.Argument(help="Only of this one: its last ten runs.")] = "",
) -> None:
    """Show the last run of every organization."""
    with reporting():
        from pipelines.past_runs import show_last_runs

        show_last_runs(org.strip())


@app.command("check-data")
def check_data(
    org: Annotated[str, typer.Argument(help='Public key, id or exact name; "all" for all.')],
) -> None:
    """Run the gates alone: what is wrong with the data of an organization."""
    with reporting():
        from pipelines import data_check
        from seqpt_lib.quality import judge

        code = data_check.check_data(org.strip(), judge, is_schema_current=_is_schema_current())
    raise typer.Exit(code)


@app.command()
def lab(
    arguments: Annotated[
        list[str] | None, typer.Argument(help="For JupyterLab, after --: -- --port=8890")
    ] = None,
) -> None:
    """Open the notebooks in JupyterLab."""
    with reporting():
        from pipelines.kernels import kernel_environment

        # The kernels of this interpreter come before those that a user has installed.
        environment = kernel_environment() | {"JUPYTER_PREFER_ENV_PATH": "1"}
        command = [sys.executable, "-m", "jupyterlab", str(PROJECT_ROOT / "notebooks")]
        as_root = ["--allow-root"] if os.geteuid() == 0 else []  # in a container there is no other
        os.execve(  # noqa: S606  # no shell
            sys.executable,
            [*command, *as_root, *(arguments or [])],
            os.environ | environment,  # noqa: TID251  # handed on, not read
        )


def main() -> None:
    """Run the command line."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # names in any script
    app()


def _run(
    org: str, given: list[str], pipeline: Path, *, dry_run: bool, wishes: Wishes = NONE
) -> None:
    with reporting():
        parameters = pairs(given)
        from pipelines import runner, spec

        result = runner.run(
            spec.load(pipeline),
            org.strip(),
            parameters,
            dry_run,
            is_schema_current=_is_schema_current,
            again=again_command(
                org.strip(), given, _other(pipeline), "dry-run" if dry_run else "run"
            ),
            wishes=wishes,
        )
    raise typer.Exit(result.exit_code)


def _is_schema_current() -> bool:
    before, head = _revisions()
    return before == head


def _revisions() -> tuple[str | None, str]:
    from seqpt_lib import store
    from seqpt_lib.schema import revisions

    with store.connect() as connection:
        return revisions(connection)


def _other(pipeline: Path) -> Path | None:
    return None if pipeline == PIPELINE else pipeline
