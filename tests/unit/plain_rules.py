"""The rules once more, as loops over dicts, written from their text and slow.

They share nothing with ``seqpt_lib`` but the data: two implementations that agree on every
generated organization are unlikely to be wrong in the same way.
"""

from typing import NamedTuple

from tests.unit.organizations import Answer, Matrix, Organization

UNKNOWN_ROLE, ALL_ROLES, TRAIN_THE_TRAINER = 40004, 70007, 6
LADDER = (1, 2, 4, 6)


class PlainGap(NamedTuple):
    """What is known about one current answer."""

    answer_id: int
    user_id: int
    competency_id: int
    current_level: int
    needed_level: int | None
    aim: int
    target_level: int
    gap_size: int
    steps: list[int]
    archetype_id: int
    roles: set[int]


def latest_answers(answers: list[Answer]) -> dict[tuple[int, int], Answer]:
    """The latest answer of each person for each competency."""
    latest: dict[tuple[int, int], Answer] = {}
    for answer in answers:
        key = (answer.user_id, answer.competency_id)
        if key not in latest or is_later(answer, latest[key]):
            latest[key] = answer
    return latest


def is_later(one: Answer, other: Answer) -> bool:
    """Latest time, no time before any time, then the highest id."""
    if one.submitted_at == other.submitted_at:
        return one.answer_id > other.answer_id
    if one.submitted_at is None:
        return False
    return other.submitted_at is None or one.submitted_at > other.submitted_at


def level_asked(involvement: int, relevance: int) -> int:
    """The product as a level: 3 is none, the next one up is 4."""
    return {0: 0, 1: 1, 2: 2, 3: 4, 4: 4, 6: 6}[involvement * relevance]


def levels_asked(involvement: dict[int, int], organization: Organization) -> dict[int, int]:
    """The highest level that any process asks for, by competency."""
    return {
        competency: max(
            level_asked(value, organization.relevance[process][competency])
            for process, value in involvement.items()
        )
        for competency in organization.competencies
    }


def role_levels(organization: Organization) -> Matrix:
    """What each role needs, by role and competency."""
    return {
        role: levels_asked(involvement, organization)
        for role, involvement in organization.involvement.items()
    }


def roles_nearest(scores: dict[int, int], needed_by_role: Matrix) -> set[int]:
    """The roles at the smallest distance to the scores; none without scores."""
    if not scores:
        return set()
    distances = {}
    for role, needed in needed_by_role.items():
        squares = [(score - needed[competency]) ** 2 for competency, score in scores.items()]
        distances[role] = sum(squares) ** 0.5
    smallest = min(distances.values())
    return {role for role, distance in distances.items() if distance == smallest}


def stored_roles(person: int, organization: Organization) -> set[int]:
    """The roles and markers that a person chose."""
    return {role for user_id, role in organization.person_roles if user_id == person}


def roles_by_person(organization: Organization) -> dict[int, set[int]]:
    """Everyone's roles, without markers, or the nearest ones if marked "all roles"."""
    latest, needed = latest_answers(organization.answers), role_levels(organization)
    counting = {}
    for person in organization.people:
        stored = stored_roles(person, organization)
        if ALL_ROLES in stored:
            scores = {c: answer.score for (who, c), answer in latest.items() if who == person}
            counting[person] = roles_nearest(scores, needed)
        else:
            counting[person] = stored - {UNKNOWN_ROLE}
    return counting


def levels_needed(organization: Organization) -> dict[int, dict[int, int] | None]:
    """What everyone's work needs, by competency; None where nothing is known about it."""
    by_role = role_levels(organization)
    return {
        person: levels_of_roles([by_role[role] for role in roles])
        if roles
        else personal_levels(person, organization)
        for person, roles in roles_by_person(organization).items()
    }


def levels_of_roles(needs: list[dict[int, int]]) -> dict[int, int]:
    """The highest of several roles, by competency."""
    return {competency: max(needed[competency] for needed in needs) for competency in needs[0]}


def personal_levels(person: int, organization: Organization) -> dict[int, int] | None:
    """What a person's own matrix asks for, if it is complete and says anything at all."""
    matrix = organization.personal.get(person, {})
    is_complete = set(matrix) == set(organization.relevance)
    if stored_roles(person, organization) != {UNKNOWN_ROLE} or not is_complete:
        return None
    levels = levels_asked(matrix, organization)
    return levels if any(levels.values()) else None


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


def target_of(aim: int, needed: int | None, organization: Organization) -> int:
    """The person's target: capped by what the roles need, where that is known."""
    only_trainers = organization.archetype_ids == [TRAIN_THE_TRAINER]
    if organization.target_rule == "archetype" or only_trainers or needed is None:
        return aim
    return min(aim, needed)


def plain_gaps(organization: Organization) -> list[PlainGap]:
    """Target, gap and steps of every current answer."""
    roles, needed_by_person = roles_by_person(organization), levels_needed(organization)
    gaps = []
    for (person, competency), answer in sorted(latest_answers(organization.answers).items()):
        aim, archetype = organization_aim(competency, organization)
        known = needed_by_person[person]
        needed = None if known is None else known[competency]
        target, current = target_of(aim, needed, organization), answer.score
        size = target - current if target > current else 0
        steps = [level for level in LADDER if current < level <= target]
        found = (person, competency, current, needed, aim, target, size, steps, archetype)
        gaps.append(PlainGap(answer.answer_id, *found, roles[person]))
    return gaps
