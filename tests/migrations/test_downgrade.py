"""Going down: what a migration made goes, what it found stays, and no row is lost."""

import pytest

from seqpt_lib import schema
from seqpt_lib.errors import DatabaseError
from tests.support import rows
from tests.support.catalog import ALEMBICS_OWN, Catalog, catalog, without
from tests.support.migrating import go_down, go_up

ANSWERS = "user_se_competency_survey_results"

ORGANIZATION = (
    "INSERT INTO organization (id, organization_name, organization_public_key) VALUES (1, 'A', 'a')"
)
PERSON = "INSERT INTO app_user (id, organization_id, name, username) VALUES (1, 1, 'P', 'p')"
PLAN = (
    "INSERT INTO learning_plans (id, user_id, organization_id, objectives, recommended_modules, "
    "estimated_duration_weeks, archetype_used) VALUES ('a', 1, 1, '[]', '[]', 1, 'x')"
)
OBJECTIVE = "INSERT INTO objective VALUES (1, 1, 2, 'en', '', '', '', '', '', '', '', '')"
OWN_CHUNK = (
    "INSERT INTO knowledge_chunk (organization_id, source, position, language, content, "
    "content_hash) VALUES ({}, 'document a.md', 1, 'en', 'x', 'h')"
)
FOUND_EXTENSIONS = """
CREATE TABLE public.learning_plans (
id varchar(36) PRIMARY KEY, user_id integer, organization_id integer, objectives text,
recommended_modules text, estimated_duration_weeks integer, archetype_used varchar(100),
created_at timestamp);
CREATE INDEX idx_learning_plans_user ON public.learning_plans (user_id);
ALTER TABLE public.organization ADD COLUMN size varchar(20);
ALTER TABLE public.user_se_competency_survey_results ADD COLUMN gap_size integer
CONSTRAINT user_se_competency_survey_results_gap_size_check CHECK (gap_size >= 0);
CREATE INDEX idx_app_user_organization ON public.app_user (organization_id);
CREATE INDEX idx_survey_user ON public.user_se_competency_survey_results (user_id);
CREATE INDEX idx_feedback_organization ON public.user_competency_survey_feedback (organization_id);
"""


def without_ours(found: Catalog) -> Catalog:
    """Leave out what stays for the next time up: the empty schema with its version table."""
    return without(found, {"seqpt", *ALEMBICS_OWN})


@pytest.mark.usefixtures("empty_database")
def test_down_to_nothing_removes_all_that_the_migrations_made() -> None:
    before = catalog()
    schema.migrate()

    go_down()

    assert without_ours(catalog()) == without_ours(before)
    assert [name for name in rows.tables() if "seqpt" in name] == ["seqpt.alembic_version"]


@pytest.mark.parametrize("revision", ["0009", "0008", "0006", "0005", "0002", "0001"])
@pytest.mark.usefixtures("empty_database")
def test_down_by_one_is_what_up_had_made(revision: str) -> None:
    go_up(revision)
    before = catalog()
    go_up("+1")

    go_down("-1")

    assert catalog() == before


class TestOnDeriksDatabase:
    @pytest.mark.parametrize(
        "extended",
        [pytest.param("", id="as it was"), pytest.param(FOUND_EXTENSIONS, id="extended")],
    )
    def test_down_leaves_what_was_found(self, derik_database: str, extended: str) -> None:
        rows.run_script(f"{extended}; SELECT 1")
        before = catalog(), rows.dump(rows.tables())
        schema.migrate()

        go_down()

        assert without_ours(catalog()) == without_ours(before[0])
        assert rows.dump(list(before[1])) == before[1]

    def test_found_tables_with_rows_are_no_reason_to_refuse(self, derik_database: str) -> None:
        rows.run_script(f"{FOUND_EXTENSIONS}; INSERT INTO learning_plans (id) VALUES ('found')")
        schema.migrate()

        go_down()

        assert rows.query("SELECT id FROM learning_plans") == [("found",)]


@pytest.mark.parametrize(
    ("script", "named"),
    [
        pytest.param(
            f"{ORGANIZATION};INSERT INTO need VALUES (1, 1, 2, 1, 1)", "seqpt.need", id="a need"
        ),
        pytest.param(
            f"{ORGANIZATION};INSERT INTO role_need VALUES (1, 1, 2, 4, 1, 1)",
            "seqpt.role_need",
            id="a need of a role",
        ),
        pytest.param(
            f"{ORGANIZATION};{OBJECTIVE}",
            "seqpt.objective",
            id="an objective",
        ),
        pytest.param(
            f"{ORGANIZATION};"
            "INSERT INTO organization_archetype (organization_id, archetype_id, position) "
            "VALUES (1, 4, 1)",
            "seqpt.organization_archetype",
            id="a choice of archetypes",
        ),
        pytest.param(
            f"{ORGANIZATION};"
            "INSERT INTO pipeline_run (run_id, organization_id, pipeline, parameters, "
            "is_dry_run, status) VALUES ('r', 1, 'p', '{}', false, 'done')",
            "seqpt.pipeline_run",
            id="a run",
        ),
        pytest.param(
            f"{ORGANIZATION};{PERSON};{PLAN};INSERT INTO plan_status VALUES ('a', 1, 1, true)",
            "seqpt.plan_status",
            id="a plan's status",
        ),
        pytest.param(
            "UPDATE archetype_target SET target_level = 6 WHERE archetype_id = 2",
            "seqpt.archetype_target",
            id="targets that somebody edited",
        ),
    ],
)
@pytest.mark.usefixtures("database")
def test_down_from_0003_refuses_to_lose(script: str, named: str) -> None:
    refuses_and_changes_nothing(script, "0002", named)


