"""The data dictionary says what the models say, of every table and column."""

import re

import pytest
from sqlalchemy import Column, Table

from scripts import data_dictionary
from seqpt_lib.store.models import metadata

TABLES = list(metadata.tables.values())
COLUMNS = [column for table in TABLES for column in table.columns]
PAGE = data_dictionary.page()


def described(page: str) -> list[tuple[str, str, str]]:
    """The table, the name and the meaning in every row of the page."""
    found = []
    for section in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        table = re.split(r"[:\n]", section, maxsplit=1)[0]
        rows = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", section, flags=re.MULTILINE)
        found += [(table, name, meaning) for name, meaning in rows]
    return found


def test_the_page_is_what_make_dictionary_writes() -> None:
    assert data_dictionary.PAGE.read_text("utf-8") == PAGE, "say make dictionary"


def test_every_column_stands_on_the_page_once() -> None:
    rows = sorted((table, name) for table, name, _ in described(PAGE))
    assert rows == sorted((column.table.name, column.name) for column in COLUMNS)


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_table_has_a_sentence(table: Table) -> None:
    sentence = data_dictionary.CLASSES[table].__doc__
    assert sentence
    assert sentence.strip().endswith(".")


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_has_a_meaning_that_is_more_than_its_name(column: "Column[object]") -> None:
    words = (column.doc or "").rstrip(".").lower()
    assert words
    assert words.replace(" ", "_") != column.name
    assert column.doc is not None
    assert column.doc.endswith(".")


@pytest.mark.parametrize(
    ("table", "name", "values"),
    [
        pytest.param("need", "level", "Values: 1, 2, 4, 6.", id="a list"),
        pytest.param(
            "user_se_competency_survey_results", "gap_size", "Values: 0 to 6.", id="a range"
        ),
        pytest.param(
            "learning_plans", "estimated_duration_weeks", "Values: 1 or more.", id="a least value"
        ),
    ],
)
def test_a_meaning_ends_with_what_the_database_allows(table: str, name: str, values: str) -> None:
    [meaning] = [row[2] for row in described(PAGE) if row[:2] == (table, name)]
    assert meaning.endswith(f" {values}")


@pytest.mark.parametrize("step", data_dictionary.STEPS, ids=lambda step: step.id)
def test_a_table_names_the_steps_that_write_it(step: data_dictionary.spec.StepSpec) -> None:
    ours = {table.name for table in TABLES if table.schema}
    tables = ours & data_dictionary.written(step)
    sections = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    written = {re.split(r"[:\n]", text)[0] for text in sections if f"`{step.id}`" in text}
    assert tables <= written
