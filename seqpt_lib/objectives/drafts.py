"""Judging what a model answered: each level has an objective that holds, or findings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from seqpt_lib.model.chats import SERVICE_OUTCOMES, Reply
from seqpt_lib.objectives.checks import Finding, check_objective, grounds_for
from seqpt_lib.objectives.checks.copying import check_copied
from seqpt_lib.objectives.checks.values import FIELDS
from seqpt_lib.objectives.materials import Material
from seqpt_lib.objectives.questions import WordedObjectives

Key = tuple[int, int]
"""Competency id and level."""

ANSWER, SERVICE = "answer", "service"
"""What is found where nothing came that could be checked: about the answer, about the service."""


@dataclass(frozen=True)
class Draft:
    """What a model made of one objective, and what the checks say of it."""

    reply: Reply
    parts: Mapping[str, str]
    """The four parts; empty where none came."""

    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """True if nothing was found."""
        return not self.findings

    @property
    def may_be_asked_again(self) -> bool:
        """True if another answer may hold: the service did answer."""
        return bool(self.findings) and self.reply.outcome not in SERVICE_OUTCOMES


def judge_reply(
    material: Material, levels: Collection[int], reply: Reply, language: str
) -> dict[Key, Draft]:
    """Judge the answer to a question.

    Competency and level come from our data: an objective for another competency or level is
    not used, whatever it says. The rules that the model was given are no words of an objective.

    Args:
        material: What the model was told.
        levels: The levels that were asked for.
        reply: What came back.
        language: ``en`` or ``de``.

    Returns:
        A draft per level that was asked for.
    """
    content = reply.content
    if not isinstance(content, WordedObjectives):
        check = SERVICE if reply.outcome in SERVICE_OUTCOMES else ANSWER
        failed = Draft(reply, {}, (Finding(check, reply.problem or reply.outcome.value),))
        return {(material.competency_id, level): failed for level in levels}
    return {
        (material.competency_id, level): _judge(material, level, content, reply, language)
        for level in levels
    }


def _judge(
    material: Material, level: int, content: WordedObjectives, reply: Reply, language: str
) -> Draft:
    given = [
        objective
        for objective in content.objectives
        if (objective.competency_id, objective.level) == (material.competency_id, level)
    ]
    if len(given) != 1:
        what = "no objective" if not given else f"{len(given)} objectives"
        wanted = f"competency_id {material.competency_id}, level {level}"
        return Draft(reply, {}, (Finding(ANSWER, f"{what} for {wanted}; give exactly one"),))
    parts = {field: getattr(given[0], field).strip() for field in FIELDS}
    grounds = grounds_for((material.competency_id, level), language, material.names, material.texts)
    found = [
        *check_objective(parts, material.competency_id, level, grounds),
        *check_copied(parts, [reply.question.system]),
    ]
    return Draft(reply, parts, tuple(found))
