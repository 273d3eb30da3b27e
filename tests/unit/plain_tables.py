"""What an organization needs once more, as loops over dicts; as ``plain_rules``."""

from collections.abc import Iterable
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Any

from tests.unit.organizations import Organization
from tests.unit.plain_rules import (
    LADDER,
    TRAIN_THE_TRAINER,
    PlainGap,
    organization_aim,
    plain_gaps,
    role_levels,
    roles_by_person,
)

WORDS = {0: "unaware", 1: "know", 2: "understand", 4: "apply", 6: "master"}
Row = dict[str, Any]


def plain_tables(organization: Organization) -> dict[str, list[Row]]:
    """All that step 3 writes about an organization, by table, what may be shown left out."""
    gaps, roles = plain_gaps(organization), roles_by_person(organization)
    return {
        "need": need_rows(gaps),
        "role_need": [
            {"role_cluster_id": role, **row}
            for role in roles_in_use(roles.values())
            for row in need_rows(gap for gap in gaps if role in gap.roles)
        ],
        "competency_statistic": [
            {"competency_id": competency}
            | statistic(of_competency(gaps, competency), len(organization.people))
            | urgency(of_competency(gaps, competency))
            for competency in sorted(organization.competencies)
        ],
        "role_statistic": role_statistic_rows(gaps, roles),
        "archetype_fit": fit_rows(gaps, organization),
        "coverage_finding": coverage_rows(organization),
    }


def plain_totals(organization: Organization) -> dict[str, int]:
    """What is counted over all competencies."""
    gaps = plain_gaps(organization)
    return {
        "people": len(organization.people),
        "people_assessed": len({gap.user_id for gap in gaps}),
        "people_with_gaps": len({gap.user_id for gap in gaps if gap.gap_size > 0}),
        "answers_with_gap": len([gap for gap in gaps if gap.gap_size > 0]),
        "gap_size_sum": sum(gap.gap_size for gap in gaps),
        "person_steps": sum(len(gap.steps) for gap in gaps),
    }


def of_competency(gaps: Iterable[PlainGap], competency_id: int) -> list[PlainGap]:
    return [gap for gap in gaps if gap.competency_id == competency_id]


def roles_in_use(roles: Iterable[set[int]]) -> list[int]:
    return sorted(set().union(*roles))


def need_rows(gaps: Iterable[PlainGap]) -> list[Row]:
    """Who needs which level of which competency, and who was assessed; each person once."""
    gaps = list(gaps)
    rows = []
    for competency in sorted({gap.competency_id for gap in gaps}):
        assessed = {gap.user_id for gap in of_competency(gaps, competency)}
        for level in LADDER:
            in_need = {g.user_id for g in of_competency(gaps, competency) if level in g.steps}
            if in_need:
                counts = {"people_count": len(in_need), "assessed_count": len(assessed)}
                rows.append({"competency_id": competency, "level": level, **counts})
    return rows


def role_statistic_rows(gaps: list[PlainGap], roles: dict[int, set[int]]) -> list[Row]:
    """Where the people of each role stand, where any of them was assessed."""
    rows = []
    for role in roles_in_use(roles.values()):
        people = [person for person, counting in roles.items() if role in counting]
        of_role = [gap for gap in gaps if role in gap.roles]
        for competency in sorted({gap.competency_id for gap in of_role}):
            keys = {"role_cluster_id": role, "competency_id": competency}
            rows.append(keys | statistic(of_competency(of_role, competency), len(people)))
    return rows


