"""The words of sheets and files, in English and German."""

from typing import Literal

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = ("en", "de")

SHEETS: dict[str, tuple[str, str]] = {
    "summary": ("Summary", "Übersicht"),
    "competencies": ("Competencies", "Kompetenzen"),
    "roles": ("Roles", "Rollen"),
    "needs": ("Needs", "Bedarf"),
    "objectives": ("Objectives", "Lernziele"),
    "modules": ("Modules", "Module"),
    "plans": ("Plans", "Pläne"),
    "data_quality": ("Data quality", "Datenqualität"),
    "about": ("About", "Über diese Datei"),
}
"""Titles by name of the view, in the order of the sheets."""

COLUMNS: dict[str, tuple[str, str]] = {
    "measure": ("Measure", "Größe"),
    "value": ("Value", "Wert"),
    "at_least": ("At least", "Mindestens"),
    "at_most": ("At most", "Höchstens"),
    "item": ("Item", "Angabe"),
    "note": ("Note", "Hinweis"),
    "competency_id": ("Competency id", "Kompetenz-ID"),
    "competency": ("Competency", "Kompetenz"),
    "competency_area": ("Area", "Bereich"),
    "role_cluster_id": ("Role id", "Rollen-ID"),
    "role": ("Role", "Rolle"),
    "target_level": ("Target level", "Zielstufe"),
    "required_level": ("Required level", "Geforderte Stufe"),
    "level": ("Level", "Stufe"),
    "level_name": ("Level name", "Name der Stufe"),
    "assessed_count": ("People assessed", "Personen mit Antwort"),
    "not_assessed_count": ("People not assessed", "Personen ohne Antwort"),
    "unaware_count": ("At 0 unaware", "Auf 0 unwissend"),
    "know_count": ("At 1 know", "Auf 1 kennen"),
    "understand_count": ("At 2 understand", "Auf 2 verstehen"),
    "apply_count": ("At 4 apply", "Auf 4 anwenden"),
    "master_count": ("At 6 master", "Auf 6 beherrschen"),
    "median_level": ("Median level", "Medianstufe"),
    "below_target_count": ("People below target", "Personen unter dem Ziel"),
    "at_target_share": ("Share at target", "Anteil mit erreichtem Ziel"),
    "at_target_share_low": (
        "Share at target, low (95 %)",
        "Anteil mit erreichtem Ziel, untere Grenze (95 %)",
    ),
    "at_target_share_high": (
        "Share at target, high (95 %)",
        "Anteil mit erreichtem Ziel, obere Grenze (95 %)",
    ),
    "training_method": ("Training method", "Schulungsform"),
    "largest_gap": ("Largest gap", "Größte Lücke"),
    "highest_requirement": ("Highest requirement", "Höchste Anforderung"),
    "uncovered_share": ("Share not covered", "Anteil nicht abgedeckt"),
    "priority": ("Priority (0 to 10)", "Priorität (0 bis 10)"),
    "people_count": ("People in need", "Personen mit Bedarf"),
    "track": ("For", "Für"),
    "full_text": ("Objective", "Lernziel"),
    "timeframe": ("Until when", "Bis wann"),
    "statement": ("What people can do", "Was man dann kann"),
    "demonstration": ("Shown by", "Gezeigt durch"),
    "benefit": ("Benefit", "Nutzen"),
    "source": ("Words from", "Wortlaut aus"),
    "language": ("Language", "Sprache"),
    "passages": ("Passages", "Textstellen"),
    "checks": ("Checks", "Prüfungen"),
    "format_name": ("Learning format", "Lernformat"),
    "learning_hours": ("Hours of learning", "Lernstunden"),
    "group_count": ("Groups", "Gruppen"),
    "user_id": ("Person id", "Personen-ID"),
    "plan_id": ("Plan id", "Plan-ID"),
    "estimated_duration_weeks": ("Weeks of the plan", "Wochen des Plans"),
    "archetype_used": ("Archetype", "Qualifizierungsarchetyp"),
    "gate": ("Gate", "Qualitätsschranke"),
    "check_id": ("Check", "Prüfung"),
    "table_name": ("Table", "Tabelle"),
    "rule": ("Rule", "Regel"),
    "result": ("Result", "Ergebnis"),
    "evaluated_count": ("Rows judged", "Zeilen geprüft"),
    "unexpected_count": ("Rows that break it", "Zeilen mit Verstoß"),
    "keys": ("Ids (first five)", "IDs (erste fünf)"),
    "fix": ("What to do", "Was zu tun ist"),
}
"""Headings by name of the column, the same in every view."""

