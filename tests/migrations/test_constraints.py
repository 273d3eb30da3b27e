"""The extensions refuse bad rows, and follow when what they belong to goes."""

import pytest

from seqpt_lib.errors import DatabaseError
from tests.support import rows

ANSWERS = "user_se_competency_survey_results"

RUNS = ["pipeline_run", "pipeline_step", "gate_result"]

BASE = f"""
INSERT INTO organization (id, organization_name, organization_public_key) VALUES (1, 'A', 'a');
INSERT INTO app_user (id, organization_id, name, username) VALUES (1, 1, 'P', 'p');
INSERT INTO learning_plans
VALUES ('p1', 1, 1, '[]', '[]', 1, 'x'), ('p2', 1, 1, '[]', '[]', 1, 'x');
INSERT INTO plan_status VALUES ('p1', 1, 1, true);
INSERT INTO {ANSWERS} (id, user_id, organization_id, competency_id, score, learning_plan_id)
VALUES (1, 1, 1, 1, 4, 'p1');
INSERT INTO questionnaire_responses VALUES ('q1', 1, 1, 'maturity', 1, '{{}}');
INSERT INTO competency_statistic (organization_id, competency_id, assessed_count,
not_assessed_count, unaware_count, know_count, understand_count, apply_count, master_count,
below_target_count) VALUES (1, 1, 0, 1, 0, 0, 0, 0, 0, 0);
INSERT INTO role_statistic (organization_id, competency_id, role_cluster_id, assessed_count,
not_assessed_count, unaware_count, know_count, understand_count, apply_count, master_count,
below_target_count) VALUES (1, 1, 4, 0, 1, 0, 0, 0, 0, 0, 0);
INSERT INTO archetype_fit VALUES (1, 4, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1);
INSERT INTO coverage_finding VALUES (1, 4, 1, 6, 4, '{{}}');
INSERT INTO gap_basis VALUES (1, 'r1', now(), 1, 1, '', '', '', '', '{{4}}', '', '', 5);
INSERT INTO need VALUES (1, 1, 2, 1, 1);
INSERT INTO role_need VALUES (1, 1, 2, 4, 1, 1);
INSERT INTO objective VALUES (1, 1, 2, 'en', '', '', '', '', '', '', '', '');
INSERT INTO company_context VALUES (1, '', '[]', 'h');
INSERT INTO context_document (organization_id, name, kind, content_hash, byte_count,
character_count) VALUES (1, 'a.md', 'md', 'h', 1, 1), (1, 'b.md', 'md', 'i', 1, 1);
INSERT INTO knowledge_chunk (organization_id, document_id, source, position, language, content,
content_hash) SELECT 1, document_id, 'document ' || name, 1, 'en', 'x', 'h' FROM context_document;
INSERT INTO chunk_embedding SELECT chunk_id, 'm', 'h', '{{1}}' FROM knowledge_chunk
WHERE organization_id = 1;
INSERT INTO model_call (organization_id, step, subject, round, model_asked, prompt_version,
input_hash, has_context, outcome, prompt_tokens, completion_tokens, seconds, tries)
VALUES (1, 's', 'x', 1, 'm', '1', 'h', true, 'answered', 1, 1, 1, 1);
UPDATE objective SET call_id = (SELECT call_id FROM model_call);
INSERT INTO organization_archetype (organization_id, archetype_id, position) VALUES (1, 4, 1);
INSERT INTO pipeline_run (run_id, organization_id, pipeline, parameters, is_dry_run, status)
VALUES ('r1', 1, 'x', '{{}}', false, 'done');
INSERT INTO pipeline_step (run_id, step, status, seconds, rows_written, numbers, sql_statements)
VALUES ('r1', 's', 'done', 1, '{{}}', '{{}}', 1);
INSERT INTO gate_result (run_id, gate, check_id, table_name, rule, severity, success,
evaluated_count, unexpected_count, keys, fix) VALUES ('r1', 'g', 'c', 't', 'r', 'info', true, 1, 0,
'[]', 'f');
"""


