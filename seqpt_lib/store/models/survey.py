"""Derik's organizations, people and answers, with what SE-QPT adds in ``public``."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    DateTime,
    Double,
    Index,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import Base, CreatedAt, IntegerKey, Name, in_domain, references

SCALE = (0, 1, 2, 4, 6)

OfPerson = Annotated[int, mapped_column(references("app_user.id", "CASCADE"), doc="The person.")]
OfOrganization = Annotated[
    int, mapped_column(references("organization.id", "CASCADE"), doc="The organization.")
]


class Organization(Base):
    """The company whose people are surveyed and trained."""

    __tablename__ = "organization"
    __table_args__ = (
        UniqueConstraint("organization_name"),
        UniqueConstraint("organization_public_key"),
        Index("idx_org_phase1", "phase1_completed"),
    )
    id: Mapped[IntegerKey]
    organization_name: Mapped[Name] = mapped_column(doc="Its full name.")
    organization_public_key: Mapped[str] = mapped_column(
        String(50),
        server_default=text("'singleuser'::character varying"),
        doc="Its short name: what ``ORG=...`` takes, and the folder of its runs.",
    )
    size: Mapped[str | None] = mapped_column(
        String(20), doc="Its size category, such as medium; empty where it is not known."
    )
    maturity_score: Mapped[float | None] = mapped_column(
        Double,
        doc="How far it has come with Systems Engineering, 0..100; empty where it is not known.",
    )
    selected_archetype: Mapped[str | None] = mapped_column(
        String(100), doc="Its primary archetype by name or alias; empty where none is chosen."
    )
    phase1_completed: Mapped[bool] = mapped_column(
        Boolean, server_default=false(), doc="True if phase 1 of SE-QPT is completed."
    )
    created_at: Mapped[CreatedAt]


class AppUser(Base):
    """Somebody who was invited to the survey of an organization."""

    __tablename__ = "app_user"
    __table_args__ = (
        UniqueConstraint("username"),
        Index("idx_app_user_organization", "organization_id"),
    )
    id: Mapped[IntegerKey]
    organization_id: Mapped[int] = mapped_column(
        references("organization.id"), doc="The organization that the person belongs to."
    )
    name: Mapped[Name] = mapped_column(doc="The person's name; a run shows it nowhere.")
    username: Mapped[Name] = mapped_column(doc="Name that the survey app knows the person by.")
    tasks_responsibilities: Mapped[Any | None] = mapped_column(
        JSONB, doc="Tasks as the person described them; often JSON text within the JSON."
    )


class SurveyAnswer(Base):
    """A person's level in a competency; of several answers the latest is the current one."""

    __tablename__ = "user_se_competency_survey_results"
    __table_args__ = (
        in_domain("user_se_competency_survey_results_target_level_check", "target_level", SCALE),
        CheckConstraint(
            "gap_size >= 0 AND gap_size <= 6",
            name="user_se_competency_survey_results_gap_size_check",
        ),
        Index("idx_survey_gaps", "organization_id", "gap_size"),
        Index("idx_survey_user", "user_id"),
    )
    id: Mapped[IntegerKey]
    user_id: Mapped[int | None] = mapped_column(
        references("app_user.id", "CASCADE"), doc="The person."
    )
    organization_id: Mapped[int | None] = mapped_column(
        references("organization.id", "CASCADE"), doc="The organization."
    )
    competency_id: Mapped[int | None] = mapped_column(
        references("competency.id", "CASCADE"), doc="The competency."
    )
    score: Mapped[int] = mapped_column(
        doc="The level that the person gave: 0, 1, 2, 4, 6; nothing but the gate holds it to that."
    )
    submitted_at: Mapped[CreatedAt] = mapped_column(doc="When it was given.")
    target_level: Mapped[int | None] = mapped_column(
        doc="The person's target; an answer that is no longer current keeps the one it had."
    )
    gap_size: Mapped[int | None] = mapped_column(
        doc="Target minus score, in values of the scale; 0 at the target or above."
    )
    archetype_source: Mapped[str | None] = mapped_column(
        String(100), doc="The archetype that set the organization's target, by name."
    )
    learning_plan_id: Mapped[str | None] = mapped_column(
        String(36),
        references("learning_plans.id", "SET NULL"),
        doc="The person's current plan; empty where this answer has no gap.",
    )


