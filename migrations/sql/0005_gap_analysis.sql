-- What step 3 says about an organization, and indexes for one among many. One statement a paragraph.

CREATE TABLE seqpt.competency_statistic (
    organization_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    largest_gap INTEGER,
    highest_requirement INTEGER,
    uncovered_share DOUBLE PRECISION,
    priority DOUBLE PRECISION,
    assessed_count INTEGER NOT NULL,
    not_assessed_count INTEGER NOT NULL,
    unaware_count INTEGER NOT NULL,
    know_count INTEGER NOT NULL,
    understand_count INTEGER NOT NULL,
    apply_count INTEGER NOT NULL,
    master_count INTEGER NOT NULL,
    median_level INTEGER,
    below_target_count INTEGER NOT NULL,
    at_target_share DOUBLE PRECISION,
    at_target_share_low DOUBLE PRECISION,
    at_target_share_high DOUBLE PRECISION,
    training_method VARCHAR(50),
    shown_columns TEXT[] DEFAULT '{}' NOT NULL,
    CONSTRAINT competency_statistic_pkey PRIMARY KEY (organization_id, competency_id),
    CONSTRAINT competency_statistic_median_level_check CHECK (median_level IN (0, 1, 2, 4, 6)),
    CONSTRAINT competency_statistic_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT competency_statistic_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.role_statistic (
    organization_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    role_cluster_id INTEGER NOT NULL,
    assessed_count INTEGER NOT NULL,
    not_assessed_count INTEGER NOT NULL,
    unaware_count INTEGER NOT NULL,
    know_count INTEGER NOT NULL,
    understand_count INTEGER NOT NULL,
    apply_count INTEGER NOT NULL,
    master_count INTEGER NOT NULL,
    median_level INTEGER,
    below_target_count INTEGER NOT NULL,
    at_target_share DOUBLE PRECISION,
    at_target_share_low DOUBLE PRECISION,
    at_target_share_high DOUBLE PRECISION,
    training_method VARCHAR(50),
    shown_columns TEXT[] DEFAULT '{}' NOT NULL,
    CONSTRAINT role_statistic_pkey PRIMARY KEY (organization_id, competency_id, role_cluster_id),
    CONSTRAINT role_statistic_median_level_check CHECK (median_level IN (0, 1, 2, 4, 6)),
    CONSTRAINT role_statistic_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT role_statistic_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE,
    CONSTRAINT role_statistic_role_cluster_id_fkey FOREIGN KEY(role_cluster_id) REFERENCES public.role_cluster (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.archetype_fit (
    organization_id INTEGER NOT NULL,
    archetype_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    people_count INTEGER NOT NULL,
    scenario_a_count INTEGER NOT NULL,
    scenario_b_count INTEGER NOT NULL,
    scenario_c_count INTEGER NOT NULL,
    scenario_d_count INTEGER NOT NULL,
    scenario_a_share DOUBLE PRECISION NOT NULL,
    scenario_b_share DOUBLE PRECISION NOT NULL,
    scenario_c_share DOUBLE PRECISION NOT NULL,
    scenario_d_share DOUBLE PRECISION NOT NULL,
    fit DOUBLE PRECISION NOT NULL,
    shown_columns TEXT[] DEFAULT '{}' NOT NULL,
    CONSTRAINT archetype_fit_pkey PRIMARY KEY (organization_id, archetype_id, competency_id),
    CONSTRAINT archetype_fit_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT archetype_fit_archetype_id_fkey FOREIGN KEY(archetype_id) REFERENCES seqpt.archetype (id) ON DELETE CASCADE,
    CONSTRAINT archetype_fit_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.coverage_finding (
    organization_id INTEGER NOT NULL,
    role_cluster_id INTEGER NOT NULL,
    competency_id INTEGER NOT NULL,
    required_level INTEGER NOT NULL,
    target_level INTEGER NOT NULL,
    covering_archetype_ids INTEGER[] NOT NULL,
    CONSTRAINT coverage_finding_pkey PRIMARY KEY (organization_id, role_cluster_id, competency_id),
    CONSTRAINT coverage_finding_required_level_check CHECK (required_level IN (1, 2, 4, 6)),
    CONSTRAINT coverage_finding_target_level_check CHECK (target_level IN (1, 2, 4, 6)),
    CONSTRAINT coverage_finding_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE,
    CONSTRAINT coverage_finding_role_cluster_id_fkey FOREIGN KEY(role_cluster_id) REFERENCES public.role_cluster (id) ON DELETE CASCADE,
    CONSTRAINT coverage_finding_competency_id_fkey FOREIGN KEY(competency_id) REFERENCES public.competency (id) ON DELETE CASCADE
);

CREATE TABLE seqpt.gap_basis (
    organization_id INTEGER NOT NULL,
    run_id VARCHAR(40) NOT NULL,
    computed_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    people_count INTEGER NOT NULL,
    answer_count INTEGER NOT NULL,
    answers_hash VARCHAR(64) NOT NULL,
    roles_hash VARCHAR(64) NOT NULL,
    matrices_hash VARCHAR(64) NOT NULL,
    targets_hash VARCHAR(64) NOT NULL,
    archetype_ids INTEGER[] NOT NULL,
    target_rule VARCHAR(20) NOT NULL,
    code_version VARCHAR(40) NOT NULL,
    smallest_group INTEGER NOT NULL,
    CONSTRAINT gap_basis_pkey PRIMARY KEY (organization_id),
    CONSTRAINT gap_basis_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

ALTER TABLE seqpt.need ADD COLUMN shown_columns TEXT[] DEFAULT '{}' NOT NULL;

ALTER TABLE seqpt.role_need ADD COLUMN shown_columns TEXT[] DEFAULT '{}' NOT NULL;

CREATE INDEX idx_plan_status_organization ON seqpt.plan_status (organization_id);

CREATE INDEX IF NOT EXISTS idx_app_user_organization ON public.app_user (organization_id);
