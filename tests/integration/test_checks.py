"""Every check of every gate: one case that passes, one that fails."""

import pytest

from seqpt_lib.quality.engine import run_suite
from seqpt_lib.quality.suites import GateSuite, load_suite
from seqpt_lib.store import engine
from seqpt_lib.store.ledger import CheckResult
from tests.support import rows
from tests.support.spoil import Spoil
from tests.support.spoils import SPOILS

DEMO = 1

CASES = [
    pytest.param(gate, spoil, id=f"{gate}: {spoil.check_id}")
    for gate, spoils in SPOILS.items()
    for spoil in spoils
]


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


@pytest.mark.parametrize(("gate", "spoil"), CASES)
@pytest.mark.usefixtures("planned_database")
def test_a_check_passes(gate: str, spoil: Spoil) -> None:
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
    assert result.keys == list(spoil.keys)
