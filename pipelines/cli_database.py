"""The commands that write to the database outside of a run: surveys, choices, schema."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.reporting import reporting
from seqpt_lib.errors import UsageError

app = typer.Typer()
Org = Annotated[str, typer.Argument(help="Public key, id or exact name of the organization.")]


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
def load(
    file: Annotated[Path, typer.Argument(help="Plain dump of the survey app, by pg_dump.")],
    key: Annotated[str, typer.Option(help="Public key, id or name of the one to plan.")] = "",
) -> None:
    """Restore a dump of the survey app into the embedded database."""
    with reporting():
        from seqpt_lib.intake import load_dump
        from seqpt_lib.schema import prepare

        report = load_dump(file, key.strip())
        print(report.summary)
        print(prepare().summary)
        print(f"next: {report.next_command}")


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
def context(
    org: Org,
    folder: Annotated[Path, typer.Argument(help="Folder with context.yaml and documents.")],
) -> None:
    """Give an organization its context: industry, processes, methods, tools, documents."""
    with reporting():
        from seqpt_lib.intake import give_context
        from seqpt_lib.schema import prepare

        prepare()
        print(give_context(folder, org.strip()).summary)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema, and load the reference data."""
    with reporting():
        from seqpt_lib.schema import prepare, refuse_unaccounted

        report = prepare()
        print(report.summary)
        refuse_unaccounted(report.absorption)


@app.command("drop-absorbed")
def drop_absorbed(
    yes: Annotated[bool, typer.Option("--yes", help="Drop without asking.")] = False,
) -> None:
    """Drop the tables of an older program that were absorbed and renamed."""
    with reporting():
        from seqpt_lib import schema

        tables = schema.absorbed_tables()
        if not yes:
            schema.refuse_contradictions(tables)
        named = ", ".join(map(str, tables))
        lost = [schema.contradicting(table) for table in tables if table.contradictions]
        if not tables:
            print("Nothing to drop: there is no absorbed table.")
        elif yes or _agreed(f"Drop {named}? [y/N] "):
            schema.drop_absorbed(tables)
            gone = [f"Values that differed from ours are gone: {line}" for line in lost]
            print(f"Dropped {named}. The id map seqpt.absorbed_key stays.", *gone, sep="\n")
        else:
            print("Nothing was dropped.")


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError(
            "nobody can be asked here before the absorbed tables are dropped",
            "Say make drop-absorbed CONFIRM=yes.",
        )
    return input(question).strip().lower() in {"y", "yes"}
