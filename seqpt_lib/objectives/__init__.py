"""Step 4: one learning objective per needed (competency, level). Pure."""

from seqpt_lib.objectives.drafts import ANSWER, SERVICE
from seqpt_lib.objectives.generate import FALLBACK, MODEL, Generated, generate_objectives
from seqpt_lib.objectives.materials import (
    Material,
    gather_materials,
    rewritten,
    search_questions,
)
from seqpt_lib.objectives.people import without_people
from seqpt_lib.objectives.questions import WordedObjective, WordedObjectives
from seqpt_lib.objectives.templates import (
    TEMPLATE,
    compare_objectives,
    full_text,
    template_objectives,
)
from seqpt_lib.objectives.wanted import PEOPLE, TRAINER, wanted_objectives

__all__ = [
    "ANSWER",
    "FALLBACK",
    "MODEL",
    "PEOPLE",
    "SERVICE",
    "TEMPLATE",
    "TRAINER",
    "Generated",
    "Material",
    "WordedObjective",
    "WordedObjectives",
    "compare_objectives",
    "full_text",
    "gather_materials",
    "generate_objectives",
    "rewritten",
    "search_questions",
    "template_objectives",
    "wanted_objectives",
    "without_people",
]
