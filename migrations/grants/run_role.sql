-- The rights of the role seqpt_run, which runs the pipeline: make run, by hand or by a scheduler.
-- Run it as the owner of the tables, after make migrate, again after each later one; see
-- docs/how-to/database-role.md. It only adds rights, so it is safe to run twice. It takes none
-- away from anybody, and the survey app's own stay as they are.

DO $$ BEGIN
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO seqpt_run', current_database());
END $$;

GRANT USAGE ON SCHEMA public, seqpt TO seqpt_run;

-- Read: what the survey app keeps.
GRANT SELECT ON
    public.app_user,
    public.competency,
    public.competency_indicators,
    public.iso_processes,
    public.iso_system_life_cycle_processes,
    public.organization,
    public.process_competency_matrix,
    public.role_cluster,
    public.role_competency_matrix,
    public.role_process_matrix,
    public.unknown_role_competency_matrix,
    public.unknown_role_process_matrix,
    public.user_role_cluster,
    public.user_se_competency_survey_results,
    public.user_survey_type
TO seqpt_run;

GRANT SELECT (id, organization_id, feedback)
    ON public.user_competency_survey_feedback TO seqpt_run;

-- Read: what make migrate, make import, make archetype and make context write.
GRANT SELECT ON
    seqpt.adopted_object,
    seqpt.alembic_version,
    seqpt.archetype,
    seqpt.archetype_alias,
    seqpt.archetype_format,
    seqpt.archetype_target,
    seqpt.company_context,
    seqpt.competency_format,
    seqpt.context_document,
    seqpt.contract_difference,
    seqpt.found_contract,
    seqpt.learning_format,
    seqpt.organization_archetype,
    seqpt.reference_competency,
    seqpt.reference_contract,
    seqpt.reference_level_verb,
    seqpt.reference_process,
    seqpt.reference_process_competency,
    seqpt.reference_role,
    seqpt.reference_role_process
TO seqpt_run;

-- Write: to an answer only the four columns that we added.
GRANT UPDATE (target_level, gap_size, archetype_source, learning_plan_id)
    ON public.user_se_competency_survey_results TO seqpt_run;

-- Write: what an organization needs. Rows that nobody needs any more are deleted.
GRANT SELECT, INSERT, UPDATE, DELETE ON
    seqpt.archetype_fit,
    seqpt.competency_statistic,
    seqpt.coverage_finding,
    seqpt.gap_basis,
    seqpt.need,
    seqpt.objective,
    seqpt.role_need,
    seqpt.role_statistic
TO seqpt_run;

-- Write: shared passages, which follow the texts of the survey app, and embeddings of passages.
GRANT SELECT, INSERT, UPDATE, DELETE ON
    seqpt.chunk_embedding,
    seqpt.knowledge_chunk
TO seqpt_run;

-- Write: what a language model was asked. A call stays as it was recorded.
GRANT SELECT, INSERT ON seqpt.model_call TO seqpt_run;

-- Write: plans. An old plan is neither changed nor deleted; its status says that it is old.
GRANT SELECT, INSERT ON public.learning_plans TO seqpt_run;
GRANT SELECT, INSERT, UPDATE ON seqpt.plan_status TO seqpt_run;

-- Write: the ledger. A gate that is run again in the same run replaces its own results.
GRANT SELECT, INSERT, UPDATE ON seqpt.pipeline_run TO seqpt_run;
GRANT SELECT, INSERT, UPDATE ON seqpt.pipeline_step TO seqpt_run;
GRANT SELECT, INSERT, DELETE ON seqpt.gate_result TO seqpt_run;
GRANT USAGE ON SEQUENCE seqpt.gate_result_id_seq TO seqpt_run;

GRANT EXECUTE ON FUNCTION
    seqpt.current_answer(integer),
    seqpt.fold_archetype(text),
    seqpt.fold_name(text),
    seqpt.json_list(text, text),
    seqpt.unknown_role_people(integer)
TO seqpt_run;

-- What the extension vector needs to compare passages, where there is one and it is ours to give.
DO $$ DECLARE needed regprocedure; BEGIN
    FOREACH needed IN ARRAY array_remove(ARRAY[
        to_regprocedure('seqpt.array_to_vector(real[], integer, boolean)'),
        to_regprocedure('seqpt.cosine_distance(seqpt.vector, seqpt.vector)')], NULL)
    LOOP
        IF (SELECT pg_has_role(proowner, 'USAGE') FROM pg_proc WHERE oid = needed) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO seqpt_run', needed);
        END IF;
    END LOOP;
END $$;

-- Only for make dry-run, which makes a schema of its own and drops it; left out on purpose:
-- GRANT CREATE ON DATABASE competency_assessment TO seqpt_run;
