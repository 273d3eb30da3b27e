"""What the checks know, gathered from the reference data."""

from collections.abc import Sequence
from functools import cache

from seqpt_lib import reference
from seqpt_lib.objectives.checks.values import Grounds
from seqpt_lib.objectives.checks.words import words


def grounds_for(
    objective: tuple[int, int],
    language: str,
    allowed_names: Sequence[str] = (),
    passages: Sequence[str] = (),
) -> Grounds:
    """Gather what the checks of one objective know.

    Args:
        objective: Competency id and level.
        language: ``en`` or ``de``.
        allowed_names: Processes, methods and tools that the organization's context names.
        passages: Texts that the writer has seen.

    Returns:
        The grounds.
    """
    return Grounds(
        language=language,
        verbs={level: listed[language] for level, listed in reference.level_verbs().items()},
        competency_names=competency_names(),
        key_terms=reference.key_terms(language),
        allowed_names=allowed_names,
        passages=passages,
        template=reference.objective_templates()[objective][language],
        vocabulary=vocabulary(language),
    )


@cache
def competency_names() -> dict[int, tuple[str, ...]]:
    """List all names of each competency: English, German, and as the database spells it.

    Returns:
        Names by competency id.
    """
    stored = reference.table("competency").set_index("competency_id")["database_name"]
    return {
        competency_id: tuple(dict.fromkeys([*texts["name"].values(), stored[competency_id]]))
        for competency_id, texts in reference.competency_texts().items()
    }


@cache
def vocabulary(language: str) -> frozenset[str]:
    """List the folded words of all templates and reference texts of a language.

    Args:
        language: ``en`` or ``de``.

    Returns:
        The words.
    """
    sources = [
        reference.competency_texts(),
        reference.objective_templates(),
        reference.described("processes", "iso_process_id"),
        reference.described("roles", "role_cluster_id"),
    ]
    return frozenset(word for source in sources for word in words(_text(source, language)))


def _text(content: object, language: str) -> str:
    """All text of a language, however deep it stands."""
    if not isinstance(content, dict):
        return content if isinstance(content, str) else ""
    other = set(reference.LANGUAGES) - {language}
    return " ".join(_text(value, language) for key, value in content.items() if key not in other)
