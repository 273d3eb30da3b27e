"""Objectives from the project's templates."""

import hashlib
import json
from collections.abc import Mapping

import pandas as pd

from seqpt_lib.errors import DataError, UsageError

TEMPLATE = "template"
"""Source of an objective that was taken from a template word for word."""

FIELDS = ("timeframe", "statement", "demonstration", "benefit")

PATTERNS = {
    "en": "{timeframe}, {statement} {demonstration}, {benefit}.",
    "de": "{timeframe} {statement}, {demonstration}, {benefit}.",
}
"""How the four parts make one sentence, by language."""

Templates = Mapping[tuple[int, int], Mapping[str, Mapping[str, str]]]
"""By (competency id, level), then language: the four parts."""


def full_text(parts: Mapping[str, str], language: str) -> str:
    """Join the four parts of an objective to one sentence.

    Args:
        parts: ``timeframe``, ``statement``, ``demonstration``, ``benefit``.
        language: ``en`` or ``de``.

    Returns:
        The sentence.

    Raises:
        UsageError: If there is no such language.

    Source: docs/explanation/objectives.md, "One sentence".
    """
    return _pattern(language).format(**{field: parts[field] for field in FIELDS})


def template_objectives(
    needs: pd.DataFrame, templates: Templates, language: str = "en"
) -> pd.DataFrame:
    """Give one objective for every level that somebody needs.

    Competency and level come from the needs, the words from the template.

    Args:
        needs: One row per needed (competency, level): ``competency_id``, ``level``.
        templates: The templates.
        language: ``en`` or ``de``.

    Returns:
        One row per need: ``competency_id``, ``level``, ``language``, ``timeframe``,
        ``statement``, ``demonstration``, ``benefit``, ``full_text``, ``source``
        (``template``), ``template_hash`` (of the template's words), ``input_hash`` (of everything
        that decided the text).

    Raises:
        DataError: If a needed level has no template.
        UsageError: If there is no such language.

    Source: docs/explanation/objectives.md, "From a template".
    """
    _pattern(language)  # an unknown language is no missing template
    rows = [
        _objective(int(competency_id), int(level), templates, language)
        for competency_id, level in zip(needs["competency_id"], needs["level"], strict=True)
    ]
    columns = ["competency_id", "level", "language", *FIELDS, "full_text", "source"]
    return pd.DataFrame(rows, columns=[*columns, "template_hash", "input_hash"])


def compare_objectives(generated: pd.DataFrame, stored: pd.DataFrame) -> pd.DataFrame:
    """Compare generated objectives with the stored ones.

    Args:
        generated: One row per (competency, level): ``competency_id``, ``level``, ``full_text``.
        stored: The same.

    Returns:
        One row per case: ``objectives`` (new, changed, no longer needed, unchanged),
        ``objective_count``.
    """
    both = generated[["competency_id", "level", "full_text"]].merge(
        stored[["competency_id", "level", "full_text"]],
        on=["competency_id", "level"],
        how="outer",
        suffixes=("", "_stored"),
        validate="one_to_one",
    )
    is_new, is_gone = both["full_text_stored"].isna(), both["full_text"].isna()
    same = both["full_text"].eq(both["full_text_stored"])
    cases = {
        "new": is_new,
        "changed": ~is_new & ~is_gone & ~same,
        "no longer needed": is_gone,
        "unchanged": same,
    }
    return pd.DataFrame(
        {"objectives": list(cases), "objective_count": [int(case.sum()) for case in cases.values()]}
    )


def _pattern(language: str) -> str:
    if language not in PATTERNS:
        raise UsageError(f"language {language!r} is unknown", f"Use one of {', '.join(PATTERNS)}.")
    return PATTERNS[language]


def _objective(
    competency_id: int, level: int, templates: Templates, language: str
) -> dict[str, object]:
    parts = templates.get((competency_id, level), {}).get(language)
    if parts is None:
        raise DataError(
            f"competency {competency_id} has no template for level {level} in {language!r}",
            "Add it to data/reference/objective_templates.",
        )
    template_hash = _hash(dict(parts))
    return {
        "competency_id": competency_id,
        "level": level,
        "language": language,
        **{field: parts[field] for field in FIELDS},
        "full_text": full_text(parts, language),
        "source": TEMPLATE,
        "template_hash": template_hash,
        "input_hash": _hash([competency_id, level, language, template_hash]),
    }


def _hash(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
