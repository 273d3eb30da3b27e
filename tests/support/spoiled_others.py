"""What breaks the check on the other organizations: findings that their own last runs kept."""

from tests.support.spoil import Spoil


def judged(organization: int, hour: int, *, stops: bool, gate: str = "sources") -> str:
    """Write SQL that keeps one result of an organization's gate; a later hour is a later run."""
    run = f"{organization}-{hour}-{gate}"
    return (
        "INSERT INTO seqpt.pipeline_run (run_id, organization_id, pipeline, parameters, is_dry_run,"
        f" status) VALUES ('{run}', {organization}, 'scratch', '{{}}', false, 'done');"
        "INSERT INTO seqpt.gate_result (run_id, gate, check_id, table_name, rule, severity,"
        " success, evaluated_count, unexpected_count, keys, fix)"
        f" VALUES ('{run}', '{gate}', 'roles', 'role_cluster', '', 'critical', {not stops}, 1, 1,"
        " '[]', '');"
    )


OTHERS = [
    Spoil(
        "other_organizations",
        "INSERT INTO organization (id, organization_name, organization_public_key) "
        "SELECT id, 'Other ' || id, 'other' || id FROM generate_series(2, 7) id;"
        + judged(2, 1, stops=True)  # twice, with a good one between: found once
        + judged(2, 2, stops=False)
        + judged(2, 3, stops=True)
        + judged(3, 1, stops=True)  # mended since
        + judged(3, 2, stops=False)
        + judged(4, 1, stops=True)
        + judged(4, 2, stops=False, gate="plans")  # not the gate that judges what is there
        + judged(5, 1, stops=True, gate="gaps")
        + judged(6, 1, stops=False)
        + judged(1, 1, stops=True),  # the organization itself
        "info",
        2,
        ("organization_id 2", "organization_id 4"),
    ),
]
