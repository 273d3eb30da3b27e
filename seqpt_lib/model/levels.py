"""The competency scale: 0 unaware, 1 know, 2 understand, 4 apply, 6 master."""

from enum import IntEnum
from typing import Any, overload

import numpy as np

LevelArray = np.ndarray[tuple[int], np.dtype[np.int64]]
BoolArray = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Level(IntEnum):
    """A level of the scale. Ordinal and unevenly spaced: 3 and 5 do not exist.

    Source: docs/explanation/levels.md.
    """

    UNAWARE = 0
    KNOW = 1
    UNDERSTAND = 2
    APPLY = 4
    MASTER = 6


LEVELS: tuple[int, ...] = tuple(int(level) for level in Level)
TRAINED_LEVELS: tuple[int, ...] = LEVELS[1:]
LEVEL_WORDS: dict[int, str] = {int(level): level.name.lower() for level in Level}

ROLE_MARKERS: tuple[int, int] = (40004, 70007)
UNKNOWN_ROLE, ALL_ROLES = ROLE_MARKERS


@overload
def is_step(current_level: int, level: int, target_level: int) -> bool: ...
@overload
def is_step(current_level: LevelArray, level: int, target_level: LevelArray) -> BoolArray: ...
def is_step(current_level: Any, level: int, target_level: Any) -> Any:
    """Tell whether a trained level has still to be climbed: above the current, up to the target.

    Args:
        current_level: Level of the latest answer, or an array of them.
        level: The trained level in question.
        target_level: Level to reach, or as many as current levels.

    Returns:
        True if it is a step; an array where arrays were given.

    Source: docs/explanation/gaps.md, "Steps".
    """
    return (current_level < level) & (level <= target_level)


def steps_to_target(current_level: int, target_level: int) -> list[int]:
    """List the trained levels a person still has to climb, lowest first.

    The scale is a ladder, so the way from 1 to 6 has three steps whatever the numbers say.

    Args:
        current_level: Level of the latest answer.
        target_level: Level to reach; may be below the current one.

    Returns:
        Levels above ``current_level`` up to ``target_level``; empty if the target is met.

    Raises:
        ValueError: If one of them is not on the scale.

    Source: docs/explanation/gaps.md, "Steps".
    """
    for level in (current_level, target_level):
        Level(level)
    return [level for level in TRAINED_LEVELS if is_step(current_level, level, target_level)]
