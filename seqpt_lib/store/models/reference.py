"""Reference data in schema ``seqpt``: a mirror of the files, archetypes, formats."""

from sqlalchemy import Boolean, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, Name, in_domain, references

TRAINED = (1, 2, 4, 6)


class ReferenceCompetency(Base):
    __tablename__ = "reference_competency"
    __table_args__ = {"schema": SCHEMA}
    competency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    competency_area: Mapped[str] = mapped_column(String(50))
    competency_name: Mapped[Name]
    database_name: Mapped[Name]
    german_name: Mapped[Name]


class ReferenceRole(Base):
    __tablename__ = "reference_role"
    __table_args__ = {"schema": SCHEMA}
    role_cluster_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role_name: Mapped[Name]
    is_marker: Mapped[bool] = mapped_column(Boolean)


class ReferenceProcess(Base):
    __tablename__ = "reference_process"
    __table_args__ = {"schema": SCHEMA}
    iso_process_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    process_name: Mapped[Name]
    database_name: Mapped[Name]


class ReferenceRoleProcess(Base):
    __tablename__ = "reference_role_process"
    __table_args__ = {"schema": SCHEMA}
    role_cluster_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    iso_process_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    involvement: Mapped[int]


class ReferenceProcessCompetency(Base):
    __tablename__ = "reference_process_competency"
    __table_args__ = {"schema": SCHEMA}
    iso_process_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    competency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    relevance: Mapped[int]


class ReferenceLevelVerb(Base):
    __tablename__ = "reference_level_verb"
    __table_args__ = {"schema": SCHEMA}
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    verb: Mapped[str] = mapped_column(String(50), primary_key=True)
    level: Mapped[int]


class Archetype(Base):
    __tablename__ = "archetype"
    __table_args__ = {"schema": SCHEMA}
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    archetype_name: Mapped[str] = mapped_column(String(100), unique=True)
    category: Mapped[str] = mapped_column(String(50))
    group_size_min: Mapped[int]
    group_size_max: Mapped[int | None]
    is_adapted_to_company: Mapped[bool] = mapped_column(Boolean)


class ArchetypeAlias(Base):
    __tablename__ = "archetype_alias"
    __table_args__ = {"schema": SCHEMA}
    folded_name: Mapped[str] = mapped_column(String(100), primary_key=True)
    archetype_id: Mapped[int] = mapped_column(references("seqpt.archetype.id", "CASCADE"))


class ArchetypeTarget(Base):
    __tablename__ = "archetype_target"
    __table_args__ = (
        in_domain("archetype_target_target_level_check", "target_level", TRAINED),
        {"schema": SCHEMA},
    )
    archetype_id: Mapped[int] = mapped_column(
        references("seqpt.archetype.id", "CASCADE"), primary_key=True, autoincrement=False
    )
    competency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target_level: Mapped[int]


class LearningFormat(Base):
    __tablename__ = "learning_format"
    __table_args__ = {"schema": SCHEMA}
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    format_key: Mapped[str] = mapped_column(String(50), unique=True)
    format_name: Mapped[str] = mapped_column(String(100))
    participants_min: Mapped[int]
    participants_max: Mapped[int | None]
    effort: Mapped[int]


class ArchetypeFormat(Base):
    __tablename__ = "archetype_format"
    __table_args__ = {"schema": SCHEMA}
    archetype_id: Mapped[int] = mapped_column(
        references("seqpt.archetype.id", "CASCADE"), primary_key=True, autoincrement=False
    )
    format_id: Mapped[int] = mapped_column(
        references("seqpt.learning_format.id", "CASCADE"), primary_key=True, autoincrement=False
    )
    fit_points: Mapped[int]


class CompetencyFormat(Base):
    __tablename__ = "competency_format"
    __table_args__ = {"schema": SCHEMA}
    competency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    format_id: Mapped[int] = mapped_column(
        references("seqpt.learning_format.id", "CASCADE"), primary_key=True, autoincrement=False
    )
    max_level: Mapped[int]


class ReferenceContract(Base):
    """What the migrated database consists of, and the SQL that restores each part."""

    __tablename__ = "reference_contract"
    __table_args__ = {"schema": SCHEMA}
    table_name: Mapped[str] = mapped_column(String(130), primary_key=True)
    definition: Mapped[str] = mapped_column(String(500), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    restore_sql: Mapped[str] = mapped_column(Text)
