"""Which steps are done again, and which are skipped."""

from pathlib import Path

import pytest

from pipelines.skipping import Choice, choose, refuse_unknown_steps
from pipelines.spec import StepSpec
from pipelines.wishes import NONE, Wishes
from seqpt_lib.errors import UsageError
from seqpt_lib.store.digests import row_set
from seqpt_lib.store.fingerprints import Fingerprint, LastStep

RUN = "2026-11-22T14-05-11Z-7f3a"


def step(name: str, *needs: str, reads: list[str] | None = None) -> StepSpec:
    return StepSpec(
        id=name,
        notebook=Path(f"{name}.ipynb"),
        needs=list(needs),
        reads=["need"] if reads is None else reads,
        timeout_minutes=1,
    )


STEPS = [step("sources"), step("gaps", "sources"), step("texts", "gaps"), step("plans", "texts")]
NAMES = [each.id for each in STEPS]


def fingerprints(**changes: str) -> dict[str, Fingerprint]:
    return {name: {"notebook": changes.get(name, "same")} for name in NAMES}


def last_time(**changes: LastStep) -> dict[str, LastStep]:
    return {name: LastStep(RUN, True, {"notebook": "same"}, 0) for name in NAMES} | changes


def done(choices: dict[str, Choice]) -> list[str]:
    return [name for name, choice in choices.items() if choice.reason]


def skipped(choices: dict[str, Choice]) -> list[str]:
    return [name for name, choice in choices.items() if choice.unchanged_since == RUN]


def test_where_nothing_changed_all_is_skipped() -> None:
    assert skipped(choose(STEPS, last_time(), fingerprints(), NONE)) == NAMES


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        pytest.param({}, fingerprints(), NAMES, id="the first time"),
        pytest.param(last_time(), fingerprints(sources="edited"), NAMES, id="the first changed"),
        pytest.param(
            last_time(), fingerprints(texts="edited"), ["texts", "plans"], id="one in the middle"
        ),
        pytest.param(last_time(), fingerprints(plans="edited"), ["plans"], id="the last"),
        pytest.param(
            last_time(gaps=LastStep(RUN, False, None, 0)),
            fingerprints(),
            ["gaps", "texts", "plans"],
            id="one that did not end well",
        ),
        pytest.param(
            last_time(texts=LastStep(RUN, True, None, 0)),
            fingerprints(),
            ["texts", "plans"],
            id="one whose runner was killed",
        ),
    ],
)
def test_what_changed_is_done_again_and_what_follows(
    last: dict[str, LastStep], now: dict[str, Fingerprint], expected: list[str]
) -> None:
    choices = choose(STEPS, last, now, NONE)

    assert done(choices) == expected
    assert skipped(choices) == [name for name in NAMES if name not in expected]


def test_a_step_that_needs_nothing_changed_is_skipped_beside_one_that_changed() -> None:
    apart = [step("left"), step("right"), step("end", "left")]
    last = {each.id: LastStep(RUN, True, {"a": "1"}, 0) for each in apart}
    now = {"left": {"a": "1"}, "right": {"a": "2"}, "end": {"a": "1"}}

    assert done(choose(apart, last, now, NONE)) == ["right"]


def test_a_step_that_does_not_say_what_it_reads_is_always_done() -> None:
    silent = StepSpec(id="sources", notebook=Path("a.ipynb"), timeout_minutes=1)

    assert done(choose([silent], last_time(), fingerprints(), NONE)) == ["sources"]


@pytest.mark.parametrize(("asks_model", "expected"), [(True, ["texts", "plans"]), (False, [])])
def test_where_templates_stand_in_a_model_is_asked_again(
    asks_model: bool, expected: list[str]
) -> None:
    last = last_time(texts=LastStep(RUN, True, {"notebook": "same"}, 3))

    assert done(choose(STEPS, last, fingerprints(), NONE, asks_model=asks_model)) == expected


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        pytest.param(Wishes(force=True), NAMES, id="all"),
        pytest.param(Wishes(from_step="texts"), ["texts", "plans"], id="from one on"),
        pytest.param(Wishes(only="gaps"), ["gaps"], id="only one"),
    ],
)
def test_what_is_asked_for_is_done_though_nothing_changed(
    wishes: Wishes, expected: list[str]
) -> None:
    assert done(choose(STEPS, last_time(), fingerprints(), wishes)) == expected


def test_a_change_before_the_step_asked_for_is_not_passed_over() -> None:
    choices = choose(STEPS, last_time(), fingerprints(gaps="edited"), Wishes(from_step="plans"))

    assert done(choices) == ["gaps", "texts", "plans"]


def test_only_one_step_is_refused_where_what_it_needs_changed() -> None:
    with pytest.raises(UsageError, match=r"--only plans: gaps, .*changed: notebook.*--from gaps"):
        choose(STEPS, last_time(), fingerprints(gaps="edited"), Wishes(only="plans"))


def test_steps_beside_the_only_one_say_why_they_are_left_out() -> None:
    choices = choose(STEPS, last_time(), fingerprints(), Wishes(only="gaps"))

    assert choices["plans"] == Choice(left_out="only gaps was asked for")


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        pytest.param(Wishes(from_step="gap"), "--from gap: .*Did you mean gaps?", id="from"),
        pytest.param(Wishes(only="xyz"), "--only xyz: .*Its steps are: sources,", id="only"),
        pytest.param(Wishes(force=True, only="gaps"), "Choose one", id="two wishes"),
    ],
)
def test_wishes_that_cannot_be_fulfilled_are_refused(wishes: Wishes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        refuse_unknown_steps(STEPS, wishes)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("nothing", "there is no table nothing", id="no table"),
        pytest.param("need(size)", "table need has no column size", id="no column"),
        pytest.param("need level", "is no table", id="another shape"),
    ],
)
def test_rows_that_do_not_exist_are_named(name: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        row_set(name)