@pytest.fixture(autouse=True)
def base_rows(database: str) -> None:
    rows.run_script(BASE)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        *(
            pytest.param(f"UPDATE {ANSWERS} SET {change}", f"{ANSWERS}_{constraint}", id=change)
            for change, constraint in {
                "target_level = 3": "target_level_check",
                "target_level = 5": "target_level_check",
                "target_level = -1": "target_level_check",
                "gap_size = -1": "gap_size_check",
                "gap_size = 7": "gap_size_check",
                "learning_plan_id = 'unknown'": "learning_plan_id_fkey",
            }.items()
        ),
        *(
            pytest.param(f"UPDATE learning_plans SET {change}", constraint, id=f"plan: {change}")
            for change, constraint in {
                "user_id = 99": "learning_plans_user_id_fkey",
                "organization_id = 99": "learning_plans_organization_id_fkey",
                "estimated_duration_weeks = 0": "learning_plans_estimated_duration_weeks_check",
                "id = 'p1'": "learning_plans_pkey",
                "objectives = NULL": "objectives",
                "recommended_modules = NULL": "recommended_modules",
                "user_id = NULL": "user_id",
                "organization_id = NULL": "organization_id",
                "archetype_used = NULL": "archetype_used",
            }.items()
        ),
        *(
            pytest.param(f"UPDATE questionnaire_responses SET {change}", constraint, id=change)
            for change, constraint in {
                "phase = 0": "questionnaire_responses_phase_check",
                "phase = 5": "questionnaire_responses_phase_check",
                "phase = NULL": "phase",
                "user_id = 99": "questionnaire_responses_user_id_fkey",
                "organization_id = 99": "questionnaire_responses_organization_id_fkey",
                "responses = NULL": "responses",
            }.items()
        ),
        pytest.param(
            "UPDATE organization SET phase1_completed = NULL",
            "phase1_completed",
            id="no phase flag",
        ),
        pytest.param(
            "INSERT INTO plan_status VALUES ('p2', 1, 1, true)",
            "plan_status_one_current_plan",
            id="two current plans of a person",
        ),
        *(
            pytest.param(f"UPDATE plan_status SET {change}", constraint, id=f"status: {change}")
            for change, constraint in {
                "plan_id = 'unknown'": "plan_status_plan_id_fkey",
                "user_id = 99": "plan_status_user_id_fkey",
                "organization_id = 99": "plan_status_organization_id_fkey",
            }.items()
        ),
        *(
            pytest.param(
                f"UPDATE {table} SET {column} = {value}",
                f"{table}_{column}_{kind}",
                id=f"{table}: {column} = {value}",
            )
            for table in ("need", "role_need", "objective")
            for column, value, kind in (
                ("level", 3, "check"),
                ("level", 0, "check"),
                ("competency_id", 2, "fkey"),
                ("organization_id", 99, "fkey"),
            )
        ),
        *(
            pytest.param(
                f"UPDATE {table} SET {change}", f"{table}_{constraint}", id=f"{table}: {change}"
            )
            for table, change, constraint in (
                ("competency_statistic", "median_level = 3", "median_level_check"),
                ("competency_statistic", "competency_id = 2", "competency_id_fkey"),
                ("role_statistic", "median_level = 5", "median_level_check"),
                ("role_statistic", "role_cluster_id = 15", "role_cluster_id_fkey"),
                ("archetype_fit", "archetype_id = 8", "archetype_id_fkey"),
                ("archetype_fit", "organization_id = 99", "organization_id_fkey"),
                ("coverage_finding", "required_level = 3", "required_level_check"),
                ("coverage_finding", "target_level = 0", "target_level_check"),
                ("gap_basis", "organization_id = 99", "organization_id_fkey"),
                ("objective", "track = 'boss'", "track_check"),
                ("objective", "call_id = 99", "call_id_fkey"),
                ("company_context", "organization_id = 99", "organization_id_fkey"),
                ("context_document", "organization_id = 99", "organization_id_fkey"),
                ("context_document", "kind = 'exe'", "kind_check"),
                ("context_document", "name = 'a.md'", "organization_id_name_key"),
                ("context_document", "content_hash = 'h'", "organization_id_content_hash_key"),
                ("knowledge_chunk", "organization_id = 99", "organization_id_fkey"),
                ("knowledge_chunk", "document_id = 99", "document_id_fkey"),
                ("knowledge_chunk", "language = 'fr'", "language_check"),
                ("knowledge_chunk", "source = 'same', organization_id = 1", "one_text"),
                ("knowledge_chunk", "source = 'same', organization_id = NULL", "one_text"),
                ("chunk_embedding", "chunk_id = chunk_id + 99999", "chunk_id_fkey"),
                ("model_call", "round = 3", "round_check"),
                ("model_call", "organization_id = 99", "organization_id_fkey"),
            )
        ),
        pytest.param(
            "UPDATE role_need SET role_cluster_id = 15",
            "role_need_role_cluster_id_fkey",
            id="a need of an unknown role",
        ),
        pytest.param(
            "UPDATE organization_archetype SET archetype_id = 8",
            "organization_archetype_archetype_id_fkey",
            id="an eighth archetype",
        ),
        pytest.param(
            "UPDATE archetype_target SET target_level = 3",
            "archetype_target_target_level_check",
            id="an archetype's target of 3",
        ),
        pytest.param(
            "UPDATE pipeline_run SET organization_id = 99",
            "pipeline_run_organization_id_fkey",
            id="a run of an unknown organization",
        ),
        pytest.param(
            "UPDATE gate_result SET run_id = 'unknown'",
            "gate_result_run_id_fkey",
            id="a gate of an unknown run",
        ),
        pytest.param(
            "UPDATE pipeline_step SET run_id = 'unknown'",
            "pipeline_step_run_id_fkey",
            id="a step of an unknown run",
        ),
    ],
)
def test_a_bad_row_is_refused(statement: str, constraint: str) -> None:
    named = rf'violates .*"{constraint}"|column "{constraint}" .* violates'
    with pytest.raises(DatabaseError, match=named):
        rows.run(statement)


