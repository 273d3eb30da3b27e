"""A second try for a server that could not be reached."""

import logging
import time
from typing import Any

import psycopg2

from seqpt_lib.store.discretion import told

RETRY_SECONDS = 1
PASSING = ("starting up", "shutting down", "recovery", "too many")
"""What a server says that will soon be there."""

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
    try:
        return psycopg2.connect(*given, **named)
    except psycopg2.OperationalError as error:
        said = str(error)
        if "FATAL" in said and not any(passing in said for passing in PASSING):
            raise
        log.info("no connection, so once more: %s", told(error))
        time.sleep(RETRY_SECONDS)
        return psycopg2.connect(*given, **named)
