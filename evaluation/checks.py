"""How well the checks judge objectives that people have labelled.

``make eval`` prints precision and recall of each check, how often the level of the verb is right,
what was let through and what was refused without need.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from seqpt_lib.errors import DataError
from seqpt_lib.objectives.checks import CHECKS, check_objective, grounds_for, level_of
from seqpt_lib.reference import read_yaml

INVENTED = frozenset({"known_names", "own_competency", "names_known"})
"""Checks of names that an objective must not have."""

Entry = Mapping[str, Any]


def labelled(file: Path) -> Path:
    """Make sure that a set is there: a figure that is silently missing looks like a success.

    Args:
        file: A file of labelled objectives.

    Returns:
        The same file.

    Raises:
        DataError: If there is no such file.
    """
    if not file.is_file():
        raise DataError(
            f"the labelled set {file.name} is missing in {file.parent}",
            "Restore it; tests/data/objectives/README.md says what it is.",
        )
    return file


def judged(entries: Sequence[Entry]) -> pd.DataFrame:
    """Check labelled objectives.

    Args:
        entries: Labelled objectives: id, language, competency_id, level, the four parts, context
            (names, passages), verb_level, wrong (ids of checks).

    Returns:
        One row per entry: ``id``, ``level`` (asked for), ``wrong`` and ``found`` (sets of ids of
        checks), ``verb_level`` and ``verb_level_found`` (a level, or missing where no verb of the
        list begins it).
    """
    return pd.DataFrame([_judged(entry) for entry in entries])


def scores(judged_entries: pd.DataFrame) -> pd.DataFrame:
    """Count for each check what it found and what it missed.

    Args:
        judged_entries: Result of ``judged``.

    Returns:
        One row per check: ``check``, ``wrong_count`` (entries that the label calls wrong),
        ``found_count``, ``right_count`` (both), ``precision`` and ``recall`` (0..1; missing where
        there is nothing to divide by).
    """
    rows = [
        {
            "check": check,
            "wrong_count": sum(check in wrong for wrong in judged_entries["wrong"]),
            "found_count": sum(check in found for found in judged_entries["found"]),
            "right_count": sum(
                check in wrong and check in found
                for wrong, found in zip(
                    judged_entries["wrong"], judged_entries["found"], strict=True
                )
            ),
        }
        for check in CHECKS
    ]
    counts = pd.DataFrame(rows)
    return counts.assign(
        precision=counts["right_count"] / counts["found_count"].where(counts["found_count"] > 0),
        recall=counts["right_count"] / counts["wrong_count"].where(counts["wrong_count"] > 0),
    )


def verb_level_share(judged_entries: pd.DataFrame) -> float:
    """Tell how often the level of the verb is the one a person sees.

    Args:
        judged_entries: Result of ``judged``.

    Returns:
        Share, 0..1.
    """
    pairs = zip(judged_entries["verb_level"], judged_entries["verb_level_found"], strict=True)
    right = [bool(one == other or (pd.isna(one) and pd.isna(other))) for one, other in pairs]
    return sum(right) / len(right)


def let_through(judged_entries: pd.DataFrame) -> pd.DataFrame:
    """List the entries with an invented or foreign name that have no finding at all.

    Args:
        judged_entries: Result of ``judged``.

    Returns:
        Those rows of it.
    """
    keep = [
        bool(wrong & INVENTED) and not found
        for wrong, found in zip(judged_entries["wrong"], judged_entries["found"], strict=True)
    ]
    return judged_entries.loc[keep]


def refused_for_place(judged_entries: pd.DataFrame) -> int:
    """Count good objectives that are refused only because their verb stands in another place.

    Their verb has the right level, "participants can explain" for instance, but the gate reads
    "participants explain" and nothing else.

    Args:
        judged_entries: Result of ``judged``.

    Returns:
        The number.
    """
    columns = ("wrong", "found", "verb_level_found", "level")
    rows = zip(*(judged_entries[column] for column in columns), strict=True)
    return sum(
        not wrong and found == {"verb"} and verb_level == level
        for wrong, found, verb_level, level in rows
    )


def report(file: Path) -> str:
    """Say how well the checks judge a file of labelled objectives.

    Args:
        file: A YAML file with a list of entries.

    Returns:
        A table of precision and recall per check, and a line for each further measure.
    """
    entries = judged(read_yaml(labelled(file)))
    good = entries.loc[[not wrong for wrong in entries["wrong"]]]
    refused = sum(bool(found) for found in good["found"])
    missed = sum(bool(w) and not f for w, f in zip(entries["wrong"], entries["found"], strict=True))
    lines = [
        scores(entries).round(3).to_string(index=False),
        f"level of the verb right: {verb_level_share(entries):.1%} of {len(entries)}",
        f"invented or foreign names let through: {len(let_through(entries))}",
        f"wrong objectives without any finding: {missed} of {len(entries) - len(good)}",
        f"good objectives refused: {refused} of {len(good)}",
        f"of them only for the place of the verb: {refused_for_place(entries)}",
    ]
    return "\n".join(lines)


def _judged(entry: Entry) -> dict[str, object]:
    competency_id, level, language = entry["competency_id"], entry["level"], entry["language"]
    context = entry.get("context") or {}
    grounds = grounds_for(
        (competency_id, level), language, context.get("names", ()), context.get("passages", ())
    )
    found = check_objective(entry, competency_id, level, grounds)
    return {
        "id": entry["id"],
        "level": level,
        "wrong": frozenset(entry["wrong"]),
        "found": frozenset(finding.check for finding in found),
        "details": [f"{finding.check}: {finding.detail}" for finding in found],
        "verb_level": entry["verb_level"],
        "verb_level_found": level_of(entry["statement"] or "", language, grounds.verbs),
    }
