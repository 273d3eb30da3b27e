"""What an organization needs, per role and in all."""

import pandas as pd
from hypothesis import given

from seqpt_lib import gaps
from seqpt_lib.gaps import by_role, needs, person_steps
from seqpt_lib.model.levels import TRAINED_LEVELS
from tests.unit.organization_frames import (
    computed,
    computed_tables,
    gaps_of,
    seeds,
    totals_of,
)

COLUMNS = ["competency_id", "level", "people_count", "assessed_count"]
ROLE_AND_COMPETENCY = ["role_cluster_id", "competency_id"]


def standings(*rows: tuple[int, int, int, int, int]) -> pd.DataFrame:
    columns = ["role_set_id", "competency_id", "current_level", "target_level", "people_count"]
    return pd.DataFrame(rows, columns=columns, dtype="int64")


def sets(members: list[tuple[int, int]]) -> gaps.RoleSets:
    frame = pd.DataFrame(members, columns=["role_set_id", "role_cluster_id"], dtype="int64")
    return gaps.RoleSets(pd.Series(dtype="int64"), frame)


def steps_of(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    columns = ["user_id", "competency_id", "current_level", "target_level"]
    return person_steps(pd.DataFrame(rows, columns=columns, dtype="int64"))


def as_tuples(frame: pd.DataFrame) -> list[tuple[int, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_a_person_needs_every_level_on_the_way() -> None:
    assert as_tuples(steps_of((11, 6, 0, 4))) == [(11, 6, 1), (11, 6, 2), (11, 6, 4)]


def test_steps_are_sorted_by_person_competency_and_level() -> None:
    steps = steps_of((12, 6, 2, 6), (11, 10, 2, 4), (11, 6, 1, 2))
    assert as_tuples(steps) == [(11, 6, 2), (11, 10, 4), (12, 6, 4), (12, 6, 6)]


def test_an_organization_counts_its_people_per_level() -> None:
    needed = needs(standings((0, 6, 0, 2, 1), (0, 6, 1, 4, 5), (0, 6, 4, 4, 2), (1, 10, 0, 1, 3)))
    assert as_tuples(needed) == [(6, 1, 1, 8), (6, 2, 6, 8), (6, 4, 5, 8), (10, 1, 3, 3)]
    assert needed.columns.tolist() == COLUMNS


def test_nothing_is_needed_where_everybody_is_at_the_target() -> None:
    assert needs(standings((0, 6, 4, 4, 9), (0, 6, 2, 0, 1))).empty
    assert steps_of((11, 6, 4, 4), (12, 6, 2, 0)).empty


def test_nothing_is_needed_where_nobody_was_assessed() -> None:
    assert needs(standings()).columns.tolist() == COLUMNS
    assert needs(standings()).empty
    assert needs(by_role(standings(), sets([])), ROLE_AND_COMPETENCY).empty


def test_a_person_with_two_roles_counts_in_both() -> None:
    counted = by_role(standings((1, 6, 1, 2, 3), (2, 6, 2, 2, 4)), sets([(1, 4), (1, 9), (2, 4)]))
    needed = needs(counted, ROLE_AND_COMPETENCY)
    assert as_tuples(needed) == [(4, 6, 2, 3, 7), (9, 6, 2, 3, 3)]
    assert needed.columns.tolist() == ["role_cluster_id", *COLUMNS]


def test_a_person_without_a_role_counts_in_none() -> None:
    assert by_role(standings((0, 6, 1, 2, 5)), sets([(1, 4)])).empty


@given(seed=seeds)
def test_nobody_needs_a_level_without_having_been_assessed(seed: int) -> None:
    needed = computed_tables(seed)["need"]
    assert needed["people_count"].ge(1).all()
    assert (needed["people_count"] <= needed["assessed_count"]).all()
    assert needed["level"].isin(TRAINED_LEVELS).all()
    assert not needed.duplicated(["competency_id", "level"]).any()


@given(seed=seeds)
def test_no_role_needs_more_than_the_organization(seed: int) -> None:
    tables = computed_tables(seed)
    both = tables["role_need"].merge(
        tables["need"],
        on=["competency_id", "level"],
        how="left",
        validate="many_to_one",
        suffixes=("", "_in_all"),
    )
    assert (both["people_count"] <= both["people_count_in_all"]).all()
    assert (both["assessed_count"] <= both["assessed_count_in_all"]).all()
    assert (both["people_count"] <= both["assessed_count"]).all()


@given(seed=seeds)
def test_a_role_has_at_most_everybody(seed: int) -> None:
    organization, step = computed(seed)
    people = gaps.role_people(step.levels.sets)
    assert people.between(1, len(organization.people)).all()


@given(seed=seeds)
def test_needs_and_totals_are_sums_over_people(seed: int) -> None:
    organization, step = computed(seed)
    rows = gaps_of(organization, organization.target_rule)
    steps, needed = person_steps(rows), computed_tables(seed)["need"]
    assert needed["people_count"].sum() == len(steps)
    assert totals_of(step) == {
        "people": len(organization.people),
        "people_assessed": rows["user_id"].nunique(),
        "people_with_gaps": rows.loc[rows["gap_size"] > 0, "user_id"].nunique(),
        "answers_with_gap": rows["gap_size"].gt(0).sum(),
        "gap_size_sum": rows["gap_size"].sum(),
        "person_steps": len(steps),
    }


@given(seed=seeds)
def test_no_level_is_needed_by_more_people_than_are_below_their_target(seed: int) -> None:
    _organization, step = computed(seed)
    needed = computed_tables(seed)["need"]
    below = step.standings.query("current_level < target_level")
    counted = below.groupby("competency_id")["people_count"].sum()
    most = needed.groupby("competency_id")["people_count"].max()
    assert most.index.tolist() == counted.index.tolist()
    assert (most <= counted).all()
