"""Organizations of any size, made of a seed, that are hard to hide somebody in."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from seqpt_lib import gaps
from seqpt_lib.model.levels import LEVELS, TRAINED_LEVELS
from tests.unit.attack_tables import Case

Random = np.random.Generator
ARCHETYPES = range(1, 8)
KINDS = ("any", "few levels", "by role", "one level")


def organization(seed: int, people: int, kind: str = "any", competencies: int = 2) -> Case:
    """Make an organization with one to four roles and one to five archetypes.

    Args:
        seed: The same seed makes the same organization.
        people: How many.
        kind: How the levels lie: "any"; "few levels", two for everyone; "by role", one for each
            role; "one level" for everyone.
        competencies: How many.
    """
    random = np.random.default_rng(seed)
    ids = list(range(1, competencies + 1))
    roles = list(range(1, int(random.integers(1, 5)) + 1))
    role_levels = pd.DataFrame(
        random.choice(LEVELS, (len(roles), competencies)), index=roles, columns=ids
    ).rename_axis(index="role_cluster_id")
    first = random.choice([*roles, 0], people)
    levels = gaps.person_levels(
        _current(random, people, first, kind, ids),
        _person_roles(random, first, roles),
        role_levels,
        pd.DataFrame(columns=ids, dtype="int64"),
    )
    chosen = random.permutation([*ARCHETYPES])[: random.integers(1, 6)].tolist()
    others = [[archetype] for archetype in ARCHETYPES] + [[1, 2], [3, 6, 7]]
    return Case(levels, role_levels, _targets(random, ids), chosen, others)


def of_sizes(sizes: Iterator[int] | range | tuple[int, ...], kind: str) -> list[Case]:
    return [organization(1000 * people + len(kind), people, kind) for people in sizes]


def _current(
    random: Random, people: int, first: npt.NDArray[np.int64], kind: str, ids: list[int]
) -> pd.DataFrame:
    shape = (people, len(ids))
    chosen = {
        "any": random.choice(LEVELS, shape, p=random.dirichlet(np.ones(len(LEVELS)))),
        "few levels": random.choice(random.choice(LEVELS, 2, replace=False), shape),
        "by role": np.repeat(np.array(LEVELS)[first % len(LEVELS)][:, None], len(ids), axis=1),
        "one level": np.full(shape, random.choice(LEVELS)),
    }[kind]
    answered = random.random(shape) < (1.0 if random.random() < 0.5 else 0.9)
    index = pd.RangeIndex(11, 11 + people, name="user_id")
    return pd.DataFrame(chosen.astype(float), index=index, columns=ids).where(answered)


def _person_roles(random: Random, first: npt.NDArray[np.int64], roles: list[int]) -> pd.DataFrame:
    pairs = {(11 + place, role) for place, role in enumerate(first.tolist()) if role}
    for place in np.flatnonzero(random.random(len(first)) < 0.2).tolist():
        pairs.add((11 + place, int(random.choice(roles))))
    return pd.DataFrame(sorted(pairs), columns=["user_id", "role_cluster_id"], dtype="int64")


def _targets(random: Random, ids: list[int]) -> pd.DataFrame:
    rows = [
        (archetype, f"archetype {archetype}", competency, int(random.choice(TRAINED_LEVELS)))
        for archetype in ARCHETYPES
        for competency in ids
    ]
    columns = ["archetype_id", "archetype_name", "competency_id", "target_level"]
    return pd.DataFrame(rows, columns=columns)
