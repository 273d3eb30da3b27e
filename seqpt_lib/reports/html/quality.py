"""How good the data of this run are: the gates, their warnings, and what nobody answered."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.markup import Html, Part, element, foreign, section, table
from seqpt_lib.reports.html.numbers import number

SEVERITIES = ("critical", "warning", "info")
COUNTED = ("checks", "stopped", "warnings", "notes")
"""Columns of the gates' table: all checks, and those that failed, by severity."""


def quality(found: Findings) -> Part:
    """Show what the gates found and where answers are missing.

    Args:
        found: What the run found.

    Returns:
        The part. It names no ids: rows that have to be mended stand in the run's other files.
    """
    words = found.words
    found_rows = found.checks[~found.checks["success"]].sort_values(
        "severity", key=lambda names: names.map(SEVERITIES.index), kind="stable"
    )
    return section(
        "quality",
        words.language,
        words("quality_title"),
        element("p", words("quality_text"), class_="about"),
        _gates(found) if len(found.checks) else element("p", words("no_gates")),
        element("h3", words("findings_title")),
        element("ul", *(_finding(row, found) for row in found_rows.to_dict("records")))
        if len(found_rows)
        else element("p", words("no_findings")),
        element("h3", words("missing_title")),
        *_missing(found),
    )


def _gates(found: Findings) -> Html:
    words = found.words
    rows = [
        _gate(str(gate), checks, found) for gate, checks in found.checks.groupby("gate", sort=False)
    ]
    head = [words(key) for key in ("gate", *COUNTED)]
    return table(words("gates_caption"), head, rows, "numbers stacked")


def _gate(gate: str, checks: pd.DataFrame, found: Findings) -> Html:
    words = found.words
    failed = checks.loc[~checks["success"], "severity"].value_counts()
    counts = [len(checks), *(int(failed.get(severity, 0)) for severity in SEVERITIES)]
    return element(
        "tr",
        element("th", words(f"gate_{gate}"), scope="row"),
        *(
            element("td", number(count, words), data_label=words(key))
            for key, count in zip(COUNTED, counts, strict=True)
        ),
    )


def _finding(row: Mapping[Any, Any], found: Findings) -> Html:
    words = found.words
    count = words.counted(
        "rows", row["unexpected_count"], count=number(row["unexpected_count"], words)
    )
    return element(
        "li",
        element("b", words(f"severity_{row['severity']}")),
        f": {words('rule_broken')} ",
        element("q", row["rule"]),
        f" ({row['table_name']}, {count})",
    )


def _missing(found: Findings) -> list[Html]:
    words, survey = found.words, found.survey
    silent = survey["people"] - survey["assessed_people"]
    said = [
        element(
            "p",
            words(
                "missing_people",
                people=number(survey["people"], words),
                silent=number(silent, words),
            ),
        )
    ]
    if found.state in {"nobody", "not_computed"}:
        return said
    lacking = found.statistics[found.statistics["not_assessed_count"].gt(silent)]
    if lacking.empty:
        return [*said, element("p", words("missing_nothing"))]
    items = [
        element(
            "li",
            foreign(found.competencies[int(row["competency_id"])]),
            ": ",
            number(row["not_assessed_count"], words),
        )
        for row in lacking.to_dict("records")
    ]
    return [*said, element("p", words("missing_answers")), element("ul", *items)]
