-- Derik's tables as they are found in the field, without what SE-QPT adds.
-- One statement a paragraph.

CREATE TABLE IF NOT EXISTS public.admin_user (
    id SERIAL NOT NULL,
    username VARCHAR(255) NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    CONSTRAINT admin_user_pkey PRIMARY KEY (id),
    CONSTRAINT admin_user_username_key UNIQUE (username)
);

CREATE TABLE IF NOT EXISTS public.competency (
    id SERIAL NOT NULL,
    competency_area VARCHAR(50),
    competency_name VARCHAR(255) NOT NULL,
    description TEXT,
    why_it_matters TEXT,
    CONSTRAINT competency_pkey PRIMARY KEY (id),
    CONSTRAINT competency_competency_area_competency_name_key UNIQUE (competency_area, competency_name)
);

CREATE TABLE IF NOT EXISTS public.iso_system_life_cycle_processes (
    id SERIAL NOT NULL,
    name VARCHAR(255) NOT NULL,
    CONSTRAINT iso_system_life_cycle_processes_pkey PRIMARY KEY (id)
);

CREATE TABLE IF NOT EXISTS public.new_survey_user (
    id SERIAL NOT NULL,
    username VARCHAR(255) NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    survey_completion_status BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT new_survey_user_pkey PRIMARY KEY (id),
    CONSTRAINT new_survey_user_username_key UNIQUE (username)
);

CREATE TABLE IF NOT EXISTS public.organization (
    id SERIAL NOT NULL,
    organization_name VARCHAR(255) NOT NULL,
    organization_public_key VARCHAR(50) DEFAULT 'singleuser'::character varying NOT NULL,
    CONSTRAINT organization_pkey PRIMARY KEY (id),
    CONSTRAINT organization_organization_name_key UNIQUE (organization_name),
    CONSTRAINT organization_organization_public_key_key UNIQUE (organization_public_key)
);

CREATE TABLE IF NOT EXISTS public.role_cluster (
    id SERIAL NOT NULL,
    role_cluster_name VARCHAR(255) NOT NULL,
    role_cluster_description TEXT NOT NULL,
    CONSTRAINT role_cluster_pkey PRIMARY KEY (id),
    CONSTRAINT role_cluster_role_cluster_name_key UNIQUE (role_cluster_name)
);

CREATE TABLE IF NOT EXISTS public.app_user (
    id SERIAL NOT NULL,
    organization_id INTEGER NOT NULL,
    name VARCHAR(255) NOT NULL,
    username VARCHAR(255) NOT NULL,
    tasks_responsibilities JSONB,
    CONSTRAINT app_user_pkey PRIMARY KEY (id),
    CONSTRAINT app_user_username_key UNIQUE (username),
    CONSTRAINT app_user_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id)
);

