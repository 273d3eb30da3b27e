"""A step that is the same for all organizations is done by the run of one of them."""

import pytest
from pydantic import ValidationError

from pipelines.skipping import Choice, choose
from pipelines.spec import StepSpec
from pipelines.wishes import NONE, Wishes
from seqpt_lib.store.fingerprints import LastStep
from tests.unit.test_skipping import (
    LATER_RUN,
    NAMES,
    STEPS,
    done,
    ended,
    fingerprints,
    last_time,
    skipped,
)


def test_what_another_organization_had_done_is_not_done_again_but_what_follows_is() -> None:
    elsewhere = {"sources": ended(run_id=LATER_RUN)}

    choices = choose(STEPS, {}, fingerprints(), NONE, elsewhere=elsewhere)

    assert choices["sources"] == Choice(reason="first time", unchanged_since=LATER_RUN)
    assert {name for name, choice in choices.items() if not choice.unchanged_since} == {*NAMES[1:]}
    changed = choose(
        STEPS,
        last_time(sources=ended(fingerprint="old")),
        fingerprints(),
        NONE,
        elsewhere=elsewhere,
    )
    assert changed["sources"] == Choice(reason="changed: notebook", unchanged_since=LATER_RUN)
    assert changed["gaps"].reason == "after sources"


def test_ones_own_last_time_counts_before_that_of_another_organization() -> None:
    elsewhere = {"sources": ended(minute=60, run_id=LATER_RUN)}

    assert skipped(choose(STEPS, last_time(), fingerprints(), NONE, elsewhere=elsewhere)) == NAMES


@pytest.mark.parametrize(
    ("elsewhere", "wishes"),
    [
        pytest.param(ended(fingerprint="edited"), NONE, id="it has changed since"),
        pytest.param(ended(), Wishes(force=True), id="all is asked for"),
        pytest.param(ended(), Wishes(from_step="sources"), id="it is asked for"),
    ],
)
def test_it_is_done_again_all_the_same(elsewhere: LastStep, wishes: Wishes) -> None:
    choices = choose(STEPS, {}, fingerprints(), wishes, elsewhere={"sources": elsewhere})

    assert not choices["sources"].unchanged_since
    assert done(choices) == NAMES


@pytest.mark.parametrize("failed", [ended(is_done=False), ended(fingerprint=None)])
def test_what_did_not_end_well_is_done_again_whoever_had_done_it_before(failed: LastStep) -> None:
    elsewhere = {"sources": ended(run_id="2026-11-21T14-05-11Z-0000")}

    choices = choose(STEPS, last_time(sources=failed), fingerprints(), NONE, elsewhere=elsewhere)

    assert not choices["sources"].unchanged_since
    assert done(choices) == NAMES


@pytest.mark.parametrize(
    "more", [{"needs": ["a"]}, {"gates": ["a"]}, {"export": "a.html"}, {"leaves": ["a.json"]}]
)
def test_a_step_that_is_not_the_same_for_all_cannot_be_shared(more: dict[str, object]) -> None:
    given: dict[str, object] = {"id": "b", "notebook": "b.ipynb", "timeout_minutes": 1, "reads": []}
    assert StepSpec.model_validate(given | {"is_shared": True}).is_shared

    with pytest.raises(ValidationError, match=r"same for all|leaves no files"):
        StepSpec.model_validate(given | {"is_shared": True} | more)
