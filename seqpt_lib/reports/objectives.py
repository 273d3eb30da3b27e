"""Objectives for people: what a model was told, what it answered, what is used and why."""

import json
from collections.abc import Sequence
from math import ceil

import pandas as pd

from seqpt_lib.gaps import shown_needs
from seqpt_lib.model.chats import Reply
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.model.levels import TRAINED_LEVELS
from seqpt_lib.objectives import FALLBACK, MODEL, PEOPLE, TEMPLATE, TRAINER, Material
from seqpt_lib.reports.tables import refuse_doubled, with_competency_names

TOKEN_STEP = 10_000
"""A cost is rounded up to so many tokens: the exact one would tell how many levels were asked for,
and so of needs that may not be shown. A level takes about 500."""

COST_COLUMNS = ["tokens", "seconds", "call_id"]
"""What tells how many levels were asked for, hidden ones too."""

SOURCES = {"by_model": MODEL, "from_templates": TEMPLATE, "fallbacks": FALLBACK}
"""The source that each count is about."""

Replies = Sequence[Reply]


def shown_objectives(rows: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Pick the objectives of which it may be shown that somebody needs them.

    Args:
        rows: One row per objective: ``track``, ``competency_id``, ``level``.
        needs: As ``store.read_needs`` returns: with ``shown_columns``.

    Returns:
        Those of shown needs, and all for future trainers, who are nobody yet.

    Raises:
        ValueError: If an objective or a need stands twice.
    """
    refuse_doubled(rows, "track", "competency_id", "level")
    refuse_doubled(needs, "competency_id", "level")
    shown = set(shown_needs(needs).itertuples(index=False, name=None))
    keys = rows[["competency_id", "level"]].itertuples(index=False, name=None)
    is_needed = pd.Series([key in shown for key in keys], index=rows.index, dtype=bool)
    is_shown = (rows["track"].eq(PEOPLE) & is_needed) | rows["track"].eq(TRAINER)
    return rows[is_shown].reset_index(drop=True)


def materials_table(
    materials: Sequence[Material],
    wanted: pd.DataFrame,
    needs: pd.DataFrame,
    competencies: pd.DataFrame,
) -> pd.DataFrame:
    """Show what there is to adapt the objectives of each competency to.

    Args:
        materials: As ``objectives.gather_materials`` returns.
        wanted: As ``objectives.wanted_objectives`` returns.
        needs: As ``store.read_needs`` returns.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per competency with an objective that may be shown: ``competency``, ``levels``,
        ``names`` (processes, methods, tools), ``passages`` (where they stand), ``has_context``
        (False: there is nothing of the organization's to adapt to, so a model is not asked).
    """
    levels = shown_objectives(wanted, needs).groupby("competency_id")["level"].unique()
    rows = [
        {
            "competency_id": material.competency_id,
            "levels": ", ".join(map(str, sorted(levels.loc[material.competency_id]))),
            "names": ", ".join(material.names),
            "passages": _places([passage.mark for passage in material.passages]),
            "has_context": material.has_context,
        }
        for material in materials
        if material.competency_id in levels.index
    ]
    columns = ["competency_id", "levels", "names", "passages", "has_context"]
    return with_competency_names(pd.DataFrame(rows, columns=columns), competencies)


def calls_table(
    replies: Replies,
    wanted: pd.DataFrame,
    needs: pd.DataFrame,
    competencies: pd.DataFrame,
    *,
    show_cost: bool = False,
) -> pd.DataFrame:
    """Show what was asked and what came of it; what each question cost where it is asked for.

    Args:
        replies: What came back.
        wanted: As ``objectives.wanted_objectives`` returns.
        needs: As ``store.read_needs`` returns.
        competencies: One row per competency: ``competency_id``, ``competency_name``.
        show_cost: True to show tokens, seconds and the number of each call, which tell how many
            levels are needed.

    Returns:
        One row per question about a competency with an objective that may be shown:
        ``competency``, ``round``, ``outcome`` ("answered before" where nothing was sent),
        ``tries``, ``problem``, and with their cost ``tokens``, ``seconds``, ``call_id``.

    Source: docs/how-to/use-a-model.md, "See and change the wording".
    """
    listed = set(shown_objectives(wanted, needs)["competency_id"])
    rows = [
        {
            "competency_id": competency_id,
            "round": reply.question.round,
            "outcome": f"{reply.outcome} before" if reply.is_stored else str(reply.outcome),
            "tries": reply.tries,
            "problem": reply.problem,
            "tokens": reply.tokens,
            "seconds": round(reply.seconds, 1),
            "call_id": reply.call_id,
        }
        for reply in replies
        if (competency_id := int(reply.question.subject.rpartition(" ")[2])) in listed
    ]
    columns = ["competency_id", "round", "outcome", "tries", "problem", *COST_COLUMNS]
    frame = pd.DataFrame(rows, columns=columns)
    shown = frame if show_cost else frame.drop(columns=COST_COLUMNS)
    return with_competency_names(shown, competencies)


def objectives_table(
    rows: pd.DataFrame, needs: pd.DataFrame, competencies: pd.DataFrame
) -> pd.DataFrame:
    """Show the objectives that may be shown, each with where its words come from.

    Args:
        rows: As ``objectives.generate_objectives`` returns.
        needs: As ``store.read_needs`` returns.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per objective: ``competency``, ``track``, ``level``, ``full_text``, ``source``,
        ``passages`` (where they stand), ``checks`` ("all passed", or what was found of the
        model's words, which are not used then).
    """
    shown = shown_objectives(rows, needs)
    frame = shown[["competency_id", "track", "level", "full_text", "source"]].assign(
        passages=[_places(json.loads(marks)) for marks in shown["passages"]],
        checks=[_checks(json.loads(found)) for found in shown["findings"]],
    )
    return with_competency_names(frame, competencies)


def fallbacks_table(
    rows: pd.DataFrame, needs: pd.DataFrame, competencies: pd.DataFrame
) -> pd.DataFrame:
    """Show where a template stands in for a model, and why.

    Args:
        rows: As ``objectives.generate_objectives`` returns.
        needs: As ``store.read_needs`` returns.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per finding of an objective that may be shown: ``competency``, ``track``,
        ``level``, ``check``, ``detail``.
    """
    shown = shown_objectives(rows[rows["source"] == FALLBACK], needs)
    keys = ["competency_id", "track", "level"]
    found = [
        [*key, finding["check"], finding["detail"]]
        for *key, findings in shown[[*keys, "findings"]].itertuples(index=False, name=None)
        for finding in json.loads(findings)
    ]
    frame = pd.DataFrame(found, columns=[*keys, "check", "detail"])
    return with_competency_names(frame, competencies)


def source_counts(
    rows: pd.DataFrame, needs: pd.DataFrame, competencies: pd.DataFrame
) -> dict[str, Guarded]:
    """Count the objectives by where their words come from.

    Args:
        rows: As ``objectives.generate_objectives`` returns.
        needs: As ``store.read_needs`` returns.
        competencies: One row per competency.

    Returns:
        ``objectives`` (all of them), ``by_model``, ``from_templates`` and ``fallbacks``. An
        objective of a need that is hidden may be there or not; only that no template stands in
        for a model is always told.

    Source: docs/explanation/small-groups.md, "Sums".
    """
    shown = shown_objectives(rows, needs)
    unseen = len(TRAINED_LEVELS) * len(competencies) - int(shown["track"].eq(PEOPLE).sum())
    counts = {"objectives": _count(len(rows), len(shown), unseen)}
    for name, source in SOURCES.items():
        value, least = (int(frame["source"].eq(source).sum()) for frame in (rows, shown))
        counts[name] = _count(value, least, unseen)
    value, least = counts["fallbacks"].value, counts["fallbacks"].lowest
    if not value:
        unseen = 0
    elif not least:
        least, unseen = 1, unseen - 1
    return counts | {"fallbacks": _count(value, least, unseen)}


def objectives_summary(counts: dict[str, Guarded], *, is_asked: bool, found: str = "") -> str:
    """Say in one line where the objectives come from.

    Args:
        counts: As ``source_counts`` returns.
        is_asked: True if a model is set.
        found: How passages were found; told where it has a reason.

    Returns:
        For example ``"26 objectives: 20 by a model, 4 from templates, 2 template (fallback)"``.
    """
    if not is_asked:
        return f"{counts['objectives']} objectives, all from templates"
    return (
        f"{counts['objectives']} objectives: {counts['by_model']} by a model, "
        f"{counts['from_templates']} from templates, {counts['fallbacks']} {FALLBACK}"
        + (f"; passages found {found}" if ":" in found else "")
    )


def objective_changes(
    changes: pd.DataFrame, needs: pd.DataFrame, competencies: pd.DataFrame
) -> pd.DataFrame:
    """Show what differs from the stored objectives, before and after.

    Args:
        changes: As ``objectives.compare_objectives`` returns.
        needs: As ``store.read_needs`` returns.
        competencies: One row per competency: ``competency_id``, ``competency_name``.

    Returns:
        One row per objective that is new, changed or no longer needed and may be shown:
        ``competency``, ``track``, ``level``, ``change``, ``before``, ``after``.
    """
    shown = shown_objectives(changes[changes["change"] != "unchanged"], needs)
    columns = ["competency_id", "track", "level", "change", "before", "after"]
    return with_competency_names(shown[columns].fillna(""), competencies)


def cost_line(replies: Replies, model: str | None) -> str:
    """Say what asking has cost.

    Args:
        replies: What came back.
        model: The model; None where none is set.

    Returns:
        One line, the tokens that the service counted rounded up to tens of thousands.
    """
    if model is None:
        return "no model is set (SEQPT_MODEL): templates word everything"
    tokens = _rounded_up(sum(reply.tokens for reply in replies))
    asked = any(reply.tries for reply in replies)
    return f"{model}: " + (f"up to {tokens} tokens counted" if asked else "nothing was asked")


def _count(value: int, least: int, unseen: int) -> Guarded:
    return Guarded(value, not unseen, least, least + unseen)


def _rounded_up(tokens: int) -> int:
    return ceil(tokens / TOKEN_STEP) * TOKEN_STEP


def _places(marks: Sequence[dict[str, int | str]]) -> str:
    return "; ".join(f"{mark['source']} ({mark['position']})" for mark in marks)


def _checks(findings: Sequence[dict[str, str]]) -> str:
    return "; ".join(f"{found['check']}: {found['detail']}" for found in findings) or "all passed"
