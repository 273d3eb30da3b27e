"""Derik's master data: competencies, processes, roles and the matrices between them. Read-only."""

from sqlalchemy import Boolean, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import Base, CreatedAt, IntegerKey, Name, in_domain, references

NOT_SET = text("'-100'::integer")
ROLE_LEVELS = (-100, 0, 1, 2, 3, 4, 6)
INVOLVEMENTS = (-100, 0, 1, 2, 3)
RELEVANCES = (-100, 0, 1, 2)


class Competency(Base):
    __tablename__ = "competency"
    __table_args__ = (UniqueConstraint("competency_area", "competency_name"),)
    id: Mapped[IntegerKey]
    competency_area: Mapped[str | None] = mapped_column(String(50))
    competency_name: Mapped[Name]
    description: Mapped[str | None] = mapped_column(Text)
    why_it_matters: Mapped[str | None] = mapped_column(Text)


class CompetencyIndicator(Base):
    __tablename__ = "competency_indicators"
    id: Mapped[IntegerKey]
    competency_id: Mapped[int | None] = mapped_column(references("competency.id", "CASCADE"))
    level: Mapped[str | None] = mapped_column(String(50))
    indicator_en: Mapped[str | None] = mapped_column(Text)
    indicator_de: Mapped[str | None] = mapped_column(Text)


class LifeCycleGroup(Base):
    __tablename__ = "iso_system_life_cycle_processes"
    id: Mapped[IntegerKey]
    name: Mapped[Name]


class IsoProcess(Base):
    __tablename__ = "iso_processes"
    id: Mapped[IntegerKey]
    name: Mapped[Name]
    description: Mapped[str | None] = mapped_column(Text)
    life_cycle_process_id: Mapped[int | None] = mapped_column(
        references("iso_system_life_cycle_processes.id")
    )


class IsoActivity(Base):
    __tablename__ = "iso_activities"
    id: Mapped[IntegerKey]
    name: Mapped[Name]
    process_id: Mapped[int | None] = mapped_column(references("iso_processes.id"))


class IsoTask(Base):
    __tablename__ = "iso_tasks"
    id: Mapped[IntegerKey]
    name: Mapped[Name]
    activity_id: Mapped[int | None] = mapped_column(references("iso_activities.id"))


class RoleCluster(Base):
    __tablename__ = "role_cluster"
    __table_args__ = (UniqueConstraint("role_cluster_name"),)
    id: Mapped[IntegerKey]
    role_cluster_name: Mapped[Name]
    role_cluster_description: Mapped[str] = mapped_column(Text)


class RoleProcess(Base):
    __tablename__ = "role_process_matrix"
    __table_args__ = (
        UniqueConstraint("organization_id", "role_cluster_id", "iso_process_id"),
        in_domain(
            "role_process_matrix_role_process_value_check", "role_process_value", INVOLVEMENTS
        ),
    )
    id: Mapped[IntegerKey]
    role_cluster_id: Mapped[int] = mapped_column(references("role_cluster.id", "CASCADE"))
    iso_process_id: Mapped[int] = mapped_column(references("iso_processes.id", "CASCADE"))
    role_process_value: Mapped[int | None] = mapped_column(server_default=NOT_SET)
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))


class ProcessCompetency(Base):
    __tablename__ = "process_competency_matrix"
    __table_args__ = (
        UniqueConstraint("iso_process_id", "competency_id"),
        in_domain(
            "process_competency_matrix_process_competency_value_check",
            "process_competency_value",
            RELEVANCES,
        ),
    )
    id: Mapped[IntegerKey]
    iso_process_id: Mapped[int] = mapped_column(references("iso_processes.id", "CASCADE"))
    competency_id: Mapped[int] = mapped_column(references("competency.id", "CASCADE"))
    process_competency_value: Mapped[int | None] = mapped_column(server_default=NOT_SET)


class RoleCompetency(Base):
    __tablename__ = "role_competency_matrix"
    __table_args__ = (
        UniqueConstraint("organization_id", "role_cluster_id", "competency_id"),
        in_domain(
            "role_competency_matrix_role_competency_value_check",
            "role_competency_value",
            ROLE_LEVELS,
        ),
    )
    id: Mapped[IntegerKey]
    role_cluster_id: Mapped[int] = mapped_column(references("role_cluster.id"))
    competency_id: Mapped[int] = mapped_column(references("competency.id"))
    role_competency_value: Mapped[int] = mapped_column(server_default=NOT_SET)
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))


class UnknownRoleProcess(Base):
    __tablename__ = "unknown_role_process_matrix"
    __table_args__ = (
        UniqueConstraint("organization_id", "iso_process_id", "user_name"),
        in_domain(
            "unknown_role_process_matrix_role_process_value_check",
            "role_process_value",
            INVOLVEMENTS,
        ),
    )
    id: Mapped[IntegerKey]
    user_name: Mapped[str] = mapped_column(String(50))
    iso_process_id: Mapped[int] = mapped_column(references("iso_processes.id", "CASCADE"))
    role_process_value: Mapped[int | None] = mapped_column(server_default=NOT_SET)
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))


class UnknownRoleCompetency(Base):
    __tablename__ = "unknown_role_competency_matrix"
    __table_args__ = (
        UniqueConstraint("organization_id", "user_name", "competency_id"),
        in_domain(
            "unknown_role_competency_matrix_role_competency_value_check",
            "role_competency_value",
            ROLE_LEVELS,
        ),
    )
    id: Mapped[IntegerKey]
    user_name: Mapped[str] = mapped_column(String(50))
    competency_id: Mapped[int] = mapped_column(references("competency.id"))
    role_competency_value: Mapped[int] = mapped_column(server_default=NOT_SET)
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))


class AdminUser(Base):
    __tablename__ = "admin_user"
    __table_args__ = (UniqueConstraint("username"),)
    id: Mapped[IntegerKey]
    username: Mapped[Name]
    password_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[CreatedAt]


class NewSurveyUser(Base):
    __tablename__ = "new_survey_user"
    __table_args__ = (UniqueConstraint("username"),)
    id: Mapped[IntegerKey]
    username: Mapped[Name]
    created_at: Mapped[CreatedAt]
    survey_completion_status: Mapped[bool] = mapped_column(Boolean, server_default=false())
