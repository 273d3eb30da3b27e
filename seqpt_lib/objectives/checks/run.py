"""All checks of one objective."""

from collections.abc import Mapping

from seqpt_lib.objectives.checks.competencies import check_names_known, check_own_competency
from seqpt_lib.objectives.checks.copying import check_copied
from seqpt_lib.objectives.checks.languages import check_language
from seqpt_lib.objectives.checks.leaks import check_leak, check_markup, check_order
from seqpt_lib.objectives.checks.names import check_known_names
from seqpt_lib.objectives.checks.shape import check_fields, check_length, check_placeholder
from seqpt_lib.objectives.checks.values import FIELDS, Finding, Grounds
from seqpt_lib.objectives.checks.verbs import check_verb

CHECKS = (
    "fields", "verb", "length", "language", "own_competency", "known_names", "copied",
    "placeholder", "leak", "markup", "order", "names_known", "near_duplicates",
)  # fmt: skip
"""The ids of all checks; the last one needs all objectives together."""


def check_objective(
    parts: Mapping[str, str], competency_id: int, level: int, grounds: Grounds
) -> list[Finding]:
    """Check the wording of one objective.

    The same parts and grounds give the same findings. Each check looks at the text alone,
    so whoever wrote it, a model or a person, is held to the same rules.

    Args:
        parts: ``timeframe``, ``statement``, ``demonstration``, ``benefit``; any may be missing.
        competency_id: Its competency.
        level: Its level: 1, 2, 4 or 6.
        grounds: Everything that the checks know besides the objective.

    Returns:
        What is wrong, in the order of ``CHECKS``; empty if nothing is.

    Source: docs/explanation/checks.md.
    """
    parts = {field: parts.get(field) or "" for field in FIELDS}
    return [
        *check_fields(parts, grounds.language),
        *check_verb(parts, level, grounds),
        *check_length(parts),
        *check_language(parts, grounds.language),
        *check_own_competency(parts, competency_id, grounds),
        *check_known_names(parts, competency_id, grounds),
        *check_copied(parts, grounds.passages),
        *check_placeholder(parts),
        *check_leak(parts, grounds),
        *check_markup(parts),
        *check_order(parts),
        *check_names_known(parts, grounds),
    ]
