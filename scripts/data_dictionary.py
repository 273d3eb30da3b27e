"""Write ``docs/data-dictionary.md`` from the models: ``make dictionary``."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import CheckConstraint, Column, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import ColumnCollectionConstraint

from pipelines import spec
from seqpt_lib.schema.contract import EXTENSIONS
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.digests import row_set
from seqpt_lib.store.models import metadata
from seqpt_lib.store.models.base import Base

PAGE = PROJECT_ROOT / "docs" / "data-dictionary.md"
FRAME = PROJECT_ROOT / "scripts" / "data_dictionary.md"
"""The introduction, and the headings under which the tables stand."""

GROUP = re.compile(r"<!-- tables: (.+) -->\n\n")
ADDED_TABLES = ("learning_plans", "questionnaire_responses")
WHEN_IT_GOES = {
    "CASCADE": "deleted with it",
    "SET NULL": "emptied with it",
    None: "keeps it from being deleted",
}
Columns = list[Column[Any]]
CLASSES = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
STEPS = spec.load(PROJECT_ROOT / "pipelines" / "learning_plans.yaml").steps


def page() -> str:
    """Describe every table of the models.

    Returns:
        The page as Markdown: the frame, with the tables of each group below its words.
    """
    introduction, *parts = GROUP.split(FRAME.read_text("utf-8"))
    blocks = [introduction]
    for group, words in zip(parts[::2], parts[1::2], strict=True):
        blocks += [words, *(_section(table, columns) for table, columns in _tables(group))]
    return "\n\n".join(block.strip() for block in blocks) + "\n"


def _tables(group: str) -> Iterator[tuple[Table, Columns]]:
    """Give the tables of a group in the order of the models, each with its columns there."""
    for table in metadata.tables.values():
        module = CLASSES[table].__module__.rsplit(".", 1)[-1]
        added = [column for column in table.columns if _is_added(column)]
        own = [column for column in table.columns if not (table.schema or _is_added(column))]
        ours = list(table.columns) if table.schema and module in group.split() else []
        if columns := {"added": added, "app": own}.get(group, ours):
            yield table, columns


def _is_added(column: Column[Any]) -> bool:
    """Tell whether SE-QPT added a column, or its whole table, in ``public``."""
    table: Table = column.table
    is_extension = table.name in ADDED_TABLES or column.name in EXTENSIONS.get(table.name, [])
    return table.schema is None and is_extension


def _section(table: Table, columns: Columns) -> str:
    """Describe a table, or the part of it that SE-QPT added to one of the survey app's."""
    is_part = not any(column.primary_key for column in columns)
    heading = f"{table.name}: what is added" if is_part else table.name
    sentences = f"Columns of {_link(table.name)}." if is_part else _sentences(table)
    facts = [*([] if is_part else _identity(table)), *_neighbours(table, columns)]
    if not is_part and (referring := _referring(table)):
        facts.append(f"- **Referred to by**: {', '.join(map(_link, referring))}")
    head = ["| column | type | may be empty | meaning |", "|---|---|---|---|"]
    blocks = [f"### {heading}", sentences, "\n".join(facts), "\n".join([*head, *_rows(columns)])]
    return "\n\n".join(block for block in blocks if block)


def _sentences(table: Table) -> str:
    text = " ".join(inspect.cleandoc(CLASSES[table].__doc__ or "").split())
    return re.sub(r"\. (?=[A-Z`])", ".\n", text.replace("``", "`"))


def written(step: spec.StepSpec) -> set[str]:
    """Name the tables that a step writes, or some columns of which it writes."""
    return {row_set(name).table for name in step.writes}


def _identity(table: Table) -> Iterator[str]:
    yield f"- **Key**: {_names(table.primary_key)}"
    for constraint in sorted(table.constraints, key=lambda found: str(found.name)):
        if isinstance(constraint, UniqueConstraint):
            yield f"- **Unique**: {_names(constraint)}"


def _neighbours(table: Table, columns: Columns) -> Iterator[str]:
    numbered = enumerate(STEPS, start=1)
    writers = [f"step {n} `{step.id}`" for n, step in numbered if table.name in written(step)]
    if writers and (table.schema or any(map(_is_added, columns))):
        yield f"- **Written by**: {', '.join(writers)}"
    aims = [_aim(column) for column in columns if column.foreign_keys]
    if aims:
        yield f"- **Refers to**: {'; '.join(aims)}"


def _aim(column: Column[Any]) -> str:
    (key,) = column.foreign_keys
    return f"{_link(key.column.table.name)} by `{column.name}` ({WHEN_IT_GOES[key.ondelete]})"


def _referring(table: Table) -> list[str]:
    keys = (key for other in metadata.tables.values() for key in other.foreign_keys)
    return sorted({key.parent.table.name for key in keys if key.references(table)})


def _rows(columns: Columns) -> Iterator[str]:
    for column in columns:
        kind = str(column.type.compile(postgresql.dialect())).lower()  # type: ignore[no-untyped-call]
        is_optional = "yes" if column.nullable else "no"
        yield f"| `{column.name}` | {kind} | {is_optional} | {_meaning(column)} |"


def _meaning(column: Column[Any]) -> str:
    checks = [each for each in column.table.constraints if isinstance(each, CheckConstraint)]
    allowed = sorted(filter(None, (_domain(column.name, str(each.sqltext)) for each in checks)))
    return " ".join([(column.doc or "").replace("``", "`"), *allowed])


def _domain(name: str, condition: str) -> str:
    """Say what a CHECK holds a column to; nothing where it is about another column."""
    if listed := re.fullmatch(rf"{name} IN \((.+)\)", condition):
        return f"Values: {listed[1]}."
    if between := re.fullmatch(rf"{name} >= (\d+) AND {name} <= (\d+)", condition):
        return f"Values: {between[1]} to {between[2]}."
    least = re.fullmatch(rf"{name} >= (\d+)", condition)
    return f"Values: {least[1]} or more." if least else ""


def _names(constraint: ColumnCollectionConstraint) -> str:
    return ", ".join(f"`{column.name}`" for column in constraint.columns)


def _link(table: str) -> str:
    return f"[{table}](#{table})"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
