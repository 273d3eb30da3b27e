"""Bringing a survey in: what arrives, and what a second time adds."""

from pathlib import Path

import pytest

from tests.support import rows
from tests.support.surveys import (
    FILES,
    PEOPLE,
    PERSONAL,
    RESULTS,
    ROLES,
    Change,
    append,
    bring,
    make_folder,
    replace,
    write,
)

ANSWERS = "user_se_competency_survey_results"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


@pytest.mark.usefixtures("database")
class TestASurvey:
    def test_everything_in_the_files_arrives(self, folder: Path) -> None:
        report = bring(folder)

        assert report.rows_written == {
            "organization": 1,
            "role_process_matrix": 420,
            "app_user": 3,
            "user_survey_type": 3,
            "user_role_cluster": 4,
            "unknown_role_process_matrix": 2,
            ANSWERS: 6,
            "archetype": 1,
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
            "3 user_survey_type, 4 user_role_cluster, 2 unknown_role_process_matrix, "
            f"6 {ANSWERS}, 1 archetype"
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
            pytest.param(
                write(RESULTS, FILES[RESULTS].replace("\n", ",\n")), id="a comma after every line"
            ),
            pytest.param(append(RESULTS, ",,,\n  \n"), id="lines of commas and of blanks"),
            pytest.param(
                write(RESULTS, FILES[RESULTS].replace("\n", "\r")), id="lines of old Macs"
            ),
            pytest.param(
                replace(PEOPLE, "3,1,unknown_roles", '3,1,"of two\nlines"'),
                id="a cell of two lines",
            ),
            pytest.param(replace(PEOPLE, "2,1,", f"2,1,{'k' * 50}"), id="50 characters"),
        ],
    )
    def test_what_spreadsheets_do_to_a_file_is_no_matter(
        self, folder: Path, change: Change
    ) -> None:
        change(folder)

        assert bring(folder).rows_written[ANSWERS] == 6


def survey_types() -> list[tuple[object, ...]]:
    return rows.query(
        "SELECT u.username, array_agg(t.survey_type ORDER BY t.id) FROM user_survey_type t "
        "JOIN app_user u ON u.id = t.user_id GROUP BY 1 ORDER BY 1"
    )


@pytest.mark.usefixtures("database")
class TestTheSurveyType:
    @pytest.mark.parametrize(
        ("roles", "survey_type"),
        [
            pytest.param("2,5\n2,6\n", ["known_roles"], id="roles"),
            pytest.param("2,40004\n", ["unknown_roles"], id="role unknown"),
            pytest.param("2,40004\n2,5\n", ["known_roles"], id="role unknown, and a role"),
            pytest.param("2,70007\n", ["all_roles"], id="all roles"),
            pytest.param("2,5\n2,70007\n", ["all_roles"], id="a role, and all roles"),
            pytest.param("2,40004\n2,70007\n", ["all_roles"], id="both markers"),
        ],
    )
    def test_where_the_files_leave_it_empty_the_roles_tell_it(
        self, folder: Path, roles: str, survey_type: list[str]
    ) -> None:
        replace(ROLES, "2,5\n2,6\n", roles)(folder)

        bring(folder)

        assert ("acme-2", survey_type) in survey_types()

    def test_whoever_has_no_role_gets_none(self, folder: Path) -> None:
        replace(ROLES, "2,5\n2,6\n", "")(folder)

        assert bring(folder).rows_written["user_survey_type"] == 2
        assert "acme-2" not in [name for name, _types in survey_types()]

    def test_what_the_files_say_counts_before_the_roles(self, folder: Path) -> None:
        replace(PEOPLE, "2,1,\n", "2,1,all_roles\n")(folder)

        bring(folder)

        assert ("acme-2", ["all_roles"]) in survey_types()

    def test_other_roles_in_a_later_survey_leave_it_as_it_is(self, folder: Path) -> None:
        bring(folder)
        replace(ROLES, "2,5\n2,6\n", "2,70007\n")(folder)

        assert bring(folder).rows_written["user_survey_type"] == 0
        assert ("acme-2", ["known_roles"]) in survey_types()

    def test_a_role_that_comes_later_brings_it(self, folder: Path) -> None:
        replace(ROLES, "2,5\n2,6\n", "")(folder)
        bring(folder)
        append(ROLES, "")(folder)

        assert bring(folder).rows_written["user_survey_type"] == 1
        assert ("acme-2", ["known_roles"]) in survey_types()

    def test_a_type_that_the_files_give_later_is_added(self, folder: Path) -> None:
        bring(folder)
        replace(PEOPLE, "2,1,\n", "2,1,all_roles\n")(folder)

        assert bring(folder).rows_written["user_survey_type"] == 1
        assert ("acme-2", ["known_roles", "all_roles"]) in survey_types()


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
