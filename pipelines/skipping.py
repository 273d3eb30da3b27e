"""Which steps of a run are done, which are skipped, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from pipelines.fingerprints import differences
from pipelines.spec import StepSpec
from pipelines.wishes import Wishes
from seqpt_lib.errors import UsageError
from seqpt_lib.store.fingerprints import Fingerprint, LastStep

ASKED_FOR = "asked for"


@dataclass(frozen=True)
class Choice:
    """What becomes of a step."""

    reason: str = ""
    """Why it is done; empty if it is not."""

    unchanged_since: str = ""
    """The run that did it last, for a step that is skipped. Beside a reason it is a run of another
    organization: that reason is one for what follows only."""

    left_out: str = ""
    """Why it is neither done nor looked at."""


def refuse_unknown_steps(steps: list[StepSpec], wishes: Wishes) -> None:
    """Refuse wishes that no pipeline can fulfil.

    Args:
        steps: The steps of the pipeline.
        wishes: The wishes.

    Raises:
        UsageError: If a step is unknown, or the wishes contradict each other.
    """
    if [wishes.force, bool(wishes.from_step), bool(wishes.only)].count(True) > 1:
        raise UsageError("only one of --force, --from and --only can be asked for", "Choose one.")
    known = [step.id for step in steps]
    for option, step in (("--from", wishes.from_step), ("--only", wishes.only)):
        if step and step not in known:
            near = get_close_matches(step, known, n=1)
            raise UsageError(
                f"{option} {step}: the pipeline has no such step",
                f"Did you mean {near[0]}?" if near else f"Its steps are: {', '.join(known)}.",
            )


def choose(
    steps: list[StepSpec],
    last: dict[str, LastStep],
    now: dict[str, Fingerprint],
    wishes: Wishes,
    *,
    elsewhere: Mapping[str, LastStep] = MappingProxyType({}),
    asks_model: bool = False,
) -> dict[str, Choice]:
    """Choose which steps are done.

    A step is done if it is asked for, if it did not end well the last time, if its fingerprint
    differs, or if a step that it needs is done, or was done since in another run: what it wrote
    then need not be among what this one says it reads.

    Args:
        steps: The steps, in order.
        last: How each last ended, by step; without those that never did.
        now: Fingerprints as they are now, by step.
        wishes: What is asked for.
        elsewhere: How shared steps last ended well in runs of other organizations.
        asks_model: True if a model words objectives: it is asked again where something stands in
            for it or for the embedding model.

    Returns:
        One choice per step.

    Raises:
        UsageError: If only one step is asked for, and what it needs is not up to date.
    """
    choices: dict[str, Choice] = {}
    for position, step in enumerate(steps):
        asked = wishes.force or wishes.only == step.id or _is_from(steps, position, wishes)
        reason = ASKED_FOR if asked else _change(step, last, now, asks_model=asks_model)
        reason = reason or _follows(step, last, choices)
        same = None if asked or _failed(last.get(step.id)) else elsewhere.get(step.id)
        if not reason:
            choices[step.id] = Choice(unchanged_since=last[step.id].run_id)
        elif same and same.fingerprint == now.get(step.id):
            choices[step.id] = Choice(reason=reason, unchanged_since=same.run_id)
        else:
            choices[step.id] = Choice(reason=reason)
    return _only(steps, choices, wishes.only) if wishes.only else choices


def _failed(before: LastStep | None) -> bool:
    return before is not None and (not before.is_done or before.fingerprint is None)


def _is_from(steps: list[StepSpec], position: int, wishes: Wishes) -> bool:
    return wishes.from_step in {step.id for step in steps[: position + 1]}


def _change(
    step: StepSpec, last: dict[str, LastStep], now: dict[str, Fingerprint], *, asks_model: bool
) -> str:
    if step.reads is None:
        return "it does not say what it reads"
    before = last.get(step.id)
    if before is None:
        return "first time"
    if not before.is_done or before.fingerprint is None:
        return f"run {before.run_id} did not end it well"
    if before.stand_ins and asks_model:
        return "templates stand in for a model"
    if before.lacks_service and asks_model:
        return "passages were found without the embedding model"
    changed = differences(before.fingerprint, now.get(step.id, {}))
    return f"changed: {', '.join(changed)}" if changed else ""


def _follows(step: StepSpec, last: dict[str, LastStep], choices: dict[str, Choice]) -> str:
    for need in step.needs:
        if choices[need].reason:
            return f"after {need}"
    for need in step.needs:
        if last[need].finished_at > last[step.id].finished_at:
            return f"after {need} of run {last[need].run_id}"
    return ""


def _only(steps: list[StepSpec], choices: dict[str, Choice], only: str) -> dict[str, Choice]:
    needed: set[str] = set()
    for step in reversed(steps):
        if step.id == only or step.id in needed:
            needed.update(step.needs)
    late = [step.id for step in steps if step.id in needed and choices[step.id].reason]
    if late:
        raise UsageError(
            f"--only {only}: {late[0]}, which it needs, is not up to date "
            f"({choices[late[0]].reason})",
            f"Run without --only, or with --from {late[0]}.",
        )
    return {
        step.id: choices[step.id]
        if step.id == only
        else Choice(left_out=f"only {only} was asked for")
        for step in steps
    }
