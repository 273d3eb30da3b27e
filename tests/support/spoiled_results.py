"""What breaks each check of the gates gaps and plans, and what it then says."""

from tests.support.spoil import ANSWERS, SECOND_ORGANIZATION, Spoil, unconstrained

STATISTIC = "UPDATE competency_statistic SET"
FIT, ONE = "UPDATE archetype_fit SET", "archetype_id = 1"

GAPS = [
    Spoil(
        "target_on_scale",
        f"{unconstrained(ANSWERS, 'target_level_check')};"
        f"UPDATE {ANSWERS} SET target_level = 3 WHERE id IN (3, 4)",
        "critical",
        2,
        ("id 3", "id 4"),
    ),
    Spoil(
        "gap_is_difference",
        f"UPDATE {ANSWERS} SET gap_size = gap_size + 1 WHERE id = 1;"
        f"UPDATE {ANSWERS} SET gap_size = NULL WHERE id = 2;"
        f"UPDATE {ANSWERS} SET archetype_source = NULL WHERE id = 3;"
        f"UPDATE {ANSWERS} SET target_level = NULL WHERE id = 4",
        "critical",
        4,
        ("id 1", "id 2", "id 3", "id 4"),
    ),
    Spoil(
        "gap_with_target",
        f"{unconstrained(ANSWERS, 'gap_size_check')};"
        f"INSERT INTO {ANSWERS} (id, user_id, organization_id, competency_id, score, target_level, "
        "gap_size, submitted_at) VALUES (9001, 21, 1, 1, 6, 4, -2, '2020-01-01'), "
        "(9002, 21, 1, 1, 0, 4, NULL, '2020-01-01'), (9003, 21, 1, 1, 0, NULL, 0, '2020-01-01'), "
        "(9004, 21, 1, 1, 0, 4, 4, '2020-01-01'), (9005, 21, 1, 1, 0, NULL, NULL, '2020-01-01')",
        "critical",
        3,
        ("id 9001", "id 9002", "id 9003"),
    ),
    Spoil(
        "gap_of_own_people",
        f"{SECOND_ORGANIZATION}; UPDATE app_user SET organization_id = 2 WHERE id = 21",
        "critical",
        16,
        ("id 1", "id 2", "id 3", "id 4", "id 5"),
    ),
    Spoil(
        "gap_of_assessed_only",
        f"ALTER TABLE {ANSWERS} ALTER score DROP NOT NULL;"
        f"UPDATE {ANSWERS} SET score = NULL WHERE id = 1;"
        f"UPDATE {ANSWERS} SET user_id = NULL, target_level = NULL WHERE id = 2;"
        f"UPDATE {ANSWERS} SET competency_id = NULL, gap_size = NULL WHERE id = 3;"
        f"UPDATE {ANSWERS} SET score = NULL, target_level = NULL, gap_size = NULL WHERE id = 4",
        "critical",
        3,
        ("id 1", "id 2", "id 3"),
    ),
    Spoil(
        "level_people_counted",
        f"{STATISTIC} unaware_count = unaware_count + 1 WHERE competency_id = 1;"
        f"{STATISTIC} not_assessed_count = not_assessed_count + 1 WHERE competency_id = 4;"
        f"{STATISTIC} below_target_count = below_target_count + 1 WHERE competency_id = 5;"
        "DELETE FROM competency_statistic WHERE competency_id = 6",
        "critical",
        4,
        tuple(f"competency_id {competency}" for competency in (1, 4, 5, 6)),
    ),
    Spoil(
        "scenario_shares_whole",
        f"{FIT} scenario_a_share = scenario_a_share + 1e-6 WHERE {ONE} AND competency_id = 1;"
        f"{FIT} scenario_b_count = scenario_b_count + 1 WHERE {ONE} AND competency_id = 4;"
        f"{FIT} people_count = people_count + 1 WHERE {ONE} AND competency_id = 5;"
        f"{FIT} scenario_d_share = 'NaN' WHERE {ONE} AND competency_id = 6;"
        f"{FIT} fit = 2 WHERE {ONE} AND competency_id = 7;"
        f"{FIT} scenario_a_share = scenario_a_share + 9e-10 WHERE {ONE} AND competency_id = 8;"
        "DELETE FROM competency_statistic WHERE competency_id = 9",
        "critical",
        12,
        tuple(f"archetype_id 1 competency_id {competency}" for competency in (1, 4, 5, 6, 7)),
    ),
    Spoil(
        "people_counted_once",
        "UPDATE need SET people_count = people_count + 1 WHERE competency_id = 1 AND level = 1;"
        "DELETE FROM need WHERE competency_id = 1 AND level = 2;"
        "UPDATE need SET assessed_count = 41 WHERE competency_id = 1 AND level = 4",
        "critical",
        3,
        tuple(f"competency_id 1 level {level}" for level in (1, 2, 4)),
    ),
    Spoil(
        "need_within_people",
        "UPDATE need SET people_count = assessed_count + 1 WHERE competency_id = 1 AND level = 1;"
        "UPDATE need SET assessed_count = 42 WHERE competency_id = 1 AND level = 2;"
        "UPDATE need SET people_count = 0 WHERE competency_id = 1 AND level = 4",
        "critical",
        3,
        tuple(f"competency_id 1 level {level}" for level in (1, 2, 4)),
    ),
    Spoil(
        "role_need_within_need",
        "UPDATE role_need SET role_cluster_id = 40004 "
        "WHERE competency_id = 1 AND level = 1 AND role_cluster_id = 5;"
        "UPDATE role_need SET people_count = 9 "
        "WHERE competency_id = 1 AND level = 2 AND role_cluster_id = 5;"
        "UPDATE role_need SET assessed_count = 42 "
        "WHERE competency_id = 1 AND level = 4 AND role_cluster_id = 4",
        "critical",
        3,
        (
            "competency_id 1 level 1 role_cluster_id 40004",
            "competency_id 1 level 2 role_cluster_id 5",
            "competency_id 1 level 4 role_cluster_id 4",
        ),
    ),
    Spoil(
        "role_people_counted",
        "UPDATE role_need SET people_count = 9 "
        "WHERE competency_id = 1 AND level = 1 AND role_cluster_id = 5;"
        "UPDATE role_need SET people_count = people_count - 1 "
        "WHERE competency_id = 1 AND level = 2 AND role_cluster_id = 5;"
        "UPDATE role_need SET assessed_count = assessed_count - 1 "
        "WHERE competency_id = 1 AND level = 4 AND role_cluster_id = 4;"
        "DELETE FROM role_need WHERE competency_id = 1 AND level = 4 AND role_cluster_id = 9;"
        "INSERT INTO role_need VALUES (1, 1, 6, 4, 9, 9)",
        "critical",
        5,
        (
            "competency_id 1 level 1 role_cluster_id 5",
            "competency_id 1 level 2 role_cluster_id 5",
            "competency_id 1 level 4 role_cluster_id 4",
            "competency_id 1 level 4 role_cluster_id 9",
            "competency_id 1 level 6 role_cluster_id 4",
        ),
    ),
]

