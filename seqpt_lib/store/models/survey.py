"""Derik's organizations, people and answers, with what SE-QPT adds in ``public``."""

from datetime import datetime
from typing import Any

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


class Organization(Base):
    __tablename__ = "organization"
    __table_args__ = (
        UniqueConstraint("organization_name"),
        UniqueConstraint("organization_public_key"),
        Index("idx_org_phase1", "phase1_completed"),
    )
    id: Mapped[IntegerKey]
    organization_name: Mapped[Name]
    organization_public_key: Mapped[str] = mapped_column(
        String(50), server_default=text("'singleuser'::character varying")
    )
    size: Mapped[str | None] = mapped_column(String(20))
    maturity_score: Mapped[float | None] = mapped_column(Double)
    selected_archetype: Mapped[str | None] = mapped_column(String(100))
    phase1_completed: Mapped[bool] = mapped_column(Boolean, server_default=false())
    created_at: Mapped[CreatedAt]


class AppUser(Base):
    __tablename__ = "app_user"
    __table_args__ = (
        UniqueConstraint("username"),
        Index("idx_app_user_organization", "organization_id"),
    )
    id: Mapped[IntegerKey]
    organization_id: Mapped[int] = mapped_column(references("organization.id"))
    name: Mapped[Name]
    username: Mapped[Name]
    tasks_responsibilities: Mapped[Any | None] = mapped_column(JSONB)


class SurveyAnswer(Base):
    __tablename__ = "user_se_competency_survey_results"
    __table_args__ = (
        in_domain("user_se_competency_survey_results_target_level_check", "target_level", SCALE),
        CheckConstraint(
            "gap_size >= 0 AND gap_size <= 6",
            name="user_se_competency_survey_results_gap_size_check",
        ),
        Index("idx_survey_gaps", "organization_id", "gap_size"),
    )
    id: Mapped[IntegerKey]
    user_id: Mapped[int | None] = mapped_column(references("app_user.id", "CASCADE"))
    organization_id: Mapped[int | None] = mapped_column(references("organization.id", "CASCADE"))
    competency_id: Mapped[int | None] = mapped_column(references("competency.id", "CASCADE"))
    score: Mapped[int]
    submitted_at: Mapped[CreatedAt]
    target_level: Mapped[int | None]
    gap_size: Mapped[int | None]
    archetype_source: Mapped[str | None] = mapped_column(String(100))
    learning_plan_id: Mapped[str | None] = mapped_column(
        String(36), references("learning_plans.id", "SET NULL")
    )


class SurveyFeedback(Base):
    __tablename__ = "user_competency_survey_feedback"
    id: Mapped[IntegerKey]
    user_id: Mapped[int] = mapped_column(references("app_user.id", "CASCADE"))
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))
    feedback: Mapped[Any] = mapped_column(JSONB)
    created_at: Mapped[CreatedAt]


class PersonRole(Base):
    __tablename__ = "user_role_cluster"
    __table_args__ = (PrimaryKeyConstraint("user_id", "role_cluster_id"),)
    user_id: Mapped[int] = mapped_column(references("app_user.id", "CASCADE"), autoincrement=False)
    role_cluster_id: Mapped[int] = mapped_column(
        references("role_cluster.id", "CASCADE"), autoincrement=False
    )


class SurveyType(Base):
    __tablename__ = "user_survey_type"
    id: Mapped[IntegerKey]
    user_id: Mapped[int] = mapped_column(references("app_user.id", "CASCADE"))
    created_at: Mapped[CreatedAt]
    survey_type: Mapped[str] = mapped_column(
        String(50), server_default=text("'known_role'::character varying")
    )


class LearningPlan(Base):
    __tablename__ = "learning_plans"
    __table_args__ = (
        CheckConstraint(
            "estimated_duration_weeks >= 1", name="learning_plans_estimated_duration_weeks_check"
        ),
        Index("idx_learning_plans_user", "user_id"),
        Index("idx_learning_plans_org", "organization_id"),
    )
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[int] = mapped_column(references("app_user.id", "CASCADE"))
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))
    objectives: Mapped[str] = mapped_column(Text)
    recommended_modules: Mapped[str] = mapped_column(Text)
    estimated_duration_weeks: Mapped[int]
    archetype_used: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())


class QuestionnaireResponse(Base):
    __tablename__ = "questionnaire_responses"
    __table_args__ = (
        CheckConstraint("phase >= 1 AND phase <= 4", name="questionnaire_responses_phase_check"),
    )
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[int] = mapped_column(references("app_user.id", "CASCADE"))
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))
    questionnaire_type: Mapped[str] = mapped_column(String(50))
    phase: Mapped[int]
    responses: Mapped[str] = mapped_column(Text)
    computed_scores: Mapped[str | None] = mapped_column(Text)
    completed_at: Mapped[datetime | None] = mapped_column(DateTime)
