"""Organizations of any size, the same ones every time."""

from tests.support import rows

PEOPLE = """
SELECT setseed(0.25);
INSERT INTO organization (organization_name, organization_public_key, selected_archetype)
VALUES ('{key}', '{key}', 'Needs-based, project-oriented training');
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT id FROM organization WHERE organization_public_key = '{key}';
INSERT INTO role_process_matrix
(role_cluster_id, iso_process_id, role_process_value, organization_id)
SELECT r.role_cluster_id, r.iso_process_id, r.involvement, made.id
FROM reference_role_process r CROSS JOIN made;
INSERT INTO app_user (organization_id, name, username)
SELECT made.id, 'Person ' || n, '{key}-' || n FROM made CROSS JOIN generate_series(1, {people}) n;
INSERT INTO user_role_cluster (user_id, role_cluster_id)
SELECT u.id, 1 + u.id % 14 FROM app_user u JOIN made ON made.id = u.organization_id;
INSERT INTO user_se_competency_survey_results
(user_id, organization_id, competency_id, score, submitted_at)
SELECT u.id, made.id, c.id, (ARRAY[0, 1, 2, 4, 6])[1 + floor(random() * 5)::int], '2026-03-02'
FROM app_user u JOIN made ON made.id = u.organization_id CROSS JOIN competency c;
"""


def make_organization(key: str, people: int) -> None:
    """Add an organization with so many people: one role and 16 answers each."""
    rows.run_script(PEOPLE.format(key=key, people=people))
