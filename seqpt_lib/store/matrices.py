"""Reading the matrices: who takes part in which process, which process needs what."""

import pandas as pd
from sqlalchemy import Connection

from seqpt_lib.store.copying import read_frame


def read_involvement(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read how the roles of an organization take part in the processes.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per (role, process): ``role_cluster_id``, ``iso_process_id``, ``involvement``.
    """
    return read_frame(
        connection,
        "SELECT role_cluster_id, iso_process_id, role_process_value AS involvement "
        "FROM role_process_matrix WHERE organization_id = %(organization)s "
        "ORDER BY role_cluster_id, iso_process_id",
        {"organization": organization_id},
    )


def read_relevance(connection: Connection) -> pd.DataFrame:
    """Read how much each process needs each competency.

    Args:
        connection: A connection.

    Returns:
        One row per (process, competency): ``iso_process_id``, ``competency_id``, ``relevance``.
    """
    return read_frame(
        connection,
        "SELECT iso_process_id, competency_id, process_competency_value AS relevance "
        "FROM process_competency_matrix ORDER BY iso_process_id, competency_id",
    )


def read_personal_involvement(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read the personal matrices of people who did not find their role, joined by user name.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per (person, process): ``user_id``, ``iso_process_id``, ``involvement``.
    """
    return read_frame(
        connection,
        "SELECT u.id AS user_id, m.iso_process_id, m.role_process_value AS involvement "
        "FROM unknown_role_process_matrix m JOIN app_user u ON u.username = m.user_name "
        "AND u.organization_id = m.organization_id "
        "WHERE m.organization_id = %(organization)s ORDER BY u.id, m.iso_process_id",
        {"organization": organization_id},
    )


def read_derived_involvement(connection: Connection, organization_id: int) -> pd.DataFrame:
    """Read the personal matrices that are used and whose derived levels are stored.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        One row per (person, process): ``user_id``, ``iso_process_id``, ``involvement``; of people
        whose only role is unknown.
    """
    return read_frame(
        connection,
        "SELECT p.user_id, m.iso_process_id, m.role_process_value AS involvement "
        "FROM unknown_role_people(%(organization)s) p "
        "JOIN unknown_role_process_matrix m ON m.user_name = p.username "
        "WHERE m.organization_id = %(organization)s AND EXISTS "
        "(SELECT FROM unknown_role_competency_matrix d WHERE d.user_name = p.username "
        "AND d.organization_id = m.organization_id) ORDER BY p.user_id, m.iso_process_id",
        {"organization": organization_id},
    )


def read_process_ids(connection: Connection) -> list[int]:
    """Read which processes there are, by the reference.

    Args:
        connection: A connection.

    Returns:
        Their ids, in order.
    """
    processes = read_frame(connection, "SELECT iso_process_id FROM reference_process ORDER BY 1")
    return [int(process) for process in processes["iso_process_id"]]
