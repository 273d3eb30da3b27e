"""A database that others have lived in for a year: every defect that was ever seen in one."""

from tests.support.spoil import ANSWERS

CRITICAL, WARNING, NOTE = "critical", "warning", "info"

SOURCES: dict[int, list[tuple[str, str, int]]] = {
    1: [("competency_ids", CRITICAL, 1)],
    2: [("competency_names", CRITICAL, 1), ("competency_spelling", WARNING, 1)],
    3: [("process_names", CRITICAL, 1), ("process_names_unique", CRITICAL, 1)],
    4: [("roles", CRITICAL, 1)],
    5: [("role_matrix_size", CRITICAL, 6), ("role_matrix_cells", CRITICAL, 6)],
    6: [("involvement_domain", CRITICAL, 1)],
    7: [("derived_person_stale", WARNING, 16)],
    8: [("score_domain", CRITICAL, 1), ("derived_role_levels", WARNING, 1)],
    9: [("targets_complete", CRITICAL, 1), ("target_domain", CRITICAL, 1)],
    10: [("organization_archetype", CRITICAL, 1)],
    11: [("answer_organization", CRITICAL, 1)],
    12: [
        ("answer_keys_set", CRITICAL, 1),
        ("answer_keys_exist", CRITICAL, 1),
        ("person_roles_exist", CRITICAL, 1),
        ("personal_matrix_person", WARNING, 1),
    ],
    13: [("answers_repeated", NOTE, 17), ("answers_contradict", WARNING, 1)],
    14: [("answers_incomplete", WARNING, 3), ("people_without_answers", WARNING, 1)],
    16: [("survey_type_known", WARNING, 1), ("survey_type_missing", WARNING, 1)],
    17: [("personal_matrix_missing", WARNING, 1)],
    18: [("contract", WARNING, 4)],
    19: [("indicator_levels", WARNING, 1), ("indicators_complete", WARNING, 1)],
    20: [("texts_empty", NOTE, 1), ("texts_untranslated", NOTE, 1)],
    21: [("json_encoded_twice", WARNING, 1), ("names_mojibake", WARNING, 1)],
    22: [("maturity_score_range", WARNING, 1), ("size_known", WARNING, 1)],
    23: [("default_key", WARNING, 1)],
    24: [("duplicate_tables", CRITICAL, 1)],
}
"""By defect: the checks of the gate sources that report it, with severity and count."""

GAPS = {
    15: [("people_counted_once", CRITICAL, 1)],
    25: [("gap_is_difference", CRITICAL, 1), ("need_within_people", CRITICAL, 1)],
    28: [("level_shares_whole", CRITICAL, 1)],
}
OBJECTIVES = {26: [("objective_wording", CRITICAL, 1)]}
PLANS = {27: [("one_current_plan", CRITICAL, 1)]}

