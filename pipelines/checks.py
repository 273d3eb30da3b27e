"""The checks of a pipeline's steps, their notebooks and the parameters given to them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from pipelines.notebooks import GIVEN, Declared, Value, read_declared, typed_value
from pipelines.paths import shown
from seqpt_lib.errors import PipelineFileError, UsageError, listed

if TYPE_CHECKING:
    from pipelines.spec import PipelineSpec, StepSpec

DeclaredByStep = dict[str, tuple[str, dict[str, Declared]]]
"""By step: its notebook as the pipeline file names it, and the parameters declared there."""


def check_steps(spec: PipelineSpec) -> DeclaredByStep:
    """Check order, notebooks and suites of all steps.

    Args:
        spec: The pipeline.

    Returns:
        The parameters that each step's notebook declares.

    Raises:
        PipelineFileError: At the first thing that is wrong, with file and step.
    """
    declared: DeclaredByStep = {}
    for step in spec.steps:
        place = f"{shown(spec.path)}, step {step.id}"
        _check_order(step, list(declared), place)
        _check_suites(spec, step, place)
        parameters = read_declared(spec.notebook_of(step), f"{place}: {step.notebook}")
        _check_given(step, parameters, place)
        declared[step.id] = (str(step.notebook), parameters)
    return declared


def values_by_step(
    declared: DeclaredByStep, parameters: dict[str, str]
) -> dict[str, dict[str, Value]]:
    """Give each step the parameters that its notebook declares, in the declared type.

    Args:
        declared: What the notebooks declare.
        parameters: Parameters as typed.

    Returns:
        Values by name, by step.

    Raises:
        UsageError: If no notebook declares a parameter, or its value has the wrong type.
    """
    known = {name for _, names in declared.values() for name in names} - set(GIVEN)
    for name in parameters:
        _check_known(name, known)
    return {
        step: {
            name: typed_value(text, names[name], notebook)
            for name, text in parameters.items()
            if name in names
        }
        for step, (notebook, names) in declared.items()
    }


def _check_order(step: StepSpec, earlier: list[str], place: str) -> None:
    if step.id in earlier:
        raise PipelineFileError(f"{place}: the id is used twice", "Give each step its own id.")
    missing = [need for need in step.needs if need not in earlier]
    if missing:
        raise PipelineFileError(
            f"{place}: needs {listed(missing)}, which does not come earlier",
            "Put it before this step, or correct `needs:`.",
        )


def _check_suites(spec: PipelineSpec, step: StepSpec, place: str) -> None:
    for gate in step.gates:
        suite = f"expectations/{gate}.yaml"
        if not (spec.root / suite).is_file():
            raise PipelineFileError(
                f"{place}: gate {gate} has no suite {suite}", "Correct `gates:`, or add the suite."
            )


def _check_given(step: StepSpec, parameters: dict[str, Declared], place: str) -> None:
    missing = [name for name in GIVEN if name not in parameters]
    if missing:
        raise PipelineFileError(
            f"{place}: {step.notebook} does not declare {' and '.join(missing)}",
            "Declare them in the parameters cell; the runner gives them to every notebook.",
        )


def _check_known(name: str, known: set[str]) -> None:
    if name in GIVEN:
        raise UsageError(f"parameter {name} is given by the runner", f"Leave --set {name} out.")
    if name not in known:
        near = get_close_matches(name, known, n=1)
        raise UsageError(
            f"no notebook declares the parameter {name}",
            f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(sorted(known))}.",
        )
