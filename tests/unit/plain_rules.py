"""The rules once more, as loops over dicts, written from their text and slow.

They share nothing with ``seqpt_lib`` but the data: two implementations that agree on every
generated organization are unlikely to be wrong in the same way.
"""

from typing import NamedTuple

from tests.unit.organizations import Answer, LevelsById, Organization

UNKNOWN_ROLE, ALL_ROLES, TRAIN_THE_TRAINER = 40004, 70007, 6
LADDER = (1, 2, 4, 6)


class PlainGap(NamedTuple):
    """What is known about one current answer."""

    user_id: int
    competency_id: int
    current_level: int
    target_level: int
    gap_size: int
    steps: list[int]
    archetype_id: int


def latest_answers(answers: list[Answer]) -> dict[tuple[int, int], Answer]:
    """The latest answer of each person for each competency."""
    latest: dict[tuple[int, int], Answer] = {}
    for answer in answers:
        key = (answer["user_id"], answer["competency_id"])
        if key not in latest or is_later(answer, latest[key]):
            latest[key] = answer
    return latest


def is_later(one: Answer, other: Answer) -> bool:
    """Latest time, no time before any time, then the highest id."""
    if one["submitted_at"] == other["submitted_at"]:
        return bool(one["answer_id"] > other["answer_id"])
    if one["submitted_at"] is None:
        return False
    return other["submitted_at"] is None or bool(one["submitted_at"] > other["submitted_at"])


def roles_nearest(scores: dict[int, int], role_levels: LevelsById) -> set[int]:
    """The roles at the smallest distance to the scores; none without scores."""
    if not scores:
        return set()
    distances = {}
    for role, needed in role_levels.items():
        squares = [(score - needed[competency]) ** 2 for competency, score in scores.items()]
        distances[role] = sum(squares) ** 0.5
    smallest = min(distances.values())
    return {role for role, distance in distances.items() if distance == smallest}


def roles_that_count(user_id: int, organization: Organization) -> set[int]:
    """A person's roles, without markers, or the nearest ones if marked "all roles"."""
    stored = {role for person, role in organization.person_roles if person == user_id}
    if ALL_ROLES in stored:
        latest = latest_answers(organization.answers).values()
        scores = {a["competency_id"]: a["score"] for a in latest if a["user_id"] == user_id}
        return roles_nearest(scores, organization.role_levels)
    return stored - {UNKNOWN_ROLE}


def level_needed(user_id: int, competency_id: int, organization: Organization) -> int | None:
    """What the person's work needs; None where nothing is known about it."""
    roles = roles_that_count(user_id, organization)
    if roles:
        return max(organization.role_levels[role][competency_id] for role in roles)
    stored = {role for person, role in organization.person_roles if person == user_id}
    personal = organization.personal_levels.get(user_id)
    if stored == {UNKNOWN_ROLE} and personal and any(personal.values()):
        return personal[competency_id]
    return None


def organization_aim(competency_id: int, organization: Organization) -> tuple[int, int]:
    """The organization's target and the archetype that sets it."""
    best = None
    for archetype in organization.archetype_ids:
        if archetype == TRAIN_THE_TRAINER and len(organization.archetype_ids) > 1:
            continue
        target = organization.archetype_targets[archetype][competency_id]
        if best is None or target > best[0]:
            best = (target, archetype)
    assert best is not None
    return best


def plain_gaps(organization: Organization, rule: str) -> dict[int, PlainGap]:
    """Target and gap of every current answer, by the answer's id."""
    gaps = {}
    for (user_id, competency_id), answer in latest_answers(organization.answers).items():
        target, archetype = organization_aim(competency_id, organization)
        needed = level_needed(user_id, competency_id, organization)
        only_trainers = organization.archetype_ids == [TRAIN_THE_TRAINER]
        if rule == "role_capped" and needed is not None and not only_trainers:
            target = min(target, needed)
        current = answer["score"]
        gaps[answer["answer_id"]] = PlainGap(
            user_id,
            competency_id,
            current,
            target,
            target - current if target > current else 0,
            [level for level in LADDER if current < level <= target],
            archetype,
        )
    return gaps


def people_by_need(gaps: list[PlainGap]) -> dict[tuple[int, int], set[int]]:
    """Who needs which level of which competency."""
    needs: dict[tuple[int, int], set[int]] = {}
    for gap in gaps:
        for level in gap.steps:
            needs.setdefault((gap.competency_id, level), set()).add(gap.user_id)
    return needs


def people_assessed(gaps: list[PlainGap]) -> dict[int, set[int]]:
    """Who answered for which competency."""
    assessed: dict[int, set[int]] = {}
    for gap in gaps:
        assessed.setdefault(gap.competency_id, set()).add(gap.user_id)
    return assessed
