"""``mvp_users`` becomes ``app_user``: matched by user name within the organization, or inserted."""

from seqpt_lib.schema.absorption.keyed import Recipe, lacks_id
from seqpt_lib.schema.absorption.tables import INTEGER_TYPES, TEXT_TYPES, OldTable, trimmed

USERNAME_COLUMNS = ("username", "email")


def _lacking(table: OldTable) -> list[str]:
    return [
        *lacks_id(table),
        *table.lacking(*USERNAME_COLUMNS),
        *table.lacking("organization_id", types=(*TEXT_TYPES, *INTEGER_TYPES)),
    ]


def _organization(table: OldTable) -> str:
    """Write the SQL of the id map's, or the later version's, organization of a row."""
    if table.columns.get("organization_id") in INTEGER_TYPES:
        return "t.organization_id"
    return (
        "(SELECT target_id FROM seqpt.absorbed_key WHERE source_table = 'organizations' "
        f"AND source_id = {table.sql('organization_id')})"
    )


def _stage(table: OldTable) -> str:
    full_name = trimmed(f"concat_ws(' ', {table.sql('first_name')}, {table.sql('last_name')})")
    return rf"""
WITH found AS (
    SELECT t.ctid::text AS place, {table.sql("id")} AS source_id,
        {table.sql(*USERNAME_COLUMNS)} AS username,
        coalesce({full_name}, {table.sql("name")}, {table.sql(*USERNAME_COLUMNS)}) AS name,
        {_organization(table)} AS given_organization_id
    FROM public.{table.name} t
), folded AS (
    SELECT f.*, lower(f.username) AS folded_name, o.id AS organization_id
    FROM found f LEFT JOIN public.organization o ON o.id = f.given_organization_id
), taken AS (
    SELECT lower({trimmed("username")}) AS folded_name, array_agg(id ORDER BY id) AS candidate_ids,
        min(organization_id) AS candidate_organization_id
    FROM public.app_user GROUP BY 1
), mapped AS (
    SELECT f.*, m.candidate_ids, m.candidate_organization_id, k.target_id AS known_id,
        coalesce(k.target_id, m.candidate_ids[1]) AS target_id
    FROM folded f LEFT JOIN taken m ON m.folded_name = f.folded_name
    LEFT JOIN seqpt.absorbed_key k ON k.source_table = 'mvp_users' AND k.source_id = f.source_id
)
SELECT *, false AS is_inserted, count(*) OVER (PARTITION BY source_id) AS count_of_id,
    count(*) OVER (PARTITION BY folded_name) AS count_of_name,
    count(*) OVER (PARTITION BY target_id) AS count_of_target
FROM mapped"""


RULES = [
    ("'its user name is empty'", "known_id IS NULL AND folded_name IS NULL"),
    (
        "'another row of the table has the same user name'",
        "known_id IS NULL AND count_of_name > 1",
    ),
    (
        "'its organization is unknown or itself unaccounted for'",
        "known_id IS NULL AND organization_id IS NULL",
    ),
    (
        "'its user name is that of more than one person: ' || array_to_string(candidate_ids, ', ')",
        "known_id IS NULL AND cardinality(candidate_ids) > 1",
    ),
    (
        "'its user name is taken by person ' || target_id || ' of another organization'",
        "known_id IS NULL AND candidate_organization_id <> organization_id",
    ),
    (
        "'another row of the table is person ' || target_id || ' too'",
        "known_id IS NULL AND target_id IS NOT NULL AND count_of_target > 1",
    ),
    ("'its name is longer than 255 characters'", "target_id IS NULL AND length(name) > 255"),
    (
        "'its user name is longer than 255 characters'",
        "target_id IS NULL AND length(username) > 255",
    ),
]

INSERT = """
WITH made AS (
    INSERT INTO public.app_user (organization_id, name, username)
    SELECT organization_id, name, username FROM absorbing_mvp_users
    WHERE target_id IS NULL ORDER BY username RETURNING id, username
)
UPDATE absorbing_mvp_users s SET target_id = made.id, is_inserted = true
FROM made WHERE s.target_id IS NULL AND s.username = made.username"""

PEOPLE = Recipe("mvp_users", "app_user", _lacking, _stage, RULES, INSERT)
