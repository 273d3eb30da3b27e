"""The command ``seqpt``. A command imports the rooms that it needs, so that help is quick."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.reporting import reporting
from pipelines.requests import pairs

PIPELINE = Path(__file__).with_name("learning_plans.yaml")

app = typer.Typer(
    name="seqpt",
    help="Plans Systems Engineering qualification for organizations.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Org = Annotated[str, typer.Argument(help="Public key, id or exact name of the organization.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A parameter; repeatable.")
]
Pipeline = Annotated[Path, typer.Option(help="Another pipeline file.")]


@app.command()
def run(org: Org, set_: Set = None, pipeline: Pipeline = PIPELINE) -> None:
    """Run the pipeline for an organization."""
    _run(org, set_ or [], pipeline, dry_run=False)


@app.command("dry-run")
def dry_run(org: Org, set_: Set = None, pipeline: Pipeline = PIPELINE) -> None:
    """Show what a run would change, and change nothing."""
    _run(org, set_ or [], pipeline, dry_run=True)


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="Folder of the survey's CSV files.")],
    key: Annotated[str, typer.Option(help="Public key of the organization.")] = "",
    name: Annotated[str, typer.Option(help="Its name.")] = "",
    archetype: Annotated[str, typer.Option(help="Its qualification archetype.")] = "",
) -> None:
    """Load a survey from a folder of CSV files."""
    with reporting():
        from seqpt_lib.intake import import_survey
        from seqpt_lib.schema import prepare

        prepare()
        print(import_survey(folder, key.strip(), name.strip(), archetype.strip()).summary)


@app.command()
def archetype(
    org: Org,
    names: Annotated[str, typer.Argument(help='"first; second": the first is the primary one.')],
) -> None:
    """Choose an organization's archetypes."""
    with reporting():
        from seqpt_lib.intake import choose_archetypes
        from seqpt_lib.schema import prepare

        prepare()
        print(choose_archetypes(org.strip(), names))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema, and load the reference data."""
    with reporting():
        from seqpt_lib.schema import prepare

        print(prepare().summary)


@app.command()
def lab() -> None:
    """Open the notebooks in JupyterLab."""
    with reporting():
        from pipelines.lab import open_lab

        open_lab()


def main() -> None:
    """Run the command line."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # names in any script
    app()


def _run(org: str, settings: list[str], pipeline: Path, *, dry_run: bool) -> None:
    with reporting():
        parameters = pairs(settings)
        from pipelines import runner, spec

        code = runner.run(
            spec.load(pipeline),
            org.strip(),
            parameters,
            dry_run,
            is_schema_current=_is_schema_current,
            again=_again(org.strip(), settings, pipeline, "dry-run" if dry_run else "run"),
        )
    raise typer.Exit(code)


def _is_schema_current() -> bool:
    from seqpt_lib import store
    from seqpt_lib.schema import current_revision, head_revision

    with store.connect() as connection:
        return current_revision(connection) == head_revision()


def _again(org: str, settings: list[str], pipeline: Path, command: str) -> str:
    given = [setting for setting in settings if setting.strip()]
    if pipeline != PIPELINE:
        options = [word for setting in given for word in ("--set", setting)]
        return shlex.join(["seqpt", command, "--pipeline", str(pipeline), *options, org])
    together = " ".join(given)
    # Double quotes are what a person would type; where a shell reads inside them, single ones.
    quoted = f'"{together}"' if not set(together) & set('"$`\\!') else shlex.quote(together)
    return f"make {command} ORG={shlex.quote(org)}" + (f" SET={quoted}" if given else "")
