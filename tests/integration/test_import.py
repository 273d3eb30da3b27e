"""Bringing a survey in: what arrives, what a second time adds, what is refused."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from seqpt_lib import intake
from seqpt_lib.errors import DataError, SeqptError, UsageError
from seqpt_lib.settings import PROJECT_ROOT
from tests.support import rows
from tests.support.databases import SAMPLE, import_sample

ANSWERS = "user_se_competency_survey_results"

DEMO = PROJECT_ROOT / "data" / "demo"

FILES = {
    "app_user.csv": "id,organization_id,survey_type\n1,1,known_roles\n2,1,\n3,1,unknown_roles\n",
    "user_role_cluster.csv": "user_id,role_cluster_id\n1,4\n2,5\n2,6\n3,40004\n",
    "survey_results.csv": (
        "user_id,organization_id,competency_id,score\n"
        "1,1,1,4\n1,1,4,2\n2,1,1,0\n2,1,4,6\n3,1,1,1\n3,1,4,0\n"
    ),
    "unknown_role_process_matrix.csv": (
        "user_id,iso_process_id,role_process_value\n3,1,0\n3,2,3\n"
    ),
}
PEOPLE, ROLES, RESULTS, PERSONAL = FILES

Change = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small survey that is right in every line."""
    made = tmp_path / "survey"
    made.mkdir()
    for name, content in FILES.items():
        (made / name).write_text(content, encoding="utf-8")
    return made


def bring(folder: Path, **changes: str) -> intake.ImportReport:
    arguments = {"key": "acme", "name": "Acme", "archetype": "Certification"} | changes
    return intake.import_survey(folder, **arguments)


def replace(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def append(name: str, lines: str) -> Change:
    return lambda folder: (folder / name).write_text(FILES[name] + lines, encoding="utf-8")


def write(name: str, content: str | bytes) -> Change:
    return lambda folder: (folder / name).write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )


@pytest.mark.usefixtures("database")
class TestASurvey:
    def test_everything_in_the_files_arrives(self, folder: Path) -> None:
        report = bring(folder)

        assert report.rows_written == {
            "organization": 1,
            "role_process_matrix": 420,
            "app_user": 3,
            "user_survey_type": 2,
            "user_role_cluster": 4,
            "unknown_role_process_matrix": 2,
            ANSWERS: 6,
            "archetypes": 2,
        }
        assert rows.query(
            f"SELECT u.username, s.competency_id, s.score FROM {ANSWERS} s "
            "JOIN app_user u ON u.id = s.user_id ORDER BY 1, 2"
        ) == [
            ("acme-1", 1, 4),
            ("acme-1", 4, 2),
            ("acme-2", 1, 0),
            ("acme-2", 4, 6),
            ("acme-3", 1, 1),
            ("acme-3", 4, 0),
        ]

    def test_the_report_is_one_line(self, folder: Path) -> None:
        assert bring(folder).summary == (
            "Acme (acme): 1 organization, 420 role_process_matrix, 3 app_user, "
            "2 user_survey_type, 4 user_role_cluster, 2 unknown_role_process_matrix, "
            f"6 {ANSWERS}, 2 archetypes"
        )

    def test_a_new_organization_has_the_reference_matrix_and_its_archetype(
        self, folder: Path
    ) -> None:
        bring(folder, archetype="certification; Train the SE-Trainer")

        assert rows.query(
            "SELECT selected_archetype, (SELECT count(*) FROM role_process_matrix m "
            "JOIN reference_role_process r USING (role_cluster_id, iso_process_id) "
            "WHERE m.organization_id = o.id AND m.role_process_value = r.involvement) "
            "FROM organization o"
        ) == [("Certification", 420)]
        assert rows.query("SELECT position FROM organization_archetype") == [(1,), (2,)]

    def test_the_archetype_may_be_chosen_later(self, folder: Path) -> None:
        bring(folder, archetype="")

        assert rows.query("SELECT selected_archetype FROM organization") == [(None,)]

    def test_two_organizations_may_number_their_people_alike(self, folder: Path) -> None:
        bring(folder)

        report = bring(folder, key="other", name="Other")

        assert report.rows_written[ANSWERS] == 6
        assert rows.scalar("SELECT count(*) FROM app_user") == 6

    def test_the_organization_id_of_the_files_is_ignored(self, folder: Path) -> None:
        replace(RESULTS, "1,1,1,4", "1,77,1,4")(folder)

        bring(folder)

        assert rows.scalar(f"SELECT count(DISTINCT organization_id) FROM {ANSWERS}") == 1

    def test_the_personal_matrix_may_be_absent(self, folder: Path) -> None:
        (folder / PERSONAL).unlink()

        assert bring(folder).rows_written["unknown_role_process_matrix"] == 0

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(
                write(RESULTS, b"\xef\xbb\xbf" + FILES[RESULTS].encode()), id="a byte order mark"
            ),
            pytest.param(
                write(RESULTS, FILES[RESULTS].replace("\n", "\r\n")), id="lines of Windows"
            ),
            pytest.param(
                replace(RESULTS, "2,1,1,0\n", "\n2,1,1,0\n"), id="a blank line in the middle"
            ),
            pytest.param(append(RESULTS, "\n\n"), id="blank lines at the end"),
            pytest.param(replace(RESULTS, "2,1,1,0", '"2","1","1","0"'), id="quoted cells"),
            pytest.param(replace(RESULTS, "2,1,1,0", "2, 1 , 1,0 "), id="blanks around numbers"),
            pytest.param(
                replace(RESULTS, ",score", ", score "), id="blanks around a column's name"
            ),
            pytest.param(write(RESULTS, FILES[RESULTS].rstrip("\n")), id="no newline at the end"),
            pytest.param(
                write(RESULTS, FILES[RESULTS].replace("\n", ",note\n")), id="one more column"
            ),
        ],
    )
    def test_what_spreadsheets_do_to_a_file_is_no_matter(
        self, folder: Path, change: Change
    ) -> None:
        change(folder)

        assert bring(folder).rows_written[ANSWERS] == 6


