"""Bringing in the demo and the sample survey."""

import pytest

from seqpt_lib import intake, schema
from seqpt_lib.errors import UsageError
from seqpt_lib.settings import PROJECT_ROOT
from tests.support import rows
from tests.support.databases import SAMPLE, import_sample

ANSWERS = "user_se_competency_survey_results"
DEMO = PROJECT_ROOT / "data" / "demo"


@pytest.mark.usefixtures("database")
class TestTheDemo:
    def test_it_arrives_with_its_retake_and_times(self) -> None:
        report = intake.load_demo()

        assert report.rows_written[ANSWERS] == 651
        assert rows.query(
            f"SELECT min(submitted_at)::text, max(submitted_at)::text, count(*) FROM {ANSWERS} "
            "WHERE user_id = (SELECT id FROM app_user WHERE username = 'demo-12')"
        ) == [("2026-03-06 09:57:46", "2026-05-08 11:15:12", 32)]

    def test_again_it_writes_nothing(self) -> None:
        intake.load_demo()

        assert intake.load_demo().rows_written == {}

    def test_its_folder_imported_again_with_its_times_writes_nothing(self) -> None:
        intake.load_demo()

        report = intake.import_survey(DEMO, "demo", "Demo Motors")

        assert set(report.rows_written.values()) == {0}

    def test_an_archetype_chosen_since_then_stays(self) -> None:
        intake.load_demo()
        intake.choose_archetypes("demo", "Certification")

        intake.load_demo()

        assert rows.query("SELECT selected_archetype FROM organization") == [("Certification",)]


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="there is no sample survey beside the project")
class TestTheSample:
    def test_its_two_organizations_become_one(self, demo_database: str) -> None:
        report = import_sample()

        written = report.rows_written
        assert (written["app_user"], written[ANSWERS], written["archetype"]) == (48, 768, 1)

    def test_again_it_writes_nothing(self, sample_database: str) -> None:
        assert set(import_sample().rows_written.values()) == {0}


def test_the_demo_keeps_out_of_a_database_that_others_live_in(derik_database: str) -> None:
    schema.prepare()
    before = rows.row_counts()
    with pytest.raises(UsageError, match="not loaded into a database that others live in"):
        intake.load_demo()
    assert rows.row_counts() == before


def test_what_was_made_of_the_demo_stays(demo_database: str) -> None:
    rows.run("UPDATE user_se_competency_survey_results SET score = 6 WHERE id = 17")
    assert intake.load_demo().rows_written == {}
    assert rows.scalar("SELECT score FROM user_se_competency_survey_results WHERE id = 17") == 6
