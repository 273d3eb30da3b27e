"""Bringing surveys in: a folder of CSV files becomes an organization with its answers."""

from seqpt_lib.intake.archetypes import choose_archetypes
from seqpt_lib.intake.context import ContextReport, give_context
from seqpt_lib.intake.demo import DEMO_KEY, load_demo
from seqpt_lib.intake.dumps import LoadReport, load_dump
from seqpt_lib.intake.surveys import ImportReport, import_survey

__all__ = [
    "DEMO_KEY",
    "ContextReport",
    "ImportReport",
    "LoadReport",
    "choose_archetypes",
    "give_context",
    "import_survey",
    "load_demo",
    "load_dump",
]
