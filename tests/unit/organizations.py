"""Small invented organizations for property tests."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from seqpt_lib.gaps import compute_gaps, current_answers, effective_roles, person_requirements
from seqpt_lib.model.levels import LEVELS, ROLE_MARKERS, TRAINED_LEVELS
from seqpt_lib.model.targets import TRAIN_THE_TRAINER, organization_targets

COMPETENCIES = (1, 4, 18)
ROLES = (2, 5, 9)
PEOPLE = (11, 12, 13, 14)
ARCHETYPES = (1, 2, TRAIN_THE_TRAINER)
TIMES = (None, "2026-03-02", "2026-03-03", "2026-05-08")

levels = st.sampled_from(LEVELS)
trained_levels = st.sampled_from(TRAINED_LEVELS)
level_per_competency = st.fixed_dictionaries(dict.fromkeys(COMPETENCIES, levels))

Answer = dict[str, Any]
LevelsById = dict[int, dict[int, int]]


@dataclass(frozen=True)
class Organization:
    """What step 3 reads about one organization, as plain lists and dicts."""

    answers: list[Answer]
    person_roles: list[tuple[int, int]]
    role_levels: LevelsById
    personal_levels: LevelsById
    archetype_targets: LevelsById
    archetype_ids: list[int]


@st.composite
def answer_lists(draw: st.DrawFn) -> list[Answer]:
    """Answers with retakes, missing answers, missing times and ids in no order."""
    given = draw(
        st.lists(
            st.tuples(
                st.sampled_from(PEOPLE),
                st.sampled_from(COMPETENCIES),
                levels,
                st.sampled_from(TIMES),
            ),
            min_size=1,
            max_size=16,
        )
    )
    ids = draw(st.permutations(range(100, 100 + len(given))))
    columns = ("answer_id", "user_id", "competency_id", "score", "submitted_at")
    return [
        dict(zip(columns, (answer_id, *row), strict=True))
        for answer_id, row in zip(ids, given, strict=True)
    ]


@st.composite
def organizations(draw: st.DrawFn) -> Organization:
    """Organizations with markers, several roles, personal matrices and several archetypes."""
    role = st.sampled_from(ROLES + ROLE_MARKERS)
    person_roles = draw(st.sets(st.tuples(st.sampled_from(PEOPLE), role), max_size=8))
    all_zero = st.just(dict.fromkeys(COMPETENCIES, 0))
    targets = st.fixed_dictionaries(dict.fromkeys(COMPETENCIES, trained_levels))
    return Organization(
        answers=draw(answer_lists()),
        person_roles=sorted(person_roles),
        role_levels=draw(st.fixed_dictionaries(dict.fromkeys(ROLES, level_per_competency))),
        personal_levels=draw(
            st.dictionaries(st.sampled_from(PEOPLE), level_per_competency | all_zero, max_size=3)
        ),
        archetype_targets=draw(st.fixed_dictionaries(dict.fromkeys(ARCHETYPES, targets))),
        archetype_ids=draw(st.lists(st.sampled_from(ARCHETYPES), min_size=1, unique=True)),
    )


def answers_frame(answers: list[Answer]) -> pd.DataFrame:
    """Write answers as the reader gives them."""
    columns = ["answer_id", "user_id", "competency_id", "score", "submitted_at"]
    frame = pd.DataFrame(answers, columns=columns)
    return frame.assign(submitted_at=pd.to_datetime(frame["submitted_at"]))


def roles_frame(person_roles: list[tuple[int, int]]) -> pd.DataFrame:
    """Write the roles of people as the reader gives them."""
    return pd.DataFrame(person_roles, columns=["user_id", "role_cluster_id"], dtype="int64")


def levels_frame(by_id: LevelsById) -> pd.DataFrame:
    """Write levels with one row per id and one column per competency."""
    return pd.DataFrame.from_dict(by_id, orient="index", columns=COMPETENCIES, dtype="int64")


def archetype_frame(archetype_targets: LevelsById) -> pd.DataFrame:
    """Write targets as the reader gives them; archetype 1 is called "archetype 1"."""
    return pd.DataFrame(
        [
            (archetype, f"archetype {archetype}", competency, level)
            for archetype, targets in archetype_targets.items()
            for competency, level in targets.items()
        ],
        columns=["archetype_id", "archetype_name", "competency_id", "target_level"],
    )


def effective_roles_of(organization: Organization) -> pd.DataFrame:
    """Find the roles that count, as step 3 does."""
    return effective_roles(
        roles_frame(organization.person_roles),
        current_answers(answers_frame(organization.answers)),
        levels_frame(organization.role_levels),
    )


def gaps_of(organization: Organization, rule: str = "role_capped") -> pd.DataFrame:
    """Compute the gaps, as step 3 does."""
    requirements = person_requirements(
        effective_roles_of(organization),
        levels_frame(organization.role_levels),
        roles_frame(organization.person_roles),
        levels_frame(organization.personal_levels),
    )
    targets = organization_targets(
        archetype_frame(organization.archetype_targets), organization.archetype_ids
    )
    answers = current_answers(answers_frame(organization.answers))
    return compute_gaps(answers, requirements, targets, rule)


def with_rows_in_order(organization: Organization) -> Organization:
    """Give the same organization with its answers by id."""
    by_id = sorted(organization.answers, key=lambda answer: answer["answer_id"])
    return replace(organization, answers=by_id)
