"""docs/explanation/changes.md."""

import pandas as pd
import pytest

from seqpt_lib.gaps import changes, reasons
from seqpt_lib.gaps.changes import REASONS
from tests.spec.examples import examples, number

COMPARED = examples("changes", "before-and-after")
WHY = examples("changes", "why")
BASIS = dict.fromkeys(REASONS, "as before")


def counted(when: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (int(r["competency"]), int(r[f"assessed {when}"]), int(r[f"below {when}"]))
            for r in COMPARED
            if r[f"assessed {when}"]
        ],
        columns=["competency_id", "assessed_count", "below_target_count"],
    )


def test_competencies_are_compared_so() -> None:
    found = changes(counted("before"), counted("now"))
    columns = {
        "competency": "competency_id",
        "assessed before": "assessed_before_count",
        "below before": "below_target_before_count",
        "assessed now": "assessed_count",
        "below now": "below_target_count",
        "change": "below_target_change",
    }
    for heading, column in columns.items():
        values = [None if pd.isna(value) else value for value in found[column]]
        assert values == [number(row[heading]) for row in COMPARED], column


@pytest.mark.parametrize("row", WHY, ids=lambda row: row["what differs"])
def test_these_are_the_reasons(row: dict[str, str]) -> None:
    differs = row["what differs"].split(", ")
    before = None if differs == ["no earlier run"] else BASIS
    now = BASIS | {column: "other" for column in differs if column in BASIS}
    assert ", ".join(reasons(before, now)) == row["reasons"]


def test_every_reason_is_on_the_page() -> None:
    assert set(REASONS) <= {row["what differs"] for row in WHY}
