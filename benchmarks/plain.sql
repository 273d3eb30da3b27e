-- The same gap columns by one plain set-based statement: the yardstick of step 3.
WITH role_level AS (
    SELECT r.role_cluster_id, p.competency_id,
           max(CASE r.role_process_value * p.process_competency_value
               WHEN 3 THEN 4 ELSE r.role_process_value * p.process_competency_value END) AS level
    FROM role_process_matrix r JOIN process_competency_matrix p USING (iso_process_id)
    WHERE r.organization_id = {organization_id} GROUP BY 1, 2
), person_level AS (
    SELECT u.user_id, l.competency_id, max(l.level) AS level
    FROM user_role_cluster u JOIN role_level l USING (role_cluster_id) GROUP BY 1, 2
), latest AS (
    SELECT DISTINCT ON (user_id, competency_id) id, user_id, competency_id, score
    FROM user_se_competency_survey_results WHERE organization_id = {organization_id}
    ORDER BY user_id, competency_id, submitted_at DESC NULLS LAST, id DESC
), computed AS (
    SELECT a.id, a.score, k.archetype_name,
           least(t.target_level, coalesce(p.level, t.target_level)) AS target_level
    FROM latest a
    JOIN archetype_target t ON t.archetype_id = {archetype_id} AND t.competency_id = a.competency_id
    JOIN archetype k ON k.id = t.archetype_id
    LEFT JOIN person_level p ON p.user_id = a.user_id AND p.competency_id = a.competency_id
)
UPDATE user_se_competency_survey_results s
SET target_level = c.target_level, gap_size = greatest(0, c.target_level - c.score),
    archetype_source = c.archetype_name
FROM computed c WHERE s.id = c.id
