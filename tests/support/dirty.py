"""A database that others have lived in for a year: every defect that was ever seen in one."""

from tests.support.spoil import ANSWERS

CRITICAL, WARNING, NOTE = "critical", "warning", "info"

SOURCES: dict[int, list[tuple[str, str, int]]] = {
    1: [("competency_ids", CRITICAL, 1)],
    2: [("competency_names", CRITICAL, 2), ("competency_spelling", WARNING, 1)],
    3: [("process_names", CRITICAL, 1), ("process_names_unique", CRITICAL, 1)],
    4: [("roles", CRITICAL, 2)],
    5: [
        ("role_matrix_size", CRITICAL, 6),
        ("role_matrix_cells", CRITICAL, 6),
        ("role_matrix_changed", NOTE, 1),
        ("process_matrix_size", CRITICAL, 1),
        ("process_matrix_cells", CRITICAL, 1),
        ("process_matrix_changed", NOTE, 1),
    ],
    6: [("involvement_domain", CRITICAL, 1), ("relevance_domain", CRITICAL, 1)],
    7: [
        ("derived_role_stale", WARNING, 12 * 15),
        ("derived_person_stale", WARNING, 15),
        ("derived_comparable", WARNING, 1),
    ],
    8: [
        ("score_domain", CRITICAL, 3),
        ("derived_role_levels", WARNING, 1),
        ("derived_person_levels", WARNING, 1),
    ],
    9: [
        ("targets_complete", CRITICAL, 2),
        ("targets_size", CRITICAL, 1),
        ("target_domain", CRITICAL, 1),
    ],
    10: [("organization_archetype", CRITICAL, 1)],
    11: [("answer_organization", CRITICAL, 1)],
    12: [
        ("answer_keys_set", CRITICAL, 3),
        ("answer_keys_exist", CRITICAL, 1),
        ("person_roles_exist", CRITICAL, 1),
        ("rows_of_nobody", WARNING, 4),
        ("personal_matrix_known", CRITICAL, 1),
        ("personal_matrix_person", WARNING, 1),
        ("derived_person_person", WARNING, 1),
    ],
    13: [("answers_repeated", NOTE, 17), ("answers_contradict", WARNING, 1)],
    14: [("answers_incomplete", WARNING, 3), ("people_without_answers", WARNING, 1)],
    16: [("survey_type_known", WARNING, 1), ("survey_type_missing", WARNING, 1)],
    17: [
        ("personal_matrix_zero", WARNING, 1),
        ("personal_matrix_incomplete", WARNING, 1),
        ("personal_matrix_missing", WARNING, 1),
    ],
    18: [("contract", WARNING, 11)],
    19: [
        ("indicator_levels", WARNING, 1),
        ("indicators_complete", WARNING, 2),
        ("indicator_count", WARNING, 1),
    ],
    20: [("texts_empty", NOTE, 1), ("texts_untranslated", NOTE, 1)],
    21: [("json_encoded_twice", WARNING, 1), ("names_mojibake", WARNING, 1)],
    22: [
        ("maturity_score_range", WARNING, 1),
        ("size_known", WARNING, 1),
        ("phase_complete", WARNING, 1),
    ],
    23: [("default_key", WARNING, 1)],
    24: [("duplicate_tables", CRITICAL, 1), ("own_table_shape", CRITICAL, 1)],
}
"""By defect: the checks of the gate sources that report it, with severity and count."""

GAPS = {
    15: [("people_counted_once", CRITICAL, 1)],
    25: [
        ("target_on_scale", CRITICAL, 1),
        ("gap_is_difference", CRITICAL, 2),
        ("gap_of_assessed_only", CRITICAL, 1),
        ("need_within_people", CRITICAL, 1),
    ],
    28: [("level_people_counted", CRITICAL, 2), ("scenario_shares_whole", CRITICAL, 1)],
}
OBJECTIVES = {
    26: [
        ("objective_verb", CRITICAL, 1),
        ("objective_fields", CRITICAL, 1),
        ("objective_wording", CRITICAL, 1),
        ("objective_own_competency", CRITICAL, 1),
        ("objective_names_known", CRITICAL, 1),
        ("objective_no_score", CRITICAL, 1),
    ]
}
PLANS = {27: [("one_current_plan", CRITICAL, 1), ("plan_content", CRITICAL, 2)]}

