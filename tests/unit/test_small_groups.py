"""Nobody's level can be worked out from all that is shown: an attack on it finds nothing."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from seqpt_lib.gaps import Cells, Disclosure
from seqpt_lib.model.levels import LEVELS
from tests.unit.attack import recovered
from tests.unit.attack_sums import Attack
from tests.unit.attack_tables import Case, Tables
from tests.unit.demo_files import NEEDS_BASED, archetype_targets, demo_levels, role_levels
from tests.unit.small_organizations import KINDS, organization


def found(case: Case, spoil: Callable[[Tables], Tables] = lambda tables: tables) -> list[str]:
    """Name the hidden numbers that an attack on a case works out."""
    attack = Attack(case, spoil)
    return [one.name for one in recovered(attack.system, attack.hidden())]


def demo(competencies: tuple[int, ...], rule: str = "role_capped") -> Case:
    """Some competencies of the demo organization; its sums are smaller than they are."""
    levels, ids = demo_levels(), list(competencies)
    return Case(
        type(levels)(levels.current[ids], levels.required[ids], levels.sets),
        role_levels()[ids],
        archetype_targets()[archetype_targets()["competency_id"].isin(ids)],
        [NEEDS_BASED],
        [[archetype] for archetype in range(1, 8)] + [[1, 2], [3, 6]],
        rule=rule,
    )


@pytest.mark.parametrize("competencies", [(1, 4), (12, 16), (14, 17), (18,)])
def test_nothing_is_recovered_of_the_demo_organization(competencies: tuple[int, ...]) -> None:
    assert found(demo(competencies)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("people", [1, 4, 5, 6, 9, 10, 25, 60])
def test_nothing_is_recovered_of_a_generated_organization(people: int, kind: str) -> None:
    assert found(organization(people, people, kind)) == []


ONCE_RECOVERED = [
    (13, "by role", 4),
    (13, "by role", 10),
    (13, "by role", 14),
    (18, "by role", 3),
    (18, "by role", 10),
    (18, "one level", 0),
    (18, "one level", 19),
    (25, "any", 23),
    (25, "by role", 20),
    (25, "one level", 23),
    (40, "one level", 3),
]


@pytest.mark.parametrize(("people", "kind", "seed"), ONCE_RECOVERED)
def test_nothing_is_recovered_where_it_once_was(people: int, kind: str, seed: int) -> None:
    assert found(organization(people + 1000 * seed, people, kind)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("people", [8, 13, 18, 40])
def test_nothing_is_recovered_of_other_generated_organizations(people: int, kind: str) -> None:
    assert found(organization(people + 50_000, people, kind)) == []


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_recovered_where_everybody_in_a_role_is_alike(seed: int) -> None:
    assert found(organization(100 + seed, 12 + seed, "by role", competencies=1)) == []


def test_nothing_is_recovered_of_200_people() -> None:
    assert found(organization(3, 200, "few levels", competencies=1)) == []


def test_nothing_is_recovered_under_the_other_rule() -> None:
    assert found(demo((9, 15), rule="archetype")) == []


# The attack has teeth


def with_shown(table: str, columns: list[str]) -> Callable[[Tables], Tables]:
    """Show some columns of a table in every row, whatever may be shown."""

    def spoil(tables: Tables) -> Tables:
        rows = tables[table]
        more = [
            "{" + ",".join(filter(None, [listed.strip("{}"), *columns])) + "}"
            for listed in rows["shown_columns"]
        ]
        return tables | {table: rows.assign(shown_columns=more)}

    return spoil


def test_a_single_level_that_is_left_out_is_recovered() -> None:
    levels = ["unaware_count", "know_count", "understand_count", "master_count"]
    broken = found(demo((6,)), with_shown("competency_statistic", levels))
    assert any("group" not in name for name in broken)


def test_one_level_too_many_is_used() -> None:
    assert "know_count of 16" in found(
        demo((16,)), with_shown("competency_statistic", ["master_count"])
    )


def test_a_small_role_that_is_shown_is_used() -> None:
    assert found(demo((4,)), with_shown("role_statistic", ["below_target_count"]))


def test_a_scenario_that_is_shown_is_used() -> None:
    columns = [f"scenario_{name}_count" for name in "abcd"]
    assert found(demo((12,)), with_shown("archetype_fit", columns))


# The rules of the parts, one by one


def disclosure(*groups: tuple[int, ...], smallest_group: int = 5) -> Disclosure:
    """Groups with their numbers of people at levels 0, 1, 2, 4, 6."""
    group = np.repeat(np.arange(len(groups)), len(LEVELS))
    current = np.tile(np.array(LEVELS), len(groups))
    people = np.array(groups).ravel()
    return Disclosure(Cells(group, current, people), smallest_group)


def at(*levels: int, groups: int = 1) -> np.ndarray:
    return np.tile(np.isin(LEVELS, levels), groups)


def test_a_set_of_few_people_is_not_shown() -> None:
    assert not disclosure((4, 6, 0, 0, 10)).show(at(0))


def test_a_set_is_not_shown_if_the_rest_of_a_part_is_few() -> None:
    split = disclosure((6, 4, 0, 0, 10))
    assert split.show(at(0, 1))
    assert not split.show(at(0))


def test_everyone_at_one_level_is_not_told() -> None:
    alike = disclosure((0, 0, 0, 12, 0))
    shown = [level for level in LEVELS if alike.show(at(level))]
    assert len(shown) < len(LEVELS) - 1
    assert not alike.guarded(at(4)).is_shown


def test_a_set_is_not_shown_if_it_holds_all_who_could_be_in_it() -> None:
    """Five engineers may be below their target; five managers have none."""
    split = disclosure((5, 0, 0, 0, 0), (0, 0, 0, 5, 0))
    below = np.array([True, True, True, False, False] + [False] * 5)
    assert not split.show(below)


def test_five_people_at_five_levels_stay_open() -> None:
    five = disclosure((1, 1, 1, 1, 1))
    assert not any(five.show(at(level)) for level in LEVELS)
    assert not disclosure((2, 1, 1, 1, 0)).show(at(6))


def test_that_nobody_is_somewhere_is_not_told_of_few() -> None:
    one_manager = disclosure((3, 3, 3, 3, 3), (1, 0, 0, 0, 0))
    manager_at_the_top = np.array([False] * 9 + [True])
    assert not one_manager.show(manager_at_the_top)


def test_it_is_not_told_on_which_side_a_few_people_of_a_group_stand() -> None:
    """Were nobody at 4 and 6, all 13 below the target were known, three managers with them."""
    engineers, managers, assistants = (0, 10, 0, 0, 0), (0, 3, 0, 0, 0), (0, 10, 0, 0, 0)
    split = disclosure(engineers, managers, assistants)
    below = np.concatenate([at(0, 1, 2), at(0, 1, 2), at(0)])
    assert split.show(below)
    assert split.show(at(6, groups=3))
    assert not split.show(at(4, groups=3))


def test_what_follows_from_the_parts_is_shown() -> None:
    split = disclosure((6, 7, 8, 9, 10))
    assert split.show(at(0))
    assert split.show(at(0, 1))
    assert str(split.guarded(at(1))) == "7"
    assert str(split.guarded(at(2))) == "0 to 27"
    assert str(split.guarded(np.array(LEVELS))) == "61 to 169"


def test_an_attack_changes_nothing_of_the_case() -> None:
    case = organization(1, 6)
    before = case.levels.current.copy()
    found(case)
    pd.testing.assert_frame_equal(case.levels.current, before)
