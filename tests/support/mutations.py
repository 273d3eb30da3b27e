"""Objectives made from templates by putting a phrase into one part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from seqpt_lib import reference
from seqpt_lib.objectives.checks.grounds import competency_names
from seqpt_lib.objectives.checks.values import FIELDS
from tests.support.gated import Objective

_NAMES = list(chain.from_iterable(competency_names().values()))
_ROLES = (
    "Project Manager", "project manager", "PROJECT MANAGER", "Project-Manager", "Projektleiter",
    "Project Manager in charge", "Management", "Wizard", "Dream Keeper", "Unknown_Role",
    "Systems-Thinking", "Interner Support", "Verification and Validation (V&V) Operator",
)  # fmt: skip
_NAMING = (
    "the role of {}", "the role of a {}", "the role: {}", "the roles '{}' and 'Customer'",
    "the competency {}", "the competence “{}”", "the {} role", "competencies in {}",
    "die Rolle {}", "die Rolle des {}", "die Rollen „{}“, \u201aKunde\u2018", "die Kompetenz {}",
    "der Kompetenz namens {}", "die {}-Rolle",
)  # fmt: skip

PHRASES: dict[str, tuple[str, ...]] = {
    "numbers and scores": (
        "level four", "a level of four", "levels  two and six", "level-four", "level: four",
        "levels\u00a0four", "level IV", "score", "scores", "scored", "scoring", "a scorecard",
        "four points", "forty points", "a hundred points", "ten percent", "ten per cent",
        "ten\u2009percent", "four of five", "①", "½", "\uff12", "٣", "Stufe vier", "Stufe von vier",
        "vier Punkte", "vier  Punkten", "zehn Prozent", "zehn Prozentpunkten", "zwei Stufen",
        "\u017fcore", "\uff53\uff43\uff4f\uff52\uff45", "twenty percent",
        "level zero", "Stufe null", "87",
    ),
    "error texts and placeholders": (
        "Traceback", "TRACEBACKS", "an exception", "exceptional work", "error: lost", "Error : x",
        "the error budget", "Fehler:", "FEHLER: keiner", "null", "NaN", "none", "None", "undefined",
        "todo", "TODO", "\uff34\uff2f\uff24\uff2f", "to-do list",
        "{company}", "{}", "<b>", "x > y", "a}b",
    ),
    "names of competencies": (
        *_NAMES, *map(str.upper, _NAMES), *(name.replace(" ", "  ") for name in _NAMES),
        *(name.replace(" ", "-") for name in _NAMES), *(name.replace(" ", "; ") for name in _NAMES),
        *(name.replace(" ", "\u00a0") for name in _NAMES), "Fu\u0308hrung", "leadership's",
        "self\u2011organization", "self-organisation", "systems modelling, and analysis",
    ),
    "names of roles": tuple(
        naming.format(role) for naming in _NAMING for role in _ROLES
    ),
}  # fmt: skip
"""What a model may write, by what is meant; each harmless in one place and wrong in another."""


@dataclass(frozen=True)
class Mutation:
    """A phrase that is put into a part of a template."""

    language: str
    key: tuple[int, int]
    field: str
    place: int
    """Before this word of the part; a place beyond its end is the end."""

    phrase: str

    @property
    def objective(self) -> Objective:
        """The changed template."""
        parts = dict(reference.objective_templates()[self.key][self.language])
        words = parts[self.field].split(" ")
        parts[self.field] = " ".join([*words[: self.place], self.phrase, *words[self.place :]])
        competency_id, level = self.key
        return {
            **parts,
            "competency_id": competency_id,
            "level": level,
            "language": self.language,
        }


def mutations(language: str, phrases: Sequence[str]) -> Iterator[Mutation]:
    """Put each phrase into a part of a template; parts, places and templates take turns."""
    keys = sorted(reference.objective_templates())
    for number, phrase in enumerate(phrases):
        field = FIELDS[1:][number % 3]
        place = (99, 4)[number % 2]
        yield Mutation(language, keys[number * 7 % len(keys)], field, place, phrase)
