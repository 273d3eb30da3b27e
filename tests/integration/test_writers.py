"""Writers: only what differs is written, and the counts are exact."""

from dataclasses import dataclass

import pandas as pd
import pytest

from seqpt_lib import store
from seqpt_lib.store.copying import synchronize
from tests.support import rows

DEMO = 1
ANSWERS = "user_se_competency_survey_results"
SCOPE = {"organization_id": DEMO}
NEED_KEYS = ["organization_id", "competency_id", "level"]


@dataclass(frozen=True)
class Plan:
    """A plan as step 5 makes it; its words do not matter here."""

    plan_id: str
    user_id: int
    objectives: str = '{"objectives": []}'
    recommended_modules: str = '{"modules": []}'
    estimated_duration_weeks: int = 2
    archetype_used: str = "Certification"


@pytest.mark.usefixtures("planned_database")
class TestSynchronize:
    @pytest.fixture
    def needs(self, planned_database: str) -> pd.DataFrame:
        with store.connect() as connection:
            return store.read_needs(connection, DEMO).assign(**SCOPE)

    def synchronize(self, frame: pd.DataFrame) -> int:
        with store.transaction() as connection:
            return synchronize(connection, "need", frame, NEED_KEYS, SCOPE)

    def stored(self) -> pd.DataFrame:
        with store.connect() as connection:
            return store.read_needs(connection, DEMO)

    def test_equal_rows_stay(self, needs: pd.DataFrame) -> None:
        before = rows.row_versions()

        assert self.synchronize(needs) == 0
        assert rows.row_versions() == before

    @pytest.mark.parametrize(
        ("dropped", "changed", "added", "written"),
        [
            pytest.param(0, 0, 2, 2, id="new rows are inserted"),
            pytest.param(0, 3, 0, 3, id="other values are updated"),
            pytest.param(4, 0, 0, 4, id="missing rows are deleted"),
            pytest.param(4, 3, 2, 9, id="all three at once"),
        ],
    )
    def test_the_table_becomes_the_frame(
        self, needs: pd.DataFrame, dropped: int, changed: int, added: int, written: int
    ) -> None:
        rows.run(
            "DELETE FROM need WHERE (competency_id, level) IN "
            "(SELECT competency_id, level FROM need ORDER BY 1 DESC, 2 DESC LIMIT :added)",
            added=added,
        )
        wanted = needs.iloc[dropped:].copy()
        wanted.iloc[:changed, wanted.columns.get_loc("people_count")] += 1

        assert self.synchronize(wanted) == written
        pd.testing.assert_frame_equal(
            self.stored(), wanted.drop(columns="organization_id").reset_index(drop=True)
        )

    def test_another_organization_is_left_alone(self, needs: pd.DataFrame) -> None:
        rows.run_script(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (2, 'B', 'b'); INSERT INTO need VALUES (2, 1, 2, 1, 1)"
        )

        assert self.synchronize(needs.iloc[:0]) == len(needs)
        assert rows.query("SELECT * FROM need") == [(2, 1, 2, 1, 1, [])]

    def test_a_table_of_keys_alone_is_synchronized_too(self, needs: pd.DataFrame) -> None:
        with store.transaction() as connection:
            connection.exec_driver_sql("CREATE TEMP TABLE pairs (a int, b int, PRIMARY KEY (a, b))")
            connection.exec_driver_sql("INSERT INTO pairs VALUES (1, 1), (1, 2)")
            frame = pd.DataFrame({"a": [1, 1], "b": [2, 3]})

            assert synchronize(connection, "pairs", frame, ["a", "b"]) == 2
            assert connection.exec_driver_sql("SELECT * FROM pairs ORDER BY 2").all() == [
                (1, 2),
                (1, 3),
            ]


