"""The expectation behind most checks: rows that a query finds, asked for once and not twice.

Great Expectations' own one sends each query twice, for its rows and for their number, and works out
dozens of times a check what it was given: most of what a gate costs in a small organization. A
suite names the own one, and its judgement is what counts here too.
"""

from contextlib import closing
from typing import Any

from great_expectations.constants import MAX_RESULT_RECORDS
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.expectation_configuration import parse_result_format
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.query_metric_provider import QueryMetricProvider
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

QUERY = "unexpected_rows_query"
COUNT = "count_of_all_found"
"""A column beside those of the query; no query has one of this name."""


class CountedRows(QueryMetricProvider):
    """What a query finds: the first rows as Great Expectations limits them, and how many in all."""

    metric_name = f"{QUERY}.counted_rows"
    value_keys = (QUERY,)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805  # handed over by this name
        execution_engine: SqlAlchemyExecutionEngine,
        metric_value_kwargs: dict[str, Any],
        **_: Any,
    ) -> tuple[list[dict[str, Any]], int]:
        query = cls._format_query(metric_value_kwargs[QUERY])
        # Kept by the server, it is computed once and read in its order; few rows are fetched.
        statement = (
            f"WITH found AS MATERIALIZED ({query}) "
            f"SELECT *, (SELECT count(*) FROM found) AS {COUNT} FROM found "
            f"LIMIT {MAX_RESULT_RECORDS}"
        )
        with closing(execution_engine.engine.raw_connection()) as connection:
            cursor: Any = connection.cursor()
            cursor.execute(statement)
            names = [column.name for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
        counts = [row.pop(COUNT) for row in rows]
        return rows, max(counts, default=0)


class UnexpectedRowsAskedOnce(UnexpectedRowsExpectation):
    """Great Expectations' own expectation about the rows of a query, at a lower price."""

    def get_validation_dependencies(
        self,
        execution_engine: Any = None,  # noqa: ARG002  # handed over, and not needed
        runtime_configuration: Any = None,
    ) -> ValidationDependencies:
        """Name the one metric that is needed, from what is known without looking it up."""
        metric = MetricConfiguration(
            CountedRows.metric_name,
            metric_domain_kwargs={"batch_id": self.batch_id},
            metric_value_kwargs={QUERY: self.unexpected_rows_query},
        )
        result_format = parse_result_format(self._get_result_format(runtime_configuration))
        return ValidationDependencies({CountedRows.metric_name: metric}, result_format)

    def _get_result_format(self, runtime_configuration: Any = None) -> Any:
        return (runtime_configuration or {}).get("result_format", self.result_format)

    def _validate(self, metrics: dict[str, Any], *arguments: Any, **named: Any) -> Any:
        rows, count = metrics[CountedRows.metric_name]
        both = {f"{QUERY}.table": rows, f"{QUERY}.row_count": count}
        return super()._validate(both, *arguments, **named)
