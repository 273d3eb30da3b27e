"""The commands that run many organizations, now or at set times."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.arguments import pairs
from pipelines.reporting import reporting

PIPELINE = Path(__file__).with_name("learning_plans.yaml")

app = typer.Typer()
Orgs = Annotated[
    list[str] | None,
    typer.Argument(help="Public keys, ids or exact names; all that can be run if none."),
]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A parameter; repeatable.")
]
Jobs = Annotated[str, typer.Option(help="Workers of this machine.")]
Scheduler = Annotated[str, typer.Option(help="Address of a Dask scheduler.")]


@app.command("run-all")
def run_all(
    orgs: Orgs = None,
    set_: Set = None,
    jobs: Jobs = "",
    scheduler: Scheduler = "",
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


@app.command()
def schedule(
    at: Annotated[str, typer.Option(help='"Mon 06:00", "daily 06:00" or "06:00".')],
    orgs: Orgs = None,
    set_: Set = None,
    jobs: Jobs = "",
    scheduler: Scheduler = "",
) -> None:
    """Have all organizations run at set times."""
    with reporting():
        from pipelines import clusters, schedules

        given = [setting for setting in set_ or [] if setting.strip()]
        pairs(given)
        clusters.checked_jobs(jobs)
        clusters.checked_scheduler(scheduler.strip())
        values = {"ORGS": " ".join(orgs or []), "JOBS": jobs, "SCHEDULER": scheduler.strip()}
        schedules.schedule(at, values | {"SET": " ".join(given)})


@app.command()
def unschedule() -> None:
    """Have nothing run at set times any more."""
    with reporting():
        from pipelines import schedules

        schedules.unschedule()


def _prepare() -> None:
    from seqpt_lib.schema import prepare, refuse_unaccounted

    refuse_unaccounted(prepare().absorption)
