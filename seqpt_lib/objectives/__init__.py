"""Step 4: one learning objective per needed (competency, level). Pure."""

from seqpt_lib.objectives.templates import (
    TEMPLATE,
    compare_objectives,
    full_text,
    template_objectives,
)

__all__ = ["TEMPLATE", "compare_objectives", "full_text", "template_objectives"]
