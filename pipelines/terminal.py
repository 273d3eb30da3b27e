"""What a person reads about a run: plain lines, and a moving one where someone is watching."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipelines.output import OnCell
from pipelines.results import RunResult, StepResult, failed_checks, gate_summary
from pipelines.spec import shown
from seqpt_lib.errors import MAX_LISTED, GateFailed
from seqpt_lib.store.ledger import MENDING_PAGE, CheckResult

LONGEST_DECIMAL_SECONDS = 99.95
INDENT = " " * 8
PLANS_STEP = "write_plans"
CURRENT_PLANS = "plans"
"""The number in the record of `PLANS_STEP` that counts the organization's current plans."""

_WORDS = {
    "done": "done",
    "stopped": "STOPPED",
    "failed": "FAILED",
    "skipped": "skipped",
    "not run": "skipped",
}
NOT_BEGUN = ("skipped", "not run")


@contextmanager
def moving_line(text: str) -> Iterator[OnCell]:
    """Show a moving line with cells done and a clock, where there is a person to see it.

    Args:
        text: What the line says.

    Yields:
        What takes the number of cells done, and of all.
    """
    console = Console(force_terminal=True)
    # Rich would take FORCE_COLOR, which many CI systems set, for a terminal.
    if not sys.stdout.isatty() or console.is_dumb_terminal:
        yield lambda _done, _of: None
        return
    line = TextColumn("{task.description}", markup=False)
    cells = TextColumn("{task.fields[cells]}", markup=False)
    with Progress(
        SpinnerColumn(), line, cells, TimeElapsedColumn(), console=console, transient=True
    ) as progress:
        task = progress.add_task(text, total=None, cells="starting")
        yield lambda done, of: progress.update(task, cells=f"{done}/{of} cells")


def head_line(run: RunResult) -> str:
    """Say what runs, for whom, and under which run id."""
    organization = run.organization
    key = run.organization_key
    name = f"{organization.name} ({key})" if organization else key
    dry = "dry run of " if run.is_dry_run else ""
    resumes = f", resumes run {run.resumes}, which was killed" if run.resumes else ""
    return f"{dry}{run.title} for {name}, run {run.folder.run_id}{resumes}"


def step_start(run: RunResult, step: StepResult) -> str:
    """Begin the line of a step: its number and its name."""
    count = str(len(run.steps))
    number = str(run.steps.index(step) + 1).rjust(len(count))
    width = max(len(each.step) for each in run.steps) + 2
    return f"  {number}/{count} {step.step:<{width}}"


def step_lines(run: RunResult, step: StepResult) -> list[str]:
    """Say how a step ended: one line, and one for each check that failed or warns."""
    seconds = " " * 6 if step.status in NOT_BEGUN else f"{_seconds(step.seconds)} s"
    first = f"{step_start(run, step)}{_WORDS[step.status]:<7} {seconds}   {_said(step)}"
    checks = [check for checks in step.gates.values() for check in checks]
    stopped = checks if isinstance(step.error, GateFailed) else []
    return [first.rstrip(), *finding_lines(failed_checks(stopped), checks)]


def finding_lines(failures: list[CheckResult], checks: list[CheckResult]) -> list[str]:
    """Say what gates found: what stops in full, warnings without reasons, notes in one line.

    Args:
        failures: The critical checks that failed.
        checks: All checks; those that warn or note something are picked.

    Returns:
        The lines, indented.
    """
    lines = []
    for check in failures:
        lines += [f"{INDENT}{_finding(check)}", *_reasons(check)]
    for check in failed_checks(checks, "warning"):
        lines += [f"{INDENT}warning: {_finding(check)}", *_rows(check), *_how(check)]
    return [*lines, *(f"{INDENT}note: {_finding(c)}" for c in failed_checks(checks, "info"))]


def _reasons(check: CheckResult) -> list[str]:
    told = (("why", check.why), ("fix", check.fix))
    reasons = [f"{INDENT}  {name}: {text}" for name, text in told if text]
    return [*reasons, *_rows(check), *_how(check)]


def _rows(check: CheckResult) -> list[str]:
    """Give the SQL that shows the rows, whole and on one line: it is for copying."""
    return [f"{INDENT}  rows: {' '.join(check.rows_query.split())}"] if check.rows_query else []


def _how(check: CheckResult) -> list[str]:
    return [f"{INDENT}  how: {MENDING_PAGE}#{check.check_id}"]


