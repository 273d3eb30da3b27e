-- An invented organization of any size, the same for the same ids: chance is a hash of an id.
-- One statement a paragraph. :organization_id, :first_id and :people_count are given.

CREATE OR REPLACE FUNCTION pg_temp.chance(id bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (hashint8extended(id, salt) & 2147483647) / 2147483648.0 $$;

CREATE OR REPLACE FUNCTION pg_temp.some_level(chance float8) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN chance < 0.12 THEN 0 WHEN chance < 0.30 THEN 1 WHEN chance < 0.60 THEN 2 WHEN chance < 0.88 THEN 4 ELSE 6 END $$;

CREATE OR REPLACE FUNCTION pg_temp.some_involvement(chance float8) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN chance < 0.45 THEN 0 WHEN chance < 0.70 THEN 1 WHEN chance < 0.90 THEN 2 ELSE 3 END $$;

CREATE TEMP TABLE person AS
SELECT id, CASE WHEN pg_temp.chance(id, 1) < 0.05 THEN 40004 WHEN pg_temp.chance(id, 1) > 0.98 THEN 70007
    ELSE 1 + floor(14 * pg_temp.chance(id, 2))::integer END AS role_cluster_id
FROM generate_series(:first_id, :first_id + :people_count - 1) AS id;

INSERT INTO app_user (id, organization_id, name, username)
SELECT id, :organization_id, 'bench-' || id, 'bench-' || id FROM person;

INSERT INTO user_role_cluster (user_id, role_cluster_id) SELECT id, role_cluster_id FROM person
UNION SELECT id, 1 + floor(14 * pg_temp.chance(id, 3))::integer FROM person
WHERE role_cluster_id < 40004 AND pg_temp.chance(id, 4) < 0.15;

INSERT INTO unknown_role_process_matrix (user_name, iso_process_id, role_process_value, organization_id)
SELECT 'bench-' || p.id, i.id, pg_temp.some_involvement(pg_temp.chance(p.id * 100 + i.id, 5)), :organization_id
FROM person p CROSS JOIN iso_processes i WHERE p.role_cluster_id = 40004;

INSERT INTO user_se_competency_survey_results (user_id, organization_id, competency_id, score, submitted_at)
SELECT p.id, :organization_id, c.id, pg_temp.some_level(pg_temp.chance(p.id * 100 + c.id, t.salt)), t.submitted_at
FROM (VALUES (6, timestamp '2026-03-02 08:00', 1.0), (7, timestamp '2026-05-01 08:00', 0.02)) AS t (salt, submitted_at, share)
JOIN person p ON pg_temp.chance(p.id, 8) < t.share CROSS JOIN competency c ORDER BY t.submitted_at, p.id, c.id;

DROP TABLE person;
