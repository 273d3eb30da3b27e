"""A check that brings a query of its own: how often it is asked, what of its rows is kept."""

from typing import Any

import pytest

from seqpt_lib.errors import DatabaseError
from seqpt_lib.quality.asked_once import UnexpectedRowsAskedOnce
from seqpt_lib.quality.engine import run_suite
from seqpt_lib.quality.suites import GateSuite
from seqpt_lib.store import engine
from seqpt_lib.store.ledger import CheckResult
from seqpt_lib.store.sessions import CountingCursor

ORGANIZATION = 7
OWN_TYPE = "unexpected_rows_expectation"
KEPT_ROWS = 200
"""As many as Great Expectations keeps of the rows of a query."""

Sent = list[tuple[str, int]]
"""Statements, with the number of rows that the server gave back."""

pytestmark = pytest.mark.usefixtures("empty_database")


def suite(*queries: str) -> GateSuite:
    checks = [
        {
            "type": OWN_TYPE,
            "kwargs": {"unexpected_rows_query": query},
            "severity": "warning",
            "meta": {"id": f"check_{number}", "rule": "none", "why": "So.", "fix": "Mend it."},
        }
        for number, query in enumerate(queries)
    ]
    table = {"table": "some", "query": "SELECT 1 AS one", "expectations": checks}
    return GateSuite.model_validate({"gate": "some", "tables": [table]})


def judge(*queries: str) -> list[CheckResult]:
    with engine.transaction() as connection:
        return run_suite(suite(*queries), connection, ORGANIZATION)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What is sent to the database from now on."""
    heard: Sent = []
    execute = CountingCursor.execute

    def listen(cursor: CountingCursor, query: Any, parameters: Any = None) -> None:
        execute(cursor, query, parameters)
        heard.append((str(query), cursor.rowcount))

    monkeypatch.setattr(CountingCursor, "execute", listen)
    return heard


@pytest.mark.parametrize("count", [0, 3], ids=["nothing found", "rows found"])
def test_a_query_is_sent_once(count: int, sent: Sent) -> None:
    query = f"SELECT n FROM generate_series(1, {count}) AS n"

    (result,) = judge(query)

    assert result.unexpected_count == count
    assert len([1 for statement, _ in sent if query in statement]) == 1


def test_all_rows_are_counted_and_only_the_first_are_fetched(sent: Sent) -> None:
    (result,) = judge("SELECT n FROM generate_series(1, 1000) AS n ORDER BY n DESC")

    assert (result.success, result.unexpected_count) == (False, 1000)
    assert result.keys == ["n 1000", "n 999", "n 998", "n 997", "n 996"]
    assert max(rows for _, rows in sent) == KEPT_ROWS


@pytest.mark.parametrize(
    ("query", "key"),
    [
        pytest.param("SELECT 1 AS id, 'x' AS word", "id 1 word x", id="a number and a text"),
        pytest.param("SELECT 1.50 AS share", "share 1.50", id="a number with its places"),
        pytest.param("SELECT NULL::int AS id", "id None", id="nothing"),
        pytest.param("SELECT '{{a}}' AS word", "word {a}", id="braces"),
        pytest.param("SELECT '5 %' AS word WHERE 'a%b' LIKE '%b'", "word 5 %", id="percent signs"),
        pytest.param("SELECT :organization_id AS id", "id 7", id="the organization"),
        pytest.param("WITH found AS (SELECT 2 AS id) SELECT * FROM found;", "id 2", id="a WITH"),
    ],
)
def test_a_key_shows_the_columns_of_a_row(query: str, key: str) -> None:
    (result,) = judge(query)

    assert (result.success, result.unexpected_count, result.keys) == (False, 1, [key])


def test_great_expectations_own_expectation_finds_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queries = [
        "SELECT 1 AS id WHERE false",
        "SELECT n AS id, 'x' AS word, NULL AS nothing FROM generate_series(1, 300) AS n ORDER BY 1",
        "SELECT 1.50 AS share, true AS is_so, '{{a}} 5 %' AS word, ARRAY[1, 2] AS ids",
    ]
    found = judge(*queries)

    monkeypatch.setattr(UnexpectedRowsAskedOnce, "expectation_type", OWN_TYPE)

    assert judge(*queries) == found


def test_each_check_has_its_own_rows_and_those_with_the_same_query_the_same() -> None:
    one, two, nothing = "SELECT 1 AS id", "SELECT 2 AS id", "SELECT 3 AS id WHERE false"

    results = judge(one, two, nothing, one)

    assert [(result.check_id, result.success, result.keys) for result in results] == [
        ("check_0", False, ["id 1"]),
        ("check_1", False, ["id 2"]),
        ("check_2", True, []),
        ("check_3", False, ["id 1"]),
    ]


@pytest.mark.parametrize(
    ("query", "cause"),
    [
        pytest.param("SELECT id FROM nowhere", 'relation "nowhere" does not exist', id="a table"),
        pytest.param("SELECT 1 / 0 AS id", "division by zero", id="a value"),
        pytest.param("SELECT '{batch}' AS id", "`batch` is not a placeholder", id="a placeholder"),
    ],
)
def test_a_query_that_cannot_be_asked_is_named_with_the_cause(query: str, cause: str) -> None:
    with pytest.raises(DatabaseError) as stop:
        judge("SELECT 1 AS id", query)

    assert stop.value.what.startswith("check check_1 of some cannot be run: ")
    assert cause in stop.value.what
