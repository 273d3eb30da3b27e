"""Every check of every gate: one case that passes, one that fails."""

from fnmatch import fnmatchcase
from operator import attrgetter

import pandas as pd
import pytest

from seqpt_lib import reference, store
from seqpt_lib.objectives import template_objectives
from seqpt_lib.quality.engine import run_suite
from seqpt_lib.quality.suites import GateSuite, load_suite
from seqpt_lib.store import engine
from seqpt_lib.store.ledger import CheckResult
from tests.support import rows
from tests.support.databases import Server, pointed_at
from tests.support.spoil import Spoil
from tests.support.spoils import SPOILS

pytestmark = pytest.mark.xdist_group("checks")  # the results of good data are made only once

DEMO = 1

CASES = [
    pytest.param(gate, spoil, id=f"{gate}: {spoil.check_id}")
    for gate, spoils in SPOILS.items()
    for spoil in spoils
]

MENDED_FIRST = [
    (gate, spoil) for gate, spoils in SPOILS.items() for spoil in spoils if spoil.is_mended_first
]
ALL = [spoil for spoils in SPOILS.values() for spoil in spoils]
NAME = attrgetter("check_id")


def suite_of_one(gate: str, check_id: str) -> GateSuite:
    suite = load_suite(gate)
    tables = [
        table.model_copy(update={"expectations": [check]})
        for table in suite.tables
        for check in table.expectations
        if check.meta.id == check_id
    ]
    return suite.model_copy(update={"tables": tables})


def run_check(gate: str, check_id: str) -> CheckResult:
    with engine.transaction() as connection:
        (result,) = run_suite(suite_of_one(gate, check_id), connection, DEMO)
    return result


@pytest.mark.parametrize("gate", SPOILS)
def test_every_check_of_a_gate_has_a_case(gate: str) -> None:
    checks = [check.meta.id for table in load_suite(gate).tables for check in table.expectations]

    assert [spoil.check_id for spoil in SPOILS[gate]] == checks


@pytest.fixture(scope="module")
def results_of_good_data(server: Server) -> dict[str, CheckResult]:
    """All checks of all gates on the demo organization after all its steps."""
    with (
        pytest.MonkeyPatch.context() as patch,
        server.clone("planned") as address,
        pointed_at(address, patch),
        engine.transaction() as connection,
    ):
        return {
            result.check_id: result
            for gate in SPOILS
            for result in run_suite(load_suite(gate), connection, DEMO)
        }


@pytest.mark.parametrize("spoil", [s for s in ALL if not s.is_mended_first], ids=NAME)
def test_a_check_passes(spoil: Spoil, results_of_good_data: dict[str, CheckResult]) -> None:
    result = results_of_good_data[spoil.check_id]

    assert (result.success, result.unexpected_count, result.keys) == (True, 0, [])


@pytest.mark.parametrize(("gate", "spoil"), MENDED_FIRST)
@pytest.mark.usefixtures("planned_database")
def test_a_check_passes_where_what_it_finds_is_mended(gate: str, spoil: Spoil) -> None:
    rows.run_script(spoil.mended)

    result = run_check(gate, spoil.check_id)

    assert (result.success, result.unexpected_count, result.keys) == (True, 0, [])


@pytest.mark.parametrize(("gate", "spoil"), CASES)
@pytest.mark.usefixtures("planned_database")
def test_a_check_finds_the_rows_that_break_it(gate: str, spoil: Spoil) -> None:
    rows.run_script(f"{spoil.mended}; {spoil.sql}")

    result = run_check(gate, spoil.check_id)

    assert not result.success
    assert (result.severity, result.unexpected_count) == (spoil.severity, spoil.count)
    assert len(result.keys) == len(spoil.keys)
    assert all(map(fnmatchcase, result.keys, spoil.keys)), result.keys


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.usefixtures("demo_database")
def test_every_template_passes_the_gate(language: str) -> None:
    templates = reference.objective_templates()
    needs = pd.DataFrame(sorted(templates), columns=["competency_id", "level"]).assign(
        people_count=1, assessed_count=1
    )
    with engine.transaction() as connection:
        store.write_organization_tables(connection, DEMO, {"need": needs})
        objectives = template_objectives(needs, templates, language)
        assert store.write_objectives(connection, DEMO, objectives) == 16 * 4

        results = run_suite(load_suite("objectives"), connection, DEMO)

    assert [(result.check_id, result.keys) for result in results if not result.success] == []


WORDINGS = [
    pytest.param("objective_names_known", "the role “Wizard”", True, id="an unknown role"),
    pytest.param("objective_names_known", 'competence: "Magic"', True, id="with a colon"),
    pytest.param("objective_names_known", "KOMPETENZ \u201aMut\u2018", True, id="German, capitals"),
    pytest.param("objective_names_known", "Rolle des »Zauberers«", True, id="with an article"),
    pytest.param(
        "objective_names_known", "the roles 'Customer' and 'Wizard'", True, id="second of a list"
    ),
    pytest.param("objective_names_known", "the roles 'Customer', 'Management'", False, id="known"),
    pytest.param("objective_names_known", "the role 'Unknown_Role'", True, id="a marker"),
    pytest.param("objective_names_known", "each team's role and the team's goal", False, id="'s"),
    pytest.param("objective_names_known", "a Rollenspiel 'Wizard'", False, id="a longer word"),
    *(
        pytest.param("objective_names_known", wording, is_found, id=wording)
        for wording, is_found in (
            ("They master Wizardry Management as the role Chief Wizard", True),
            ("in der Rolle Zauberer", True),
            ("the competency Magic", True),
            ("die Kompetenz Hexerei zeigen", True),
            ("the role of the Chief Wizard", True),
            ("competency Systems of magic", True),
            ("the role Project Manager In Charge", False),
            ("the role Verification and Validation (V&V) Operator", False),
            ("the competency Systems thinking", False),
            ("die Kompetenz Agile Methoden", False),
            ("each role. They", False),
            ("Rollen, Ereignisse und Artefakte", False),
        )
    ),
    *(
        pytest.param("objective_own_competency", wording, is_found, id=wording)
        for wording, is_found in (
            ("Agile Methoden", True),
            ("agile methods", True),
            ("Systemisches Denken", False),
            ("agile methodology", False),
        )
    ),
    *(
        pytest.param("objective_no_score", wording, True, id=wording)
        for wording in (
            "reach 80 %",
            "reach 80%",
            "reach 7.5 percent",
            "zu 80 Prozent",
            "with 8 points",
            "mit 8 Punkten",
            "a high score",
            "reach level 4",
            "erreichen Stufe 4",
            "in 4 out of 5 reviews",
            "in 4 von 5 Reviews",
            "reach 3 of 5",
            "a level of four",
            "auf Stufe vier",
            "they scored high",
            "eight points",
            "achtzig Prozent",
            "87",
        )
    ),
    *(
        pytest.param("objective_no_score", wording, False, id=wording)
        for wording in (
            "a scorecard of two pages",
            "climbing level by level",
            "two pointers and three levels of detail",
            "drei von fünf Reviews",
        )
    ),
]


@pytest.mark.parametrize(("check_id", "wording", "is_found"), WORDINGS)
@pytest.mark.usefixtures("planned_database")
def test_a_wording_is_found(check_id: str, wording: str, is_found: bool) -> None:
    rows.run(
        "UPDATE objective SET full_text = full_text || ' ' || :wording "
        "WHERE competency_id = 1 AND level = 1",
        wording=wording,
    )

    assert run_check("objectives", check_id).unexpected_count == is_found
