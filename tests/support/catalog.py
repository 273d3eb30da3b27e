"""What a database is made of, as PostgreSQL itself describes it."""

from typing import Any

from tests.support import rows

Catalog = dict[str, set[tuple[Any, ...]]]

_SCHEMAS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'"

QUERIES = {
    "schemas": f"SELECT n.nspname FROM pg_namespace n WHERE {_SCHEMAS}",
    "relations": (
        "SELECT n.nspname, c.relname, c.relkind::text FROM pg_class c "
        f"JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_SCHEMAS}"
    ),
    "columns": (
        "SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), "
        "a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity::text "
        "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
        f"WHERE {_SCHEMAS} AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped"
    ),
    "constraints": (
        "SELECT n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid), k.convalidated "
        "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
        f"JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_SCHEMAS}"
    ),
    "indexes": (
        "SELECT n.nspname, c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid "
        f"JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_SCHEMAS}"
    ),
    "routines": (
        "SELECT n.nspname, p.proname, pg_get_functiondef(p.oid) FROM pg_proc p "
        f"JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_SCHEMAS} AND p.prokind <> 'a'"
    ),
    "triggers": (
        "SELECT n.nspname, c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        f"WHERE {_SCHEMAS} AND NOT t.tgisinternal"
    ),
}

ALEMBICS_OWN = {"alembic_version", "alembic_version_pkc"}


def catalog() -> Catalog:
    """Describe every schema of the database: one set per kind of object."""
    return {kind: set(rows.query(statement)) for kind, statement in QUERIES.items()}


def without(found: Catalog, names: set[str]) -> Catalog:
    """Leave out what belongs to some schemas or relations."""
    return {
        kind: {item for item in items if not names & {str(part) for part in item[:2]}}
        for kind, items in found.items()
    }


def missing(before: Catalog, after: Catalog) -> Catalog:
    """Give what was there before and is not there any more, or differs."""
    return {kind: gone for kind in before if (gone := before[kind] - after[kind])}
