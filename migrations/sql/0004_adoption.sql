-- What adoption and gates need. One statement a paragraph.

CREATE TABLE seqpt.reference_contract (
    table_name VARCHAR(130) NOT NULL,
    definition VARCHAR(500) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    restore_sql TEXT NOT NULL,
    CONSTRAINT reference_contract_pkey PRIMARY KEY (table_name, definition)
);

CREATE TABLE seqpt.absorbed_key (
    source_table VARCHAR(63) NOT NULL,
    source_id VARCHAR(64) NOT NULL,
    target_table VARCHAR(63) NOT NULL,
    target_id INTEGER NOT NULL,
    is_inserted BOOLEAN NOT NULL,
    absorbed_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT absorbed_key_pkey PRIMARY KEY (source_table, source_id)
);

CREATE TABLE seqpt.absorbed_table (
    table_name VARCHAR(63) NOT NULL,
    source_table VARCHAR(63) NOT NULL,
    row_count INTEGER NOT NULL,
    without_counterpart_count INTEGER NOT NULL,
    absorbed_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT absorbed_table_pkey PRIMARY KEY (table_name)
);

ALTER TABLE seqpt.gate_result ADD COLUMN why TEXT DEFAULT '' NOT NULL, ADD COLUMN rows_query TEXT;

CREATE VIEW seqpt.found_contract AS
WITH relation AS (
    SELECT c.oid, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS table_name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'seqpt')
), attribute AS (
    SELECT r.table_name, a.attname, a.attnotnull, a.attidentity, format_type(a.atttypid, a.atttypmod) AS type_name,
        pg_get_expr(d.adbin, d.adrelid) AS default_value
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
), index_key AS (
    SELECT r.table_name, x.relname AS index_name, i.indisprimary, i.indisunique, pg_get_expr(i.indpred, i.indrelid) AS condition,
        (SELECT string_agg(pg_get_indexdef(i.indexrelid, k::integer, true), ', '
            ORDER BY CASE WHEN i.indisunique THEN pg_get_indexdef(i.indexrelid, k::integer, true) END, k)
        FROM generate_series(1, i.indnkeyatts) AS k) AS columns
    FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indisvalid
), referencing AS (
    SELECT r.table_name, k.conname, k.convalidated, t.table_name AS target, k.confdeltype,
        (SELECT string_agg(a.attname, ', ' ORDER BY o) FROM unnest(k.conkey) WITH ORDINALITY AS u (n, o)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n) AS columns,
        (SELECT string_agg(a.attname, ', ' ORDER BY o) FROM unnest(k.confkey) WITH ORDINALITY AS u (n, o)
            JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n) AS target_columns
    FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype = 'f' JOIN relation t ON t.oid = k.confrelid
)
SELECT table_name, 'column' AS kind, attname || ' ' || type_name AS definition, attname::text AS object_name, true AS is_valid
FROM attribute
UNION ALL SELECT table_name, 'not null', attname || ' NOT NULL', attname, true FROM attribute WHERE attnotnull
UNION ALL SELECT table_name, 'default', attname || ' DEFAULT ' || CASE WHEN attidentity <> '' OR default_value LIKE 'nextval(%'
    THEN 'nextval' WHEN default_value IN ('now()', 'CURRENT_TIMESTAMP') THEN 'now()' ELSE default_value END, attname, true
FROM attribute WHERE attidentity <> '' OR default_value IS NOT NULL
UNION ALL SELECT table_name, 'primary key', 'PRIMARY KEY (' || columns || ')', index_name, true
FROM index_key WHERE indisprimary
UNION ALL SELECT table_name, 'unique', 'UNIQUE (' || columns || ')' || coalesce(' WHERE ' || condition, ''), index_name, true
FROM index_key WHERE indisunique AND NOT indisprimary
UNION ALL SELECT table_name, 'index', 'INDEX (' || columns || ')' || coalesce(' WHERE ' || condition, ''), index_name, true
FROM index_key WHERE NOT indisunique
UNION ALL SELECT table_name, 'foreign key', 'FOREIGN KEY (' || columns || ') REFERENCES ' || target || ' (' || target_columns || ')'
    || CASE confdeltype WHEN 'c' THEN ' ON DELETE CASCADE' WHEN 'n' THEN ' ON DELETE SET NULL' WHEN 'r' THEN ' ON DELETE RESTRICT'
        WHEN 'd' THEN ' ON DELETE SET DEFAULT' ELSE '' END, conname, convalidated
FROM referencing
UNION ALL SELECT r.table_name, 'check', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''), k.conname, k.convalidated
FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype = 'c';

CREATE VIEW seqpt.contract_difference AS
SELECT r.table_name, r.kind, r.definition, CASE
    WHEN r.kind = 'column' AND to_regclass(t.name) IS NULL
    THEN (SELECT format('CREATE TABLE IF NOT EXISTS %s (%s);', t.name, string_agg(w.definition, ', ' ORDER BY w.definition))
        FROM seqpt.reference_contract w WHERE w.table_name = r.table_name AND w.kind = 'column')
    WHEN f.definition IS NOT NULL THEN format('ALTER TABLE %s VALIDATE CONSTRAINT %I;', t.name, f.object_name)
    WHEN r.kind = 'column' AND EXISTS (SELECT FROM seqpt.found_contract o WHERE o.table_name = r.table_name
        AND o.kind = 'column' AND o.object_name = split_part(r.definition, ' ', 1))
    THEN format('ALTER TABLE %s ALTER COLUMN %s TYPE %s USING %2$s::%3$s;', t.name, c.column_name, c.type_name)
    ELSE r.restore_sql END AS restore_sql,
    array_position('{column,default,not null,primary key,unique,check,foreign key,index}'::text[], r.kind::text) AS position
FROM seqpt.reference_contract r
CROSS JOIN LATERAL (SELECT CASE WHEN r.table_name LIKE 'seqpt.%' THEN '' ELSE 'public.' END || r.table_name AS name) t
CROSS JOIN LATERAL (SELECT split_part(r.definition, ' ', 1) AS column_name,
    substr(r.definition, length(split_part(r.definition, ' ', 1)) + 2) AS type_name) c
LEFT JOIN seqpt.found_contract f ON f.table_name = r.table_name AND f.definition = r.definition
WHERE f.definition IS NULL OR NOT f.is_valid;

CREATE FUNCTION seqpt.unknown_role_people(organization integer) RETURNS TABLE (user_id integer, username text) LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT u.id::integer, u.username::text FROM app_user u JOIN user_role_cluster r ON r.user_id = u.id WHERE u.organization_id = organization GROUP BY u.id, u.username HAVING bool_and(r.role_cluster_id = 40004) $$;

CREATE FUNCTION seqpt.json_list(content text, field text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS
$$ DECLARE found jsonb; BEGIN
    found := content::jsonb -> field;
    RETURN CASE jsonb_typeof(found) WHEN 'array' THEN found END;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END $$;
