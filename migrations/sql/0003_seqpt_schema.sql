-- The tables of schema seqpt. One statement a paragraph.

CREATE TABLE seqpt.reference_level_verb (
    language VARCHAR(2) NOT NULL,
    verb VARCHAR(50) NOT NULL,
    level INTEGER NOT NULL,
    CONSTRAINT reference_level_verb_pkey PRIMARY KEY (language, verb)
);

CREATE TABLE seqpt.archetype (
    id INTEGER NOT NULL,
    archetype_name VARCHAR(100) NOT NULL,
    category VARCHAR(50) NOT NULL,
    group_size_min INTEGER NOT NULL,
    group_size_max INTEGER,
    is_adapted_to_company BOOLEAN NOT NULL,
    CONSTRAINT archetype_pkey PRIMARY KEY (id),
    CONSTRAINT archetype_archetype_name_key UNIQUE (archetype_name)
);

CREATE TABLE seqpt.learning_format (
    id INTEGER NOT NULL,
    format_key VARCHAR(50) NOT NULL,
    format_name VARCHAR(100) NOT NULL,
    participants_min INTEGER NOT NULL,
    participants_max INTEGER,
    effort INTEGER NOT NULL,
    CONSTRAINT learning_format_pkey PRIMARY KEY (id),
    CONSTRAINT learning_format_format_key_key UNIQUE (format_key)
);

CREATE TABLE seqpt.reference_competency (
    competency_id INTEGER NOT NULL,
    competency_area VARCHAR(50) NOT NULL,
    competency_name VARCHAR(255) NOT NULL,
    database_name VARCHAR(255) NOT NULL,
    german_name VARCHAR(255) NOT NULL,
    CONSTRAINT reference_competency_pkey PRIMARY KEY (competency_id)
);

CREATE TABLE seqpt.reference_process (
    iso_process_id INTEGER NOT NULL,
    process_name VARCHAR(255) NOT NULL,
    database_name VARCHAR(255) NOT NULL,
    CONSTRAINT reference_process_pkey PRIMARY KEY (iso_process_id)
);

CREATE TABLE seqpt.reference_process_competency (
    iso_process_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    relevance INTEGER NOT NULL,
    CONSTRAINT reference_process_competency_pkey PRIMARY KEY (iso_process_id, competency_id)
);

CREATE TABLE seqpt.reference_role (
    role_cluster_id INTEGER NOT NULL,
    role_name VARCHAR(255) NOT NULL,
    is_marker BOOLEAN NOT NULL,
    CONSTRAINT reference_role_pkey PRIMARY KEY (role_cluster_id)
);

CREATE TABLE seqpt.reference_role_process (
    role_cluster_id INTEGER NOT NULL,
    iso_process_id INTEGER NOT NULL,
    involvement INTEGER NOT NULL,
    CONSTRAINT reference_role_process_pkey PRIMARY KEY (role_cluster_id, iso_process_id)
);

