"""``organizations`` becomes ``organization``: matched by name or code, or inserted."""

from seqpt_lib.schema.absorption.keyed import Recipe, lacks_id
from seqpt_lib.schema.absorption.tables import OldTable

NAME_COLUMNS = ("organization_name", "name")

_NUMBER = "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,2})?$"
"""What surely fits into a double precision, if it is no longer than 60 characters."""
_TRUE, _FALSE = "('true', 't', 'yes', 'y', 'on', '1')", "('false', 'f', 'no', 'n', 'off', '0')"


def _lacking(table: OldTable) -> list[str]:
    return [*lacks_id(table), *table.lacking(*NAME_COLUMNS)]


def _stage(table: OldTable) -> str:
    return f"""
WITH found AS (
    SELECT t.ctid::text AS place, {table.sql("id")} AS source_id,
        {table.sql(*NAME_COLUMNS)} AS name, {table.sql("organization_code")} AS code,
        {table.sql("size")} AS size, {table.sql("selected_archetype")} AS selected_archetype,
        {table.sql("maturity_score")} AS maturity_score,
        lower({table.sql("phase1_completed")}) AS phase1_completed
    FROM public.{table.name} t
), folded AS (
    SELECT *, nullif(seqpt.fold_name(name), '') AS folded_name FROM found
), candidate AS (
    SELECT place, o.id FROM folded
    JOIN public.organization o ON seqpt.fold_name(o.organization_name) = folded_name
    UNION
    SELECT place, o.id FROM folded JOIN public.organization o ON o.organization_public_key = code
), matched AS (
    SELECT place, array_agg(id ORDER BY id) AS candidate_ids FROM candidate GROUP BY place
), mapped AS (
    SELECT f.*, m.candidate_ids, k.target_id AS known_id,
        coalesce(k.target_id, m.candidate_ids[1]) AS target_id
    FROM folded f LEFT JOIN matched m ON m.place = f.place
    LEFT JOIN seqpt.absorbed_key k ON k.source_table = 'organizations' AND k.source_id = f.source_id
)
SELECT *, false AS is_inserted, count(*) OVER (PARTITION BY source_id) AS count_of_id,
    count(*) OVER (PARTITION BY folded_name) AS count_of_name,
    count(*) OVER (PARTITION BY code) AS count_of_code,
    count(*) OVER (PARTITION BY target_id) AS count_of_target
FROM mapped"""


RULES = [
    ("'its size is longer than 20 characters'", "length(size) > 20"),
    ("'its archetype is longer than 100 characters'", "length(selected_archetype) > 100"),
    (
        "'its maturity_score is no number'",
        f"maturity_score !~ '{_NUMBER}' OR length(maturity_score) > 60",
    ),
    (
        "'its phase1_completed is neither true nor false'",
        f"phase1_completed NOT IN {_TRUE} AND phase1_completed NOT IN {_FALSE}",
    ),
    ("'its name is empty'", "known_id IS NULL AND folded_name IS NULL"),
    (
        "'its name or code match organizations ' || array_to_string(candidate_ids, ', ')",
        "known_id IS NULL AND cardinality(candidate_ids) > 1",
    ),
    (
        "'another row of the table matches organization ' || target_id || ' too'",
        "known_id IS NULL AND target_id IS NOT NULL AND count_of_target > 1",
    ),
    (
        "'another row of the table has the same name'",
        "known_id IS NULL AND count_of_name > 1",
    ),
    (
        "'another row of the table has the same code'",
        "known_id IS NULL AND code IS NOT NULL AND count_of_code > 1",
    ),
    ("'it has no code to become the public key'", "target_id IS NULL AND code IS NULL"),
    ("'its name is longer than 255 characters'", "target_id IS NULL AND length(name) > 255"),
    ("'its code is longer than 50 characters'", "target_id IS NULL AND length(code) > 50"),
]

INSERT = """
WITH made AS (
    INSERT INTO public.organization (organization_name, organization_public_key)
    SELECT name, code FROM absorbing_organizations WHERE target_id IS NULL ORDER BY name
    RETURNING id, organization_public_key
)
UPDATE absorbing_organizations s SET target_id = made.id, is_inserted = true
FROM made WHERE s.target_id IS NULL AND s.code = made.organization_public_key"""

FILL = f"""
UPDATE public.organization o SET size = filled.size, maturity_score = filled.maturity_score,
    selected_archetype = filled.selected_archetype, phase1_completed = filled.phase1_completed
FROM (
    SELECT t.id, coalesce(t.size, s.size) AS size,
        coalesce(t.maturity_score, s.maturity_score::double precision) AS maturity_score,
        coalesce(t.selected_archetype, s.selected_archetype) AS selected_archetype,
        coalesce(s.phase1_completed IN {_TRUE}, false) OR t.phase1_completed AS phase1_completed
    FROM absorbing_organizations s JOIN public.organization t ON t.id = s.target_id
) AS filled
WHERE filled.id = o.id
    AND (o.size, o.maturity_score, o.selected_archetype, o.phase1_completed) IS DISTINCT FROM
    (filled.size, filled.maturity_score, filled.selected_archetype, filled.phase1_completed)"""

_MATURITY = f"CASE WHEN s.maturity_score ~ '{_NUMBER}' THEN s.maturity_score::double precision END"
_ARCHETYPES = [f"seqpt.fold_archetype({row}.selected_archetype)" for row in "ts"]

CONTRADICTIONS = [
    ("organization_name", "seqpt.fold_name(t.organization_name) <> s.folded_name"),
    ("organization_public_key", "t.organization_public_key <> s.code"),
    ("size", "lower(t.size) <> lower(s.size)"),
    ("maturity_score", f"t.maturity_score <> {_MATURITY}"),
    ("selected_archetype", " <> ".join(_ARCHETYPES)),
]
"""Of phase 1 there is none: it is completed if either row says so."""

ORGANIZATIONS = Recipe(
    "organizations", "organization", _lacking, _stage, RULES, INSERT, FILL, CONTRADICTIONS
)