def statistic(gaps: list[PlainGap], people_count: int) -> Row:
    """Where people stand in one competency."""
    current = sorted(gap.current_level for gap in gaps)
    assessed, below = len(current), len([gap for gap in gaps if gap.gap_size > 0])
    low, high = wilson(assessed - below, assessed) if assessed else (None, None)
    return {
        "assessed_count": assessed,
        "not_assessed_count": people_count - assessed,
        **{f"{word}_count": current.count(level) for level, word in WORDS.items()},
        "median_level": current[(assessed - 1) // 2] if assessed else None,
        "below_target_count": below,
        "at_target_share": (assessed - below) / assessed if assessed else None,
        "at_target_share_low": low,
        "at_target_share_high": high,
        "training_method": training_method(below, current),
    }


def wilson(at_target: int, assessed: int) -> tuple[float, float]:
    """The score interval of a share, as the textbook writes it."""
    z, n, p = NormalDist().inv_cdf(0.975), assessed, at_target / assessed
    root = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    centre, scale = p + z * z / (2 * n), 1 + z * z / n
    return (centre - root) / scale, (centre + root) / scale


def variance(current: list[int]) -> Fraction:
    """The population variance, exactly."""
    mean = Fraction(sum(current), len(current))
    return sum(((level - mean) ** 2 for level in current), Fraction()) / len(current)


def training_method(below: int, current: list[int]) -> str | None:
    """How to train those below the target: by their number, the spread, then their share."""
    if below == 0:
        return None
    if below < 3:
        return "individual coaching"
    if variance(current) > 4:
        return "blended"
    percent = Fraction(100 * below, len(current))
    if percent >= 70:
        return "group with experts as mentors" if 100 - percent >= 10 else "classroom"
    if percent >= 40:
        return "group with differentiation"
    return "small group or mentoring" if percent >= 20 else "individual or certification"


def scenario(current: int, aim: int, needed: int | None) -> str:
    """D both met; C aims higher than the role; B aims too low for it; A a normal gap."""
    requirement = aim if needed is None else needed
    if current >= aim and current >= requirement:
        return "D"
    if aim > requirement:
        return "C"
    return "B" if aim <= current < requirement else "A"


def urgency(gaps: list[PlainGap]) -> Row:
    """How urgent a competency is; nothing to say where nobody was assessed."""
    columns = ("largest_gap", "highest_requirement", "uncovered_share", "priority")
    if not gaps:
        return dict.fromkeys(columns)
    gap = max(g.gap_size for g in gaps)
    requirement = max(g.aim if g.needed_level is None else g.needed_level for g in gaps)
    found = [scenario(g.current_level, g.aim, g.needed_level) for g in gaps]
    share = Fraction(found.count("B"), len(found))
    tenths = 4 * Fraction(gap, 6) * 10 + 3 * Fraction(requirement, 6) * 10 + 3 * share * 10
    return dict(zip(columns, (gap, requirement, float(share), float(tenths / 10)), strict=True))


def fit_rows(gaps: list[PlainGap], organization: Organization) -> list[Row]:
    """How each archetype, chosen or not, would fit."""
    rows = []
    for archetype, targets in sorted(organization.archetype_targets.items()):
        for competency in sorted({gap.competency_id for gap in gaps}):
            found = [
                scenario(gap.current_level, targets[competency], gap.needed_level)
                for gap in of_competency(gaps, competency)
            ]
            people, counts = len(found), {name: found.count(name) for name in "ABCD"}
            points = 2 * (counts["A"] + counts["D"] - 2 * counts["B"]) - counts["C"]
            rows.append(
                {"archetype_id": archetype, "competency_id": competency, "people_count": people}
                | {f"scenario_{name.lower()}_count": n for name, n in counts.items()}
                | {f"scenario_{name.lower()}_share": n / people for name, n in counts.items()}
                | {"fit": points / (2 * people)}
            )
    return rows


def coverage_rows(organization: Organization) -> list[Row]:
    """Which roles need more than the organization aims at, and what would reach it."""
    needed, rows = role_levels(organization), []
    for role in roles_in_use(roles_by_person(organization).values()):
        for competency in sorted(organization.competencies):
            aim, _archetype = organization_aim(competency, organization)
            level = needed[role][competency]
            if level > aim:
                reaching = [
                    archetype
                    for archetype, targets in sorted(organization.archetype_targets.items())
                    if targets[competency] >= level and archetype != TRAIN_THE_TRAINER
                ]
                rows.append(
                    {"role_cluster_id": role, "competency_id": competency}
                    | {"required_level": level, "target_level": aim}
                    | {"covering_archetype_ids": reaching}
                )
    return rows
