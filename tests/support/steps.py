"""Steps 2 to 5: the notebooks' own code, without a kernel."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.notebook import run_cells
from seqpt_lib import store
from seqpt_lib.runs import StepRecord
from tests.support import rows

Records = dict[str, StepRecord]


@contextmanager
def opened(name: str = "test", org: str = "demo", run_id: str = "") -> Iterator[store.Step]:
    """Open a step and close its connection whatever happens."""
    step = store.open_step(name, org=org, run_id=run_id)
    try:
        yield step
    finally:
        step.finish("closed by the test")


def run_step(notebook: str, **parameters: Any) -> StepRecord:
    """Run a notebook's code and give what it recorded."""
    step: store.Step = run_cells(notebook, **parameters)["step"]
    record = step.folder.read_step(step.name)
    assert record is not None
    return record


def exact_numbers(step: str) -> dict[str, Any]:
    """Give the numbers of a step's last run as they are, hidden ones too."""
    return _last(step)[0]


def rows_by_table(step: str) -> dict[str, int]:
    """Give the rows that a step's last run wrote, by table."""
    return _last(step)[1]


def _last(step: str) -> tuple[Any, ...]:
    (found,) = rows.query(
        "SELECT numbers, rows_written FROM seqpt.pipeline_step WHERE step = :step "
        "ORDER BY finished_at DESC LIMIT 1",
        step=step,
    )
    return found


def run_steps(org: str, target_rule: str = "role_capped") -> Records:
    """Run steps 2 to 5 and give the record of each."""
    records = [
        run_step("02_validate_sources", org=org),
        run_step("03_compute_gaps", org=org, target_rule=target_rule),
        run_step("04_generate_objectives", org=org),
        run_step("05_write_plans", org=org),
    ]
    return {record.step: record for record in records}
