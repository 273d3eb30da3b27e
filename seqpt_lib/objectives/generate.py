"""One objective per need: a model's words where they hold, the template's everywhere else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from seqpt_lib.errors import DataError
from seqpt_lib.model.chats import Ask, Reply
from seqpt_lib.objectives.asking import ask_for_drafts
from seqpt_lib.objectives.checks import check_objective, grounds_for, near_duplicates
from seqpt_lib.objectives.drafts import Draft, Key
from seqpt_lib.objectives.materials import Material
from seqpt_lib.objectives.templates import (
    FIELDS,
    Templates,
    full_text,
    hash_of,
    template_objectives,
)

MODEL = "model"
"""Source of an objective in a model's words."""

FALLBACK = "template (fallback)"
"""Source of an objective in the template's words because no answer of a model held."""


@dataclass(frozen=True)
class Generated:
    """The objectives, and everything that was asked on the way."""

    objectives: pd.DataFrame
    """As ``template_objectives`` returns, with ``prompt_version``, ``call_id`` (missing where no
    model's words are used), ``passages`` and ``findings`` (JSON texts)."""

    replies: tuple[Reply, ...] = ()


def generate_objectives(
    wanted: pd.DataFrame,
    templates: Templates,
    language: str,
    *,
    materials: Sequence[Material] = (),
    prompt: Mapping[str, str] | None = None,
    ask: Ask | None = None,
) -> Generated:
    """Word all objectives that are wanted.

    Every competency with context is asked for once, all its levels together, and once more with
    the findings for the levels that did not hold. What does not hold then, or nearly says what
    another objective says, has the template's words and the source ``template (fallback)``.

    Args:
        wanted: As ``wanted_objectives`` returns.
        templates: The templates.
        language: ``en`` or ``de``.
        materials: As ``gather_materials`` returns.
        prompt: As ``reference.prompt`` returns; needed where a model is asked.
        ask: Asks a model; without it templates word everything.

    Returns:
        One row per wanted objective, and the replies.

    Raises:
        DataError: If a level has no template, or a template that is used does not hold itself.
        UsageError: If there is no such language.

    Source: docs/explanation/objectives.md, "From a model".
    """
    rows = template_objectives(wanted, templates, language)
    rows = rows.assign(prompt_version=None, call_id=None, passages="[]", findings="[]")
    if ask is None or prompt is None:
        _refuse_bad_templates(rows, language)
        return Generated(rows.astype({"call_id": "Int64"}))
    drafts, replies = ask_for_drafts(materials, prompt, language, ask, _words(rows))
    worded = [_worded(row, drafts.get(_key(row)), language) for row in _records(rows)]
    generated = pd.DataFrame(worded, columns=rows.columns).astype({"call_id": "Int64"})
    _refuse_bad_templates(generated[generated["source"] != MODEL], language)
    return Generated(generated, tuple(replies))


def _worded(row: dict[str, object], draft: Draft | None, language: str) -> dict[str, object]:
    if draft is None:
        return row
    version = draft.reply.question.prompt_version
    if not draft.holds:
        findings = [vars(finding) for finding in draft.findings]
        return row | {
            "source": FALLBACK,
            "prompt_version": version,
            "findings": json.dumps(findings, ensure_ascii=False),
        }
    return row | {
        **draft.parts,
        "full_text": full_text(draft.parts, language),
        "source": MODEL,
        "input_hash": hash_of([*_key(row), language, draft.reply.input_hash]),
        "prompt_version": version,
        "call_id": draft.reply.call_id,
        "passages": json.dumps(draft.reply.question.passages, ensure_ascii=False),
    }


def _refuse_bad_templates(rows: pd.DataFrame, language: str) -> None:
    """Hold templates to the same checks: nobody else would word it then."""
    words = _words(rows)
    duplicates = near_duplicates(list(words.items()))
    for key, parts in words.items():
        found = [
            *check_objective(parts, *key, grounds_for(key, language)),
            *([duplicates[key]] if key in duplicates else []),
        ]
        if found:
            raise DataError(
                f"the template of competency {key[0]}, level {key[1]}, in {language!r} does not "
                f"hold: {found[0].check}: {found[0].detail}",
                "Mend it in data/reference/objective_templates.",
            )


def _words(rows: pd.DataFrame) -> dict[Key, dict[str, str]]:
    """The four parts by competency and level, whatever track they are for."""
    return {_key(row): {field: str(row[field]) for field in FIELDS} for row in _records(rows)}


def _records(rows: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _key(row: Mapping[str, object]) -> Key:
    return int(str(row["competency_id"])), int(str(row["level"]))
