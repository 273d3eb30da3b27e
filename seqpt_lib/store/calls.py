"""The calls of a language model: each is a row, kept whatever becomes of the step."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, text

from seqpt_lib.model.chats import Outcome
from seqpt_lib.store import engine


@dataclass(frozen=True)
class CallRow:
    """A call as it is recorded; without the words that were sent, and without any key."""

    run_id: str | None
    organization_id: int | None
    step: str
    subject: str
    """What it was about, such as ``competency 14``."""

    round: int
    """1, or 2 where it was asked once more with findings."""

    model_asked: str
    model_answered: str
    prompt_version: str
    input_hash: str
    """SHA-256 of model, prompt and request."""

    has_context: bool
    """True if the question held anything of the organization's."""

    outcome: str
    problem: str
    """One line; empty where it was answered."""

    content: dict[str, Any] | None
    """The answer, where it was answered."""

    prompt_tokens: int
    completion_tokens: int
    seconds: float
    tries: int
    passages: Sequence[dict[str, int | str]]
    """Where the passages stand that were sent: ``chunk_id``, ``source``, ``position``."""


@dataclass(frozen=True)
class StoredAnswer:
    """What a model answered earlier."""

    call_id: int
    content: dict[str, Any]
    model_answered: str


_TYPES = {
    "run_id": "text",
    "organization_id": "integer",
    "step": "text",
    "subject": "text",
    "round": "integer",
    "model_asked": "text",
    "model_answered": "text",
    "prompt_version": "text",
    "input_hash": "text",
    "has_context": "boolean",
    "outcome": "text",
    "problem": "text",
    "content": "jsonb",
    "prompt_tokens": "integer",
    "completion_tokens": "integer",
    "seconds": "double precision",
    "tries": "integer",
    "passages": "jsonb",
}
"""The columns of a row, and their types in PostgreSQL."""


def stored_answers(
    connection: Connection, organization_id: int, input_hashes: Iterable[str]
) -> dict[str, StoredAnswer]:
    """Find the answers that questions got before, the latest of each.

    An answer that rests on what an organization says about itself is for that organization alone.

    Args:
        connection: A connection.
        organization_id: The organization that asks.
        input_hashes: The questions, as they are hashed.

    Returns:
        Answers by hash; none for a question that was never answered.
    """
    rows = connection.execute(
        text(
            "SELECT DISTINCT ON (input_hash) input_hash, call_id, content, model_answered "
            "FROM model_call WHERE outcome = 'answered' AND content IS NOT NULL "
            "AND input_hash = ANY (:hashes) "
            "AND (organization_id = :organization OR NOT has_context) "
            "ORDER BY input_hash, call_id DESC"
        ),
        {"hashes": sorted(set(input_hashes)), "organization": organization_id},
    )
    return {
        row.input_hash: StoredAnswer(row.call_id, row.content, row.model_answered) for row in rows
    }


def record_calls(rows: Sequence[CallRow]) -> list[int]:
    """Record calls in a transaction of their own, which is committed at once.

    Args:
        rows: The calls.

    Returns:
        Number of each call (``call_id``), in their order.

    Raises:
        ValueError: If a call is said to be answered and has no answer, or the other way round.
    """
    if not rows:
        return []
    names = ", ".join(_TYPES)
    types = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
    given = json.dumps([{"n": n, **_checked(row)} for n, row in enumerate(rows)])
    with engine.transaction() as connection:
        recorded = connection.scalars(
            text(
                f"INSERT INTO model_call ({names}) SELECT {names} "
                f"FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (n integer, {types}) "
                "ORDER BY n RETURNING call_id"
            ),
            {"rows": given},
        )
        return sorted(recorded)  # numbers are given in the order of the rows


def _checked(row: CallRow) -> dict[str, Any]:
    if (row.outcome == Outcome.ANSWERED) != (row.content is not None):
        raise ValueError(f"the call about {row.subject} is {row.outcome}, its answer says else")
    return {**asdict(row), "problem": " ".join(row.problem.split())}
