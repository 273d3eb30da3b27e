-- The feedback of one organization is found without reading that of all others.

CREATE INDEX IF NOT EXISTS idx_feedback_organization
    ON public.user_competency_survey_feedback (organization_id);
