"""All that is checked before the first cell runs: steps, notebooks, parameters."""

import ast
import json
import math
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.spec import PipelineSpec, StepSpec, shown
from seqpt_lib.errors import PipelineFileError, UsageError, listed
from seqpt_lib.lean import without_slow_parts

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = str | int | float | bool

NOTEBOOK_FORMAT = 4

GIVEN = ("org", "run_id")
"""Parameters that the runner gives to every notebook."""

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_MEANT = {"int": "a whole number", "float": "a number", "bool": "true or false"}


def check(spec: PipelineSpec, parameters: dict[str, str]) -> dict[str, dict[str, Value]]:
    """Check everything that can be wrong before the first cell runs.

    Args:
        spec: The pipeline.
        parameters: Parameters as typed.

    Returns:
        For each step, by id, the given parameters that its notebook declares, with their types.

    Raises:
        PipelineFileError: If a step or its notebook does not have the agreed shape.
        UsageError: If a parameter is unknown, has the wrong type, or a value that it may not have.
    """
    types: dict[str, dict[str, str]] = {}
    for step in spec.steps:
        place = f"{shown(spec.path)}, step {step.id}"
        _check_order(step, list(types), place)
        _check_suites(spec, step, place)
        _check_files(spec, step, place)
        types[step.id] = _declared_types(spec.root / step.notebook, f"{place}: {step.notebook}")
        _check_given(step, types[step.id], place)
        _check_domains(step, types[step.id], place)
    known = {name for declared in types.values() for name in declared} - set(GIVEN)
    for name in parameters:
        _check_known(name, known)
    return {
        step.id: {
            name: _value(name, text, types[step.id][name], step)
            for name, text in parameters.items()
            if name in types[step.id]
        }
        for step in spec.steps
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


def _check_files(spec: PipelineSpec, step: StepSpec, place: str) -> None:
    missing = [name for name in step.files if not any(spec.root.glob(name))]
    if missing:
        raise PipelineFileError(
            f"{place}: {listed(missing)} does not exist", "Correct `files:`, or add the file."
        )


def _check_given(step: StepSpec, declared: dict[str, str], place: str) -> None:
    missing = [name for name in GIVEN if name not in declared]
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


def _check_domains(step: StepSpec, declared: dict[str, str], place: str) -> None:
    for name, domain in step.parameters.items():
        if declared.get(name) not in domain.types:
            raise PipelineFileError(
                f"{place}: {step.notebook} declares no parameter "
                f"{name}: {' or '.join(domain.types)}",
                "Correct `parameters:`, or the notebook's parameters cell.",
            )


def _value(name: str, text: str, type_name: str, step: StepSpec) -> Value:
    value = _typed_value(name, text, type_name, step.notebook)
    if name in step.parameters:
        step.parameters[name].refuse(name, value)
    return value


def _typed_value(name: str, text: str, type_name: str, notebook: Path) -> Value:
    try:
        return _converted(text, type_name)
    except (ValueError, KeyError) as error:
        meant = _MEANT.get(type_name, f"a {type_name}")
        raise UsageError(
            f"parameter {name} takes {meant}, not {text!r}", f"It is declared in {notebook}."
        ) from error


def _converted(text: str, type_name: str) -> Value:
    if type_name == "str":
        return text
    if type_name == "bool":
        return _WORDS[text.strip().lower()]
    if type_name == "int":
        return int(text)
    if type_name == "float" and math.isfinite(number := float(text)):
        return number
    raise ValueError(type_name)


def _declared_types(notebook: Path, place: str) -> dict[str, str]:
    if not notebook.is_file():
        raise PipelineFileError(f"{place} does not exist", "Correct `notebook:`, or add the file.")
    return _declared_in(notebook.read_bytes(), place)


@lru_cache(maxsize=64)
def _declared_in(written: bytes, place: str) -> dict[str, str]:
    """Read which parameters a notebook declares: the name of the type, by parameter.

    Kept, since a worker asks twice for each of many organizations.
    """
    source = _parameters_cell(_read(written, place), place)
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise PipelineFileError(
            f"{place}: the parameters cell is no valid Python in line {error.lineno}: {error.msg}",
            "Write one assignment a line: name: type = value  # what it means.",
        ) from error
    return dict(declared for statement in statements if (declared := _declared(statement)))


def _read(written: bytes, place: str) -> "NotebookNode":
    without_slow_parts()
    import nbformat

    try:
        content: NotebookNode = nbformat.from_dict(json.loads(written.decode("utf-8")))
        nbformat.validate(content)
    except (ValueError, AttributeError, nbformat.ValidationError) as error:
        reason = str(error).strip().split("\n")[0]
        raise PipelineFileError(
            f"{place} is no valid notebook: {reason}", "Open and save it in JupyterLab."
        ) from error
    if content.nbformat != NOTEBOOK_FORMAT:
        raise PipelineFileError(
            f"{place} is a notebook of format {content.nbformat}", "Open and save it in JupyterLab."
        )
    return content


def _parameters_cell(notebook: "NotebookNode", place: str) -> str:
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    if len(tagged) != 1 or tagged[0].cell_type != "code":
        raise PipelineFileError(
            f"{place} has {len(tagged) or 'no'} cells tagged `parameters`"
            if len(tagged) != 1
            else f"{place}: the cell tagged `parameters` is no code cell",
            "Tag exactly one code cell with `parameters`.",
        )
    return "".join(tagged[0].source)  # text, or a list of lines


def _declared(statement: ast.stmt) -> tuple[str, str] | None:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id, ast.unparse(statement.annotation).strip("'\"")
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        value = statement.value
        kind = type(value.value).__name__ if isinstance(value, ast.Constant) else "expression"
        return statement.targets[0].id, kind
    return None