@pytest.mark.usefixtures("database")
class TestASecondTime:
    def test_the_same_folder_writes_nothing(self, folder: Path) -> None:
        bring(folder)
        before = rows.row_versions(tuple(rows.tables()))

        report = bring(folder)

        assert set(report.rows_written.values()) == {0}
        assert report.summary == "Acme (acme): nothing new"
        assert rows.row_versions(tuple(rows.tables())) == before

    def test_the_name_need_not_be_given_again(self, folder: Path) -> None:
        bring(folder)

        assert bring(folder, name="", archetype="").rows_written[ANSWERS] == 0

    def test_a_changed_answer_is_added_as_a_newer_one(self, folder: Path) -> None:
        bring(folder)
        replace(RESULTS, "1,1,4,2", "1,1,4,6")(folder)

        report = bring(folder)

        assert {table: count for table, count in report.rows_written.items() if count} == {
            ANSWERS: 1
        }
        assert rows.query(
            f"SELECT score, submitted_at > (SELECT min(submitted_at) FROM {ANSWERS}) "
            f"FROM {ANSWERS} WHERE competency_id = 4 AND user_id = (SELECT id FROM app_user "
            "WHERE username = 'acme-1') ORDER BY id"
        ) == [(2, False), (6, True)]

    def test_an_answer_that_changes_back_is_added_too(self, folder: Path) -> None:
        for old, new in [("1,1,4,2", "1,1,4,2"), ("1,1,4,2", "1,1,4,6"), ("1,1,4,6", "1,1,4,2")]:
            replace(RESULTS, old, new)(folder)
            bring(folder)

        assert rows.query(
            f"SELECT array_agg(score ORDER BY id) FROM {ANSWERS} WHERE competency_id = 4 "
            "AND user_id = (SELECT id FROM app_user WHERE username = 'acme-1')"
        ) == [([2, 6, 2],)]

    def test_a_new_person_is_added_and_the_others_stay(self, folder: Path) -> None:
        bring(folder)
        append(PEOPLE, "4,1,known_roles\n")(folder)
        append(RESULTS, "4,1,1,2\n")(folder)

        written = bring(folder).rows_written

        assert (written["app_user"], written[ANSWERS]) == (1, 1)

    def test_an_answer_that_the_files_no_longer_hold_stays(self, folder: Path) -> None:
        bring(folder)
        replace(RESULTS, "2,1,4,6\n", "")(folder)

        bring(folder)

        assert rows.scalar(f"SELECT count(*) FROM {ANSWERS}") == 6

    def test_a_new_choice_of_archetype_replaces_the_old_one(self, folder: Path) -> None:
        bring(folder)

        bring(folder, archetype="Continuous support")

        assert rows.query("SELECT selected_archetype FROM organization") == [
            ("Continuous support",)
        ]


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

    def test_an_answer_with_another_time_is_a_new_one(self, folder: Path) -> None:
        dated = pd.read_csv(folder / RESULTS).assign(submitted_at="2026-03-02T09:14:00")
        dated.to_csv(folder / RESULTS, index=False)
        bring(folder)
        pd.concat([dated, dated.assign(submitted_at="2026-04-02T09:14:00+02:00")]).to_csv(
            folder / RESULTS, index=False
        )

        assert bring(folder).rows_written[ANSWERS] == 6
        assert rows.query(f"SELECT DISTINCT submitted_at::text FROM {ANSWERS} ORDER BY 1") == [
            ("2026-03-02 09:14:00",),
            ("2026-04-02 07:14:00",),
        ]


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="there is no sample survey beside the project")
class TestTheSample:
    def test_its_two_organizations_become_one(self, demo_database: str) -> None:
        report = import_sample()

        written = report.rows_written
        assert (written["app_user"], written[ANSWERS], written["archetypes"]) == (48, 768, 2)

    def test_again_it_writes_nothing(self, sample_database: str) -> None:
        assert set(import_sample().rows_written.values()) == {0}


