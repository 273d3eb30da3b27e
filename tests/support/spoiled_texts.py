"""What breaks the checks of texts, contract and shapes of the gate sources."""

from tests.support.spoil import Spoil

DEFAULT_KEY = "organization_public_key DEFAULT 'singleuser'::character varying"

TEXTS_AND_SCHEMA = [
    Spoil(
        "indicator_levels",
        "UPDATE competency_indicators SET level = CASE id WHEN 3 THEN '1' END WHERE id IN (3, 4)",
        "warning",
        2,
        ("id 3", "id 4"),
    ),
    Spoil(
        "indicators_complete",
        "DELETE FROM competency_indicators "
        "WHERE competency_id = 4 AND level IN ('verstehen', 'anwenden')",
        "warning",
        2,
        ("competency_id 4 level verstehen", "competency_id 4 level anwenden"),
    ),
    Spoil(
        "indicator_count",
        "DELETE FROM competency_indicators WHERE id < 3",
        "warning",
        2,
        ("row_number 63", "row_number 64"),
    ),
    Spoil(
        "texts_untranslated",
        "UPDATE competency_indicators SET indicator_de = upper(indicator_en) WHERE id = 3",
        "info",
        1,
        ("id 3",),
    ),
    Spoil(
        "texts_empty",
        "UPDATE competency SET description = '', why_it_matters = NULL WHERE id = 4;"
        "UPDATE competency_indicators SET indicator_de = ' ' WHERE id = 5;"
        "UPDATE iso_processes SET description = E'\\n' WHERE id = 6;"
        "UPDATE role_cluster SET role_cluster_description = '' WHERE id = 7",
        "info",
        4,
        (
            "table_name competency id 4 column_name description",
            "table_name competency_indicators id 5 column_name indicator_de",
            "table_name iso_processes id 6 column_name description",
            "table_name role_cluster id 7 column_name role_cluster_description",
        ),
    ),
    Spoil(
        "json_encoded_twice",
        "UPDATE app_user SET tasks_responsibilities = to_jsonb('{\"a\": 1}'::text) WHERE id = 5;"
        "UPDATE app_user SET tasks_responsibilities = to_jsonb(' \"a\"'::text) WHERE id = 6;"
        "INSERT INTO user_competency_survey_feedback (user_id, organization_id, feedback) "
        "VALUES (5, 1, to_jsonb('[1]'::text))",
        "warning",
        3,
        (
            "table_name app_user id 5",
            "table_name app_user id 6",
            "table_name user_competency_survey_feedback id 1",
        ),
        mended='UPDATE app_user SET tasks_responsibilities = \'{"text": "[1]"}\' WHERE id = 5;'
        "UPDATE app_user SET tasks_responsibilities = '\"plain words\"' WHERE id = 6",
    ),
    Spoil(
        "names_mojibake",
        "UPDATE organization SET organization_name = 'Caf\u00c3\u00a9' WHERE id = 1;"
        "UPDATE app_user SET name = '\u00c3\u0153bel' WHERE id = 5;"
        "UPDATE app_user SET name = 'M\ufffdller' WHERE id = 6;"
        "UPDATE iso_processes SET name = '\u00e2\u20ac\u0153Supply' WHERE id = 7",
        "warning",
        4,
        (
            "table_name app_user id 5",
            "table_name app_user id 6",
            "table_name iso_processes id 7",
            "table_name organization id 1",
        ),
        mended="UPDATE app_user SET name = 'S\u00c3O \u00c2ngela \u00dcbel' WHERE id = 5",
    ),
    Spoil(
        "contract",
        "ALTER TABLE app_user DROP CONSTRAINT app_user_username_key;"
        "ALTER TABLE organization ALTER organization_public_key DROP DEFAULT",
        "warning",
        2,
        (
            f"table_name organization definition {DEFAULT_KEY}",
            "table_name app_user definition UNIQUE (username)",
        ),
        mended="ALTER TABLE questionnaire_responses ALTER responses TYPE varchar",
    ),
    Spoil(
        "own_table_shape",
        "ALTER TABLE questionnaire_responses ALTER responses TYPE varchar, ADD note text;"
        "ALTER TABLE learning_plans DROP recommended_modules;"
        "ALTER TABLE seqpt.role_statistic ALTER know_count TYPE bigint, ADD note text;"
        "ALTER TABLE seqpt.gate_result DROP rows_query",
        "critical",
        5,
        (
            "table_name learning_plans definition recommended_modules text finding missing",
            "table_name questionnaire_responses definition note text finding surplus",
            "table_name questionnaire_responses definition responses text finding of another type",
            "table_name seqpt.gate_result definition rows_query text finding missing",
            "table_name seqpt.role_statistic definition know_count integer finding of another type",
        ),
        mended="ALTER TABLE seqpt.need ADD note text",
    ),
    Spoil(
        "duplicate_tables",
        "CREATE TABLE public.organizations (id int); CREATE VIEW public.se_roles AS SELECT 1 AS id",
        "critical",
        2,
        ("table_name organizations", "table_name se_roles"),
    ),
]
