"""What a model is given to word the objectives of a competency."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from seqpt_lib import reference
from seqpt_lib.model.knowledge import CompanyContext, ContextEntry, Passage
from seqpt_lib.model.questions import competency_question
from seqpt_lib.objectives.templates import refuse_unknown_language


@dataclass(frozen=True)
class Material:
    """All that a model is told about one competency, besides the reference texts."""

    competency_id: int
    levels: tuple[int, ...]
    """The levels to word, ascending, each once whatever track it is for."""

    industry: str = ""
    entries: tuple[ContextEntry, ...] = ()
    """Processes, methods and tools that belong to the competency."""

    passages: tuple[Passage, ...] = ()

    @property
    def has_context(self) -> bool:
        """True if there is something of the organization's to adapt the objectives to."""
        return bool(self.entries) or any(passage.is_company for passage in self.passages)

    @property
    def names(self) -> list[str]:
        """Names that an objective may use."""
        return [entry.name for entry in self.entries]

    @property
    def texts(self) -> list[str]:
        """Texts that the writer sees, and must not copy."""
        return [*(passage.text for passage in self.passages), self.industry]


def search_questions(wanted: pd.DataFrame, language: str) -> dict[int, str]:
    """Put into words what the passages of each competency have to be about.

    Args:
        wanted: As ``wanted_objectives`` returns.
        language: ``en`` or ``de``.

    Returns:
        The question by competency id.

    Raises:
        UsageError: If there is no such language.
    """
    refuse_unknown_language(language)
    texts = reference.competency_texts()
    return {
        competency_id: competency_question(texts[competency_id], levels, language)
        for competency_id, levels in _levels(wanted).items()
    }


def gather_materials(
    wanted: pd.DataFrame,
    context: CompanyContext,
    passages: Mapping[int, Iterable[Passage]],
) -> list[Material]:
    """Gather the material of each competency that somebody needs.

    Args:
        wanted: As ``wanted_objectives`` returns.
        context: What the organization says about itself.
        passages: Passages that were found, by competency id.

    Returns:
        One material per competency, by its id.
    """
    return [
        Material(
            competency_id=competency_id,
            levels=levels,
            industry=context.industry,
            entries=context.of_competency(competency_id),
            passages=tuple(passages.get(competency_id, ())),
        )
        for competency_id, levels in _levels(wanted).items()
    ]


def _levels(wanted: pd.DataFrame) -> dict[int, tuple[int, ...]]:
    """The wanted levels by competency, ascending, each once whatever track it is for."""
    levels: dict[int, set[int]] = {}
    for competency_id, level in zip(
        wanted["competency_id"].tolist(), wanted["level"].tolist(), strict=True
    ):
        levels.setdefault(competency_id, set()).add(level)
    return {competency_id: tuple(sorted(levels[competency_id])) for competency_id in sorted(levels)}


def rewritten(materials: Iterable[Material], rewrite: Callable[[str], str]) -> list[Material]:
    """Rewrite the texts that the organization wrote.

    Args:
        materials: The materials.
        rewrite: From text to text, as ``without_people`` makes it.

    Returns:
        The materials with the new texts; sources and shared passages stay.
    """
    return [
        replace(
            material,
            industry=rewrite(material.industry),
            entries=tuple(replace(e, name=rewrite(e.name)) for e in material.entries),
            passages=tuple(
                replace(p, text=rewrite(p.text)) if p.is_company else p for p in material.passages
            ),
        )
        for material in materials
    ]