PRIVATE = """
UPDATE unknown_role_process_matrix SET user_name = 'canaryuser13' WHERE user_name = 'demo-13';
UPDATE app_user SET name = 'Canaryname' || id, username = 'canaryuser' || id,
    tasks_responsibilities = jsonb_build_object('text', 'canarytask' || id);
INSERT INTO user_competency_survey_feedback (user_id, organization_id, feedback)
    SELECT id, 1, jsonb_build_object('text', 'canaryfeedback' || id) FROM app_user;
"""
"""What nobody may read in a result: a word of its own in every text of every person."""

DIRT = f"""
ALTER TABLE {ANSWERS} DROP CONSTRAINT {ANSWERS}_user_id_fkey,
    DROP CONSTRAINT {ANSWERS}_gap_size_check;
ALTER TABLE user_role_cluster DROP CONSTRAINT user_role_cluster_role_cluster_id_fkey,
    DROP CONSTRAINT user_role_cluster_user_id_fkey;
ALTER TABLE user_survey_type DROP CONSTRAINT user_survey_type_user_id_fkey,
    ALTER survey_type DROP DEFAULT;
ALTER TABLE user_competency_survey_feedback
    DROP CONSTRAINT user_competency_survey_feedback_user_id_fkey,
    ADD CONSTRAINT user_competency_survey_feedback_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES app_user (id);
ALTER TABLE unknown_role_process_matrix
    DROP CONSTRAINT unknown_role_process_matrix_iso_process_id_fkey;
ALTER TABLE app_user ALTER organization_id DROP NOT NULL;
ALTER TABLE archetype_target DROP CONSTRAINT archetype_target_target_level_check,
    ALTER target_level DROP NOT NULL;
ALTER TABLE need ALTER people_count TYPE bigint;
INSERT INTO competency (id, competency_area, competency_name) VALUES (2, 'Core', 'Two');
UPDATE competency SET competency_name = 'Lifecycles' WHERE id = 4;
UPDATE competency SET competency_area = 'Elsewhere' WHERE id = 5;
UPDATE competency SET competency_name = 'SYSTEMS  MODELLING and Analysis' WHERE id = 6;
UPDATE competency SET description = '' WHERE id = 9;
UPDATE iso_processes SET name = (SELECT upper(name) FROM iso_processes WHERE id = 7) WHERE id = 8;
INSERT INTO role_cluster VALUES (15, 'Fifteenth', 'A role that nobody knows');
UPDATE role_cluster SET role_cluster_name = 'Renamed' WHERE id = 6;
DELETE FROM role_process_matrix WHERE role_cluster_id = 4 AND iso_process_id > 24;
UPDATE role_process_matrix SET role_process_value = -100
    WHERE role_cluster_id = 5 AND iso_process_id = 7;
DELETE FROM process_competency_matrix WHERE iso_process_id = 9 AND competency_id = 8;
UPDATE process_competency_matrix SET process_competency_value = -100
    WHERE iso_process_id = 10 AND competency_id = 8;
DELETE FROM archetype_target WHERE archetype_id = 4 AND competency_id = 5;
UPDATE archetype_target SET target_level = 5 WHERE archetype_id = 3 AND competency_id = 6;
UPDATE archetype_target SET target_level = NULL WHERE archetype_id = 2 AND competency_id = 6;
UPDATE competency_indicators SET level = '1' WHERE competency_id = 1 AND level = 'kennen';
UPDATE competency_indicators SET indicator_de = indicator_en
    WHERE competency_id = 5 AND level = 'kennen';
DELETE FROM competency_indicators WHERE competency_id = 6 AND level = 'kennen';
INSERT INTO organization (id, organization_name, organization_public_key)
    VALUES (2, 'Second', 'second');
UPDATE organization SET organization_public_key = 'singleuser', selected_archetype = ' ',
    maturity_score = 864213579, size = 'tiny', phase1_completed = true WHERE id = 1;
UPDATE {ANSWERS} SET score = 864213579 WHERE id IN (1, 2, 3);
UPDATE {ANSWERS} SET organization_id = 2 WHERE id = 40;
INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score)
    VALUES (NULL, 1, 1, 2), (9999, 1, 1, 2), (9, NULL, 1, 2), (9, 1, NULL, 2), (9999, NULL, 1, 2);
INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score, submitted_at)
    SELECT user_id, 1, competency_id, CASE score WHEN 0 THEN 1 ELSE 0 END, submitted_at
    FROM {ANSWERS} WHERE id = 60;
DELETE FROM user_role_cluster WHERE user_id IN (2, 3);
INSERT INTO user_role_cluster VALUES (7, 99), (2, 40004), (3, 40004), (9999, 4);
INSERT INTO app_user (id, organization_id, name, username)
    VALUES (98, NULL, 'Canaryname98', 'canaryuser98');
INSERT INTO user_survey_type (user_id, survey_type) VALUES (9999, 'known_roles');
UPDATE user_survey_type SET survey_type = 'unsure' WHERE user_id = 5;
UPDATE app_user SET name = 'Canaryname9 MÃ¼ller',
    tasks_responsibilities = '"{{\\"canary\\": 1}}"' WHERE id = 9;
INSERT INTO unknown_role_process_matrix (user_name, iso_process_id, role_process_value,
    organization_id) VALUES ('canary_of_nobody', 1, 1, 1), ('canaryuser3', 1, 1, 1),
    ('canaryuser13', 31, 3, 1);
INSERT INTO unknown_role_process_matrix (user_name, iso_process_id, role_process_value,
    organization_id) SELECT 'canaryuser2', iso_process_id, 0, 1 FROM reference_process;
INSERT INTO unknown_role_competency_matrix (user_name, competency_id, role_competency_value,
    organization_id) VALUES ('canaryuser13', 1, 0, 1), ('canaryuser13', 4, -100, 1),
    ('canary_of_nobody', 1, 1, 1);
INSERT INTO role_competency_matrix (role_cluster_id, competency_id, role_competency_value,
    organization_id) VALUES (4, 1, -100, 1), (1, 1, 6, 1);
CREATE TABLE public.mvp_users (id uuid PRIMARY KEY, username text, first_name text,
    last_name text, organization_id uuid, password_hash text);
INSERT INTO public.mvp_users VALUES ('00000000-0000-4000-8000-000000000001', 'canary_user',
    'Canary', 'Person', '00000000-0000-4000-8000-000000000002', 'canary_hash');
"""
"""Rows and lost constraints; the demo organization brings the rest (13, 14, 16, 17)."""

