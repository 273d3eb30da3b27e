"""What changed the last time: why, and the people below the target before and now."""

from collections.abc import Mapping
from typing import Any

from seqpt_lib.gaps import FIRST_TIME, REASONS
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.hyphens import hyphenated
from seqpt_lib.reports.html.markup import Html, Part, element, foreign, section, table
from seqpt_lib.reports.html.numbers import MINUS, day, is_hidden, number
from seqpt_lib.reports.html.words import Words
from seqpt_lib.runs import started_at

WORDS = {reason: f"changed_{column}" for column, reason in REASONS.items()}
"""By reason that step 3 recorded: the word for it."""


def changes(found: Findings) -> Part:
    """Show what changed the last time that something did: it stays until something changes again.

    Args:
        found: What the run found.

    Returns:
        The part: the reasons and, where something changed, one row per competency.
    """
    words, told = found.words, found.changes
    has_table = bool(told and told.before_run_id and told.reasons)
    rows = [_row(row, found) for row in found.statistics.to_dict("records")] if has_table else []
    head = [words(key) for key in ("competency", "below_before", "below_now", "change")]
    return section(
        "changes",
        words.language,
        words("changes_title"),
        element("p", summary(found)),
        table(words("changes_caption"), head, rows, "numbers") if has_table else None,
    )


def summary(found: Findings) -> str:
    """Say in a sentence what changed.

    Args:
        found: What the run found.

    Returns:
        The sentence.
    """
    words, told = found.words, found.changes
    if told is None:
        return words("changes_unknown")
    if not told.before_run_id or FIRST_TIME in told.reasons:
        return words("changes_first")
    since = day(started_at(told.before_run_id), words)
    if not told.reasons:
        return words("changes_nothing", day=since, run=told.before_run_id)
    reasons = words.listed([_reason(each, words) for each in told.reasons])
    return words("changes_since", day=since, run=told.before_run_id, reasons=reasons)


def _reason(reason: str, words: Words) -> str:
    return words(WORDS[reason]) if reason in WORDS else reason


def _row(row: Mapping[Any, Any], found: Findings) -> Html:
    words, competency = found.words, int(row["competency_id"])
    before = found.changes.below_before.get(competency) if found.changes else None
    now = row["below_target_count"]
    is_told = before is not None and not is_hidden(now)
    change = number(now - before, words) if is_told else words("hidden")
    return element(
        "tr",
        foreign(hyphenated(found.competencies[competency], words), "th", scope="row"),
        element("td", words("hidden") if before is None else number(before, words)),
        element("td", number(now, words)),
        element("td", f"+{change}" if is_told and now > before else change.replace("-", MINUS)),
    )