VALUES: dict[str, tuple[str, str]] = {
    "hidden": ("hidden", "verborgen"),
    "unaware": ("unaware", "unwissend"),
    "know": ("know", "kennen"),
    "understand": ("understand", "verstehen"),
    "apply": ("apply", "anwenden"),
    "master": ("master", "beherrschen"),
    "individual coaching": ("individual coaching", "Einzelcoaching"),
    "blended": ("blended", "Blended Learning"),
    "individual or certification": (
        "individual or certification",
        "Einzelschulung oder Zertifizierung",
    ),
    "small group or mentoring": ("small group or mentoring", "Kleingruppe oder Mentoring"),
    "group with differentiation": (
        "group with differentiation",
        "Gruppe mit Differenzierung",
    ),
    "group with experts as mentors": (
        "group with experts as mentors",
        "Gruppe mit Erfahrenen als Mentoren",
    ),
    "classroom": ("classroom", "Präsenzschulung"),
    "Core": ("Core", "Kern"),
    "Social / Personal": ("Social / Personal", "Sozial / persönlich"),
    "Management": ("Management", "Management"),
    "Technical": ("Technical", "Technisch"),
    "people": ("people", "Personen"),
    "trainer": ("future trainers", "künftige Trainer"),
    "template": ("template", "Vorlage"),
    "model": ("model", "Modell"),
    "template (fallback)": ("template (fallback)", "Vorlage (als Ersatz)"),
    "all passed": ("all passed", "alle bestanden"),
    "holds": ("holds", "erfüllt"),
    "critical": ("critical", "kritisch"),
    "warning": ("warning", "Warnung"),
    "info": ("note", "Hinweis"),
    "role_capped": ("capped by role", "durch Rolle begrenzt"),
    "archetype": ("archetype", "Archetyp"),
    "sources": ("sources", "Quelldaten"),
    "gaps": ("gaps", "Lücken"),
    "objectives": ("objectives", "Lernziele"),
    "plans": ("plans", "Pläne"),
    "en": ("English", "Englisch"),
    "de": ("German", "Deutsch"),
    "Common basic understanding": (
        "Common basic understanding",
        "Gemeinsames Grundverständnis",
    ),
    "SE for managers": ("SE for managers", "SE für Führungskräfte"),
    "Orientation in pilot project": (
        "Orientation in pilot project",
        "Orientierung im Pilotprojekt",
    ),
    "Needs-based, project-oriented training": (
        "Needs-based, project-oriented training",
        "Bedarfsgerechte, projektorientierte Schulung",
    ),
    "Continuous support": ("Continuous support", "Kontinuierliche Begleitung"),
    "Train the trainer": ("Train the trainer", "Train the trainer"),
    "Certification": ("Certification", "Zertifizierung"),
    "Seminar": ("Seminar", "Seminar"),
    "Webinar": ("Webinar", "Webinar"),
    "Coaching": ("Coaching", "Coaching"),
    "Mentoring": ("Mentoring", "Mentoring"),
    "WBT": ("WBT", "WBT"),
    "CBT": ("CBT", "CBT"),
    "Game-Based": ("Game-Based", "Spielbasiertes Lernen"),
    "Conference": ("Conference", "Konferenz"),
    "Blended": ("Blended", "Blended Learning"),
    "Self-Learning": ("Self-Learning", "Selbstlernen"),
}
"""Words that stand in cells and come from a closed set, names of archetypes and learning formats
among them; a name that a database changed stays as it is."""

SENTENCES: dict[str, tuple[str, str]] = {
    "organization": ("Organization", "Organisation"),
    "organization_key": ("Public key", "Öffentlicher Schlüssel"),
    "archetypes": ("Archetypes", "Qualifizierungsarchetypen"),
    "target_rule": ("Target of a person", "Ziel einer Person"),
    "people": ("People", "Personen"),
    "assessed_people": ("People who answered", "Personen mit Antworten"),
    "people_with_plan": ("People with a plan", "Personen mit Plan"),
    "needs": ("Levels needed", "Benötigte Stufen"),
    "objectives": ("Objectives", "Lernziele"),
    "by_model": ("Objectives worded by a model", "Lernziele im Wortlaut eines Modells"),
    "from_templates": ("Objectives from templates", "Lernziele aus Vorlagen"),
    "fallbacks": (
        "Objectives where a template stands in",
        "Lernziele mit Vorlage als Ersatz",
    ),
    "learning_hours": (
        "Hours of learning, all people together",
        "Lernstunden aller Personen zusammen",
    ),
    "run_id": ("Run", "Lauf"),
    "started_at": ("Run began (UTC)", "Lauf begonnen (UTC)"),
    "version": ("Version of SE-QPT", "Version von SE-QPT"),
    "smallest_group": ("Smallest group that is shown", "Kleinste gezeigte Gruppe"),
    "hidden_means": ('The word "hidden"', "Das Wort „verborgen“"),
    "hidden_text": (
        "Stands where a number could tell something about too few people.",
        "Steht, wo eine Zahl etwas über zu wenige Personen verraten könnte.",
    ),
    "empty_means": ("An empty cell", "Eine leere Zelle"),
    "empty_text": (
        "There is no such number: nobody was assessed, or no format fits.",
        "Es gibt keine Zahl: niemand hat geantwortet, oder kein Format passt.",
    ),
    "rows_means": ("Rows that are missing", "Fehlende Zeilen"),
    "rows_text": (
        (
            "A need of which not even its existence may be told has no row, nor a role in a "
            "competency of which nothing may be shown."
        ),
        (
            "Ein Bedarf, von dem nicht einmal erkennbar sein darf, dass es ihn gibt, hat keine "
            "Zeile; ebenso eine Rolle in einer Kompetenz, von der nichts gezeigt werden darf."
        ),
    ),
    "plans_left_out": (
        (
            "Left out: everybody's plans together would tell what is hidden on the other sheets. "
            "make export with PLANS=yes writes them."
        ),
        (
            "Weggelassen: Alle Pläne zusammen würden verraten, was auf den anderen Blättern "
            "verborgen ist. Der Befehl make export mit PLANS=yes schreibt sie."
        ),
    ),
    "plans_warning": (
        (
            "This file holds everybody's plans and so tells what is hidden: give it only to who "
            "may see individual results."
        ),
        (
            "Diese Datei enthält alle Pläne und verrät damit, was verborgen ist: nur an Personen "
            "weitergeben, die individuelle Ergebnisse sehen dürfen."
        ),
    ),
    "plans": ("Plans by person", "Pläne nach Person"),
}
"""Measures of the summary, items and sentences of the last sheet."""


def word(words: dict[str, tuple[str, str]], name: str, language: str) -> str:
    """Say a word in a language.

    Args:
        words: One of the tables of this module.
        name: The word's name.
        language: ``en`` or ``de``.

    Returns:
        The word; the name itself where the table does not have it.
    """
    return words.get(name, (name, name))[LANGUAGES.index(language)]
