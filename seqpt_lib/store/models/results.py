"""What is chosen for an organization, and its objectives and plans, in schema ``seqpt``."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, DateTime, Index, String, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, IntegerKey, in_domain, references
from seqpt_lib.store.models.reference import TRAINED


class OrganizationArchetype(Base):
    """The archetypes an organization chose, and those it chose before.

    `make archetype` and `make import` write it; a run only reads it.
    """

    __tablename__ = "organization_archetype"
    __table_args__ = (
        Index("idx_organization_archetype", "organization_id", "position"),
        {"schema": SCHEMA},
    )
    id: Mapped[IntegerKey]
    organization_id: Mapped[int] = mapped_column(
        references("organization.id", "CASCADE"), doc="The organization."
    )
    archetype_id: Mapped[int] = mapped_column(
        references("seqpt.archetype.id"), doc="The archetype."
    )
    position: Mapped[int] = mapped_column(doc="1 for the primary archetype, 2 and more for others.")
    chosen_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When it was chosen (UTC)."
    )
    replaced_at: Mapped[datetime | None] = mapped_column(
        DateTime, doc="When another choice replaced it (UTC); empty while it holds."
    )


class Objective(Base):
    """One learning objective per track and needed (competency, level), with where it came from."""

    __tablename__ = "objective"
    __table_args__ = (
        in_domain("objective_level_check", "level", TRAINED),
        CheckConstraint("track::text IN ('people', 'trainer')", name="objective_track_check"),
        Index("idx_objective_call", "call_id"),
        {"schema": SCHEMA},
    )
    organization_id: Mapped[int] = mapped_column(
        references("organization.id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The organization.",
    )
    track: Mapped[str] = mapped_column(
        String(20),
        primary_key=True,
        server_default=text("'people'"),
        doc="Whom it is for: people (who have the gap) or trainer (who will train them).",
    )
    competency_id: Mapped[int] = mapped_column(
        references("competency.id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The competency.",
    )
    level: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, doc="The level that it leads to."
    )
    language: Mapped[str] = mapped_column(String(2), doc="en or de.")
    timeframe: Mapped[str] = mapped_column(Text, doc="Until when, such as after a course.")
    statement: Mapped[str] = mapped_column(
        Text, doc="What participants can do then; begins with a verb of the level."
    )
    demonstration: Mapped[str] = mapped_column(Text, doc="By what they show it.")
    benefit: Mapped[str] = mapped_column(Text, doc="What it is good for.")
    full_text: Mapped[str] = mapped_column(Text, doc="The four parts as one sentence.")
    source: Mapped[str] = mapped_column(
        String(50),
        doc="Where the words come from: template, word for word; model; template (fallback), where "
        "no answer of the model held.",
    )
    template_hash: Mapped[str] = mapped_column(
        String(64), doc="SHA-256 of the template's words, 64 hexadecimal digits."
    )
    input_hash: Mapped[str] = mapped_column(
        String(64), doc="SHA-256 of all that decided the text, 64 hexadecimal digits."
    )
    prompt_version: Mapped[str | None] = mapped_column(
        String(50), doc="Version of the prompt; empty where no model was asked."
    )
    call_id: Mapped[int | None] = mapped_column(
        references("seqpt.model_call.call_id", "SET NULL"),
        doc="The call whose answer it is; empty where the words are the template's.",
    )
    passages: Mapped[Any] = mapped_column(
        JSONB,
        server_default=text("'[]'"),
        doc="The passages that supported it: a list of chunk_id, source and position.",
    )
    findings: Mapped[Any] = mapped_column(
        JSONB,
        server_default=text("'[]'"),
        doc="What the checks found: a list of check and detail; an empty list where nothing.",
    )


class PlanStatus(Base):
    """Which plan of a person is the current one, and since when an older one is not.

    A person has at most one current plan in an organization.
    """

    __tablename__ = "plan_status"
    __table_args__ = (
        Index(
            "plan_status_one_current_plan",
            "user_id",
            "organization_id",
            unique=True,
            postgresql_where=text("is_current"),
        ),
        Index("idx_plan_status_organization", "organization_id"),
        {"schema": SCHEMA},
    )
    plan_id: Mapped[str] = mapped_column(
        String(36), references("learning_plans.id", "CASCADE"), primary_key=True, doc="The plan."
    )
    user_id: Mapped[int] = mapped_column(references("app_user.id", "CASCADE"), doc="Whose it is.")
    organization_id: Mapped[int] = mapped_column(
        references("organization.id", "CASCADE"), doc="The organization that it was made for."
    )
    is_current: Mapped[bool] = mapped_column(Boolean, doc="True if it holds now.")
    superseded_at: Mapped[datetime | None] = mapped_column(
        DateTime, doc="When it ceased to (UTC); empty while it is current."
    )
    superseded_by: Mapped[str | None] = mapped_column(
        String(36), doc="The plan that replaced it; empty where the person needs none any more."
    )
