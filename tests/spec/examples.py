"""Reads the example tables of docs/explanation: they are the test data."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs" / "explanation"
MARK = re.compile(r"<!-- example: (?P<name>[\w-]+) -->")


def examples(file: str, name: str) -> list[dict[str, str]]:
    """Read one example table.

    Args:
        file: Name of the page without ``.md``.
        name: What its line ``<!-- example: NAME -->`` says.

    Returns:
        One dict per row, by column heading, the text of the cells.

    Raises:
        LookupError: If there is no such table on the page, or more than one.
    """
    found = [table for mark, table in tables(file) if mark == name]
    if len(found) != 1:
        raise LookupError(f"docs/explanation/{file}.md has {len(found)} tables marked {name}")
    return found[0]


def tables(file: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Read all marked tables of a page.

    Args:
        file: Name of the page without ``.md``.

    Returns:
        Name and rows of each, in the order of the page.
    """
    lines = (DOCS / f"{file}.md").read_text(encoding="utf-8").splitlines()
    marks = [(number, MARK.fullmatch(line)) for number, line in enumerate(lines)]
    return [(mark["name"], _rows(lines[number + 1 :], file)) for number, mark in marks if mark]


def _rows(lines: list[str], file: str) -> list[dict[str, str]]:
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    table = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
    if len(table) < 3:
        raise LookupError(f"docs/explanation/{file}.md has a mark without a table of rows")
    heading, _rule, *rows = table
    return [dict(zip(heading, row, strict=True)) for row in rows]


def number(cell: str) -> int | None:
    """Read a whole number; an empty cell is a missing one."""
    return int(cell) if cell else None


def numbers(cell: str) -> list[int]:
    """Read whole numbers with commas between them; an empty cell has none."""
    return [int(part) for part in cell.split(",")] if cell else []


def names(cell: str) -> list[str]:
    """Read names with semicolons between them."""
    return [part.strip() for part in cell.split(";")]


def is_yes(cell: str) -> bool:
    """Read yes or no."""
    return {"yes": True, "no": False}[cell]


def cells(rows: list[dict[str, str]], columns: tuple[str, str, str]) -> list[dict[str, int]]:
    """Unfold a table with one column per thing ("process 17") into one row per cell.

    Args:
        rows: The table; its first column is the id of the row.
        columns: Names for the row id, the column id and the value.

    Returns:
        One dict per cell that is not empty.
    """
    row_id, column_id, value = columns
    return [
        {row_id: int(first), column_id: int(heading.split()[-1]), value: int(cell)}
        for row in rows
        for first, *_ in [list(row.values())]
        for heading, cell in list(row.items())[1:]
        if cell
    ]
