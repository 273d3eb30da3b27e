"""How a session is set up, and a second try for a server that could not be reached."""

import logging
import time
from typing import Any

import psycopg2

from seqpt_lib.store.discretion import told

RETRY_SECONDS = 1
PASSING = ("starting up", "shutting down", "recovery", "too many")
"""What a server says that will soon be there."""

SORTING_MEMORY = "64MB"
"""The answers of a large organization are grouped without a detour over the disk."""

SESSION_SETTINGS = {
    "timezone": "UTC",
    "work_mem": SORTING_MEMORY,
    "idle_session_timeout": "0",
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "6",
}
"""The session that holds a lock is silent while notebooks run, and that of a step while a model
answers: neither the server nor a firewall in between shall end it for that. On a socket of the
machine, the last three say nothing."""

NOTICING = {
    "keepalives_idle": 60,
    "keepalives_interval": 10,
    "keepalives_count": 6,
    "tcp_user_timeout": 120_000,  # milliseconds
}
"""A server whose machine or network is gone without a word is noticed after two minutes, not after
hours. What the address says itself counts more."""

log = logging.getLogger(__name__)


def connect_or_retry(
    _dialect: object, _record: object, given: list[Any], named: dict[str, Any]
) -> Any:
    """Connect, and try once more where the server could not be reached: it may just be starting.

    Args:
        given: Arguments of ``psycopg2.connect``.
        named: Those with names.

    Returns:
        The session.

    Raises:
        psycopg2.OperationalError: If the second try fails too, or the server refuses by itself
            (a password, a database): it would refuse again.
    """
    named = NOTICING | named
    try:
        return psycopg2.connect(*given, **named)
    except psycopg2.OperationalError as error:
        said = str(error)
        if "FATAL" in said and not any(passing in said for passing in PASSING):
            raise
        log.info("no connection, so once more: %s", told(error))
        time.sleep(RETRY_SECONDS)
        return psycopg2.connect(*given, **named)
