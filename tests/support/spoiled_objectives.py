"""What breaks each check of the gate objectives, and what it then says."""

from tests.support.spoil import Spoil, unconstrained

FIRST_OBJECTIVE = "WHERE competency_id = 1 AND level = 1"

OBJECTIVES = [
    Spoil(
        "objective_per_need",
        f"DELETE FROM objective {FIRST_OBJECTIVE}; DELETE FROM need "
        "WHERE competency_id = 1 AND level = 2",
        "critical",
        2,
        ("competency_id 1 level 1", "competency_id 1 level 2"),
    ),
    Spoil(
        "objective_per_trainer",
        "INSERT INTO objective SELECT organization_id, competency_id, level, language, timeframe, "
        "statement, demonstration, benefit, full_text, source, template_hash, input_hash, 'trainer'"
        f" FROM objective {FIRST_OBJECTIVE}; INSERT INTO objective (organization_id, track, "
        "competency_id, level, language, timeframe, statement, demonstration, benefit, full_text, "
        "source, template_hash, input_hash) SELECT 1, 'trainer', c.id, 6, language, timeframe, "
        "statement || c.id, demonstration, benefit, full_text, source, template_hash, input_hash "
        f"FROM objective CROSS JOIN competency c {FIRST_OBJECTIVE} AND track = 'people' "
        "AND c.id <> 18",
        "critical",
        2,
        ("competency_id 1 level 1", "competency_id 18 level 6"),
    ),
    Spoil(
        "objective_source",
        f"UPDATE objective SET source = 'model' {FIRST_OBJECTIVE};"
        "UPDATE objective SET source = 'template (fallback)', prompt_version = 'p' "
        "WHERE competency_id = 1 AND level = 2;"
        "UPDATE objective SET source = 'hand' WHERE competency_id = 1 AND level = 4;"
        "UPDATE objective SET findings = '[{}]' WHERE competency_id = 4 AND level = 1",
        "critical",
        4,
        (
            "competency_id 1 level 1",
            "competency_id 1 level 2",
            "competency_id 1 level 4",
            "competency_id 4 level 1",
        ),
    ),
    Spoil(
        "objective_verb",
        "UPDATE objective SET statement = replace(statement, ' identify ', ' design ') "
        f"{FIRST_OBJECTIVE}",
        "critical",
        1,
        ("competency_id 1 level 1",),
    ),
    Spoil(
        "objective_fields",
        f"UPDATE objective SET benefit = ' ' {FIRST_OBJECTIVE};"
        "UPDATE objective SET full_text = 'Soon.' WHERE competency_id = 1 AND level = 2",
        "critical",
        2,
        ("competency_id 1 level 1", "competency_id 1 level 2"),
    ),
    Spoil(
        "objective_wording",
        f"UPDATE objective SET full_text = full_text || ' TODO' {FIRST_OBJECTIVE};"
        "UPDATE objective SET full_text = 'Traceback (most recent call last)' "
        "WHERE competency_id = 1 AND level = 2",
        "critical",
        2,
        ("competency_id 1 level 1", "competency_id 1 level 2"),
    ),
    Spoil(
        "objective_own_competency",
        f"UPDATE objective SET full_text = full_text || ' Agile  methods.' {FIRST_OBJECTIVE}",
        "critical",
        1,
        ("competency_id 1 level 1",),
    ),
    Spoil(
        "objective_names_known",
        "UPDATE objective SET full_text = full_text || ' The role called ''Wizard''.' "
        f"{FIRST_OBJECTIVE};"
        "UPDATE objective SET full_text = full_text || ' Kompetenzen „Führung“, «Zaubern».' "
        "WHERE competency_id = 1 AND level = 2",
        "critical",
        2,
        ("competency_id 1 level 1", "competency_id 1 level 2"),
        mended="UPDATE objective SET full_text = full_text || ' In the roles: “System Engineer,” "
        '"project  manager" and \u2018Customer\u2019; Kompetenz „Kommunikation“; competency '
        "''Systems Modelling and Analysis''; in a ''role'' play ''Wizard'' speaks.' "
        f"{FIRST_OBJECTIVE}",
    ),
    Spoil(
        "objective_no_score",
        f"UPDATE objective SET benefit = 'so that 80 % pass' {FIRST_OBJECTIVE};"
        "UPDATE objective SET statement = 'erreichen Stufe 4' "
        "WHERE competency_id = 1 AND level = 2;"
        "UPDATE objective SET full_text = full_text || ' Score: high.' "
        "WHERE competency_id = 1 AND level = 4;"
        "UPDATE objective SET demonstration = 'in 3 von 4 Fällen' "
        "WHERE competency_id = 4 AND level = 1",
        "critical",
        4,
        (
            "competency_id 1 level 1",
            "competency_id 1 level 2",
            "competency_id 1 level 4",
            "competency_id 4 level 1",
        ),
        mended="UPDATE objective SET full_text = replace(full_text, timeframe, 'In 2 % points'), "
        "timeframe = 'In 2 % points', benefit = 'so that three people at two levels agree' "
        f"{FIRST_OBJECTIVE}",
    ),
    Spoil(
        "objective_competency_known",
        f"{unconstrained('objective', 'competency_id_fkey')};"
        f"UPDATE objective SET competency_id = 2 {FIRST_OBJECTIVE}",
        "critical",
        1,
        ("competency_id 2 level 1",),
    ),
    Spoil(
        "objective_unique",
        "UPDATE objective SET statement = (SELECT upper(statement) FROM objective "
        f"{FIRST_OBJECTIVE}) WHERE competency_id = 1 AND level = 2",
        "critical",
        1,
        ("competency_id 1 level 1",),
    ),
]
