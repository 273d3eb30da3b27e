"""A database as it is found in the field: Derik's schema with rows, and strangers beside it."""

from seqpt_lib.schema import ddl
from seqpt_lib.schema.rows import survey_tables
from seqpt_lib.store import engine
from seqpt_lib.store.copying import copy_frame

STRANGERS = """
CREATE TABLE public.alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO public.alembic_version VALUES ('a1b2c3d4e5f6');
CREATE TABLE public.backup_of_indicators AS SELECT * FROM public.competency_indicators;
CREATE SCHEMA legacy;
CREATE TABLE legacy.notes (id serial PRIMARY KEY, note text NOT NULL);
INSERT INTO legacy.notes (note) VALUES ('keep me');
CREATE VIEW legacy.people AS SELECT id, username FROM public.app_user;
CREATE FUNCTION public.set_username() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.username := 'se_survey_user_' || NEW.id; RETURN NEW; END $$;
CREATE TRIGGER before_insert_new_survey_user BEFORE INSERT ON public.new_survey_user
FOR EACH ROW EXECUTE FUNCTION public.set_username();
CREATE PROCEDURE public.update_role_competency_matrix(org integer) LANGUAGE sql AS
$$ DELETE FROM role_competency_matrix WHERE organization_id = org $$;
"""

ROWS = """
UPDATE competency SET description = '' WHERE id > 1;
INSERT INTO organization (id, organization_name, organization_public_key)
VALUES (1, 'First', 'first'), (3, 'Third', 'third'), (12, 'Twelfth', 'singleuser');
INSERT INTO app_user (id, organization_id, name, username, tasks_responsibilities)
VALUES (5, 1, 'Person 5', 'person_5', '"{\\"a\\": 1}"'), (7, 3, 'Person 7', 'person_7', NULL);
INSERT INTO new_survey_user (username) VALUES ('overwritten');
INSERT INTO admin_user (username, password_hash) VALUES ('admin', 'hash');
INSERT INTO role_process_matrix (role_cluster_id, iso_process_id, organization_id)
SELECT r.id, p.id, 1 FROM role_cluster r, iso_processes p WHERE r.id < 15;
INSERT INTO role_competency_matrix VALUES (9, 4, 1, 3, 1);
INSERT INTO user_role_cluster VALUES (5, 4), (7, 40004);
INSERT INTO user_survey_type (user_id) VALUES (5);
INSERT INTO user_competency_survey_feedback (user_id, organization_id, feedback)
VALUES (5, 1, '{"text": "fine"}');
INSERT INTO user_se_competency_survey_results (user_id, organization_id, competency_id, score)
VALUES (5, 1, 1, 4), (5, 1, 1, 4), (5, 3, 4, 99), (NULL, NULL, NULL, 2);
"""


def make_database() -> None:
    """Build Derik's database: odd rows, his app's version table, other people's objects."""
    with engine.schema_engine().begin() as connection:
        for statement in ddl.statements("0001_derik_schema.sql"):
            connection.exec_driver_sql(statement)
    with engine.transaction() as connection:
        for table, (frame, _) in survey_tables().items():
            copy_frame(connection, table, frame)
    with engine.schema_engine().begin() as connection:
        connection.exec_driver_sql(STRANGERS.replace("%", "%%"))
        connection.exec_driver_sql(ROWS)
