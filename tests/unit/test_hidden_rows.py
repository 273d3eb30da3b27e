"""How many rows were written or judged is not shown where it would count people."""

from pathlib import Path

import pytest

from pipelines.results import StepResult
from pipelines.terminal import _row_count
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.quality.gates import results_table
from seqpt_lib.runs import StepRecord
from seqpt_lib.store.ledger import CheckResult
from seqpt_lib.store.steps import _rows_as_shown

SECRET = Guarded(38, is_shown=False, lowest=29, highest=40)


@pytest.mark.parametrize(
    ("written", "numbers", "shown"),
    [
        pytest.param({"learning_plans": 38}, [SECRET], None, id="they would count people"),
        pytest.param({}, [SECRET], 0, id="nothing was written"),
        pytest.param({"competency": 16, "archetype": 7}, [16, "en"], 23, id="none of them is one"),
    ],
)
def test_rows_that_count_people_are_not_counted(
    written: dict[str, int], numbers: list[object], shown: int | None
) -> None:
    assert _rows_as_shown(written, numbers) == shown


@pytest.mark.parametrize(
    ("rows", "said"),
    [([3, 4], "7 rows"), ([3, None], "rows"), ([0], "0 rows")],
    ids=["all are known", "one is hidden", "none"],
)
def test_the_terminal_adds_up_only_what_is_shown(rows: list[int | None], said: str) -> None:
    steps = [
        StepResult(
            f"step {n}", Path("step.ipynb"), [], record=StepRecord(f"step {n}", "", rows=each)
        )
        for n, each in enumerate(rows)
    ]
    assert _row_count(steps) == said


def test_a_check_that_holds_does_not_tell_how_many_rows_it_judged() -> None:
    holds, fails = (
        CheckResult("c1", "learning_plans", "one plan", "critical", success, 38, 0, [], "Mend it.")
        for success in (True, False)
    )
    table = results_table([holds, fails])
    assert table["row_count"].fillna(-1).tolist() == [38, -1]