def closing_lines(run: RunResult) -> list[str]:
    """Say what the run has left behind, and what to do next."""
    return _stopped_lines(run) if run.error else _done_lines(run)


def _seconds(seconds: float) -> str:
    return f"{seconds:4.1f}" if seconds < LONGEST_DECIMAL_SECONDS else f"{seconds:4.0f}"


def _said(step: StepResult) -> str:
    if step.unchanged_since:
        return step.summary or f"unchanged since run {step.unchanged_since}"
    if step.error is None:
        return step.record.summary if step.record else step.summary
    if isinstance(step.error, GateFailed):
        held = [gate for gate, checks in step.gates.items() if failed_checks(checks)]
        return gate_summary(held[0], step.gates[held[0]]) if held else str(step.error)
    return str(step.error)


def _finding(check: CheckResult) -> str:
    count, of = check.unexpected_count, check.evaluated_count
    rows = f"{count} of {of} rows" if of >= count else f"{count} row{'s' if count > 1 else ''}"
    # A gate keeps only some of the keys, so the number of rows says how many there are.
    keys = f": {', '.join(check.keys[:MAX_LISTED])}" if check.keys else ""
    return f"{check.table_name}: {check.rule}" + (f"   {rows}{keys}" if count else "")


def _done_lines(run: RunResult) -> list[str]:
    if run.is_unchanged:
        since = max(step.unchanged_since for step in run.steps)
        return [f"  Nothing changed since run {since}: 0 rows written.", *_report(run)]
    rows = _row_count(run.steps)
    statements = sum(step.record.sql_statements for step in run.steps if step.record)
    seconds = _seconds(sum(step.seconds for step in run.steps)).strip()
    written = f"{rows} {'would be written' if run.is_dry_run else 'written'}"
    lines = [f"  Done in {seconds} s: {written}, {statements} SQL statements."]
    plans = next((s.record for s in run.steps if s.step == PLANS_STEP and s.record), None)
    if plans and not run.is_dry_run:
        count = plans.numbers.get(CURRENT_PLANS)
        lines.append(
            "  plans: table learning_plans" + (f" ({count} current)" if count is not None else "")
        )
    if run.is_dry_run:
        lines.append("  Nothing was written: this was a dry run.")
    return [*lines, *_report(run), f"  notebooks: {shown(run.folder.path)}", *_data_docs(run)]


def _report(run: RunResult) -> list[str]:
    return [f"  report: {shown(page)}" for page in run.pages]


def _data_docs(run: RunResult) -> list[str]:
    page = run.folder.path / "data_docs" / "index.html"
    return [f"  data docs: {shown(page)}"] if page.exists() else []


def _stopped_lines(run: RunResult) -> list[str]:
    ended = next((step for step in run.steps if step.error), None)
    left_out = [step.step for step in run.steps if step.status == "not run" and not step.summary]
    not_run = f"Not run: {', '.join(left_out)}. " if left_out else ""
    place = (
        f"Notebook: {shown(ended.notebook)}"
        if ended and ended.notebook.exists()
        else f"Log: {shown(run.folder.path / 'run.log')}"
    )
    return [
        *([] if ended else [f"  STOPPED: {run.message}"]),
        f"  {not_run}{_written(run, ended)}",
        *_data_docs(run),
        f"  Then: {run.again}        {place}",
    ]


def _row_count(steps: Sequence[StepResult]) -> str:
    known = [step.rows for step in steps if step.rows is not None]
    return f"{sum(known)} rows" if len(known) == len(steps) else "rows"


def _written(run: RunResult, ended: StepResult | None) -> str:
    earlier = any(step.rows != 0 for step in run.steps if step is not ended)
    nothing = ended is None or ended.wrote_nothing
    if run.is_dry_run or (nothing and not earlier):
        return "Nothing was written."
    stay = "earlier steps' results stay"
    if ended is None:
        return f"{stay.capitalize()}."
    return f"{_what_it_wrote(ended)}; {stay}."


def _what_it_wrote(ended: StepResult) -> str:
    if ended.wrote_nothing:
        return f"Nothing was written by {ended.step}"
    if ended.record:
        return f"{ended.step} wrote {_row_count([ended])} before"
    if ended.has_committed:
        return f"{ended.step} wrote before it stopped, its notebook shows what"
    if not ended.gates:
        return f"{ended.step} may have written before it stopped, its notebook shows what"
    return f"{ended.step} writes all or nothing, its notebook shows which"
