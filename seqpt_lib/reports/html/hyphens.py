"""Where long German names may break in a narrow column. Not every browser knows German."""

from typing import Final

from seqpt_lib.reports.html.words import Words

SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"
FIRM_HYPHEN: Final = "\N{NON-BREAKING HYPHEN}"

PARTED: Final = (
    "Anforderungs|definition",
    "Entscheidungs|management",
    "Fach|entwickler",
    "Informations|management",
    "Innovations|management",
    "Konfigurations|management",
    "Kunden|vertreter",
    "Lebenszyklus|betrachtung",
    "Produktions|mitarbeiter",
    "Produktions|planer",
    "Projekt|leiter",
    "Projekt|management",
    "Qualitäts|ingenieur",
    "Richtlinien|manager",
    "Selbst|organisation",
    "Service|techniker",
    "System|architektur",
    "System|ingenieur",
    "System|modellierung",
    "Unter|stützung",
    "Wert|orientierung",
)
"""Long words of the competencies' and roles' German names, parted where they may break."""


def hyphenated(name: str, words: Words) -> str:
    """Let a name break where its words join, and nowhere before a hyphen.

    Args:
        name: A competency or role.
        words: The language; nothing happens but in German.

    Returns:
        The name with soft hyphens, which show only where a line ends.
    """
    if words.language != "de":
        return name
    for word in PARTED:
        name = name.replace(word.replace("|", ""), word.replace("|", SOFT_HYPHEN))
    return name.replace(" -", f" {FIRM_HYPHEN}")