BAD_FILES = [
    pytest.param(lambda f: (f / PEOPLE).unlink(), UsageError, PEOPLE, "missing", id="no people"),
    pytest.param(lambda f: (f / ROLES).unlink(), UsageError, ROLES, "missing", id="no roles"),
    pytest.param(lambda f: (f / RESULTS).unlink(), UsageError, RESULTS, "missing", id="no answers"),
    pytest.param(
        replace(RESULTS, ",score", ",points"),
        UsageError,
        RESULTS,
        "has no column score",
        id="a column missing",
    ),
    pytest.param(
        replace(PERSONAL, "iso_process_id", "process"),
        UsageError,
        PERSONAL,
        "has no column iso_process_id",
        id="a column missing in a personal matrix",
    ),
    pytest.param(
        replace(RESULTS, "2,1,4,6", "2,1,2,6"),
        DataError,
        RESULTS,
        "competency_id is unknown in 1 row: line 5",
        id="an unknown competency",
    ),
    pytest.param(
        replace(ROLES, "2,6", "2,15"),
        DataError,
        ROLES,
        "role_cluster_id is unknown in 1 row: line 4",
        id="an unknown role",
    ),
    pytest.param(
        replace(PERSONAL, "3,2,3", "3,31,3"),
        DataError,
        PERSONAL,
        "iso_process_id is unknown in 1 row: line 3",
        id="an unknown process",
    ),
    pytest.param(
        replace(RESULTS, "2,1,1,0", "2,1,1,3"),
        DataError,
        RESULTS,
        "score is not one of 0, 1, 2, 4, 6 in 1 row: line 4",
        id="a level off the scale",
    ),
    pytest.param(
        replace(PERSONAL, "3,2,3", "3,2,-100"),
        DataError,
        PERSONAL,
        "role_process_value is not one of 0, 1, 2, 3 in 1 row: line 3",
        id="an involvement that nobody set",
    ),
    pytest.param(
        append(RESULTS, "".join(f"1,1,{competency},5\n" for competency in range(5, 12))),
        DataError,
        RESULTS,
        "in 7 rows: line 8, 9, 10, 11, 12 and 2 more",
        id="more than five bad lines",
    ),
    pytest.param(
        append(RESULTS, "\n\n9,1,1,4\n"),
        DataError,
        RESULTS,
        "user_id has no row in app_user.csv in 1 row: line 10",
        id="answers of a stranger, after blank lines",
    ),
    pytest.param(
        append(ROLES, "9,4\n"),
        DataError,
        ROLES,
        "user_id has no row in app_user.csv in 1 row: line 6",
        id="roles of a stranger",
    ),
    pytest.param(
        append(PERSONAL, "9,1,1\n"),
        DataError,
        PERSONAL,
        "user_id has no row in app_user.csv in 1 row: line 4",
        id="a personal matrix of a stranger",
    ),
    pytest.param(write(RESULTS, ""), UsageError, RESULTS, "is empty", id="an empty file"),
    pytest.param(
        write(RESULTS, "user_id,organization_id,competency_id,score\n"),
        UsageError,
        RESULTS,
        "has no rows",
        id="a header without rows",
    ),
    pytest.param(
        write(PEOPLE, "id,organization_id,survey_type\n1,1,bürger\n".encode("latin-1")),
        UsageError,
        PEOPLE,
        "line 2 is not UTF-8",
        id="Latin-1 with an umlaut",
    ),
    pytest.param(
        write(RESULTS, FILES[RESULTS].encode("utf-16")),
        UsageError,
        RESULTS,
        "line 1 is not UTF-8",
        id="UTF-16",
    ),
    pytest.param(
        replace(RESULTS, "2,1,1,0", "2,1,1,0,7"),
        UsageError,
        RESULTS,
        "line 4",
        id="a line with a cell too many",
    ),
    pytest.param(
        replace(RESULTS, "2,1,1,0", "2,1,1"),
        DataError,
        RESULTS,
        "score is not a whole number in 1 row: line 4",
        id="a line with a cell too few",
    ),
    pytest.param(
        replace(RESULTS, "2,1,1,0", '2,1,1,"0'),
        UsageError,
        RESULTS,
        "is not a CSV table",
        id="a quote that never ends",
    ),
    pytest.param(
        replace(RESULTS, "2,1,1,0", "2,1,1,four"),
        DataError,
        RESULTS,
        "score is not a whole number in 1 row: line 4",
        id="a word for a number",
    ),
    pytest.param(
        replace(RESULTS, "2,1,1,0", "2,1,1,1.5"),
        DataError,
        RESULTS,
        "score is not a whole number in 1 row: line 4",
        id="a fraction",
    ),
    pytest.param(
        replace(PEOPLE, "2,1,", "99999999999,1,"),
        DataError,
        PEOPLE,
        "id is not a whole number in 1 row: line 3",
        id="a number too large",
    ),
    pytest.param(
        replace(PEOPLE, "2,1,", ",1,"),
        DataError,
        PEOPLE,
        "id is not a whole number in 1 row: line 3",
        id="a person without a number",
    ),
    pytest.param(
        append(PEOPLE, "2,1,\n"),
        DataError,
        PEOPLE,
        "id stands more than once in 2 rows: line 3, 5",
        id="a person twice",
    ),
    pytest.param(
        append(RESULTS, "2,1,1,6\n"),
        DataError,
        RESULTS,
        "two answers of a person for a competency at the same time in 2 rows: line 4, 8",
        id="two answers for one competency",
    ),
    pytest.param(
        append(ROLES, "2,6\n"),
        DataError,
        ROLES,
        "user_id and role_cluster_id stand more than once in 2 rows: line 4, 6",
        id="a role twice",
    ),
    pytest.param(
        append(PERSONAL, "3,1,1\n"),
        DataError,
        PERSONAL,
        "user_id and iso_process_id stand more than once in 2 rows: line 2, 4",
        id="a process twice",
    ),
    pytest.param(
        write(
            RESULTS,
            "user_id,organization_id,competency_id,score,submitted_at\n1,1,1,4,last Monday\n",
        ),
        DataError,
        RESULTS,
        "submitted_at is no date like 2026-03-02T09:14:00 in 1 row: line 2",
        id="a time that is none",
    ),
]


