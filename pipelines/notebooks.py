"""What a notebook says about itself before it runs: its shape and its parameters."""

import ast
import json
import math
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from seqpt_lib.errors import PipelineFileError, UsageError

Value = str | int | float | bool

NOTEBOOK_FORMAT = 4

GIVEN = ("org", "run_id")
"""Parameters that the runner gives to every notebook."""

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_MEANT = {"int": "a whole number", "float": "a number", "bool": "true or false"}


@dataclass(frozen=True)
class Declared:
    """A parameter as the ``parameters`` cell of a notebook declares it."""

    name: str
    type_name: str


def read_declared(notebook: Path, place: str) -> dict[str, Declared]:
    """Read which parameters a notebook takes.

    Args:
        notebook: The file.
        place: How an error names it.

    Returns:
        The parameters by name: annotated or plain assignments of the one ``parameters`` cell.

    Raises:
        PipelineFileError: If the file is missing, no notebook, or has not one ``parameters`` cell.
    """
    source = _parameters_cell(_read(notebook, place), place)
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise PipelineFileError(
            f"{place}: the parameters cell is no valid Python in line {error.lineno}: {error.msg}",
            "Write one assignment a line: name: type = value  # what it means.",
        ) from error
    declared = (_declared(statement) for statement in statements)
    return {parameter.name: parameter for parameter in declared if parameter}


def typed_value(text: str, parameter: Declared, place: str) -> Value:
    """Turn what a person typed into the declared type.

    Args:
        text: The value as typed.
        parameter: The parameter it is for.
        place: The notebook that declares it.

    Returns:
        The value.

    Raises:
        UsageError: If the text is no value of that type.
    """
    try:
        return _converted(text, parameter.type_name)
    except (ValueError, KeyError) as error:
        meant = _MEANT.get(parameter.type_name, f"a {parameter.type_name}")
        raise UsageError(
            f"parameter {parameter.name} takes {meant}, not {text!r}", f"It is declared in {place}."
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


def _read(notebook: Path, place: str) -> NotebookNode:
    if not notebook.is_file():
        raise PipelineFileError(f"{place} does not exist", "Correct `notebook:`, or add the file.")
    try:
        text = notebook.read_text(encoding="utf-8")
        content: NotebookNode = nbformat.from_dict(json.loads(text))  # type: ignore[no-untyped-call]
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


def _parameters_cell(notebook: NotebookNode, place: str) -> str:
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    if len(tagged) != 1 or tagged[0].cell_type != "code":
        raise PipelineFileError(
            f"{place} has {len(tagged) or 'no'} cells tagged `parameters`"
            if len(tagged) != 1
            else f"{place}: the cell tagged `parameters` is no code cell",
            "Tag exactly one code cell with `parameters`.",
        )
    return "".join(tagged[0].source)  # text, or a list of lines


def _declared(statement: ast.stmt) -> Declared | None:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return Declared(statement.target.id, ast.unparse(statement.annotation).strip("'\""))
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        value = statement.value
        kind = type(value.value).__name__ if isinstance(value, ast.Constant) else "expression"
        return Declared(statement.targets[0].id, kind)
    return None