PLAN_OF_21 = "(SELECT plan_id FROM plan_status WHERE user_id = 21)"

PLANS = [
    Spoil(
        "one_current_plan",
        "UPDATE plan_status SET is_current = false WHERE user_id = 21;"
        "UPDATE plan_status SET user_id = 41 WHERE user_id = 1",
        "critical",
        3,
        ("user_id 1", "user_id 21", "user_id 41"),
    ),
    Spoil(
        "plan_stored",
        f"UPDATE learning_plans SET user_id = 41 WHERE id = {PLAN_OF_21}",
        "critical",
        1,
        ("user_id 21",),
    ),
    Spoil(
        "plan_in_one_organization",
        f"{SECOND_ORGANIZATION};"
        "INSERT INTO learning_plans SELECT 'second', user_id, 2, objectives, recommended_modules, "
        f"1, archetype_used FROM learning_plans WHERE id = {PLAN_OF_21};"
        "INSERT INTO plan_status VALUES ('second', 21, 2, true)",
        "critical",
        1,
        ("user_id 21",),
    ),
    Spoil(
        "plan_content",
        """UPDATE learning_plans SET objectives = '{"objectives": []}' WHERE user_id = 1;
        UPDATE learning_plans SET recommended_modules = (SELECT recommended_modules
        FROM learning_plans WHERE user_id = 21) WHERE user_id = 2;
        UPDATE learning_plans SET objectives = replace(objectives, 'participants', 'they')
        WHERE user_id = 3""",
        "critical",
        3,
        ("plan_id * user_id 1", "plan_id * user_id 2", "plan_id * user_id 3"),
    ),
    Spoil(
        "plan_duration",
        f"{unconstrained('learning_plans', 'estimated_duration_weeks_check')};"
        "UPDATE learning_plans SET estimated_duration_weeks = 0 WHERE user_id = 21",
        "critical",
        1,
        ("user_id 21",),
    ),
    Spoil(
        "answer_points_to_plan",
        f"UPDATE {ANSWERS} SET learning_plan_id = NULL WHERE id = 1;"
        f"UPDATE {ANSWERS} SET learning_plan_id = (SELECT plan_id FROM plan_status "
        "WHERE user_id = 1) WHERE id = 2",
        "critical",
        2,
        ("id 1", "id 2"),
    ),
]
