"""Which steps are done again, and which are skipped."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.fingerprints import left_part
from pipelines.skipping import Choice, choose, refuse_unknown_steps
from pipelines.spec import StepSpec
from pipelines.wishes import NONE, Wishes
from seqpt_lib.errors import UsageError
from seqpt_lib.model.knowledge import NO_VECTORS, lacks_service
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
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER_RUN = "2026-11-23T14-05-11Z-01ab"


def fingerprints(**changes: str) -> dict[str, Fingerprint]:
    return {name: {"notebook": changes.get(name, "same")} for name in NAMES}


def ended(
    *,
    minute: int = 0,
    run_id: str = RUN,
    is_done: bool = True,
    fingerprint: str | None = "same",
    stand_ins: int = 0,
    lacks_service: bool = False,
) -> LastStep:
    return LastStep(
        run_id=run_id,
        is_done=is_done,
        fingerprint={"notebook": fingerprint} if fingerprint else None,
        stand_ins=stand_ins,
        finished_at=NOON + timedelta(minutes=minute),
        lacks_service=lacks_service,
    )


def last_time(**changes: LastStep) -> dict[str, LastStep]:
    return {name: ended(minute=minute) for minute, name in enumerate(NAMES)} | changes


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
            last_time(gaps=ended(is_done=False, fingerprint=None)),
            fingerprints(),
            ["gaps", "texts", "plans"],
            id="one that did not end well",
        ),
        pytest.param(
            last_time(texts=ended(fingerprint=None)),
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
    last = {each.id: ended() for each in apart}
    now = {each.id: {"notebook": "same"} for each in apart} | {"right": {"notebook": "edited"}}

    assert done(choose(apart, last, now, NONE)) == ["right"]


def test_a_step_that_does_not_say_what_it_reads_is_always_done() -> None:
    silent = StepSpec(id="sources", notebook=Path("a.ipynb"), timeout_minutes=1)

    assert done(choose([silent], last_time(), fingerprints(), NONE)) == ["sources"]


@pytest.mark.parametrize(("asks_model", "expected"), [(True, ["texts", "plans"]), (False, [])])
def test_where_templates_stand_in_a_model_is_asked_again(
    asks_model: bool, expected: list[str]
) -> None:
    last = last_time(texts=ended(minute=2, stand_ins=3))

    assert done(choose(STEPS, last, fingerprints(), NONE, asks_model=asks_model)) == expected


@pytest.mark.parametrize(("asks_model", "expected"), [(True, ["texts", "plans"]), (False, [])])
def test_where_the_embedding_model_gave_nothing_it_is_asked_again(
    asks_model: bool, expected: list[str]
) -> None:
    last = last_time(texts=ended(minute=2, lacks_service=True))

    assert done(choose(STEPS, last, fingerprints(), NONE, asks_model=asks_model)) == expected


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        pytest.param("by words and meaning", False, id="as well as can be"),
        pytest.param("by words", False, id="no model is set"),
        pytest.param(NO_VECTORS, False, id="no model would help"),
        pytest.param("by words: the embedding model gave nothing", True, id="the model is down"),
    ],
)
def test_only_a_model_that_gave_nothing_is_lacking(how: str, expected: bool) -> None:
    assert lacks_service(how) is expected


@pytest.mark.parametrize(
    ("alone", "expected"),
    [
        pytest.param("sources", ["gaps", "texts", "plans"], id="the first"),
        pytest.param("texts", ["plans"], id="one in the middle"),
        pytest.param("plans", [], id="the last"),
    ],
)
def test_what_a_later_run_left_is_met_by_the_steps_that_it_did_not_do(
    alone: str, expected: list[str]
) -> None:
    last = last_time(**{alone: ended(minute=60, run_id=LATER_RUN)})

    assert done(choose(STEPS, last, fingerprints(), NONE)) == expected


def test_a_step_says_after_which_run_it_is_done() -> None:
    last = last_time(gaps=ended(minute=60, run_id=LATER_RUN))

    choices = choose(STEPS, last, fingerprints(), NONE)

    assert choices["texts"].reason == f"after gaps of run {LATER_RUN}"
    assert choices["plans"].reason == "after texts"


def test_a_file_that_is_gone_is_a_difference_and_one_that_is_there_is_none(
    tmp_path: Path,
) -> None:
    left = {"export": "plans.html", "leaves": ["plans.json"]}
    shows = step("plans").model_copy(update=left)

    assert left_part(step("plans"), tmp_path) == {}
    assert left_part(shows, tmp_path) == {"writes plans.html": "gone", "writes plans.json": "gone"}
    (tmp_path / "plans.html").touch()
    assert left_part(shows, tmp_path) == {"writes plans.json": "gone"}
    (tmp_path / "plans.json").touch()
    assert left_part(shows, tmp_path) == {}


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
