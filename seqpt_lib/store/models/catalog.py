"""Derik's master data: competencies, processes, roles and the matrices between them. Read-only."""

from typing import Annotated

from sqlalchemy import Boolean, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import Base, CreatedAt, IntegerKey, Name, in_domain, references

NOT_SET = text("'-100'::integer")
ROLE_LEVELS = (-100, 0, 1, 2, 3, 4, 6)
INVOLVEMENTS = (-100, 0, 1, 2, 3)
RELEVANCES = (-100, 0, 1, 2)

Involvement = Annotated[
    int | None,
    mapped_column(
        server_default=NOT_SET,
        doc="0 not performing, 1 supporting, 2 responsible, 3 designing; -100 was never set.",
    ),
]
OfOrganization = Annotated[
    int, mapped_column(references("organization.id", "CASCADE"), doc="The organization.")
]
DerivedForCompetency = Annotated[
    int, mapped_column(references("competency.id"), doc="The competency.")
]
DerivedLevel = Annotated[
    int,
    mapped_column(
        server_default=NOT_SET,
        doc="The level; 3 is the app's own and means 4 here; -100 was never set.",
    ),
]
OfProcess = Annotated[
    int, mapped_column(references("iso_processes.id", "CASCADE"), doc="The process.")
]
UserName = Annotated[
    str, mapped_column(String(50), doc="User name of the person; no foreign key holds it.")
]


class Competency(Base):
    """One of the 16 competencies; their ids are 1 and 4 to 18."""

    __tablename__ = "competency"
    __table_args__ = (UniqueConstraint("competency_area", "competency_name"),)
    id: Mapped[IntegerKey]
    competency_area: Mapped[str | None] = mapped_column(
        String(50), doc="The group of competencies that it belongs to."
    )
    competency_name: Mapped[Name] = mapped_column(doc="Its name.")
    description: Mapped[str | None] = mapped_column(
        Text, doc="What it is; often an empty text in the field."
    )
    why_it_matters: Mapped[str | None] = mapped_column(Text, doc="What it is good for.")


class CompetencyIndicator(Base):
    """A sentence that says how a level of a competency shows in a person's work."""

    __tablename__ = "competency_indicators"
    id: Mapped[IntegerKey]
    competency_id: Mapped[int | None] = mapped_column(
        references("competency.id", "CASCADE"), doc="The competency."
    )
    level: Mapped[str | None] = mapped_column(
        String(50), doc="German word of the level: kennen, verstehen, anwenden, beherrschen."
    )
    indicator_en: Mapped[str | None] = mapped_column(Text, doc="The sentence in English.")
    indicator_de: Mapped[str | None] = mapped_column(Text, doc="The sentence in German.")


class LifeCycleGroup(Base):
    """One of the four groups of life cycle processes."""

    __tablename__ = "iso_system_life_cycle_processes"
    id: Mapped[IntegerKey]
    name: Mapped[Name] = mapped_column(doc="Its name.")


class IsoProcess(Base):
    """One of the 30 life cycle processes of ISO/IEC/IEEE 15288."""

    __tablename__ = "iso_processes"
    id: Mapped[IntegerKey]
    name: Mapped[Name] = mapped_column(doc="Its name.")
    description: Mapped[str | None] = mapped_column(Text, doc="What it is about.")
    life_cycle_process_id: Mapped[int | None] = mapped_column(
        references("iso_system_life_cycle_processes.id"), doc="The group that it belongs to."
    )


class IsoActivity(Base):
    """An activity of a process."""

    __tablename__ = "iso_activities"
    id: Mapped[IntegerKey]
    name: Mapped[Name] = mapped_column(doc="Its name.")
    process_id: Mapped[int | None] = mapped_column(
        references("iso_processes.id"), doc="The process."
    )


class IsoTask(Base):
    """A task of an activity."""

    __tablename__ = "iso_tasks"
    id: Mapped[IntegerKey]
    name: Mapped[Name] = mapped_column(doc="Its name.")
    activity_id: Mapped[int | None] = mapped_column(
        references("iso_activities.id"), doc="The activity."
    )


class RoleCluster(Base):
    """One of the 14 roles, or a marker: 40004 (role unknown), 70007 (all roles)."""

    __tablename__ = "role_cluster"
    __table_args__ = (UniqueConstraint("role_cluster_name"),)
    id: Mapped[IntegerKey]
    role_cluster_name: Mapped[Name] = mapped_column(doc="Its name.")
    role_cluster_description: Mapped[str] = mapped_column(Text, doc="What the role does.")


class RoleProcess(Base):
    """How a role takes part in a process, in one organization."""

    __tablename__ = "role_process_matrix"
    __table_args__ = (
        UniqueConstraint("organization_id", "role_cluster_id", "iso_process_id"),
        in_domain(
            "role_process_matrix_role_process_value_check", "role_process_value", INVOLVEMENTS
        ),
    )
    id: Mapped[IntegerKey]
    role_cluster_id: Mapped[int] = mapped_column(
        references("role_cluster.id", "CASCADE"), doc="The role."
    )
    iso_process_id: Mapped[OfProcess]
    role_process_value: Mapped[Involvement]
    organization_id: Mapped[OfOrganization]


class ProcessCompetency(Base):
    """How much a process needs a competency; the same for everybody."""

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
    iso_process_id: Mapped[OfProcess]
    competency_id: Mapped[int] = mapped_column(
        references("competency.id", "CASCADE"), doc="The competency."
    )
    process_competency_value: Mapped[int | None] = mapped_column(
        server_default=NOT_SET, doc="0 not, 1 somewhat, 2 strongly; -100 was never set."
    )


class RoleCompetency(Base):
    """The level that a role needs, as the survey app derives it; a run computes its own."""

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
    role_cluster_id: Mapped[int] = mapped_column(references("role_cluster.id"), doc="The role.")
    competency_id: Mapped[DerivedForCompetency]
    role_competency_value: Mapped[DerivedLevel]
    organization_id: Mapped[OfOrganization]


class UnknownRoleProcess(Base):
    """How a person takes part in a process: the personal matrix of somebody without a role."""

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
    user_name: Mapped[UserName]
    iso_process_id: Mapped[OfProcess]
    role_process_value: Mapped[Involvement]
    organization_id: Mapped[OfOrganization]


class UnknownRoleCompetency(Base):
    """The level that a person needs, as the survey app derives it; a run computes its own."""

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
    user_name: Mapped[UserName]
    competency_id: Mapped[DerivedForCompetency]
    role_competency_value: Mapped[DerivedLevel]
    organization_id: Mapped[OfOrganization]


class AdminUser(Base):
    """Somebody who administers the survey app."""

    __tablename__ = "admin_user"
    __table_args__ = (UniqueConstraint("username"),)
    id: Mapped[IntegerKey]
    username: Mapped[Name] = mapped_column(doc="Name to sign in with.")
    password_hash: Mapped[str] = mapped_column(Text, doc="Hash of the password.")
    created_at: Mapped[CreatedAt]


class NewSurveyUser(Base):
    """Somebody who began the survey; a trigger makes the user name of the id."""

    __tablename__ = "new_survey_user"
    __table_args__ = (UniqueConstraint("username"),)
    id: Mapped[IntegerKey]
    username: Mapped[Name] = mapped_column(doc="A prefix and the id.")
    created_at: Mapped[CreatedAt]
    survey_completion_status: Mapped[bool] = mapped_column(
        Boolean, server_default=false(), doc="True if the survey was completed."
    )
