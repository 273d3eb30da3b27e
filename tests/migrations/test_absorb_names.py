"""``se_competencies``, ``se_roles``, ``role_mappings``: compared by name, renamed in any case."""

import pytest

from tests.support import rows
from tests.support.duplicates import COMPETENCIES, ROLES, absorbed, in_public

DERIKS = ("public.competency", "public.role_cluster")


@pytest.mark.usefixtures("database")
class TestComparing:
    @pytest.mark.parametrize(
        ("script", "table", "without", "row_count"),
        [
            pytest.param(COMPETENCIES, "se_competencies", ["2"], 2, id="competencies"),
            pytest.param(ROLES, "se_roles", ["17", "18"], 3, id="roles"),
            pytest.param(
                "CREATE TABLE public.role_mappings (id text, job_title text, role_cluster_name "
                "text); INSERT INTO public.role_mappings VALUES ('a', 'Customer', 'No Role'),"
                "('b', 'No Role', 'CUSTOMER')",
                "role_mappings",
                ["a"],
                2,
                id="the first column that exists counts",
            ),
            pytest.param(
                "CREATE TABLE public.role_mappings (id integer, title text);"
                "INSERT INTO public.role_mappings VALUES (4, 'Customer')",
                "role_mappings",
                [],
                1,
                id="another column",
            ),
            pytest.param(
                "CREATE TABLE public.se_roles (id integer, colour text);"
                "INSERT INTO public.se_roles VALUES (4, 'Customer'), (5, 'red')",
                "se_roles",
                ["4", "5"],
                2,
                id="without a name none has a counterpart",
            ),
            pytest.param(
                "CREATE TABLE public.se_roles (name text);"
                "INSERT INTO public.se_roles VALUES ('Customer'), ('red')",
                "se_roles",
                ["row at (0,2)"],
                2,
                id="without an id the place is told",
            ),
            pytest.param("CREATE TABLE public.se_roles ()", "se_roles", [], 0, id="nothing at all"),
        ],
    )
    def test_rows_without_counterpart_are_counted_and_told(
        self, script: str, table: str, without: list[str], row_count: int
    ) -> None:
        rows.run_script(script)

        report = absorbed()

        assert report.without_counterpart["source_id"].tolist() == without
        assert report.tables.to_dict("records") == [
            {
                "table_name": table,
                "row_count": row_count,
                "matched_count": row_count - len(without),
                "inserted_count": 0,
                "without_counterpart_count": len(without),
                "unaccounted_count": 0,
                "contradiction_count": 0,
                "renamed_to": f"absorbed_{table}",
                "is_left_to_owner": False,
            }
        ]
        assert rows.query(
            "SELECT table_name, source_table, row_count, without_counterpart_count "
            "FROM absorbed_table"
        ) == [(f"absorbed_{table}", table, row_count, len(without))]

    def test_nothing_is_carried_over(self) -> None:
        rows.run_script(f"{COMPETENCIES};{ROLES}")
        before = rows.row_versions(DERIKS)

        absorbed()

        assert rows.row_versions(DERIKS) == before
        assert rows.query("SELECT * FROM absorbed_key") == []

    def test_the_summary_tells_the_ids(self) -> None:
        rows.run_script(ROLES)

        assert absorbed().summary == (
            "se_roles absorbed (1 matched, 2 without counterpart: 17, 18), now absorbed_se_roles"
        )

    def test_the_renamed_table_holds_its_rows(self) -> None:
        rows.run_script(ROLES)

        absorbed()

        assert "se_roles" not in in_public()
        assert rows.scalar("SELECT count(*) FROM public.absorbed_se_roles") == 3
