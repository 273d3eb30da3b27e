"""What the notebook of a step touches: the files that it opens, the tables that it reads.

A notebook is run in a kernel of its own: a process that has read a file before may have kept it.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from pipelines.kernels import kernel_environment, run_notebook
from seqpt_lib.store.sessions import CountingCursor

ROOT = Path(__file__).parents[2]
NOT_FILES = ("seqpt_lib", "pipelines", "benchmarks", "tests", "notebooks", "expectations", ".")
"""How paths begin that are no data: code, notebooks, suites and hidden files."""

_NAME = r'(?:ONLY\s+)?(?:"?\w+"?\.)?"?\w+"?'
_AFTER = r"(?:\s+(?:AS\s+)?\w+)?"
_SOURCES = re.compile(
    rf"\b(?:(?<!DELETE )FROM|JOIN|USING)\s+({_NAME}{_AFTER}(?:\s*,\s*{_NAME}{_AFTER})*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")

Words = dict[str, set[str]]
_opened: set[str] = set()
_statements: set[str] = set()


@dataclass(frozen=True)
class Touched:
    """What a notebook touched."""

    files: frozenset[str]
    """Paths relative to the project's folder, of data alone."""

    statements: tuple[str, ...]
    """SQL that it sent, each once."""


def trace(notebook: str, folder: Path, **parameters: Any) -> Touched:
    """Run a notebook, with a cell before and one behind it, and tell what it touched."""
    traced = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4)
    told = folder / f"{notebook}.json"
    mine = ["from tests.support.tracing import hear, tell\nhear()", f"tell({str(told)!r})"]
    before, behind = map(nbformat.v4.new_code_cell, mine)
    traced.cells = [before, *traced.cells, behind]
    source = folder / f"{notebook}.ipynb"
    nbformat.write(traced, source)
    environment = kernel_environment() | {"PYTHONPATH": str(ROOT)}
    run_notebook(source, folder / f"{notebook}.run.ipynb", parameters, environment, 5)
    touched = json.loads(told.read_text())
    return Touched(frozenset(touched["files"]), tuple(touched["statements"]))


def words_by_source(statements: tuple[str, ...], definitions: dict[str, str]) -> Words:
    """Tell what statements read from, by way of functions and views too, and in which words.

    Args:
        statements: SQL.
        definitions: SQL of functions and views, by name.

    Returns:
        Words of the statements, by what stands where a table can stand: tables, and with them
        aliases and schemas.
    """
    found: Words = {}
    for statement in statements:
        words = {*_WORD.findall(statement)}
        for source in _sources(statement, definitions):
            found[source] = found.get(source, set()) | words
    return found


def _sources(statement: str, definitions: dict[str, str]) -> set[str]:
    names: set[str] = set()
    waiting, unmet = [statement], dict(definitions)
    while waiting:
        text = waiting.pop()
        for sources in _SOURCES.findall(text):
            names.update(_WORD.findall(sources))
        waiting += [unmet.pop(word) for word in {*_WORD.findall(text)} & {*unmet}]
    return names


def _of_data(opened: set[str]) -> Iterator[str]:
    for path in (Path(ROOT, file) for file in opened):
        if path.is_relative_to(ROOT) and path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(NOT_FILES):
                yield name


def _heard(method: Callable[..., None], statements: set[str]) -> Callable[..., None]:
    def send(cursor: Any, query: Any, *arguments: Any) -> None:
        statements.add(str(query))
        method(cursor, query, *arguments)

    return send


def hear() -> None:
    """From now on, keep what this process opens and sends."""

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str):
            _opened.add(arguments[0])

    sys.addaudithook(listen)
    for method in ("execute", "copy_expert"):
        setattr(CountingCursor, method, _heard(getattr(CountingCursor, method), _statements))


def tell(file: str) -> None:
    """Write what was kept."""
    touched = {"files": sorted(_of_data({*_opened})), "statements": sorted(_statements)}
    Path(file).write_text(json.dumps(touched))
