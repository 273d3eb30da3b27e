"""Colours that colour-blind people can tell apart, in print too: one for a level everywhere."""

LEVEL_COLOURS = {0: "#d9d9d9", 1: "#fde725", 2: "#5ec962", 4: "#21918c", 6: "#3b528b"}
"""From light to dark along the scale (viridis, with grey for unaware)."""

TARGET_COLOURS = ("#e6a176", "#f7e3d4")
"""Below and at the target, where a level may not be shown."""

DARK_LEVEL = 6
"""The level whose colour wants white text."""

WHITE, INK = "#ffffff", "#111111"


def ink_on(level: int) -> str:
    """Give the colour of a text that stands on a level's colour.

    Args:
        level: The level.

    Returns:
        White on the darkest, else nearly black.
    """
    return WHITE if level == DARK_LEVEL else INK
