"""Digests of rows, computed in the database: equal rows give equal texts, in whatever order."""

import re
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, Table, text

from seqpt_lib.store.models import metadata

OF_OWN_PEOPLE = (
    "user_id = ANY(ARRAY("
    "SELECT u.id FROM public.app_user u WHERE u.organization_id = :organization))"
)
"""As a list, so that an index serves, also beside another condition."""

OF_OWN_RUNS = (
    "run_id IN (SELECT r.run_id FROM seqpt.pipeline_run r "
    "WHERE r.organization_id = :organization AND NOT r.is_dry_run)"
)
SCOPES = {
    "organization": "id = :organization",
    "user_role_cluster": OF_OWN_PEOPLE,
    "user_survey_type": OF_OWN_PEOPLE,
    # Answers that a person gave for somebody else are found by the gate of the sources.
    "user_se_competency_survey_results": f"(organization_id = :organization OR {OF_OWN_PEOPLE})",
    "knowledge_chunk": "(organization_id = :organization OR organization_id IS NULL)",
    "gate_result": OF_OWN_RUNS,
    # Of the steps' numbers, a later step reads what step 3 says of the time before.
    "pipeline_step": f"numbers ? 'changed' AND {OF_OWN_RUNS}",
}
"""Which rows belong to an organization, where a column ``organization_id`` does not say it all."""

OLDER_TABLES = ("organizations", "mvp_users", "se_competencies", "se_roles", "role_mappings")
"""Tables of an older program, which step 1 absorbs."""

_CATALOG = """
SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, a.attname,
    format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) AS r
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE n.nspname IN ('public', 'seqpt') AND c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
WHERE n.nspname IN ('public', 'seqpt')
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('public', 'seqpt')
UNION ALL SELECT concat_ws(' ', n.nspname, p.proname, pg_get_function_arguments(p.oid), p.prosrc)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN ('public', 'seqpt') AND p.prokind IN ('f', 'p')
UNION ALL SELECT version_num FROM seqpt.alembic_version
"""
_OLDER = f"""
SELECT concat_ws(' ', c.relname, CASE WHEN has_table_privilege(c.oid, 'SELECT') THEN
    query_to_xml(format('SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM %s t',
    c.oid::regclass), true, false, '')::text END) AS r
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
AND c.relname IN ({", ".join(f"'{name}'" for name in OLDER_TABLES)})
"""
LOADED_TABLES = {
    "competency": "public",
    "competency_indicators": "public",
    "iso_processes": "public",
    "iso_system_life_cycle_processes": "public",
    "process_competency_matrix": "public",
    "role_cluster": "public",
    "archetype": "seqpt",
    "archetype_alias": "seqpt",
    "archetype_format": "seqpt",
    "archetype_target": "seqpt",
    "competency_format": "seqpt",
    "learning_format": "seqpt",
}
"""Tables with their schema that step 1 fills where they are empty, and else leaves as they are."""

_EMPTY = " UNION ALL ".join(
    f"SELECT '{table}' AS r WHERE NOT EXISTS (SELECT FROM {schema}.{table})"
    for table, schema in LOADED_TABLES.items()
)
SPECIAL = {
    "catalog": _CATALOG,
    "empty_tables": _EMPTY,
    "older_tables": _OLDER,
    "shared_knowledge": (
        "SELECT t::text AS r FROM seqpt.knowledge_chunk t WHERE organization_id IS NULL"
    ),
}
"""What a pipeline file may name beside tables: the schema itself, which of the tables that step 1
fills are empty, tables of an older program, and the passages that all organizations share."""

_SHAPE = re.compile(r"(\w+)(?:\(([\w, ]+)\))?")


@dataclass(frozen=True)
class RowSet:
    """Rows of a table that a step reads or writes, or some of their columns."""

    table: str
    columns: tuple[str, ...] = ()
    """Empty for all."""

    def __str__(self) -> str:
        return self.table + (f"({', '.join(self.columns)})" if self.columns else "")


def row_set(name: str) -> RowSet:
    """Read what a pipeline file calls rows.

    Args:
        name: ``need``, or ``need(level, people_count)`` for some columns, or one of `SPECIAL`.

    Returns:
        The rows it means.

    Raises:
        ValueError: If there is no such table or column; says which.
    """
    shape = _SHAPE.fullmatch(name.strip())
    if not shape:
        raise ValueError(f"{name!r} is no table, and no table(column, column)")
    table, listed = shape.groups()
    columns = tuple(column.strip() for column in (listed or "").split(",") if column.strip())
    if table not in SPECIAL:
        known = _tables()
        if table not in known:
            raise ValueError(f"there is no table {table}")
        unknown = [column for column in columns if column not in known[table].columns]
        if unknown:
            raise ValueError(f"table {table} has no column {unknown[0]}")
    return RowSet(table, columns)


def read_digests(
    connection: Connection, organization_id: int, row_sets: list[RowSet]
) -> dict[str, str]:
    """Compute digests of rows in one statement.

    Args:
        connection: A connection to a migrated database.
        organization_id: The organization; of a table with rows of several, only its own count.
        row_sets: Which rows.

    Returns:
        By name of the row set: number of rows and two sums of hashes. The order of rows does not
        matter; two different sets with the same digest would need two 64-bit hashes to agree.
    """
    wanted = {str(each): each for each in row_sets}
    if not wanted:
        return {}
    statement = " UNION ALL ".join(
        f"SELECT '{name}' AS name, concat_ws(' ', count(*), "
        "sum(hashtextextended(r, 0)::numeric), sum(hashtextextended(r, 1)::numeric)) AS digest "
        f"FROM ({_rows(each)}) AS of_{number}"
        for number, (name, each) in enumerate(wanted.items())
    )
    rows = connection.execute(text(statement), {"organization": organization_id})
    return {row.name: row.digest for row in rows}


@cache
def _tables() -> dict[str, Table]:
    return {table.name: table for table in metadata.tables.values()}


def _rows(rows: RowSet) -> str:
    if rows.table in SPECIAL:
        return SPECIAL[rows.table]
    table = _tables()[rows.table]
    value = f"ROW({', '.join(f't.{c}' for c in rows.columns)})" if rows.columns else "t"
    own = "organization_id = :organization" if "organization_id" in table.columns else "true"
    scope = SCOPES.get(rows.table, own)
    return f"SELECT {value}::text AS r FROM {table.schema or 'public'}.{table.name} t WHERE {scope}"
