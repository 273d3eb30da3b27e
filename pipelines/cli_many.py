"""The commands that run many organizations, now or at set times."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.arguments import pairs
from pipelines.reporting import reporting

PIPELINE = Path(__file__).with_name("learning_plans.yaml")

app = typer.Typer()


@app.command("run-all")
def run_all(
    orgs: Annotated[
        list[str] | None,
        typer.Argument(help="Public keys, ids or exact names; all that can be run if none."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A parameter; repeatable."),
    ] = None,
    jobs: Annotated[str, typer.Option(help="Workers of this machine.")] = "",
    scheduler: Annotated[str, typer.Option(help="Address of a Dask scheduler.")] = "",
    pipeline: Annotated[Path, typer.Option(help="Another pipeline file.")] = PIPELINE,
) -> None:
    """Run the pipeline for every organization that has an archetype and answers."""
    with reporting():
        from pipelines import many, spec

        code = many.run_all(
            spec.load(pipeline),
            [org.strip() for org in orgs or [] if org.strip()],
            pairs(set_ or []),
            jobs,
            scheduler.strip(),
            prepare=_prepare,
        )
    raise typer.Exit(code)


def _prepare() -> None:
    from seqpt_lib.schema import prepare, refuse_unaccounted

    refuse_unaccounted(prepare().absorption)