LOST_AGAIN = f"""
ALTER TABLE {ANSWERS} DROP CONSTRAINT {ANSWERS}_target_level_check, ALTER score DROP NOT NULL
"""
"""What the database lost once more, before the steps write."""

LEFT_BEHIND = f"""
CREATE FUNCTION public.tamper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    CASE TG_TABLE_NAME
    WHEN 'need' THEN NEW.people_count := 1000;
    WHEN 'competency_statistic' THEN NEW.know_count := 1000;
    WHEN 'archetype_fit' THEN NEW.scenario_a_share := 0.123;
    WHEN 'objective' THEN NEW.full_text := CASE NEW.competency_id
        WHEN 1 THEN NEW.full_text || ' TODO'
        WHEN 4 THEN NEW.full_text || ' They master Agile Methoden.'
        WHEN 5 THEN NEW.full_text || ' They do so as the role Chief Wizard.'
        WHEN 6 THEN NEW.full_text || ' They reach 3 of 5 and a level of four.'
        ELSE 'An error occurred' END;
        IF NEW.competency_id = 8 THEN NEW.statement := 'participants behold it'; END IF;
    WHEN 'plan_status' THEN RETURN NULL;
    WHEN 'learning_plans' THEN NEW.objectives := CASE NEW.user_id
        WHEN 1 THEN '{{"objectives": []}}' ELSE 'An error occurred' END;
    ELSE CASE NEW.id WHEN 10 THEN NEW.gap_size := NEW.gap_size + 1;
        WHEN 11 THEN NEW.target_level := 3; ELSE NEW.score := NULL; END CASE;
    END CASE;
    RETURN NEW;
END $$;
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.need FOR EACH ROW
    WHEN (NEW.competency_id = 1 AND NEW.level = 1) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.competency_statistic FOR EACH ROW
    WHEN (NEW.competency_id = 1) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.archetype_fit FOR EACH ROW
    WHEN (NEW.competency_id = 4 AND NEW.archetype_id = 3) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.objective FOR EACH ROW
    WHEN (NEW.competency_id IN (1, 4, 5, 6, 8) AND NEW.level = 2)
    EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.plan_status FOR EACH ROW
    WHEN (NEW.user_id = 21) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE INSERT ON public.learning_plans FOR EACH ROW
    WHEN (NEW.user_id IN (1, 5)) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE UPDATE OF gap_size ON public.{ANSWERS} FOR EACH ROW
    WHEN (NEW.id IN (10, 11, 12)) EXECUTE FUNCTION public.tamper();
"""
"""Triggers of another program that change what the steps write (15, 25 to 28)."""
