"""Small invented organizations for property tests."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

COMPETENCIES = (1, 4, 18)
ROLES = (2, 5, 9)
PROCESSES = (17, 20, 30)
ARCHETYPES = (1, 2, 6)
UNKNOWN_ROLE, ALL_ROLES, TRAIN_THE_TRAINER = 40004, 70007, 6
TIMES = (None, "2026-03-02", "2026-03-03", "2026-05-08")
LEVELS, TRAINED_LEVELS = (0, 1, 2, 4, 6), (1, 2, 4, 6)

levels = st.sampled_from(LEVELS)
trained_levels = st.sampled_from(TRAINED_LEVELS)

Matrix = dict[int, dict[int, int]]
"""Values by row and column: by role and process, by process and competency, ..."""


class Answer(NamedTuple):
    """One row of the survey."""

    answer_id: int
    user_id: int
    competency_id: int
    score: int
    submitted_at: str | None


@dataclass(frozen=True)
class World:
    """What all organizations share; where a matrix is missing, each organization has its own."""

    competencies: tuple[int, ...] = COMPETENCIES
    roles: tuple[int, ...] = ROLES
    processes: tuple[int, ...] = PROCESSES
    archetypes: tuple[int, ...] = ARCHETYPES
    relevance: Matrix | None = None
    archetype_targets: Matrix | None = None


@dataclass(frozen=True)
class Organization:
    """What step 3 reads about one organization, as plain lists and dicts."""

    people: list[int]
    answers: list[Answer]
    person_roles: list[tuple[int, int]]
    involvement: Matrix
    relevance: Matrix
    personal: Matrix
    archetype_targets: Matrix
    archetype_ids: list[int]
    target_rule: str
    competencies: tuple[int, ...] = field(default=COMPETENCIES)


SIZES = (1, 1, 2, 3, 4, 5, 8, 10, 12, 20)
ROLE_PATTERNS: tuple[Callable[[Random, World], list[int]], ...] = (
    lambda _random, _world: [],
    lambda random, world: [random.choice(world.roles)],
    lambda random, world: [random.choice(world.roles)],
    lambda random, world: random.sample(world.roles, 2),
    lambda _random, world: list(world.roles[:3]),
    lambda _random, _world: [UNKNOWN_ROLE],
    lambda _random, _world: [UNKNOWN_ROLE],
    lambda random, world: [UNKNOWN_ROLE, random.choice(world.roles)],
    lambda _random, _world: [ALL_ROLES],
    lambda random, world: [ALL_ROLES, random.choice(world.roles)],
    lambda _random, _world: [UNKNOWN_ROLE, ALL_ROLES],
)
LEVELS_CHOSEN = (LEVELS, LEVELS, LEVELS, (6,), (0,), (0, 6), (0, 1, 4, 4, 4), (2, 4))
MISSING_SHARES = (0.0, 0.0, 0.0, 0.1, 0.1, 0.5, 0.5, 0.9, 1.0)
INVOLVEMENTS = ((0,), (0, 0, 0, 0, 0, 1), (0, 0, 1), (0, 0, 0, 2), (0, 0, 1, 2, 3), (3,))
RETAKE_SHARES = (0.0, 0.1, 0.4)


def make_organization(random: Random, world: World = World()) -> Organization:
    """Invent an organization: of any mood, with all that real surveys have shown."""
    people = random.sample(range(11, 90), random.choice(SIZES))
    return Organization(
        people=sorted(people),
        answers=_answers(random, people, world),
        person_roles=sorted(
            (person, role)
            for person in people
            for role in random.choice(ROLE_PATTERNS)(random, world)
        ),
        involvement={role: _involvement(random, world) for role in world.roles},
        relevance=world.relevance
        or _matrix(random, world.processes, world.competencies, (0, 1, 1, 2)),
        personal=_personal(random, people, world),
        archetype_targets=world.archetype_targets
        or _matrix(random, world.archetypes, world.competencies, TRAINED_LEVELS),
        archetype_ids=_archetypes(random, world),
        target_rule=random.choice(["role_capped", "role_capped", "archetype"]),
        competencies=world.competencies,
    )


def _answers(random: Random, people: list[int], world: World) -> list[Answer]:
    chosen, missing = random.choice(LEVELS_CHOSEN), random.choice(MISSING_SHARES)
    retakes = random.choice(RETAKE_SHARES)
    left_out = random.choice([None, None, *world.competencies])
    asked = [
        (person, competency)
        for person in people
        for competency in world.competencies
        if competency != left_out and random.random() >= missing
    ]
    asked += [pair for pair in asked if random.random() < retakes]
    random.shuffle(asked)
    return [
        Answer(100 + number, person, competency, random.choice(chosen), random.choice(TIMES))
        for number, (person, competency) in enumerate(asked)
    ]


def _matrix(
    random: Random, rows: tuple[int, ...], columns: tuple[int, ...], values: tuple[int, ...]
) -> Matrix:
    return {row: {column: random.choice(values) for column in columns} for row in rows}


def _involvement(random: Random, world: World) -> dict[int, int]:
    values = random.choice(INVOLVEMENTS)
    return {process: random.choice(values) for process in world.processes}


def _personal(random: Random, people: list[int], world: World) -> Matrix:
    """Personal matrices of some: whatever their roles, some with zeros only or incomplete."""
    matrices = {}
    for person in people:
        kind = random.choice(["none", "full", "full", "zero", "incomplete"])
        if kind != "none":
            matrix = _involvement(random, world)
            if kind == "zero":
                matrix = dict.fromkeys(world.processes, 0)
            if kind == "incomplete":
                del matrix[random.choice(world.processes)]
            matrices[person] = matrix
    return matrices


def _archetypes(random: Random, world: World) -> list[int]:
    number = random.choice([1, 1, 2, 3])
    return random.choice([[TRAIN_THE_TRAINER], *3 * [random.sample(world.archetypes, number)]])


def organizations() -> st.SearchStrategy[Organization]:
    """Organizations with markers, several roles, personal matrices and several archetypes."""
    return st.integers(0, 2**32).map(lambda seed: make_organization(Random(seed)))


def with_answers(organization: Organization, answers: list[Answer]) -> Organization:
    """Give the same organization with other answers."""
    return replace(organization, answers=answers)


def with_role(organization: Organization, people: list[int], role: int) -> Organization:
    """Give the same organization in which some people have a further role."""
    more = {(person, role) for person in people}
    return replace(organization, person_roles=sorted({*organization.person_roles, *more}))
