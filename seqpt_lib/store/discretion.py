"""What may be told of an error of the driver: its cause, never the values that it quotes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

NAMING_CLASSES = {
    *("08", "0A", "21", "23", "25", "28", "2B", "3D", "3F"),
    *("40", "42", "44", "53", "54", "55", "57", "58"),
}
"""SQLSTATE classes whose messages hold names of objects and no value of a row.

Bad data (22) are quoted in the message; what a trigger raises (P0, or a code of its own) is its
author's text.
"""


def told(error: psycopg2.Error) -> str:
    """Say what an error of the driver is about, without any value of a row.

    The server puts values into the detail and the context ("Failing row contains ..."), and for
    bad data into the message itself; a statement's text may hold them too.

    Args:
        error: The error.

    Returns:
        One line: the server's message, or the name of the condition where the message may quote
        a value, with the SQLSTATE; the first line of an error that is not the server's.
    """
    if not error.pgcode:
        return str(error).strip().split("\n")[0]
    message = error.diag.message_primary
    if not message or error.pgcode[:2] not in NAMING_CLASSES:
        return condition(error)
    return f"{' '.join(message.split())} (SQLSTATE {error.pgcode})"


def condition(error: psycopg2.Error) -> str:
    """Name the condition of an error of the server, in PostgreSQL's words for its SQLSTATE.

    Args:
        error: The error.

    Returns:
        For example ``"numeric value out of range (SQLSTATE 22003)"``.
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()
    return f"{words} (SQLSTATE {error.pgcode})"


@contextmanager
def without_values() -> Iterator[None]:
    """Take the values out of an error of the driver, whoever shows it later.

    A traceback, a log and a notebook print the arguments of an error; its SQLSTATE and the parts
    of its diagnosis stay for code to look at.

    Raises:
        psycopg2.Error: The same one, saying only what ``told`` says.
    """
    try:
        yield
    except psycopg2.Error as error:
        error.args = (told(error),)
        raise
