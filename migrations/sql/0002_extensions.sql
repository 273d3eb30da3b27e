-- Tables and indexes that SE-QPT adds in public. One statement a paragraph.

CREATE TABLE IF NOT EXISTS public.learning_plans (
    id VARCHAR(36) NOT NULL,
    user_id INTEGER NOT NULL,
    organization_id INTEGER NOT NULL,
    objectives TEXT NOT NULL,
    recommended_modules TEXT NOT NULL,
    estimated_duration_weeks INTEGER NOT NULL,
    archetype_used VARCHAR(100) NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT learning_plans_pkey PRIMARY KEY (id),
    CONSTRAINT learning_plans_estimated_duration_weeks_check CHECK (estimated_duration_weeks >= 1),
    CONSTRAINT learning_plans_user_id_fkey FOREIGN KEY(user_id) REFERENCES public.app_user (id) ON DELETE CASCADE,
    CONSTRAINT learning_plans_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS public.questionnaire_responses (
    id VARCHAR(36) NOT NULL,
    user_id INTEGER NOT NULL,
    organization_id INTEGER NOT NULL,
    questionnaire_type VARCHAR(50) NOT NULL,
    phase INTEGER NOT NULL,
    responses TEXT NOT NULL,
    computed_scores TEXT,
    completed_at TIMESTAMP WITHOUT TIME ZONE,
    CONSTRAINT questionnaire_responses_pkey PRIMARY KEY (id),
    CONSTRAINT questionnaire_responses_phase_check CHECK (phase >= 1 AND phase <= 4),
    CONSTRAINT questionnaire_responses_user_id_fkey FOREIGN KEY(user_id) REFERENCES public.app_user (id) ON DELETE CASCADE,
    CONSTRAINT questionnaire_responses_organization_id_fkey FOREIGN KEY(organization_id) REFERENCES public.organization (id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS idx_learning_plans_user ON public.learning_plans (user_id);

CREATE INDEX IF NOT EXISTS idx_learning_plans_org ON public.learning_plans (organization_id);

CREATE INDEX IF NOT EXISTS idx_survey_gaps ON public.user_se_competency_survey_results (organization_id, gap_size);

CREATE INDEX IF NOT EXISTS idx_org_phase1 ON public.organization (phase1_completed);
