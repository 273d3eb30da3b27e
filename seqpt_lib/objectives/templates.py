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
    refuse_unknown_language(language)
    return PATTERNS[language].format(**{field: parts[field] for field in FIELDS})


def template_objectives(
    needs: pd.DataFrame, templates: Templates, language: str = "en"
) -> pd.DataFrame:
    """Give one objective for every level that somebody needs.

    Competency and level come from the needs, the words from the template.

    Args:
        needs: One row per needed (competency, level): ``competency_id``, ``level``, and perhaps
            ``track``.
        templates: The templates.
        language: ``en`` or ``de``.

    Returns:
        One row per need: ``track`` where it was given, ``competency_id``, ``level``,
        ``language``, ``timeframe``, ``statement``, ``demonstration``, ``benefit``, ``full_text``,
        ``source`` (``template``), ``template_hash`` (of the template's words), ``input_hash``
        (of everything that decided the text).

    Raises:
        DataError: If a needed level has no template.
        UsageError: If there is no such language.

    Source: docs/explanation/objectives.md, "From a template".
    """
    refuse_unknown_language(language)  # which is no missing template
    rows = [
        _objective(int(competency_id), int(level), templates, language)
        for competency_id, level in zip(needs["competency_id"], needs["level"], strict=True)
    ]
    columns = ["competency_id", "level", "language", *FIELDS, "full_text", "source"]
    objectives = pd.DataFrame(rows, columns=[*columns, "template_hash", "input_hash"])
    if "track" in needs:
        objectives.insert(0, "track", needs["track"].to_numpy())
    return objectives


def compare_objectives(generated: pd.DataFrame, stored: pd.DataFrame) -> pd.DataFrame:
    """Compare generated objectives with the stored ones.

    Args:
        generated: One row per objective: ``competency_id``, ``level``, ``full_text``, and perhaps
            ``track``.
        stored: The same.

    Returns:
        One row per objective of either: the keys, ``before`` and ``after`` (full texts, missing
        where there is none), ``change`` (new, changed, no longer needed, unchanged).

    Source: docs/explanation/objectives.md, "What changes".
    """
    keys = [key for key in ("track", "competency_id", "level") if key in generated]
    columns = [*keys, "full_text"]
    both = (
        stored[columns]
        .rename(columns={"full_text": "before"})
        .merge(
            generated[columns].rename(columns={"full_text": "after"}),
            on=keys,
            how="outer",
            validate="one_to_one",
        )
    )
    change = pd.Series("changed", index=both.index)
    change = change.mask(both["before"].eq(both["after"]), "unchanged")
    change = change.mask(both["before"].isna(), "new").mask(
        both["after"].isna(), "no longer needed"
    )
    return both.assign(change=change)


def refuse_unknown_language(language: str) -> None:
    """Refuse a language in which nothing is written.

    Args:
        language: As it was given.

    Raises:
        UsageError: If it is neither ``en`` nor ``de``.
    """
    if language not in PATTERNS:
        raise UsageError(f"language {language!r} is unknown", f"Use one of {', '.join(PATTERNS)}.")


def _objective(
    competency_id: int, level: int, templates: Templates, language: str
) -> dict[str, object]:
    parts = templates.get((competency_id, level), {}).get(language)
    if parts is None:
        raise DataError(
            f"competency {competency_id} has no template for level {level} in {language!r}",
            "Add it to data/reference/objective_templates.",
        )
    template_hash = hash_of(dict(parts))
    return {
        "competency_id": competency_id,
        "level": level,
        "language": language,
        **{field: parts[field] for field in FIELDS},
        "full_text": full_text(parts, language),
        "source": TEMPLATE,
        "template_hash": template_hash,
        "input_hash": hash_of([competency_id, level, language, template_hash]),
    }


def hash_of(content: object) -> str:
    """Hash what JSON can carry.

    Args:
        content: Lists, texts, numbers.

    Returns:
        SHA-256 of its JSON with sorted keys, 64 hexadecimal digits.
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
