"""The other organizations of a database: they never stop a run, one line says what awaits them."""

from seqpt_lib.quality.suites import SEVERITIES, CheckMeta, Expectation, GateSuite, TableSuite

OTHER = "other_organization"


def with_other_organizations(suite: GateSuite) -> GateSuite:
    """Add one check to a gate: do the other organizations pass its critical checks?

    The critical checks of one organization are asked for each of the others in one statement.

    Args:
        suite: The gate.

    Returns:
        The gate with one note more: a row is an organization that its own run would stop for.
    """
    stops = [
        _finds_rows(table, check)
        for table in suite.tables
        for check in table.expectations
        if check.severity == SEVERITIES[0] and ":organization_id" in _query(table, check)
    ]
    meta = CheckMeta(
        id="other_organizations",
        rule="the other organizations pass the critical checks too",
        why="Their findings do not stop this run, but they would stop theirs.",
        fix="Say make check-data ORG=all to see what is wrong with each of them.",
    )
    query = (
        f"SELECT {OTHER}.id AS organization_id FROM organization {OTHER} "
        f"WHERE {OTHER}.id <> :organization_id AND ({' OR '.join(stops)}) ORDER BY 1"
    )
    note = Expectation(
        type="unexpected_rows_expectation",
        kwargs={"unexpected_rows_query": query},
        severity="info",
        meta=meta,
    )
    others = "SELECT id FROM organization WHERE id <> :organization_id"
    table = TableSuite(table="organization", query=others, expectations=[note])
    return suite.model_copy(update={"tables": [*suite.tables, table]})


def _query(table: TableSuite, check: Expectation) -> str:
    return str(check.kwargs.get("unexpected_rows_query", table.query)).strip().rstrip(";")


def _finds_rows(table: TableSuite, check: Expectation) -> str:
    query = _query(table, check).replace(":organization_id", f"{OTHER}.id")
    if "value" in check.kwargs:
        return f"(SELECT count(*) FROM ({query}) AS counted) <> {int(check.kwargs['value'])}"
    return f"EXISTS (SELECT FROM ({query}) AS found)"
