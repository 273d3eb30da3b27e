"""What a language model was asked for, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    Double,
    Identity,
    Index,
    String,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, in_domain, references


class ModelCall(Base):
    """One question to a language model: a fact that stays whatever becomes of the step.

    It holds neither the words of the prompt nor a key.
    """

    __tablename__ = "model_call"
    __table_args__ = (
        in_domain("model_call_round_check", "round", (1, 2)),
        Index(
            "idx_model_call_answered", "input_hash", postgresql_where=text("outcome = 'answered'")
        ),
        Index("idx_model_call_organization", "organization_id"),
        {"schema": SCHEMA},
    )
    call_id: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True), primary_key=True, doc="Number of the call."
    )
    run_id: Mapped[str | None] = mapped_column(
        String(40), doc="The run that asked; empty where none did."
    )
    organization_id: Mapped[int | None] = mapped_column(
        references("organization.id", "CASCADE"),
        doc="The organization that it was asked for; empty where it was for none in particular.",
    )
    step: Mapped[str] = mapped_column(String(63), doc="The step, such as generate_objectives.")
    subject: Mapped[str] = mapped_column(
        String(50),
        doc="What it was about: competency 14, embedding of questions, embedding of passages.",
    )
    round: Mapped[int] = mapped_column(doc="1, or 2 where it was asked once more with findings.")
    model_asked: Mapped[str] = mapped_column(String(100), doc="The model as it was asked for.")
    model_answered: Mapped[str] = mapped_column(
        String(100),
        server_default=text("''"),
        doc="The model that the service names; an empty text where it named none.",
    )
    prompt_version: Mapped[str] = mapped_column(String(50), doc="Version of the prompt.")
    input_hash: Mapped[str] = mapped_column(
        String(64),
        doc="SHA-256 of model, prompt and request, 64 hexadecimal digits: the same question need "
        "not be paid for twice.",
    )
    has_context: Mapped[bool] = mapped_column(
        Boolean,
        doc="True if it held anything of the organization's; its answer is then for that "
        "organization alone.",
    )
    outcome: Mapped[str] = mapped_column(
        String(20), doc="How it ended: answered, invalid, refused, timed out ..."
    )
    problem: Mapped[str] = mapped_column(
        Text,
        server_default=text("''"),
        doc="One line without words of question or answer; an empty text where it was answered.",
    )
    content: Mapped[Any | None] = mapped_column(
        JSONB, doc="The answer; empty unless it was answered."
    )
    prompt_tokens: Mapped[int] = mapped_column(doc="Tokens that were sent.")
    completion_tokens: Mapped[int] = mapped_column(doc="Tokens that came back.")
    seconds: Mapped[float] = mapped_column(
        Double, doc="From the first try's start to the end in seconds, waiting included."
    )
    tries: Mapped[int] = mapped_column(doc="Requests that were sent; 0 where none was.")
    passages: Mapped[Any] = mapped_column(
        JSONB,
        server_default=text("'[]'"),
        doc="The passages that were sent with it: a list of chunk_id, source and position.",
    )
    called_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When it was recorded (UTC)."
    )
