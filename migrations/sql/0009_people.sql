-- What belongs to the people of one organization is found without reading that of all others.

CREATE INDEX IF NOT EXISTS idx_survey_user ON public.user_se_competency_survey_results (user_id);

CREATE INDEX IF NOT EXISTS idx_user_survey_type_user ON public.user_survey_type (user_id);
