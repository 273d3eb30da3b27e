"""What is searched for to support the objectives of a competency. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from seqpt_lib.model.levels import LEVEL_WORDS


def competency_question(texts: Mapping[str, Any], levels: Iterable[int], language: str) -> str:
    """Put into words what a passage has to be about to support objectives of a competency.

    Args:
        texts: The competency's ``name`` and ``description`` (each by language) and ``indicators``
            (by level word, then language), as the reference data hold them.
        levels: The trained levels that somebody needs.
        language: ``en`` or ``de``.

    Returns:
        Name, description, and the indicators of these levels from the lowest up, a line each.
    """
    indicators = (
        texts["indicators"][LEVEL_WORDS[level]][language] for level in sorted(set(levels))
    )
    return "\n".join([texts["name"][language], texts["description"][language], *indicators])