DIRT = f"""
ALTER TABLE {ANSWERS} DROP CONSTRAINT {ANSWERS}_user_id_fkey,
    DROP CONSTRAINT {ANSWERS}_gap_size_check;
ALTER TABLE user_role_cluster DROP CONSTRAINT user_role_cluster_role_cluster_id_fkey;
ALTER TABLE archetype_target DROP CONSTRAINT archetype_target_target_level_check;
INSERT INTO competency (id, competency_area, competency_name) VALUES (2, 'Core', 'Two');
UPDATE competency SET competency_name = 'Lifecycles' WHERE id = 4;
UPDATE competency SET competency_name = 'SYSTEMS  MODELLING and Analysis' WHERE id = 6;
UPDATE competency SET description = '' WHERE id = 9;
UPDATE iso_processes SET name = (SELECT upper(name) FROM iso_processes WHERE id = 7) WHERE id = 8;
INSERT INTO role_cluster VALUES (15, 'Fifteenth', 'A role that nobody knows');
DELETE FROM role_process_matrix WHERE role_cluster_id = 4 AND iso_process_id > 24;
UPDATE role_process_matrix SET role_process_value = -100
    WHERE role_cluster_id = 5 AND iso_process_id = 7;
DELETE FROM archetype_target WHERE archetype_id = 4 AND competency_id = 5;
UPDATE archetype_target SET target_level = 5 WHERE archetype_id = 3 AND competency_id = 6;
UPDATE competency_indicators SET level = '1' WHERE competency_id = 1 AND level = 'kennen';
UPDATE competency_indicators SET indicator_de = indicator_en
    WHERE competency_id = 5 AND level = 'kennen';
INSERT INTO organization (id, organization_name, organization_public_key)
    VALUES (2, 'Second', 'second');
UPDATE organization SET organization_public_key = 'singleuser', selected_archetype = 'Coaching',
    maturity_score = 3, size = 'tiny' WHERE id = 1;
UPDATE {ANSWERS} SET score = 99 WHERE id = 1;
UPDATE {ANSWERS} SET organization_id = 2 WHERE id = 40;
INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score)
    VALUES (NULL, 1, 1, 2), (9999, 1, 1, 2);
INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score, submitted_at)
    SELECT user_id, 1, competency_id, CASE score WHEN 0 THEN 1 ELSE 0 END, submitted_at
    FROM {ANSWERS} WHERE id = 60;
INSERT INTO user_role_cluster VALUES (7, 99);
UPDATE user_survey_type SET survey_type = 'unsure' WHERE user_id = 5;
UPDATE app_user SET name = 'Canary MÃ¼ller', tasks_responsibilities = '"{{\\"canary\\": 1}}"'
    WHERE id = 9;
INSERT INTO unknown_role_process_matrix (user_name, iso_process_id, role_process_value,
    organization_id) VALUES ('canary_of_nobody', 1, 1, 1);
INSERT INTO unknown_role_competency_matrix (user_name, competency_id, role_competency_value,
    organization_id) VALUES ('demo-13', 1, 0, 1);
INSERT INTO role_competency_matrix (role_cluster_id, competency_id, role_competency_value,
    organization_id) VALUES (4, 1, -100, 1);
CREATE TABLE public.mvp_users (id uuid PRIMARY KEY, username text, first_name text,
    last_name text, organization_id uuid, password_hash text);
INSERT INTO public.mvp_users VALUES ('00000000-0000-4000-8000-000000000001', 'canary_user',
    'Canary', 'Person', '00000000-0000-4000-8000-000000000002', 'canary_hash');
"""
"""Rows and lost constraints; the demo organization brings the rest (13, 14, 16, 17)."""

LEFT_BEHIND = f"""
CREATE FUNCTION public.tamper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_TABLE_NAME = 'need' THEN NEW.people_count := 1000;
    ELSIF TG_TABLE_NAME = 'level_count' THEN NEW.people_share := 1;
    ELSIF TG_TABLE_NAME = 'objective' THEN NEW.full_text := NEW.full_text || ' TODO';
    ELSIF TG_TABLE_NAME = 'plan_status' THEN RETURN NULL;
    ELSE NEW.gap_size := NEW.gap_size + 1;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.need FOR EACH ROW
    WHEN (NEW.competency_id = 1 AND NEW.level = 1) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.level_count FOR EACH ROW
    WHEN (NEW.competency_id = 1 AND NEW.level = 0) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.objective FOR EACH ROW
    WHEN (NEW.competency_id = 1 AND NEW.level = 1) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE INSERT ON seqpt.plan_status FOR EACH ROW
    WHEN (NEW.user_id = 21) EXECUTE FUNCTION public.tamper();
CREATE TRIGGER tamper BEFORE UPDATE OF gap_size ON public.{ANSWERS} FOR EACH ROW
    WHEN (NEW.id = 2) EXECUTE FUNCTION public.tamper();
"""
"""Triggers of another program that change what the steps write (15, 25 to 28)."""
