-- Every part of the migrated database, with the SQL that restores it. `make contract` runs it.

SELECT f.table_name, f.definition, f.kind, CASE f.kind
WHEN 'column' THEN format('ALTER TABLE %s ADD COLUMN %s;', t.name, f.definition)
WHEN 'not null' THEN format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL;', t.name, f.object_name)
WHEN 'default' THEN CASE WHEN g.expression IS NOT NULL THEN format(
    'ALTER TABLE %s DROP COLUMN IF EXISTS %I, ADD COLUMN %2$I %s GENERATED ALWAYS AS (%s) STORED;',
    t.name, f.object_name, g.type_name, g.expression)
    WHEN f.definition LIKE '% DEFAULT nextval' THEN format(
    'CREATE SEQUENCE IF NOT EXISTS %1$s OWNED BY %2$s.%3$I; '
    'SELECT setval(''%1$s'', coalesce(max(%3$I), 0) + 1, false) FROM %2$s; '
    'ALTER TABLE %2$s ALTER COLUMN %3$I SET DEFAULT nextval(''%1$s'');',
    pg_get_serial_sequence(t.name, f.object_name), t.name, f.object_name)
    ELSE format('ALTER TABLE %s ALTER COLUMN %I SET %s;', t.name, f.object_name,
    split_part(f.definition, f.object_name || ' ', 2)) END
WHEN 'index' THEN pg_get_indexdef((t.schema || '.' || f.object_name)::regclass) || ';'
WHEN 'unique' THEN coalesce((SELECT format(
    'ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I, ADD CONSTRAINT %2$I %s;',
    t.name, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint k
    WHERE k.conrelid = t.name::regclass AND k.conname = f.object_name),
    pg_get_indexdef((t.schema || '.' || f.object_name)::regclass) || ';')
ELSE (SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I, ADD CONSTRAINT %2$I %s;',
    t.name, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint k
    WHERE k.conrelid = t.name::regclass AND k.conname = f.object_name) END AS restore_sql
FROM seqpt.found_contract f
CROSS JOIN LATERAL (SELECT CASE WHEN f.table_name LIKE 'seqpt.%' THEN f.table_name
    ELSE 'public.' || f.table_name END AS name,
    CASE WHEN f.table_name LIKE 'seqpt.%' THEN 'seqpt' ELSE 'public' END AS schema) t
LEFT JOIN LATERAL (SELECT format_type(a.atttypid, a.atttypmod) AS type_name,
    regexp_replace(pg_get_expr(d.adbin, d.adrelid), '\s+', ' ', 'g') AS expression
    FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = t.name::regclass AND a.attname = f.object_name AND a.attgenerated = 's') g ON true
WHERE f.table_name <> 'seqpt.alembic_version' ORDER BY 1, 3, 2
