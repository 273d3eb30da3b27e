"""What the notebook of a step touches: the files that it opens, the tables that it reads.

A notebook is run in a process of its own: one that has read a file before may have kept it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True)
class Touched:
    """What a notebook touched."""

    files: frozenset[str]
    """Paths relative to the project's folder, of data alone."""

    statements: tuple[str, ...]
    """SQL that it sent, each once."""


def trace(notebook: str, **parameters: Any) -> Touched:
    """Run the code of a notebook and tell what it touched."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.support.tracing", notebook, json.dumps(parameters)],
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    touched = json.loads(told.stdout.splitlines()[-1])
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


def _main(notebook: str, parameters: dict[str, Any]) -> None:
    opened: set[str] = set()
    statements: set[str] = set()

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str):
            opened.add(arguments[0])

    sys.addaudithook(listen)
    from benchmarks.notebook import run_cells
    from seqpt_lib.store.engine import CountingCursor

    for method in ("execute", "copy_expert"):
        setattr(CountingCursor, method, _heard(getattr(CountingCursor, method), statements))
    run_cells(notebook, **parameters)
    files = sorted(_of_data({*opened}))
    sys.stdout.write(f"\n{json.dumps({'files': files, 'statements': sorted(statements)})}\n")


if __name__ == "__main__":
    _main(sys.argv[1], json.loads(sys.argv[2]))