@pytest.mark.parametrize(
    ("statement", "gone"),
    [
        pytest.param(
            "DELETE FROM app_user",
            ["learning_plans", "questionnaire_responses", "plan_status", ANSWERS],
            id="a person",
        ),
        pytest.param(
            "DELETE FROM app_user; DELETE FROM organization",
            [
                "company_context",
                "context_document",
                "chunk_embedding",
                "model_call",
                "need",
                "role_need",
                "competency_statistic",
                "role_statistic",
                "archetype_fit",
                "coverage_finding",
                "gap_basis",
                "objective",
                "organization_archetype",
                *RUNS,
            ],
            id="an organization",
        ),
        pytest.param("DELETE FROM learning_plans", ["plan_status"], id="a plan"),
        pytest.param("DELETE FROM pipeline_run", RUNS, id="a run"),
        pytest.param("DELETE FROM context_document", ["chunk_embedding"], id="a document"),
    ],
)
def test_what_belongs_to_a_deleted_row_goes_with_it(statement: str, gone: list[str]) -> None:
    rows.run_script(statement)

    assert {table: rows.scalar(f"SELECT count(*) FROM {table}") for table in gone} == dict.fromkeys(
        gone, 0
    )


def test_an_answer_outlives_the_plan_it_points_to() -> None:
    rows.run("DELETE FROM learning_plans WHERE id = 'p1'")

    assert rows.query(f"SELECT score, learning_plan_id FROM {ANSWERS}") == [(4, None)]


def test_an_objective_outlives_the_call_whose_answer_it_is() -> None:
    rows.run("DELETE FROM model_call")

    assert rows.query("SELECT level, call_id FROM objective") == [(2, None)]


@pytest.mark.parametrize("statement", ["DELETE FROM context_document", "DELETE FROM organization"])
def test_an_organizations_own_passages_go_and_the_shared_stay(statement: str) -> None:
    shared = rows.query("SELECT chunk_id FROM knowledge_chunk WHERE organization_id IS NULL")

    rows.run_script(f"DELETE FROM app_user; {statement}")

    assert rows.query("SELECT chunk_id FROM knowledge_chunk") == shared


def test_an_objective_for_trainers_stands_beside_the_one_for_people() -> None:
    rows.run(
        "INSERT INTO objective (organization_id, track, competency_id, level, language, timeframe, "
        "statement, demonstration, benefit, full_text, source, template_hash, input_hash) "
        "SELECT organization_id, 'trainer', competency_id, level, language, timeframe, "
        "statement, demonstration, benefit, full_text, source, template_hash, input_hash "
        "FROM objective"
    )

    assert rows.query("SELECT track FROM objective ORDER BY 1") == [("people",), ("trainer",)]