@pytest.mark.parametrize(
    ("script", "named"),
    [
        pytest.param(
            "INSERT INTO company_context VALUES (1, '', '[]', 'h')",
            "seqpt.company_context",
            id="a company's context",
        ),
        pytest.param(
            "INSERT INTO context_document (organization_id, name, kind, content_hash, byte_count, "
            "character_count) VALUES (1, 'a.md', 'md', 'h', 1, 1)",
            "seqpt.context_document",
            id="a document",
        ),
        pytest.param(OWN_CHUNK.format(1), "seqpt.knowledge_chunk", id="a passage of a company"),
        pytest.param(
            f"{OWN_CHUNK.format('NULL')};"
            "INSERT INTO chunk_embedding SELECT chunk_id, 'm', 'h', '{1}' FROM knowledge_chunk",
            "seqpt.chunk_embedding",
            id="an embedding",
        ),
        pytest.param(
            "INSERT INTO model_call (step, subject, round, model_asked, prompt_version, "
            "input_hash, has_context, outcome, prompt_tokens, completion_tokens, seconds, tries) "
            "VALUES ('s', 'x', 1, 'm', '1', 'h', false, 'answered', 1, 1, 1, 1)",
            "seqpt.model_call",
            id="a call",
        ),
        *(
            pytest.param(
                f"{OBJECTIVE}; UPDATE objective SET {change}", "seqpt.objective", id=change
            )
            for change in (
                "track = 'trainer'",
                "prompt_version = '1'",
                """passages = '[{"chunk_id": 1}]'""",
                """findings = '[{"check": "verb"}]'""",
            )
        ),
    ],
)
@pytest.mark.usefixtures("database")
def test_down_from_0006_refuses_to_lose(script: str, named: str) -> None:
    refuses_and_changes_nothing(f"{ORGANIZATION};{script}", "0005", named)


@pytest.mark.usefixtures("database")
def test_down_from_0006_keeps_the_objectives_that_came_from_templates() -> None:
    rows.run_script(f"{ORGANIZATION};{OBJECTIVE};{OWN_CHUNK.format('NULL')}")

    go_down("0005")

    assert rows.query("SELECT competency_id, level, language FROM objective") == [(1, 2, "en")]


@pytest.mark.parametrize(
    ("script", "named"),
    [
        pytest.param(f"{ORGANIZATION};{PERSON};{PLAN};", "learning_plans", id="a plan"),
        pytest.param(
            f"{ORGANIZATION};{PERSON};"
            "INSERT INTO questionnaire_responses (id, user_id, organization_id, "
            "questionnaire_type, phase, responses) VALUES ('q', 1, 1, 'm', 1, '{}')",
            "questionnaire_responses",
            id="a questionnaire",
        ),
        *(
            pytest.param(
                f"{ORGANIZATION};UPDATE organization SET {column} = {value}",
                f"organization.{column}",
                id=f"an organization's {column}",
            )
            for column, value in {
                "size": "'small'",
                "maturity_score": "12.5",
                "selected_archetype": "'Certification'",
                "phase1_completed": "true",
            }.items()
        ),
        *(
            pytest.param(
                f"{ORGANIZATION};{PERSON};"
                f"INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score, "
                f"{column}) VALUES (1, 1, 1, 4, {value})",
                f"{ANSWERS}.{column}",
                id=f"an answer's {column}",
            )
            for column, value in {
                "target_level": "0",
                "gap_size": "0",
                "archetype_source": "'Certification'",
            }.items()
        ),
    ],
)
@pytest.mark.usefixtures("database")
def test_down_from_0002_refuses_to_lose(script: str, named: str) -> None:
    go_down("0002")

    refuses_and_changes_nothing(script, "0001", named)


@pytest.mark.parametrize(
    ("script", "named"),
    [
        pytest.param(f"{ORGANIZATION};", "organization", id="an organization"),
        pytest.param(
            "INSERT INTO iso_activities (name) VALUES ('x')", "iso_activities", id="an activity"
        ),
    ],
)
@pytest.mark.usefixtures("empty_database")
def test_down_from_0001_refuses_to_lose(script: str, named: str) -> None:
    go_up("0001")

    refuses_and_changes_nothing(script, "base", named)


def refuses_and_changes_nothing(script: str, revision: str, named: str) -> None:
    rows.run_script(script)
    before = catalog(), rows.dump(rows.tables())

    with pytest.raises(DatabaseError, match=rf"would lose rows of (.*, )?{named}(,|\.)"):
        go_down(revision)

    assert (catalog(), rows.dump(rows.tables())) == before