@pytest.mark.usefixtures("database")
class TestBadInput:
    @pytest.mark.parametrize(("change", "error", "file", "said"), BAD_FILES)
    def test_a_bad_file_is_named_with_its_lines(
        self, folder: Path, change: Change, error: type[SeqptError], file: str, said: str
    ) -> None:
        change(folder)

        with pytest.raises(error) as stop:
            bring(folder)

        assert file in stop.value.what
        assert said in stop.value.what
        assert "\n" not in str(stop.value)
        assert stop.value.exit_code == {UsageError: 2, DataError: 12}[error]

    @pytest.mark.parametrize(("change", "error", "file", "said"), BAD_FILES)
    def test_nothing_of_it_is_imported(
        self, folder: Path, change: Change, error: type[SeqptError], file: str, said: str
    ) -> None:
        change(folder)
        before = rows.row_counts()

        with pytest.raises(error):
            bring(folder)

        assert rows.row_counts() == before

    @pytest.mark.parametrize(
        ("changes", "error", "said"),
        [
            pytest.param(
                {"archetype": "Learning by doing"},
                DataError,
                "archetype 'Learning by doing' is unknown",
                id="an unknown archetype",
            ),
            pytest.param({"archetype": " ; "}, UsageError, "no archetype is named", id="only a ;"),
            pytest.param({"name": ""}, UsageError, "'acme' is new and has no name", id="no name"),
            pytest.param({"name": "N" * 256}, UsageError, "256 characters", id="a name too long"),
            pytest.param({"key": ""}, UsageError, "KEY ''", id="no key"),
            pytest.param({"key": "no key"}, UsageError, "KEY 'no key'", id="a blank in the key"),
            pytest.param({"key": "../up"}, UsageError, "KEY '../up'", id="a path for a key"),
            pytest.param({"key": "k" * 37}, UsageError, "1 to 36", id="a key too long"),
            pytest.param({"key": "acme\n"}, UsageError, "KEY", id="a newline in the key"),
        ],
    )
    def test_a_bad_name_is_refused(
        self, folder: Path, changes: dict[str, str], error: type[SeqptError], said: str
    ) -> None:
        before = rows.row_counts()

        with pytest.raises(error) as stop:
            bring(folder, **changes)

        assert said in str(stop.value)
        assert rows.row_counts() == before

    def test_an_unknown_archetype_lists_the_seven(self, folder: Path) -> None:
        with pytest.raises(DataError) as stop:
            bring(folder, archetype="Certification; Nonsense")

        names = [name for (name,) in rows.query("SELECT archetype_name FROM archetype ORDER BY id")]
        assert stop.value.fix == f"The seven are: {'; '.join(names)}."
        assert len(names) == 7

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"key": "other"}, id="the name of another organization"),
            pytest.param({"name": "Another"}, id="the key of another organization"),
        ],
    )
    def test_another_organization_is_not_taken_for_this_one(
        self, folder: Path, changes: dict[str, str]
    ) -> None:
        bring(folder)
        before = rows.row_counts()

        with pytest.raises(UsageError, match="has the key 'acme' and the name 'Acme'"):
            bring(folder, **changes)

        assert rows.row_counts() == before

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="nowhere is no folder"):
            bring(tmp_path / "nowhere")

    def test_a_user_name_that_another_organization_has_is_not_shared(self, folder: Path) -> None:
        rows.run_script(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            "VALUES (7, 'Old', 'old'); INSERT INTO app_user (organization_id, name, username) "
            "VALUES (7, 'Somebody', 'acme-2')"
        )
        before = rows.row_counts()

        with pytest.raises(UsageError, match="taken by another organization: acme-2"):
            bring(folder)

        assert rows.row_counts() == before