CREATE TABLE IF NOT EXISTS public.competency_indicators (
    id SERIAL NOT NULL,
    competency_id INTEGER,
    level VARCHAR(50),
    indicator_en TEXT,
    indicator_de TEXT,
    CONSTRAINT competency_indicators_pkey PRIMARY KEY (id),
    CONSTRAINT competency_indicators_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.iso_processes (
    id SERIAL NOT NULL,
    name VARCHAR(255) NOT NULL,
    description TEXT,
    life_cycle_process_id INTEGER,
    CONSTRAINT iso_processes_pkey PRIMARY KEY (id),
    CONSTRAINT iso_processes_life_cycle_process_id_fkey FOREIGN KEY(life_cycle_process_id) REFERENCES public.iso_system_life_cycle_processes (id)
);

CREATE TABLE IF NOT EXISTS public.role_competency_matrix (
    id SERIAL NOT NULL,
    role_cluster_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    role_competency_value INTEGER DEFAULT '-100'::integer NOT NULL,
    organization_id INTEGER NOT NULL,
    CONSTRAINT role_competency_matrix_pkey PRIMARY KEY (id),
    CONSTRAINT role_competency_matrix_organization_id_role_cluster_id__30b1 UNIQUE (organization_id, role_cluster_id, competency_id),
    CONSTRAINT role_competency_matrix_role_competency_value_check CHECK (role_competency_value IN (-100, 0, 1, 2, 3, 4, 6)),
    CONSTRAINT role_competency_matrix_role_cluster_id_fkey FOREIGN KEY(role_cluster_id) REFERENCES public.role_cluster (id),
    CONSTRAINT role_competency_matrix_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id),
    CONSTRAINT role_competency_matrix_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.unknown_role_competency_matrix (
    id SERIAL NOT NULL,
    user_name VARCHAR(50) NOT NULL,
    competency_id INTEGER NOT NULL,
    role_competency_value INTEGER DEFAULT '-100'::integer NOT NULL,
    organization_id INTEGER NOT NULL,
    CONSTRAINT unknown_role_competency_matrix_pkey PRIMARY KEY (id),
    CONSTRAINT unknown_role_competency_matrix_organization_id_user_nam_460e UNIQUE (organization_id, user_name, competency_id),
    CONSTRAINT unknown_role_competency_matrix_role_competency_value_check CHECK (role_competency_value IN (-100, 0, 1, 2, 3, 4, 6)),
    CONSTRAINT unknown_role_competency_matrix_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id),
    CONSTRAINT unknown_role_competency_matrix_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.iso_activities (
    id SERIAL NOT NULL,
    name VARCHAR(255) NOT NULL,
    process_id INTEGER,
    CONSTRAINT iso_activities_pkey PRIMARY KEY (id),
    CONSTRAINT iso_activities_process_id_fkey FOREIGN KEY(process_id) REFERENCES public.iso_processes (id)
);

CREATE TABLE IF NOT EXISTS public.process_competency_matrix (
    id SERIAL NOT NULL,
    iso_process_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    process_competency_value INTEGER DEFAULT '-100'::integer,
    CONSTRAINT process_competency_matrix_pkey PRIMARY KEY (id),
    CONSTRAINT process_competency_matrix_iso_process_id_competency_id_key UNIQUE (iso_process_id, competency_id),
    CONSTRAINT process_competency_matrix_process_competency_value_check CHECK (process_competency_value IN (-100, 0, 1, 2)),
    CONSTRAINT process_competency_matrix_iso_process_id_fkey FOREIGN KEY(iso_process_id) REFERENCES public.iso_processes (id) ON DELETE CASCADE,
    CONSTRAINT process_competency_matrix_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.role_process_matrix (
    id SERIAL NOT NULL,
    role_cluster_id INTEGER NOT NULL,
    iso_process_id INTEGER NOT NULL,
    role_process_value INTEGER DEFAULT '-100'::integer,
    organization_id INTEGER NOT NULL,
    CONSTRAINT role_process_matrix_pkey PRIMARY KEY (id),
    CONSTRAINT role_process_matrix_organization_id_role_cluster_id_iso_24c9 UNIQUE (organization_id, role_cluster_id, iso_process_id),
    CONSTRAINT role_process_matrix_role_process_value_check CHECK (role_process_value IN (-100, 0, 1, 2, 3)),
    CONSTRAINT role_process_matrix_role_cluster_id_fkey FOREIGN KEY(role_cluster_id) REFERENCES public.role_cluster (id) ON DELETE CASCADE,
    CONSTRAINT role_process_matrix_iso_process_id_fkey FOREIGN KEY(iso_process_id) REFERENCES public.iso_processes (id) ON DELETE CASCADE,
    CONSTRAINT role_process_matrix_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.unknown_role_process_matrix (
    id SERIAL NOT NULL,
    user_name VARCHAR(50) NOT NULL,
    iso_process_id INTEGER NOT NULL,
    role_process_value INTEGER DEFAULT '-100'::integer,
    organization_id INTEGER NOT NULL,
    CONSTRAINT unknown_role_process_matrix_pkey PRIMARY KEY (id),
    CONSTRAINT unknown_role_process_matrix_organization_id_iso_process_e48c UNIQUE (organization_id, iso_process_id, user_name),
    CONSTRAINT unknown_role_process_matrix_role_process_value_check CHECK (role_process_value IN (-100, 0, 1, 2, 3)),
    CONSTRAINT unknown_role_process_matrix_iso_process_id_fkey FOREIGN KEY(iso_process_id) REFERENCES public.iso_processes (id) ON DELETE CASCADE,
    CONSTRAINT unknown_role_process_matrix_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.user_competency_survey_feedback (
    id SERIAL NOT NULL,
    user_id INTEGER NOT NULL,
    organization_id INTEGER NOT NULL,
    feedback JSONB NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    CONSTRAINT user_competency_survey_feedback_pkey PRIMARY KEY (id),
    CONSTRAINT user_competency_survey_feedback_user_id_fkey FOREIGN KEY(user_id) REFERENCES public.app_user (id) ON DELETE CASCADE,
    CONSTRAINT user_competency_survey_feedback_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.user_role_cluster (
    user_id INTEGER NOT NULL,
    role_cluster_id INTEGER NOT NULL,
    CONSTRAINT user_role_cluster_pkey PRIMARY KEY (user_id, role_cluster_id),
    CONSTRAINT user_role_cluster_user_id_fkey FOREIGN KEY(user_id) REFERENCES public.app_user (id) ON DELETE CASCADE,
    CONSTRAINT user_role_cluster_role_cluster_id_fkey FOREIGN KEY(role_cluster_id) REFERENCES public.role_cluster (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.user_survey_type (
    id SERIAL NOT NULL,
    user_id INTEGER NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    survey_type VARCHAR(50) DEFAULT 'known_role'::character varying NOT NULL,
    CONSTRAINT user_survey_type_pkey PRIMARY KEY (id),
    CONSTRAINT user_survey_type_user_id_fkey FOREIGN KEY(user_id) REFERENCES public.app_user (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.iso_tasks (
    id SERIAL NOT NULL,
    name VARCHAR(255) NOT NULL,
    activity_id INTEGER,
    CONSTRAINT iso_tasks_pkey PRIMARY KEY (id),
    CONSTRAINT iso_tasks_activity_id_fkey FOREIGN KEY(activity_id) REFERENCES public.iso_activities (id)
);

CREATE TABLE IF NOT EXISTS public.user_se_competency_survey_results (
    id SERIAL NOT NULL,
    user_id INTEGER,
    organization_id INTEGER,
    competency_id INTEGER,
    score INTEGER NOT NULL,
    submitted_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    CONSTRAINT user_se_competency_survey_results_pkey PRIMARY KEY (id),
    CONSTRAINT user_se_competency_survey_results_user_id_fkey FOREIGN KEY(user_id) REFERENCES public.app_user (id) ON DELETE CASCADE,
    CONSTRAINT user_se_competency_survey_results_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT user_se_competency_survey_results_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE
);
