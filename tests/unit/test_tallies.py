"""What a run of many says in the end, and its exit code."""

import pytest

from pipelines.one_of_many import Fate, Outcome, fate_of
from pipelines.tallies import MOST_NAMED, Tally, progress_line, table_lines


def tally_of(*ended: tuple[Fate, int], total: int | None = None) -> Tally:
    tally = Tally(len(ended) if total is None else total)
    for number, (fate, code) in enumerate(ended):
        tally.add(Outcome(f"o{number}", fate, code, "why" if code else ""))
    tally.close()
    return tally


@pytest.mark.parametrize(
    ("ended", "code"),
    [
        pytest.param([], 0, id="none"),
        pytest.param([("done", 0), ("skipped", 0)], 0, id="done or skipped"),
        pytest.param([("done", 0), ("stopped", 11), ("stopped", 11)], 11, id="one cause"),
        pytest.param([("stopped", 11), ("failed", 13)], 20, id="several causes"),
    ],
)
def test_the_exit_code_is_that_of_the_one_cause(ended: list[tuple[Fate, int]], code: int) -> None:
    assert tally_of(*ended).exit_code == code


@pytest.mark.parametrize("ended", [[("done", 0)], [("stopped", 11)], []])
def test_organizations_that_were_not_run_are_a_failure(ended: list[tuple[Fate, int]]) -> None:
    assert tally_of(*ended, total=len(ended) + 1).exit_code == 20


def test_the_table_counts_by_end_and_code_and_names_who_is_not_done() -> None:
    tally = tally_of(("done", 0), ("failed", 22), ("stopped", 11), ("done", 0), total=6)

    assert table_lines(tally, 90) == [
        "organizations  what became of them  code",
        "            2  done                    0",
        "            1  stopped by a gate      11",
        "            1  failed                 22",
        "            2  not run                 -",
        "  2 min in all, 22.50 s each.",
        "  o1: failed, code 22: why",
        "  o2: stopped by a gate, code 11: why",
    ]


def test_a_few_are_named_and_the_rest_counted() -> None:
    tally = tally_of(*[("failed", 20)] * (MOST_NAMED + 3))

    assert len(tally.named) == MOST_NAMED
    assert table_lines(tally, 1)[-1] == "  and 3 more: make last"


def test_the_line_says_how_far_it_is() -> None:
    tally = Tally(200)
    assert progress_line(tally, 5, 1) == "0/200 organizations, 1 worker"
    tally.add(Outcome("a", "done", 0))
    tally.add(Outcome("b", "failed", 20))
    assert progress_line(tally, 3, 3) == (
        "2/200 organizations, 1 not done, 1.50 s each, 5 min left, 3 workers"
    )


@pytest.mark.parametrize(("code", "fate"), [(0, "done"), (11, "stopped"), (12, "failed")])
def test_only_a_gate_stops_an_organization(code: int, fate: Fate) -> None:
    assert fate_of(code) == fate