class SurveyFeedback(Base):
    """Feedback that belongs to a person's survey."""

    __tablename__ = "user_competency_survey_feedback"
    __table_args__ = (Index("idx_feedback_organization", "organization_id"),)
    id: Mapped[IntegerKey]
    user_id: Mapped[OfPerson]
    organization_id: Mapped[OfOrganization]
    feedback: Mapped[Any] = mapped_column(JSONB, doc="The feedback, as the survey app stores it.")
    created_at: Mapped[CreatedAt]


class PersonRole(Base):
    """A role that a person has, or a marker: 40004 (role unknown), 70007 (all roles)."""

    __tablename__ = "user_role_cluster"
    __table_args__ = (PrimaryKeyConstraint("user_id", "role_cluster_id"),)
    user_id: Mapped[int] = mapped_column(
        references("app_user.id", "CASCADE"), autoincrement=False, doc="The person."
    )
    role_cluster_id: Mapped[int] = mapped_column(
        references("role_cluster.id", "CASCADE"), autoincrement=False, doc="The role or marker."
    )


class SurveyType(Base):
    """The kind of survey that a person took."""

    __tablename__ = "user_survey_type"
    __table_args__ = (Index("idx_user_survey_type_user", "user_id"),)
    id: Mapped[IntegerKey]
    user_id: Mapped[OfPerson]
    created_at: Mapped[CreatedAt]
    survey_type: Mapped[str] = mapped_column(
        String(50),
        server_default=text("'known_role'::character varying"),
        doc="known_roles, unknown_roles or all_roles.",
    )


class LearningPlan(Base):
    """What one person is to learn, and how long it takes; a changed plan is a new row.

    Which one is current stands in ``seqpt.plan_status``.
    """

    __tablename__ = "learning_plans"
    __table_args__ = (
        CheckConstraint(
            "estimated_duration_weeks >= 1", name="learning_plans_estimated_duration_weeks_check"
        ),
        Index("idx_learning_plans_user", "user_id"),
        Index("idx_learning_plans_org", "organization_id"),
    )
    id: Mapped[str] = mapped_column(
        String(36),
        primary_key=True,
        doc="A UUID made of organization, person and content: the same plan has the same id.",
    )
    user_id: Mapped[OfPerson]
    organization_id: Mapped[OfOrganization]
    objectives: Mapped[str] = mapped_column(
        Text, doc="JSON with a version: an objective for each level to climb, in order."
    )
    recommended_modules: Mapped[str] = mapped_column(
        Text, doc="JSON with a version: a module for each level to climb, in the same order."
    )
    estimated_duration_weeks: Mapped[int] = mapped_column(
        doc="Whole weeks of learning at the hours a week of the run."
    )
    archetype_used: Mapped[str] = mapped_column(
        String(100), doc="The organization's primary archetype, by name."
    )
    created_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When the plan was first written (UTC)."
    )


class QuestionnaireResponse(Base):
    """What somebody answered in a questionnaire of SE-QPT; no step reads or writes it yet."""

    __tablename__ = "questionnaire_responses"
    __table_args__ = (
        CheckConstraint("phase >= 1 AND phase <= 4", name="questionnaire_responses_phase_check"),
    )
    id: Mapped[str] = mapped_column(String(36), primary_key=True, doc="A UUID.")
    user_id: Mapped[OfPerson]
    organization_id: Mapped[OfOrganization]
    questionnaire_type: Mapped[str] = mapped_column(
        String(50), doc="Which questionnaire, such as maturity."
    )
    phase: Mapped[int] = mapped_column(doc="The phase of SE-QPT that it belongs to.")
    responses: Mapped[str] = mapped_column(Text, doc="The answers as JSON.")
    computed_scores: Mapped[str | None] = mapped_column(
        Text, doc="What was computed from them, as JSON; empty where nothing was."
    )
    completed_at: Mapped[datetime | None] = mapped_column(
        DateTime, doc="When it was completed; empty while it is not."
    )
