"""What step 3 writes: only what differs, and the counts are exact."""

import pandas as pd
import pytest

from seqpt_lib import store
from tests.support import rows

DEMO = 1
ANSWERS = "user_se_competency_survey_results"


@pytest.mark.usefixtures("planned_database")
class TestGaps:
    @pytest.fixture
    def target(self, planned_database: str) -> pd.DataFrame:
        """Everyone's targets as they are stored; 0 where somebody was not assessed."""
        found = rows.query("SELECT user_id, competency_id, target_level FROM current_answer(1)")
        columns = ["user_id", "competency_id", "target_level"]
        wide = pd.DataFrame(found, columns=columns).pivot(
            index="user_id", columns="competency_id", values="target_level"
        )
        return wide.fillna(0).astype("int8")

    @pytest.fixture
    def sources(self, planned_database: str) -> pd.DataFrame:
        found = rows.query("SELECT DISTINCT competency_id, archetype_source FROM current_answer(1)")
        return pd.DataFrame(found, columns=["competency_id", "archetype_source"])

    def write(self, target: pd.DataFrame, sources: pd.DataFrame) -> int:
        with store.transaction() as connection:
            return store.write_gaps(connection, DEMO, target, sources)

    def test_equal_rows_are_not_written(self, target: pd.DataFrame, sources: pd.DataFrame) -> None:
        before = rows.row_versions()

        assert self.write(target, sources) == 0
        assert rows.row_versions() == before

    def test_a_target_that_differs_is_written_alone_with_its_gap(
        self, target: pd.DataFrame, sources: pd.DataFrame
    ) -> None:
        versions = f"SELECT id, xmin::text FROM {ANSWERS}"
        before = dict(rows.query(versions))
        ((answer, person, score),) = rows.query(
            "SELECT id, user_id, score FROM current_answer(1) "
            "WHERE competency_id = 6 AND score < 6 ORDER BY id LIMIT 1"
        )
        target.loc[person, 6] = 6

        assert self.write(target, sources) == 1
        after = dict(rows.query(versions))
        assert [each for each in before if after[each] != before[each]] == [answer]
        written = rows.query(f"SELECT target_level, gap_size FROM {ANSWERS} WHERE id = {answer}")
        assert written == [(6, 6 - score)]

    def test_another_archetype_is_written_to_all_answers_of_the_competency(
        self, target: pd.DataFrame, sources: pd.DataFrame
    ) -> None:
        is_six = sources["competency_id"] == 6
        renamed = sources.assign(
            archetype_source=sources["archetype_source"].mask(is_six, "Certification")
        )
        answers = rows.scalar("SELECT count(*) FROM current_answer(1) WHERE competency_id = 6")

        assert self.write(target, renamed) == answers > 30

    def test_a_row_that_had_nothing_is_written(
        self, target: pd.DataFrame, sources: pd.DataFrame
    ) -> None:
        rows.run(f"UPDATE {ANSWERS} SET target_level = NULL, gap_size = NULL WHERE id = 1")

        assert self.write(target, sources) == 1

    def test_a_person_without_target_keeps_what_is_stored(
        self, target: pd.DataFrame, sources: pd.DataFrame
    ) -> None:
        before = rows.row_versions()

        assert self.write(target.iloc[:0], sources) == 0
        assert rows.row_versions() == before


@pytest.mark.usefixtures("planned_database")
class TestTablesOfAnOrganization:
    @pytest.fixture
    def needs(self, planned_database: str) -> pd.DataFrame:
        with store.connect() as connection:
            return store.read_needs(connection, DEMO)

    def write(self, **tables: pd.DataFrame) -> dict[str, int]:
        with store.transaction() as connection:
            return store.write_organization_tables(connection, DEMO, tables)

    def test_equal_rows_are_not_written(self, needs: pd.DataFrame) -> None:
        before = rows.row_versions()

        assert self.write(need=needs) == {"need": 0}
        assert rows.row_versions() == before

    def test_a_number_that_differs_is_written_alone(self, needs: pd.DataFrame) -> None:
        needs.loc[7, "people_count"] += 1

        assert self.write(need=needs) == {"need": 1}

    def test_what_may_be_shown_is_written(self, needs: pd.DataFrame) -> None:
        hidden = needs.assign(shown_columns="{assessed_count}")
        shown = rows.scalar("SELECT count(*) FROM need WHERE shown_columns <> '{assessed_count}'")

        assert self.write(need=hidden) == {"need": shown}
        assert rows.query("SELECT DISTINCT shown_columns FROM need") == [(["assessed_count"],)]

    def test_what_is_not_needed_any_more_goes(self, needs: pd.DataFrame) -> None:
        levels = int((needs["competency_id"] == 6).sum())

        assert self.write(need=needs[needs["competency_id"] != 6]) == {"need": levels}
        assert rows.scalar("SELECT count(*) FROM need WHERE competency_id = 6") == 0

    def test_another_organization_is_left_alone(self, needs: pd.DataFrame) -> None:
        rows.run_script(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (2, 'B', 'b'); INSERT INTO need VALUES (2, 1, 2, 1, 1)"
        )

        assert self.write(need=needs.iloc[:0]) == {"need": len(needs)}
        assert rows.query("SELECT * FROM need") == [(2, 1, 2, 1, 1, [])]

    def test_two_tables_of_a_transaction_do_not_meet(self, needs: pd.DataFrame) -> None:
        role_needs = rows.query(
            "SELECT competency_id, level, role_cluster_id, people_count, assessed_count, "
            "shown_columns::text FROM role_need"
        )
        columns = [*needs.columns[:2], "role_cluster_id", *needs.columns[2:]]

        written = self.write(need=needs, role_need=pd.DataFrame(role_needs, columns=columns))

        assert written == {"need": 0, "role_need": 0}


BASIS = {
    "people_count": 41,
    "answer_count": 635,
    "answers_hash": "a" * 64,
    "roles_hash": "b" * 64,
    "matrices_hash": "c" * 64,
    "targets_hash": "d" * 64,
    "archetype_ids": [3, 6],
    "target_rule": "role_capped",
    "code_version": "0.1.0+3f9a0c12",
    "smallest_group": 5,
}


@pytest.mark.usefixtures("demo_database")
class TestTheBasisOfGaps:
    def write(self, run_id: str, **changed: object) -> int:
        with store.transaction() as connection:
            return store.write_gap_basis(connection, DEMO, run_id, BASIS | changed)

    def read(self) -> dict[str, object] | None:
        with store.connect() as connection:
            return store.read_gap_basis(connection, DEMO)

    def test_there_is_none_before_the_first_time(self) -> None:
        assert self.read() is None

    def test_it_is_read_as_it_was_written(self) -> None:
        assert self.write("r1") == 1

        found = self.read()
        assert found is not None
        assert {name: found[name] for name in BASIS} == BASIS
        assert (found["run_id"], found["organization_id"]) == ("r1", DEMO)

    def test_an_equal_one_stays_with_the_run_that_wrote_it(self) -> None:
        self.write("r1")

        assert self.write("r2") == 0
        assert (self.read() or {})["run_id"] == "r1"

    def test_another_one_takes_its_place(self) -> None:
        self.write("r1")

        assert self.write("r2", archetype_ids=[3]) == 1
        found = self.read() or {}
        assert (found["run_id"], found["archetype_ids"]) == ("r2", [3])
