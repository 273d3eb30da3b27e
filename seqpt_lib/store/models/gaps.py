"""What step 3 writes for an organization in schema ``seqpt``: needs, statistics, fit, coverage."""

from datetime import datetime
from typing import Annotated

from sqlalchemy import ARRAY, DateTime, Double, Integer, String, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, in_domain, references
from seqpt_lib.store.models.reference import TRAINED
from seqpt_lib.store.models.survey import SCALE

OfOrganization = Annotated[
    int,
    mapped_column(
        references("organization.id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The organization.",
    ),
]
OfCompetency = Annotated[
    int,
    mapped_column(
        references("competency.id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The competency.",
    ),
]
OfRole = Annotated[
    int,
    mapped_column(
        references("role_cluster.id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The role.",
    ),
]
NeededLevel = Annotated[
    int, mapped_column(primary_key=True, autoincrement=False, doc="The level to be reached.")
]
PeopleInNeed = Annotated[
    int, mapped_column(doc="People with current level < this level <= target; each once.")
]
Assessed = Annotated[int, mapped_column(doc="People with an answer for the competency; each once.")]
Share = Annotated[float | None, mapped_column(Double)]
ScenarioShare = Annotated[
    float,
    mapped_column(Double, doc="Share of the people in this scenario, 0..1; the four add up to 1."),
]
ShownColumns = Annotated[
    list[str],
    mapped_column(
        ARRAY(Text),
        server_default="{}",
        doc="The columns of this row that may be shown to people; the others could tell "
        "something about a group that is too small.",
    ),
]


class Need(Base):
    """A level of a competency that somebody in the organization still has to reach."""

    __tablename__ = "need"
    __table_args__ = (in_domain("need_level_check", "level", TRAINED), {"schema": SCHEMA})
    organization_id: Mapped[OfOrganization]
    competency_id: Mapped[OfCompetency]
    level: Mapped[NeededLevel]
    people_count: Mapped[PeopleInNeed]
    assessed_count: Mapped[Assessed]
    shown_columns: Mapped[ShownColumns]


class RoleNeed(Base):
    """A level that somebody in a role still has to reach; people with two roles count in both."""

    __tablename__ = "role_need"
    __table_args__ = (in_domain("role_need_level_check", "level", TRAINED), {"schema": SCHEMA})
    organization_id: Mapped[OfOrganization]
    competency_id: Mapped[OfCompetency]
    level: Mapped[NeededLevel]
    role_cluster_id: Mapped[OfRole]
    people_count: Mapped[PeopleInNeed]
    assessed_count: Mapped[Assessed]
    shown_columns: Mapped[ShownColumns]


class _Statistic:
    """Where people stand in a competency."""

    assessed_count: Mapped[Assessed]
    not_assessed_count: Mapped[int] = mapped_column(
        doc="People without an answer for the competency."
    )
    unaware_count: Mapped[int] = mapped_column(doc="People at level 0.")
    know_count: Mapped[int] = mapped_column(doc="People at level 1.")
    understand_count: Mapped[int] = mapped_column(doc="People at level 2.")
    apply_count: Mapped[int] = mapped_column(doc="People at level 4.")
    master_count: Mapped[int] = mapped_column(doc="People at level 6.")
    median_level: Mapped[int | None] = mapped_column(
        doc="Lower median of the current levels; empty where nobody was assessed."
    )
    below_target_count: Mapped[int] = mapped_column(doc="People below their own target.")
    at_target_share: Mapped[Share] = mapped_column(
        doc="Share of the assessed people at or above their target, 0..1."
    )
    at_target_share_low: Mapped[Share] = mapped_column(
        doc="Lower end of its 95 % Wilson interval, 0..1."
    )
    at_target_share_high: Mapped[Share] = mapped_column(
        doc="Upper end of its 95 % Wilson interval, 0..1."
    )
    training_method: Mapped[str | None] = mapped_column(
        String(50),
        doc="How to train those below the target, such as blended; empty where nobody is.",
    )
    shown_columns: Mapped[ShownColumns]


class CompetencyStatistic(_Statistic, Base):
    """Where the people of an organization stand in a competency, and how urgent it is."""

    __tablename__ = "competency_statistic"
    __table_args__ = (
        in_domain("competency_statistic_median_level_check", "median_level", SCALE),
        {"schema": SCHEMA},
    )
    organization_id: Mapped[OfOrganization]
    competency_id: Mapped[OfCompetency]
    largest_gap: Mapped[int | None] = mapped_column(
        doc="Largest gap of anybody, 0..6; empty where nobody was assessed."
    )
    highest_requirement: Mapped[int | None] = mapped_column(
        doc="Highest level, 0..6, that anybody's work needs; where that is not known, the "
        "organization's target."
    )
    uncovered_share: Mapped[Share] = mapped_column(
        doc="Share of the assessed people in scenario B, 0..1; empty where there are none."
    )
    priority: Mapped[float | None] = mapped_column(
        Double,
        doc="How urgent it is, 0 (nothing to do) to 10; empty where nobody was assessed.",
    )


class RoleStatistic(_Statistic, Base):
    """Where the people of a role stand in a competency; people with two roles count in both."""

    __tablename__ = "role_statistic"
    __table_args__ = (
        in_domain("role_statistic_median_level_check", "median_level", SCALE),
        {"schema": SCHEMA},
    )
    organization_id: Mapped[OfOrganization]
    competency_id: Mapped[OfCompetency]
    role_cluster_id: Mapped[OfRole]


class ArchetypeFit(Base):
    """How an archetype would fit in a competency: the people assessed, by scenario."""

    __tablename__ = "archetype_fit"
    __table_args__ = {"schema": SCHEMA}
    organization_id: Mapped[OfOrganization]
    archetype_id: Mapped[int] = mapped_column(
        references("seqpt.archetype.id", "CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The archetype, chosen or not.",
    )
    competency_id: Mapped[OfCompetency]
    people_count: Mapped[int] = mapped_column(
        doc="People with an answer for the competency; each once."
    )
    scenario_a_count: Mapped[int] = mapped_column(doc="People in scenario A: a normal gap.")
    scenario_b_count: Mapped[int] = mapped_column(
        doc="People in scenario B: at the archetype's target, which is too low for their role."
    )
    scenario_c_count: Mapped[int] = mapped_column(
        doc="People in scenario C: the archetype aims higher than their role needs."
    )
    scenario_d_count: Mapped[int] = mapped_column(
        doc="People in scenario D: they meet the archetype's target and their role's requirement."
    )
    scenario_a_share: Mapped[ScenarioShare]
    scenario_b_share: Mapped[ScenarioShare]
    scenario_c_share: Mapped[ScenarioShare]
    scenario_d_share: Mapped[ScenarioShare]
    fit: Mapped[float] = mapped_column(
        Double, doc="(A + D - 2 B - 0.5 C) / people: from -2 (it does not fit) to 1."
    )
    shown_columns: Mapped[ShownColumns]


class CoverageFinding(Base):
    """A role that somebody has and that needs more than the organization aims at."""

    __tablename__ = "coverage_finding"
    __table_args__ = (
        in_domain("coverage_finding_required_level_check", "required_level", TRAINED),
        in_domain("coverage_finding_target_level_check", "target_level", TRAINED),
        {"schema": SCHEMA},
    )
    organization_id: Mapped[OfOrganization]
    role_cluster_id: Mapped[OfRole]
    competency_id: Mapped[OfCompetency]
    required_level: Mapped[int] = mapped_column(doc="Level that the role needs.")
    target_level: Mapped[int] = mapped_column(doc="Level that the organization aims at.")
    covering_archetype_ids: Mapped[list[int]] = mapped_column(
        ARRAY(Integer),
        doc="Archetypes whose target reaches the required level, never Train the trainer; a list "
        "without ids where none does.",
    )


class GapBasis(Base):
    """What the stored gaps of an organization were computed from, to say later what changed."""

    __tablename__ = "gap_basis"
    __table_args__ = {"schema": SCHEMA}
    organization_id: Mapped[OfOrganization]
    run_id: Mapped[str] = mapped_column(String(40), doc="The run that wrote this row.")
    computed_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When it wrote it (UTC)."
    )
    people_count: Mapped[int] = mapped_column(doc="People of the organization, assessed or not.")
    answer_count: Mapped[int] = mapped_column(
        doc="Current answers: at most one per person and competency."
    )
    answers_hash: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the current levels.")
    roles_hash: Mapped[str] = mapped_column(String(64), doc="SHA-256 of who has which role.")
    matrices_hash: Mapped[str] = mapped_column(
        String(64), doc="SHA-256 of the required levels by role and of the personal ones."
    )
    targets_hash: Mapped[str] = mapped_column(
        String(64), doc="SHA-256 of the targets of all archetypes."
    )
    archetype_ids: Mapped[list[int]] = mapped_column(
        ARRAY(Integer), doc="Ids of the archetypes, primary first."
    )
    target_rule: Mapped[str] = mapped_column(String(20), doc="role_capped or archetype.")
    code_version: Mapped[str] = mapped_column(
        String(40), doc="Version of SE-QPT and digest of the code of the rules."
    )
    smallest_group: Mapped[int] = mapped_column(
        doc="People that a group has at least if something about it may be shown, 1 or more."
    )
