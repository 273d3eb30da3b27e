"""Reading the suites in ``expectations/``: one YAML file a gate."""

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from seqpt_lib.errors import PipelineFileError
from seqpt_lib.reference import read_yaml
from seqpt_lib.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "expectations"
SEVERITIES = ("critical", "warning", "info")
"""The worst first: what stops a run, what warns, what is only noted."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CheckMeta(_Strict):
    """What a person needs to know about a check."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    rule: str
    why: str
    fix: str


class Expectation(_Strict):
    """An expectation in Great Expectations' own schema, with the meta that we ask for."""

    type: str
    kwargs: dict[str, Any]
    severity: Literal["critical", "warning", "info"]
    meta: CheckMeta


class TableSuite(_Strict):
    """The expectations on one table, or on those of its rows that a query gives."""

    table: str
    query: str
    expectations: list[Expectation]


class GateSuite(_Strict):
    """All that one gate checks."""

    gate: str
    stages: list[Literal["own_levels", "own_role_levels"]] = []
    """Temporary tables that its queries compare with."""

    tables: list[TableSuite]


def load_suite(gate: str) -> GateSuite:
    """Read the suite of a gate.

    Args:
        gate: Name of the gate.

    Returns:
        Its checks.

    Raises:
        PipelineFileError: If the file is missing or has another shape, or a check id stands twice.
    """
    file = FOLDER / f"{gate}.yaml"
    if not file.exists():
        raise PipelineFileError(f"gate {gate} has no suite {file.name}", "Add it to expectations/.")
    try:
        content = read_yaml(file)
        suite = GateSuite.model_validate(content)
    except (yaml.YAMLError, ValidationError) as error:
        first = str(error).replace("\n", " ")
        raise PipelineFileError(
            f"suite {file.name} is not readable: {first}", "Mend it."
        ) from error
    _refuse_repeated_ids(suite, file)
    return suite


def bind(query: str, organization_id: int) -> str:
    """Put the organization's id into a query of a suite.

    Args:
        query: SQL with ``:organization_id``.
        organization_id: The organization.

    Returns:
        SQL without parameters, without a semicolon at its end.
    """
    return query.replace(":organization_id", str(int(organization_id))).strip().rstrip(";")


def _refuse_repeated_ids(suite: GateSuite, file: Path) -> None:
    ids = [check.meta.id for table in suite.tables for check in table.expectations]
    repeated = sorted({check for check in ids if ids.count(check) > 1})
    if repeated:
        raise PipelineFileError(
            f"suite {file.name}: check {repeated[0]} stands twice", "Rename one."
        )
