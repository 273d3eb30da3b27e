"""The page that says how to mend data: a section for each check, whose SQL mends it."""

import pytest

from seqpt_lib.quality.suites import load_suite
from tests.integration.test_checks import DEMO, run_check
from tests.support import rows
from tests.support.mending import SQL, mending_sql, sections
from tests.support.spoil import Spoil
from tests.support.spoils import SPOILS

BY_PEOPLE = {
    "answers_repeated": "history is no fault",
    "answers_incomplete": "people have to answer",
    "people_without_answers": "people have to answer",
    "personal_matrix_missing": "people have to describe their tasks",
    "organization_answers": "people have to answer",
    "organization_people": "a survey has to be imported",
    "indicators_complete": "texts have to be written",
    "indicator_count": "texts come from a backup",
    "names_mojibake": "names are corrected by hand",
    "duplicate_tables": "make migrate absorbs",
    "other_organizations": "a check of all judges them anew",
}
"""What no SQL can mend, and who or what does; the section's SQL shows the rows."""

MENDABLE = [
    pytest.param(spoil, id=spoil.check_id)
    for spoil in SPOILS["sources"]
    if spoil.check_id not in BY_PEOPLE
]


SEVERITY_WORDS = {"critical": "Stops a run.", "warning": "Warns.", "info": "A note."}


def checks() -> dict[str, str]:
    """Give what a section begins with, by check: severity and rule."""
    suites = [load_suite(gate) for gate in SPOILS]
    return {
        check.meta.id: f"{SEVERITY_WORDS[check.severity]} Rule: {check.meta.rule}.\n"
        for suite in suites
        for table in suite.tables
        for check in table.expectations
    }


def test_every_check_has_one_section_and_there_is_none_besides() -> None:
    names = [name for name, _text in sections()]

    assert len(names) == len(set(names))
    assert set(names) == set(checks())


def test_a_section_begins_with_the_rule_of_its_check() -> None:
    texts = dict(sections())

    assert [c for c, rule in checks().items() if not texts[c].startswith(f"\n{rule}")] == []


@pytest.mark.parametrize(("name", "text"), sections(), ids=[name for name, _text in sections()])
def test_a_section_explains_and_gives_sql_once(name: str, text: str) -> None:
    assert len(SQL.findall(text)) == 1
    assert len(SQL.sub("", text).split()) > 8


def test_what_people_mend_are_checks() -> None:
    assert set(BY_PEOPLE) <= set(checks())


@pytest.mark.usefixtures("planned_database")
def test_the_sql_of_every_section_runs() -> None:
    for name, _text in sections():
        rows.run_script(mending_sql(name, DEMO))


@pytest.mark.parametrize("spoil", MENDABLE)
@pytest.mark.usefixtures("planned_database")
def test_the_sql_mends_what_the_check_found(spoil: Spoil) -> None:
    rows.run_script(f"{spoil.mended}; {spoil.sql}")
    assert not run_check("sources", spoil.check_id).success

    rows.run_script(mending_sql(spoil.check_id, DEMO))

    assert run_check("sources", spoil.check_id).success
