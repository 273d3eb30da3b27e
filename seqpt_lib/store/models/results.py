"""What the steps write for an organization in schema ``seqpt``."""

from datetime import datetime

from sqlalchemy import Boolean, DateTime, Index, String, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, IntegerKey, in_domain, references
from seqpt_lib.store.models.reference import TRAINED


class OrganizationArchetype(Base):
    """The archetypes an organization chose, and those it chose before."""

    __tablename__ = "organization_archetype"
    __table_args__ = (
        Index("idx_organization_archetype", "organization_id", "position"),
        {"schema": SCHEMA},
    )
    id: Mapped[IntegerKey]
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))
    archetype_id: Mapped[int] = mapped_column(references("seqpt.archetype.id"))
    position: Mapped[int]
    chosen_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())
    replaced_at: Mapped[datetime | None] = mapped_column(DateTime)


class Objective(Base):
    """One learning objective per needed (competency, level), with where it came from."""

    __tablename__ = "objective"
    __table_args__ = (in_domain("objective_level_check", "level", TRAINED), {"schema": SCHEMA})
    organization_id: Mapped[int] = mapped_column(
        references("organization.id", "CASCADE"), primary_key=True, autoincrement=False
    )
    competency_id: Mapped[int] = mapped_column(
        references("competency.id", "CASCADE"), primary_key=True, autoincrement=False
    )
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(2))
    timeframe: Mapped[str] = mapped_column(Text)
    statement: Mapped[str] = mapped_column(Text)
    demonstration: Mapped[str] = mapped_column(Text)
    benefit: Mapped[str] = mapped_column(Text)
    full_text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(50))
    template_hash: Mapped[str] = mapped_column(String(64))
    input_hash: Mapped[str] = mapped_column(String(64))


class PlanStatus(Base):
    """Which plan of a person is the current one, and since when an older one is not."""

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
        String(36), references("learning_plans.id", "CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(references("app_user.id", "CASCADE"))
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))
    is_current: Mapped[bool] = mapped_column(Boolean)
    superseded_at: Mapped[datetime | None] = mapped_column(DateTime)
    superseded_by: Mapped[str | None] = mapped_column(String(36))


class AdoptedObject(Base):
    """What of Derik's tables and of ours in ``public`` was found there; the rest we made."""

    __tablename__ = "adopted_object"
    __table_args__ = {"schema": SCHEMA}
    object_name: Mapped[str] = mapped_column(String(130), primary_key=True)
    was_found: Mapped[bool] = mapped_column(Boolean)
