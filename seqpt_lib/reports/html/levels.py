"""Where people stand: the five levels per competency, with the target, and by role."""

from collections.abc import Mapping
from typing import Any

from seqpt_lib.model.levels import LEVELS
from seqpt_lib.model.targets import TargetRule
from seqpt_lib.reports.colours import INK, LEVEL_COLOURS, TARGET_COLOURS, ink_on
from seqpt_lib.reports.html.bars import Segment, bar, kind, segments, told
from seqpt_lib.reports.html.empty import empty
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.hyphens import hyphenated
from seqpt_lib.reports.html.markup import Html, Part, element, foreign, joined, section
from seqpt_lib.reports.html.numbers import interval, is_hidden, number, share
from seqpt_lib.reports.html.words import Words


def levels(found: Findings) -> Part:
    """Show how many people are at which level, per competency, most below the target first.

    Args:
        found: What the run found.

    Returns:
        The part: one bar per competency, with its target, the people assessed, and the share at
        or above the target with its interval.
    """
    words = found.words
    if found.state in ("nobody", "not_computed"):
        return empty("levels", found)
    assessed = found.statistics[found.statistics["assessed_count"].gt(0)]
    drawn = [segments(row, words) for row in assessed.to_dict("records")]
    rows = [_row(row, found) for row in found.statistics.to_dict("records")]
    return section(
        "levels",
        words.language,
        words("levels_title"),
        element("p", " ".join(_about(drawn, found)), class_="about"),
        _hatch(),
        _legend(drawn, words),
        element("ul", *rows, class_="bars"),
    )


def _about(drawn: list[list[Segment]], found: Findings) -> list[str]:
    kinds = {kind(pieces) for pieces in drawn}
    keys = ["levels_text"]
    if kinds == {"by_level"}:
        keys += ["levels_all"]
    else:
        keys += [f"levels_{each}" for each in ("by_level", "split", "partly") if each in kinds]
    keys += ["levels_mark"] if "by_level" in kinds else []
    keys += ["levels_own"] if found.rule == TargetRule.ROLE_CAPPED else []
    return [found.words(key) for key in keys]


def _hatch() -> Html:
    """Define the pattern of hidden pieces once for all bars."""
    lines = element("path", d="M0 6 6 0", class_="hatch-line")
    given = {"patternUnits": "userSpaceOnUse"}
    pattern = element("pattern", lines, id="hatch", width="6", height="6", **given)
    return element("svg", pattern, width="0", height="0", aria_hidden="true", class_="only-read")


def _row(row: Mapping[Any, Any], found: Findings) -> Html:
    words, competency = found.words, int(row["competency_id"])
    name, target = found.competencies[competency], found.targets[competency]
    drawn = bar(row, target, name, words) if row["assessed_count"] else None
    said = told(segments(row, words), words)
    # a screen reader has them from the bar
    counts = element("p", *_spans(said), class_="counts", aria_hidden="true")
    return element(
        "li",
        foreign(hyphenated(name, words), "h3"),
        joined(drawn, counts) if drawn else element("p", words("nobody_assessed")),
        element("p", *_spans(_facts(row, target, words)), class_="facts"),
    )


def _facts(row: Mapping[Any, Any], target: int, words: Words) -> list[str]:
    assessed = int(row["assessed_count"])
    facts: list[str] = [
        joined(words("target"), " ", badge(target, words)),
        words("assessed", count=number(assessed, words)),
    ]
    if not assessed:
        return facts
    ends = interval(row["at_target_share_low"], row["at_target_share_high"], words)
    return [
        *facts,
        words("at_or_above", share=share(row["at_target_share"], words)),
        words("interval", ends=ends),
        words("median", level=_level(row["median_level"], words)),
    ]


def _level(value: Any, words: Words) -> str:
    return words("hidden") if is_hidden(value) else words.level(int(value))


def _spans(texts: list[str]) -> list[Html]:
    return [element("span", text) for text in texts]


def badge(level: int, words: Words) -> Html:
    """Show a level in its colour.

    Args:
        level: A level of the scale.
        words: The language.

    Returns:
        Markup.
    """
    return element("span", words.level(level), class_=f"badge on-level-{level} level-{level}")


def _legend(drawn: list[list[Segment]], words: Words) -> Html:
    """Explain the colours that are drawn, and no other."""
    used = {piece.class_ for pieces in drawn for piece in pieces if piece.people}
    entries = [
        *((words.level(level), f"level-{level}") for level in LEVELS),
        (words("below_target"), "below"),
        (words("at_target"), "at"),
        (words("hidden"), "hatched"),
    ]
    items = [
        element("li", element("span", class_=f"swatch {class_}", aria_hidden="true"), label)
        for label, class_ in entries
        if class_ in used
    ]
    has_mark = any(kind(pieces) == "by_level" for pieces in drawn)
    line = element("span", class_="swatch line", aria_hidden="true")
    mark = element("li", line, words("mark")) if has_mark else None
    return element("ul", *items, mark, class_="legend")


def level_styles() -> str:
    """Write the colours of the levels as CSS, from where the figures take them.

    Returns:
        Rules for fills and backgrounds.
    """
    fills = [(f"level-{level}", colour, ink_on(level)) for level, colour in LEVEL_COLOURS.items()]
    below, at = TARGET_COLOURS
    fills += [("below", below, INK), ("at", at, INK)]
    return "".join(
        f".seqpt .{name}{{fill:{colour};background:{colour}}}"
        f".seqpt .on-{name}{{fill:{ink};color:{ink}}}"
        for name, colour, ink in fills
    )
