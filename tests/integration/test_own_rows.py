"""What a run costs hardly grows with other organizations: their answers are not looked through."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from pipelines.fingerprints import read_sets, written_sets
from pipelines.spec import load
from seqpt_lib.quality.engine import run_suite
from seqpt_lib.quality.suites import load_suite
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import engine
from seqpt_lib.store.digests import read_digests
from tests.support import rows

ANSWERS = "user_se_competency_survey_results"
FEEDBACK = "user_competency_survey_feedback"
PIPELINE = Path("pipelines/learning_plans.yaml")
OTHERS = f"""
INSERT INTO organization (id, organization_name, organization_public_key)
    SELECT n, 'o' || n, 'k' || n FROM generate_series(1000, 3999) n;
INSERT INTO app_user (id, organization_id, name, username)
    SELECT n, 1000 + n % 200, 'n', 'other-' || n FROM generate_series(10000, 13999) n;
INSERT INTO {ANSWERS} (user_id, organization_id, competency_id, score)
    SELECT u.id, u.organization_id, c.id, 2 FROM app_user u, competency c WHERE u.id >= 10000;
INSERT INTO user_survey_type (user_id, survey_type)
    SELECT id, 'known_roles' FROM app_user WHERE id >= 10000;
INSERT INTO {FEEDBACK} (user_id, organization_id, feedback)
    SELECT id, organization_id, '[]' FROM app_user WHERE id >= 10000;
ANALYZE organization, app_user, {ANSWERS}, {FEEDBACK}, user_survey_type
"""


@pytest.fixture
def others(demo_database: str) -> None:
    rows.run_script(OTHERS)


def whole_reads(connection: Connection, table: str) -> int:
    """How often this transaction has read all rows of a table."""
    query = text("SELECT pg_stat_get_xact_numscans(CAST(:table AS regclass))")
    return int(connection.scalar(query, {"table": table}) or 0)


@pytest.mark.usefixtures("others")
class TestAmongMany:
    def test_the_gate_of_the_sources_reads_no_answers_and_feedback_of_others(self) -> None:
        with engine.transaction() as connection:
            results = run_suite(load_suite("sources"), connection, 1)

            assert [t for t in (ANSWERS, FEEDBACK) if whole_reads(connection, t)] == []
        assert len(results) > 50

    def test_a_fingerprint_reads_no_answers_and_people_of_others(self) -> None:
        steps = load(PIPELINE, PROJECT_ROOT).steps
        wanted = [rows for step in steps for rows in (*read_sets(step), *written_sets(step))]
        with engine.transaction() as connection:
            digests = read_digests(connection, 1, wanted)

            assert [
                table
                for table in (ANSWERS, FEEDBACK, "user_survey_type", "app_user", "organization")
                if whole_reads(connection, table)
            ] == []
        assert digests.keys() >= {"app_user", "organization", "user_survey_type"}
