-- Every part of the migrated database, with the SQL that restores it. `make contract` runs it.

SELECT f.table_name, f.definition, f.kind, CASE f.kind
WHEN 'column' THEN format('ALTER TABLE %s ADD COLUMN %s;', t.name, f.definition)
WHEN 'not null' THEN format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL;', t.name, f.object_name)
WHEN 'default' THEN CASE WHEN f.definition LIKE '% DEFAULT nextval' THEN format(
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
WHERE f.table_name <> 'seqpt.alembic_version' ORDER BY 1, 3, 2