CREATE TABLE seqpt.archetype_alias (
    folded_name VARCHAR(100) NOT NULL,
    archetype_id INTEGER NOT NULL,
    CONSTRAINT archetype_alias_pkey PRIMARY KEY (folded_name),
    CONSTRAINT archetype_alias_archetype_id_fkey FOREIGN KEY(archetype_id) REFERENCES seqpt.archetype (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.archetype_format (
    archetype_id INTEGER NOT NULL,
    format_id INTEGER NOT NULL,
    fit_points INTEGER NOT NULL,
    CONSTRAINT archetype_format_pkey PRIMARY KEY (archetype_id, format_id),
    CONSTRAINT archetype_format_archetype_id_fkey FOREIGN KEY(archetype_id) REFERENCES seqpt.archetype (id) ON DELETE CASCADE,
    CONSTRAINT archetype_format_format_id_fkey FOREIGN KEY(format_id) REFERENCES seqpt.learning_format (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.archetype_target (
    archetype_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    target_level INTEGER NOT NULL,
    CONSTRAINT archetype_target_pkey PRIMARY KEY (archetype_id, competency_id),
    CONSTRAINT archetype_target_target_level_check CHECK (target_level IN (1, 2, 4, 6)),
    CONSTRAINT archetype_target_archetype_id_fkey FOREIGN KEY(archetype_id) REFERENCES seqpt.archetype (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.competency_format (
    competency_id INTEGER NOT NULL,
    format_id INTEGER NOT NULL,
    max_level INTEGER NOT NULL,
    CONSTRAINT competency_format_pkey PRIMARY KEY (competency_id, format_id),
    CONSTRAINT competency_format_format_id_fkey FOREIGN KEY(format_id) REFERENCES seqpt.learning_format (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.need (
    organization_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    level INTEGER NOT NULL,
    people_count INTEGER NOT NULL,
    assessed_count INTEGER NOT NULL,
    CONSTRAINT need_pkey PRIMARY KEY (organization_id, competency_id, level),
    CONSTRAINT need_level_check CHECK (level IN (1, 2, 4, 6)),
    CONSTRAINT need_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT need_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.objective (
    organization_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    level INTEGER NOT NULL,
    language VARCHAR(2) NOT NULL,
    timeframe TEXT NOT NULL,
    statement TEXT NOT NULL,
    demonstration TEXT NOT NULL,
    benefit TEXT NOT NULL,
    full_text TEXT NOT NULL,
    source VARCHAR(50) NOT NULL,
    template_hash VARCHAR(64) NOT NULL,
    input_hash VARCHAR(64) NOT NULL,
    CONSTRAINT objective_pkey PRIMARY KEY (organization_id, competency_id, level),
    CONSTRAINT objective_level_check CHECK (level IN (1, 2, 4, 6)),
    CONSTRAINT objective_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT objective_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.organization_archetype (
    id SERIAL NOT NULL,
    organization_id INTEGER NOT NULL,
    archetype_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    chosen_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    replaced_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT organization_archetype_pkey PRIMARY KEY (id),
    CONSTRAINT organization_archetype_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT organization_archetype_archetype_id_fkey FOREIGN KEY(archetype_id) REFERENCES seqpt.archetype (id)
);

CREATE INDEX idx_organization_archetype ON seqpt.organization_archetype (organization_id, position);

CREATE TABLE seqpt.pipeline_run (
    run_id VARCHAR(40) NOT NULL,
    organization_id INTEGER NOT NULL,
    pipeline VARCHAR(100) NOT NULL,
    parameters JSONB NOT NULL,
    is_dry_run BOOLEAN NOT NULL,
    status VARCHAR(20) NOT NULL,
    exit_code INTEGER,
    message TEXT,
    started_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    finished_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT pipeline_run_pkey PRIMARY KEY (run_id),
    CONSTRAINT pipeline_run_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE INDEX idx_pipeline_run_organization ON seqpt.pipeline_run (organization_id);

CREATE TABLE seqpt.role_need (
    organization_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    level INTEGER NOT NULL,
    role_cluster_id INTEGER NOT NULL,
    people_count INTEGER NOT NULL,
    assessed_count INTEGER NOT NULL,
    CONSTRAINT role_need_pkey PRIMARY KEY (organization_id, competency_id, level, role_cluster_id),
    CONSTRAINT role_need_level_check CHECK (level IN (1, 2, 4, 6)),
    CONSTRAINT role_need_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT role_need_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE,
    CONSTRAINT role_need_role_cluster_id_fkey FOREIGN KEY(role_cluster_id) REFERENCES public.role_cluster (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.gate_result (
    id SERIAL NOT NULL,
    run_id VARCHAR(40) NOT NULL,
    gate VARCHAR(63) NOT NULL,
    check_id VARCHAR(100) NOT NULL,
    table_name VARCHAR(100) NOT NULL,
    rule TEXT NOT NULL,
    severity VARCHAR(10) NOT NULL,
    success BOOLEAN NOT NULL,
    evaluated_count INTEGER NOT NULL,
    unexpected_count INTEGER NOT NULL,
    keys JSONB NOT NULL,
    fix TEXT NOT NULL,
    checked_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT gate_result_pkey PRIMARY KEY (id),
    CONSTRAINT gate_result_run_id_fkey FOREIGN KEY(run_id) REFERENCES seqpt.pipeline_run (run_id) ON DELETE CASCADE
);

CREATE INDEX idx_gate_result_run ON seqpt.gate_result (run_id);

CREATE TABLE seqpt.pipeline_step (
    run_id VARCHAR(40) NOT NULL,
    step VARCHAR(63) NOT NULL,
    status VARCHAR(20) NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    rows_written JSONB NOT NULL,
    numbers JSONB NOT NULL,
    sql_statements INTEGER NOT NULL,
    message TEXT,
    finished_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pipeline_step_pkey PRIMARY KEY (run_id, step),
    CONSTRAINT pipeline_step_run_id_fkey FOREIGN KEY(run_id) REFERENCES seqpt.pipeline_run (run_id) ON DELETE CASCADE
);

CREATE TABLE seqpt.plan_status (
    plan_id VARCHAR(36) NOT NULL,
    user_id INTEGER NOT NULL,
    organization_id INTEGER NOT NULL,
    is_current BOOLEAN NOT NULL,
    superseded_at TIMESTAMP WITHOUT TIME ZONE,
    superseded_by VARCHAR(36),
    CONSTRAINT plan_status_pkey PRIMARY KEY (plan_id),
    CONSTRAINT plan_status_plan_id_fkey FOREIGN KEY(plan_id) REFERENCES public.learning_plans (id) ON DELETE CASCADE,
    CONSTRAINT plan_status_user_id_fkey FOREIGN KEY(user_id) REFERENCES public.app_user (id) ON DELETE CASCADE,
    CONSTRAINT plan_status_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX plan_status_one_current_plan ON seqpt.plan_status (user_id, organization_id) WHERE is_current;

CREATE FUNCTION seqpt.fold_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT replace(btrim(regexp_replace(lower(name), '\s+', ' ', 'g')), 'modelling', 'modeling') $$;

CREATE FUNCTION seqpt.fold_archetype(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT seqpt.fold_name(translate(name, ',-', '  ')) $$;

CREATE FUNCTION seqpt.current_answer(organization integer) RETURNS TABLE (id integer, user_id integer, competency_id integer, score integer, target_level integer, gap_size integer, archetype_source varchar, learning_plan_id varchar) LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT DISTINCT ON (a.user_id, a.competency_id) a.id, a.user_id, a.competency_id, a.score, a.target_level, a.gap_size, a.archetype_source, a.learning_plan_id FROM user_se_competency_survey_results a WHERE a.organization_id = organization ORDER BY a.user_id, a.competency_id, a.submitted_at DESC NULLS LAST, a.id DESC $$;
