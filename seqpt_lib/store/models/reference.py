"""Reference data in schema ``seqpt``: a mirror of the files, archetypes, formats."""

from typing import Annotated

from sqlalchemy import Boolean, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, Name, in_domain, references

TRAINED = (1, 2, 4, 6)

OwnKey = Annotated[
    int, mapped_column(primary_key=True, autoincrement=False, doc="Number in the project's files.")
]
CompetencyKey = Annotated[
    int,
    mapped_column(primary_key=True, autoincrement=False, doc="The competency: 1, 4 to 18."),
]
RoleKey = Annotated[
    int,
    mapped_column(
        primary_key=True,
        autoincrement=False,
        doc="The role: 1 to 14; 40004 and 70007 are markers.",
    ),
]
ProcessKey = Annotated[
    int, mapped_column(primary_key=True, autoincrement=False, doc="The process: 1 to 30.")
]
ArchetypeKey = Annotated[
    int,
    mapped_column(
        references("seqpt.archetype.id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The archetype.",
    ),
]
FormatKey = Annotated[
    int,
    mapped_column(
        references("seqpt.learning_format.id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The learning format.",
    ),
]


class ReferenceCompetency(Base):
    """The names of the 16 competencies, to compare the survey app's with."""

    __tablename__ = "reference_competency"
    __table_args__ = {"schema": SCHEMA}
    competency_id: Mapped[CompetencyKey]
    competency_area: Mapped[str] = mapped_column(
        String(50), doc="The group of competencies that it belongs to, such as Core."
    )
    competency_name: Mapped[Name] = mapped_column(doc="Its name, as this project spells it.")
    database_name: Mapped[Name] = mapped_column(doc="Its name, as the survey app spells it.")
    german_name: Mapped[Name] = mapped_column(doc="Its German name.")


class ReferenceRole(Base):
    """The names of the 14 roles and the 2 markers."""

    __tablename__ = "reference_role"
    __table_args__ = {"schema": SCHEMA}
    role_cluster_id: Mapped[RoleKey]
    role_name: Mapped[Name] = mapped_column(doc="Its name.")
    is_marker: Mapped[bool] = mapped_column(
        Boolean, doc="True for 40004 (role unknown) and 70007 (all roles), which are no roles."
    )


class ReferenceProcess(Base):
    """The names of the 30 life cycle processes."""

    __tablename__ = "reference_process"
    __table_args__ = {"schema": SCHEMA}
    iso_process_id: Mapped[ProcessKey]
    process_name: Mapped[Name] = mapped_column(doc="Its name, as this project spells it.")
    database_name: Mapped[Name] = mapped_column(doc="Its name, as the survey app spells it.")


class ReferenceRoleProcess(Base):
    """How each role takes part in each process, to compare an organization's matrix with."""

    __tablename__ = "reference_role_process"
    __table_args__ = {"schema": SCHEMA}
    role_cluster_id: Mapped[RoleKey]
    iso_process_id: Mapped[ProcessKey]
    involvement: Mapped[int] = mapped_column(
        doc="0 not performing, 1 supporting, 2 responsible, 3 designing."
    )


class ReferenceProcessCompetency(Base):
    """How much each process needs each competency, to compare the stored matrix with."""

    __tablename__ = "reference_process_competency"
    __table_args__ = {"schema": SCHEMA}
    iso_process_id: Mapped[ProcessKey]
    competency_id: Mapped[CompetencyKey]
    relevance: Mapped[int] = mapped_column(doc="0 not, 1 somewhat, 2 strongly.")


class ReferenceLevelVerb(Base):
    """The verbs with which the statement of an objective may begin."""

    __tablename__ = "reference_level_verb"
    __table_args__ = {"schema": SCHEMA}
    language: Mapped[str] = mapped_column(String(2), primary_key=True, doc="en or de.")
    verb: Mapped[str] = mapped_column(String(50), primary_key=True, doc="What participants do.")
    level: Mapped[int] = mapped_column(doc="The trained level that it speaks of: 1, 2, 4, 6.")


class Archetype(Base):
    """One of the seven strategies of qualification that an organization chooses from."""

    __tablename__ = "archetype"
    __table_args__ = {"schema": SCHEMA}
    id: Mapped[OwnKey]
    archetype_name: Mapped[str] = mapped_column(
        String(100), unique=True, doc="Its name, such as Continuous support."
    )
    category: Mapped[str] = mapped_column(String(50), doc="Kind of strategy, such as FOUNDATIONAL.")
    group_size_min: Mapped[int] = mapped_column(doc="People that it is meant for, at least.")
    group_size_max: Mapped[int | None] = mapped_column(
        doc="People that it is meant for, at most; empty where there is no limit."
    )
    is_adapted_to_company: Mapped[bool] = mapped_column(
        Boolean, doc="True if its trainings are adapted to the company."
    )


class ArchetypeAlias(Base):
    """A spelling of an archetype's name that is understood."""

    __tablename__ = "archetype_alias"
    __table_args__ = {"schema": SCHEMA}
    folded_name: Mapped[str] = mapped_column(
        String(100),
        primary_key=True,
        doc="The name in lower case, without commas, hyphens and double spaces.",
    )
    archetype_id: Mapped[int] = mapped_column(
        references("seqpt.archetype.id", "CASCADE"), doc="The archetype that it means."
    )


class ArchetypeTarget(Base):
    """The level that an archetype aims at in a competency."""

    __tablename__ = "archetype_target"
    __table_args__ = (
        in_domain("archetype_target_target_level_check", "target_level", TRAINED),
        {"schema": SCHEMA},
    )
    archetype_id: Mapped[ArchetypeKey]
    competency_id: Mapped[CompetencyKey]
    target_level: Mapped[int] = mapped_column(doc="The level to reach.")


class LearningFormat(Base):
    """A way of learning, such as seminar, coaching or web-based training."""

    __tablename__ = "learning_format"
    __table_args__ = {"schema": SCHEMA}
    id: Mapped[OwnKey]
    format_key: Mapped[str] = mapped_column(
        String(50), unique=True, doc="Its short name, as plans hold it."
    )
    format_name: Mapped[str] = mapped_column(String(100), doc="Its name.")
    participants_min: Mapped[int] = mapped_column(doc="People that one group needs at least.")
    participants_max: Mapped[int | None] = mapped_column(
        doc="People that one group takes at most; empty where there is no limit."
    )
    effort: Mapped[int] = mapped_column(
        doc="Points for creating, updating and holding a training, added; less is better."
    )


class ArchetypeFormat(Base):
    """How well a learning format suits an archetype."""

    __tablename__ = "archetype_format"
    __table_args__ = {"schema": SCHEMA}
    archetype_id: Mapped[ArchetypeKey]
    format_id: Mapped[FormatKey]
    fit_points: Mapped[int] = mapped_column(doc="2 for ++, 1 for +, 0 for --.")


class CompetencyFormat(Base):
    """How far a learning format leads in a competency."""

    __tablename__ = "competency_format"
    __table_args__ = {"schema": SCHEMA}
    competency_id: Mapped[CompetencyKey]
    format_id: Mapped[FormatKey]
    max_level: Mapped[int] = mapped_column(doc="Highest level that it reaches there: 1, 2, 4, 6.")


class ReferenceContract(Base):
    """What the migrated database consists of, and the SQL that restores each part."""

    __tablename__ = "reference_contract"
    __table_args__ = {"schema": SCHEMA}
    table_name: Mapped[str] = mapped_column(
        String(130), primary_key=True, doc="The table, with ``seqpt.`` before ours."
    )
    definition: Mapped[str] = mapped_column(
        String(500), primary_key=True, doc="The part, such as ``level integer``."
    )
    kind: Mapped[str] = mapped_column(
        String(20),
        doc="column, default, not null, primary key, unique, check, foreign key or index.",
    )
    restore_sql: Mapped[str] = mapped_column(Text, doc="SQL that makes it.")