@pytest.mark.usefixtures("demo_database")
class TestPlans:
    """Two people: 1 keeps, changes or loses a plan; 2 has one of their own."""

    @pytest.fixture(autouse=True)
    def first_plans(self, demo_database: str) -> None:
        rows.run(
            f"UPDATE {ANSWERS} SET target_level = 4, gap_size = CASE WHEN score < 4 "
            "THEN 4 - score ELSE 0 END, archetype_source = 'Certification'"
        )
        self.write([Plan("a1", 1), Plan("b1", 2)], [(1, "a1", None), (2, "b1", None)])

    def write(
        self, plans: list[Plan], changes: list[tuple[int, str | None, str | None]]
    ) -> dict[str, int]:
        columns = ["user_id", "plan_id", "superseded_plan_id"]
        frame = pd.DataFrame(changes, columns=columns)
        with store.transaction() as connection:
            return store.write_plans(connection, DEMO, plans, frame)

    def status(self, user_id: int) -> list[tuple[object, ...]]:
        return rows.query(
            "SELECT plan_id, is_current, superseded_by, superseded_at IS NOT NULL FROM plan_status "
            "WHERE user_id = :user ORDER BY plan_id",
            user=user_id,
        )

    def pointed(self, user_id: int) -> set[object]:
        """Plans that the person's answers with a gap point to."""
        return {
            plan
            for (plan,) in rows.query(
                f"SELECT learning_plan_id FROM {ANSWERS} WHERE user_id = :user AND gap_size > 0",
                user=user_id,
            )
        }

    def test_a_new_plan_is_current_and_the_answers_point_to_it(self) -> None:
        assert self.status(1) == [("a1", True, None, False)]
        assert self.pointed(1) == {"a1"}

    def test_an_answer_without_a_gap_points_to_no_plan(self) -> None:
        assert rows.query(
            f"SELECT count(*), count(learning_plan_id) FROM {ANSWERS} WHERE user_id = 1 "
            "AND gap_size = 0"
        )[0][1:] == (0,)

    def test_no_change_writes_nothing(self) -> None:
        before = rows.row_versions()

        assert set(self.write([], []).values()) == {0}
        assert rows.row_versions() == before

    def test_a_changed_plan_replaces_the_old_one_which_stays(self) -> None:
        written = self.write([Plan("a2", 1)], [(1, "a2", "a1")])

        assert (written["learning_plans"], written["plan_status"]) == (1, 2)
        assert self.status(1) == [("a1", False, "a2", True), ("a2", True, None, False)]
        assert self.pointed(1) == {"a2"}
        assert rows.scalar("SELECT count(*) FROM learning_plans WHERE user_id = 1") == 2

    def test_another_persons_plan_stays_untouched(self) -> None:
        statement = "SELECT xmin::text FROM learning_plans WHERE id = 'b1'"
        before = rows.query(statement)

        self.write([Plan("a2", 1)], [(1, "a2", "a1")])

        assert rows.query(statement) == before
        assert (self.status(2), self.pointed(2)) == ([("b1", True, None, False)], {"b1"})

    def test_a_plan_that_ended_has_no_successor(self) -> None:
        rows.run(f"UPDATE {ANSWERS} SET gap_size = 0 WHERE user_id = 1")

        written = self.write([], [(1, None, "a1")])

        assert written["plan_status"] == 1
        assert self.status(1) == [("a1", False, None, True)]
        assert rows.scalar(f"SELECT count(learning_plan_id) FROM {ANSWERS} WHERE user_id = 1") == 0

    def test_going_back_to_an_earlier_plan_makes_that_one_current_again(self) -> None:
        self.write([Plan("a2", 1)], [(1, "a2", "a1")])

        written = self.write([Plan("a1", 1)], [(1, "a1", "a2")])

        assert (written["learning_plans"], written["plan_status"]) == (0, 2)
        assert self.status(1) == [("a1", True, None, False), ("a2", False, "a1", True)]
        assert self.pointed(1) == {"a1"}

    def test_words_with_quotes_and_newlines_arrive_as_they_are(self) -> None:
        words = '{"text": "Über \\"uns\\", \\n und \'so\'"}\n'

        self.write([Plan("a2", 1, objectives=words)], [(1, "a2", "a1")])

        assert rows.query("SELECT objectives FROM learning_plans WHERE id = 'a2'") == [(words,)]
