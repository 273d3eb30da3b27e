"""Objectives for the tests of the checks: a template with parts changed."""

from collections.abc import Sequence

from seqpt_lib import reference
from seqpt_lib.objectives.checks import check_objective, grounds_for

TEMPLATES = reference.objective_templates()
VERBS = reference.level_verbs()
KEYS = [(key, language) for key in TEMPLATES for language in reference.LANGUAGES]


def found(
    language: str,
    key: tuple[int, int] = (14, 4),
    names: Sequence[str] = (),
    passages: Sequence[str] = (),
    **changed: str,
) -> set[str]:
    """The checks that have a finding for a template with these parts changed."""
    grounds = grounds_for(key, language, names, passages)
    parts = {**TEMPLATES[key][language], **changed}
    return {finding.check for finding in check_objective(parts, *key, grounds)}
