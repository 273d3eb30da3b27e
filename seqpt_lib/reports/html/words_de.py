"""The report's texts in German. What stands in braces is filled in."""

GERMAN = {
    "report": "Bericht zu den Lernplänen",
    "contents": "Inhalt",
    "dry_run": "Ein Probelauf: Nichts davon ist gespeichert.",
    "hidden": "verborgen",
    "range": "{low} bis {high}",
    "date": "{day}. {month} {year}",
    "months": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "and": "und",
    "of": "{part} von {total}",
    "none_sign": "–",
    "level_unaware": "unwissend",
    "level_know": "kennen",
    "level_understand": "verstehen",
    "level_apply": "anwenden",
    "level_master": "beherrschen",
    "competency": "Kompetenz",
    "competencies": "Kompetenzen",
    "role": "Rolle",
    "needs": "Braucht",
    "target": "Ziel",
    "people": "Personen",
    "hours": "Stunden",
    # Overview
    "overview_title": "Auf einen Blick",
    "sentence_answers": "{assessed} von {of} haben geantwortet.",
    "sentence_answers_one": "{assessed} von {of} hat geantwortet.",
    "of_people": "{people} Personen",
    "of_people_one": "{people} Person",
    "sentence_below": "{count} Personen liegen in mindestens einer Kompetenz unter ihrem Ziel.",
    "sentence_below_one": "{count} Person liegt in mindestens einer Kompetenz unter ihrem Ziel.",
    "sentence_met": "Alle erreichen in jeder Kompetenz ihr Ziel.",
    "sentence_nobody": "Darum lässt sich noch nichts über sie sagen.",
    "sentence_not_computed": "Ihre Lücken sind noch nicht berechnet.",
    "sentence_hidden": "Wie viele unter ihrem Ziel liegen, darf nicht gezeigt werden, weil die "
    "Gruppen zu klein sind.",
    "sentence_farthest": "Der Anteil der Personen unter ihrem Ziel ist am größten in {names}.",
    "sentence_farthest_shown": "Soweit er gezeigt werden darf, ist der Anteil der Personen unter "
    "ihrem Ziel am größten in {names}.",
    "sentence_first": "Beginnen Sie mit {name}.",
    "sentence_coverage": "Die gewählten Qualifizierungsarchetypen erreichen nicht, was {roles} "
    "Rollen brauchen.",
    "sentence_coverage_one": "Die gewählten Qualifizierungsarchetypen erreichen nicht, was eine "
    "Rolle braucht.",
    "figure_people": "von {total} Personen liegen irgendwo unter ihrem Ziel",
    "figure_people_one": "von {total} Person liegt irgendwo unter dem Ziel",
    "figure_half": "von {total} Kompetenzen, in denen mindestens die Hälfte unter dem Ziel liegt",
    "figure_needs": "zu lernende Stufen (mindestens), je mit Lernziel und Modul",
    "figure_needs_one": "zu lernende Stufe (mindestens), mit Lernziel und Modul",
    "figure_weeks": "Lernwochen je Person im Mittel, bei {hours} Stunden pro Woche",
    "at_least": "mindestens {low}",
    "empty_nobody": "Niemand hat geantwortet.",
    "empty_not_computed": "Die Lücken sind noch nicht berechnet.",
    "empty_met": "Nichts: Wer geantwortet hat, erreicht in jeder Kompetenz das eigene Ziel.",
    # Heat map
    "heat_map_title": "Wer wo unter dem Ziel liegt",
    "heat_map_caption": "Personen unter ihrem eigenen Ziel, nach Kompetenz und Rolle",
    "heat_map_text": "Anteil der Personen unter ihrem eigenen Ziel; darunter, wie viele von wie "
    "vielen. Je dunkler ein Feld, desto mehr. „verborgen“ steht, wo eine Zahl etwas über zu wenige "
    "Personen verriete.",
    "heat_map_others": "Nach Rolle darf nichts gezeigt werden über",
    "all_people": "Alle",
    # Levels
    "levels_title": "Wo die Personen stehen",
    "levels_text": "Jeder Balken zeigt alle, die geantwortet haben.",
    "levels_by_level": "Wo jede Stufe gezeigt werden darf, ist er nach der Stufe der letzten "
    "Antwort geteilt.",
    "levels_all": "Er ist nach der Stufe ihrer letzten Antwort geteilt.",
    "levels_mark": "Die Linie zeigt das Ziel der Organisation: Wer rechts davon steht, hat diese "
    "Stufe erreicht.",
    "levels_split": "Wo eine Stufe nicht gezeigt werden darf, sagt der Balken, wer unter dem "
    "eigenen Ziel liegt und wer nicht.",
    "levels_partly": "Ein schraffiertes Stück steht für Personen, deren Stufe nicht gezeigt "
    "werden darf.",
    "levels_own": "Das eigene Ziel einer Person kann niedriger sein als das der Organisation, wo "
    "die Rolle weniger verlangt.",
    "other_levels": "andere Stufen: {hidden}",
    "bar_label": "{name}: Personen nach Stufe",
    "bar_label_split": "{name}: Personen unter dem Ziel, und am Ziel oder darüber",
    "mark": "Ziel der Organisation",
    "below_target": "unter dem Ziel",
    "at_target": "am Ziel oder darüber",
    "assessed": "n = {count}",
    "at_or_above": "eigenes Ziel erreicht: {share}",
    "interval": "95-%-Intervall: {ends}",
    "median": "Median: {level}",
    "nobody_assessed": "Niemand hat geantwortet.",
    # Priorities
    "priorities_title": "Was zuerst zu tun ist",
    "priorities_text": "Die zehn dringlichsten Kompetenzen, von 0 (nichts zu tun) bis 10.",
    "priorities_text_all": "Die dringlichste Kompetenz steht zuerst; Prioritäten gehen von 0 "
    "(nichts zu tun) bis 10.",
    "priorities_by_share": "Die zehn Kompetenzen mit dem größten Anteil unter dem Ziel. Sie sind "
    "nicht nach Priorität geordnet, weil nicht jede Priorität gezeigt werden darf.",
    "priorities_by_share_all": "Die Kompetenz mit dem größten Anteil unter dem Ziel steht zuerst. "
    "Nach Priorität ist nicht geordnet, weil nicht jede Priorität gezeigt werden darf.",
    "share_shown": "Ein Anteil, der nicht gezeigt werden darf, könnte größer sein.",
    "priorities_none": "Welche Kompetenz zuerst kommt, darf nicht gezeigt werden.",
    "methods_hidden": "Die Schulungsform steht nur, wo sie gezeigt werden darf.",
    "priority_of": "Priorität: {value} von {most}",
    "unranked": "Ohne Rang, weil weder Priorität noch Anteil gezeigt werden darf: {names}.",
    "because_below": "Unter ihrem Ziel: {below} von {people}.",
    "because_gap": "Die größte Lücke beträgt {gap}.",
    "because_required": "Die Arbeit mindestens einer Person verlangt Stufe {level}.",
    "because_uncovered": "Für {share} der Personen ist das Ziel der Organisation niedriger, als "
    "ihre Arbeit verlangt.",
    "train_by": "Schulungsform:",
    "method_coaching": "Einzelcoaching",
    "method_blended": "Blended Learning",
    "method_individual": "Einzelschulung oder Zertifizierung",
    "method_small_group": "Kleingruppe oder Mentoring",
    "method_group": "Gruppe mit Differenzierung",
    "method_group_with_mentors": "Gruppe mit Erfahrenen als Mentoren",
    "method_classroom": "Präsenzschulung",
    # Coverage
    "coverage_title": "Was die Qualifizierungsarchetypen nicht erreichen",
    "coverage_text": "Ein Qualifizierungsarchetyp ist eine Strategie der Qualifizierung mit einem "
    "Ziel für jede Kompetenz. Die Organisation hat gewählt: {names}.",
    "coverage_caption": "Rollen, die mehr brauchen, als die Organisation anstrebt",
    "coverage_none": "Keine Rolle braucht mehr, als die Organisation anstrebt.",
    "coverage_people": "Die Arbeit mindestens einer Person, deren Rolle nicht bekannt ist, "
    "verlangt mehr in {names}.",
    "would_reach": "Würde es erreichen",
    "none_of_them": "keiner der Qualifizierungsarchetypen",
    # Objectives
    "objectives_title": "Was zu lernen ist",
    "objectives_text": "Die Lernziele der Stufen, die noch zu erreichen sind. Ob jemand eine Stufe "
    "braucht, die hier fehlt, darf nicht gezeigt werden, oder niemand braucht sie.",
    "objectives_none": "Was zu lernen ist, darf nicht gezeigt werden.",
    "people_count": "Personen, die es brauchen: {count}",
    "people_hidden": "Personen, die es brauchen: verborgen",
    "source": "Quelle",
    "from_template": "Der Wortlaut stammt aus einer Vorlage.",
    "by_model": "Ein Sprachmodell hat es formuliert.",
    "fallback": "Der Wortlaut stammt aus einer Vorlage, weil der eines Modells nicht standhielt.",
    "passages": "Textstellen, auf denen es beruht:",
    "problems": "Was am Wortlaut des Modells nicht stimmte:",
    "trainers_title": "Für künftige Trainerinnen und Trainer",
    "trainers_text": "Stufe 6 in jeder Kompetenz, für alle, die andere schulen werden.",
    # Calendar
    "calendar_title": "Die Reihenfolge der Module",
    "calendar_text": "Ein Modul nach dem anderen bei {hours} Stunden pro Woche, in der "
    "Reihenfolge von „Was zuerst zu tun ist“; was dort keinen Rang hat, kommt zuletzt. Die "
    "Wochen sind die einer Person, die alle Module braucht; die meisten "
    "brauchen weit weniger, und Module für verschiedene Personen können gleichzeitig laufen.",
    "calendar_sum": "{modules} Module mit zusammen {hours} Stunden, jedes einmal gezählt.",
    "calendar_sum_one": "{modules} Modul mit {hours} Stunden.",
    "calendar_caption": "Module in ihrer Reihenfolge",
    "calendar_none": "Kein Modul darf gezeigt werden.",
    "weeks": "Wochen",
    "module": "Modul",
    "format": "Lernformat",
    "block": "Woche {first} bis {last}; Module, die hier beginnen: {hours} Stunden",
    "no_format": "kein Format passt",
    "in_groups": "{format}, in {groups} Gruppen",
    # Changes
    "changes_title": "Was sich geändert hat",
    "changes_caption": "Personen unter ihrem Ziel, vorher und jetzt",
    "changes_unknown": "Was sich geändert hat, wurde nicht festgehalten.",
    "changes_first": "Die Lücken wurden zum ersten Mal berechnet.",
    "changes_nothing": "Nichts seit {day} (Lauf {run}).",
    "changes_since": "Seit {day} (Lauf {run}): {reasons}.",
    "below_before": "Vorher",
    "below_now": "Jetzt",
    "change": "Änderung",
    "changed_answers_hash": "Antworten",
    "changed_roles_hash": "Rollen",
    "changed_matrices_hash": "Matrizen",
    "changed_archetype_ids": "Qualifizierungsarchetypen",
    "changed_targets_hash": "Ziele der Qualifizierungsarchetypen",
    "changed_target_rule": "Ziel einer Person",
    "changed_code_version": "Version der Regeln",
    "changed_smallest_group": "kleinste Gruppe, die gezeigt wird",
    # Quality
    "quality_title": "Wie gut die Daten sind",
    "quality_text": "Prüfungen beurteilen die Daten vor und nach jeder Berechnung. Ein kritischer "
    "Befund hätte den Lauf angehalten.",
    "no_gates": "Noch keine Prüfung hat geurteilt.",
    "gates_caption": "Prüfungen nach Qualitätsschranke, und wie viele nicht bestanden sind",
    "gate": "Qualitätsschranke",
    "checks": "Prüfungen",
    "stopped": "Kritisch",
    "warnings": "Warnungen",
    "notes": "Hinweise",
    "gate_sources": "Quelldaten",
    "gate_gaps": "Lücken",
    "gate_objectives": "Lernziele",
    "gate_plans": "Pläne",
    "findings_title": "Warnungen und Hinweise",
    "no_findings": "Keine.",
    "rule_broken": "Regel nicht eingehalten:",
    "severity_critical": "Kritisch",
    "severity_warning": "Warnung",
    "severity_info": "Hinweis",
    "rows": "{count} Zeilen",
    "rows_one": "1 Zeile",
    "missing_title": "Fehlende Antworten",
    "missing_people": "Personen, die gar nicht geantwortet haben: {silent} von {people}. Sie "
    "zählen nirgends.",
    "missing_nothing": "Wer geantwortet hat, hat es für jede Kompetenz getan.",
    "missing_answers": "In diesen Kompetenzen fehlen mehr Antworten (insgesamt):",
    # Method
    "method_title": "Wie gerechnet wurde",
    "rule_level": "Die Stufe einer Person ist die ihrer letzten Antwort: 0, 1, 2, 4 oder 6. Eine "
    "fehlende Antwort zählt nirgends und nie als 0.",
    "rule_organization": "Das Ziel der Organisation ist das höchste ihrer "
    "Qualifizierungsarchetypen.",
    "rule_track": "„Train the trainer“ zählt dabei nicht: Dieser Archetyp ist für die wenigen, "
    "die andere schulen werden.",
    "rule_person_role_capped": "Das eigene Ziel einer Person ist dieses oder, wo das weniger ist, "
    "was die Arbeit ihrer Rollen verlangt.",
    "rule_person_archetype": "Das eigene Ziel einer Person ist das der Organisation, was immer "
    "ihre Rollen verlangen.",
    "rule_person_trainer": "Das eigene Ziel einer Person ist das der Organisation, weil „Train "
    "the trainer“ der einzige Archetyp ist: Keine Rolle senkt es.",
    "rule_below": "Unter dem Ziel liegt, wessen Stufe niedriger ist als das eigene Ziel.",
    "rule_interval": "Das Intervall ist das von Wilson für 95 %: Es zeigt, wie genau ein Anteil "
    "bei so vielen Personen bekannt ist.",
    "rule_priority": "Priorität: 0,4 × größte Lücke + 0,3 × höchste verlangte Stufe + 0,3 × Anteil "
    "derer, deren Arbeit mehr verlangt, als die Organisation anstrebt, je von 0 bis 10.",
    "rule_need": "Eine Stufe ist zu lernen, wo jemand darunter steht und diese oder eine höhere "
    "Stufe zum Ziel hat. Jede hat ein Lernziel und ein Modul.",
    "rule_hours": "Lernen dauert 8 Stunden bis Stufe 1, 16 bis 2, 24 bis 4 und 40 bis 6.",
    "rule_hidden": "Eine Gruppe von weniger als {smallest} Personen wird nie gezeigt, auch keine "
    "Zahl, aus der sie sich erschließen ließe, außer wer geantwortet hat und was an den Daten "
    "falsch ist. Wo Grenzen sicher sind, stehen sie statt der Zahl; untere Grenzen sind "
    "abgerundet.",
    "rule_role_capped": "höchstens, was die Rollen verlangen",
    "rule_archetype": "das Ziel der Organisation für alle",
    "rule_trainer": "das Ziel der Organisation für alle",
    "run_title": "Dieser Lauf",
    "fact_run": "Lauf",
    "fact_archetypes": "Qualifizierungsarchetypen",
    "fact_data": "Daten",
    "fact_data_said": "Personen: {people}; mit Antworten: {assessed_people}; Antworten: {answers}",
    "fact_rule": "Ziel einer Person",
    "fact_state": "Lücken berechnet von Lauf",
    "fact_hash": "Prüfsumme der Eingaben ohne Antworten",
    "fact_code": "Version der Regeln",
    "fact_hours": "Lernstunden pro Woche",
    "fact_versions": "Programme",
}
