"""The question that a model is asked about a competency, and the shape of its answer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from seqpt_lib import reference
from seqpt_lib.model.chats import Question
from seqpt_lib.model.knowledge import ENTRY_KINDS
from seqpt_lib.model.levels import LEVEL_WORDS
from seqpt_lib.objectives.checks import Finding
from seqpt_lib.objectives.materials import Material

COMPANY = "a document of the company"
"""Source of a company's passage, as a model is told it: a file may be named after a person."""


class WordedObjective(BaseModel):
    """One objective as a model gives it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    competency_id: int
    level: int
    timeframe: str
    statement: str
    demonstration: str
    benefit: str


class WordedObjectives(BaseModel):
    """All that a model answers: the objectives of one competency."""

    model_config = ConfigDict(extra="forbid", strict=True)

    objectives: list[WordedObjective]


def first_question(material: Material, prompt: Mapping[str, str], language: str) -> Question:
    """Ask for all levels of a competency at once.

    Args:
        material: What the model is told.
        prompt: As ``reference.prompt`` returns.
        language: ``en`` or ``de``.

    Returns:
        The question of round 1.

    Source: docs/explanation/objectives.md, "From a model".
    """
    content = _content(material, material.levels, {}, language)
    return _question(material, 1, prompt, prompt["request"], content)


def second_question(
    material: Material,
    findings: Mapping[int, Sequence[Finding]],
    prompt: Mapping[str, str],
    language: str,
) -> Question:
    """Ask once more for the levels whose objective did not hold.

    Args:
        material: What the model is told.
        findings: What is wrong, by level.
        prompt: As ``reference.prompt`` returns.
        language: ``en`` or ``de``.

    Returns:
        The question of round 2.

    Source: docs/explanation/objectives.md, "From a model".
    """
    content = _content(material, sorted(findings), findings, language)
    return _question(material, 2, prompt, prompt["again"], content)


def _question(
    material: Material, round_: int, prompt: Mapping[str, str], request: str, content: str
) -> Question:
    return Question(
        subject=f"competency {material.competency_id}",
        round=round_,
        prompt_version=prompt["version"],
        system=prompt["system"],
        user=request.replace("$material", content),
        schema=WordedObjectives,
        has_context=material.has_context,
        passages=tuple(passage.mark for passage in material.passages),
    )


def _content(
    material: Material,
    levels: Sequence[int],
    findings: Mapping[int, Sequence[Finding]],
    language: str,
) -> str:
    """Write the material as JSON: no text in it can look like the end of it."""
    texts = reference.competency_texts()[material.competency_id]
    content: dict[str, Any] = {
        "competency": {
            "competency_id": material.competency_id,
            "name": texts["name"][language],
            "description": texts["description"][language],
        },
        "levels": [_level(material, level, findings.get(level, ()), language) for level in levels],
        "company": {
            "industry": material.industry,
            **{
                kind: [entry.name for entry in material.entries if entry.kind == kind]
                for kind in ENTRY_KINDS
            },
        },
        "passages": [
            {"source": COMPANY if passage.is_company else passage.source, "text": passage.text}
            for passage in material.passages
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _level(
    material: Material, level: int, findings: Sequence[Finding], language: str
) -> dict[str, Any]:
    texts = reference.competency_texts()[material.competency_id]
    told: dict[str, Any] = {
        "level": level,
        "indicator": texts["indicators"][LEVEL_WORDS[level]][language],
        "verbs": reference.level_verbs()[level][language],
        "template": reference.objective_templates()[material.competency_id, level][language],
    }
    return told | ({"findings": [finding.detail for finding in findings]} if findings else {})
