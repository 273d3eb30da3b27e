"""docs/explanation/checks.md."""

import pytest

from tests.spec.examples import examples
from tests.unit.objective_texts import found

FINDINGS = examples("checks", "findings")


@pytest.mark.parametrize("row", FINDINGS, ids=lambda row: f"{row['check']} {row['fails']}")
def test_one_text_passes_and_the_other_has_the_finding(row: dict[str, str]) -> None:
    assert not found(row["language"], **{row["part"]: row["passes"]})
    assert row["check"] in found(row["language"], **{row["part"]: row["fails"]})
