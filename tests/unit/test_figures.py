"""Figures that show the numbers of their frame, and nothing that is hidden."""

import re
from xml.etree import ElementTree as ET

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib import gaps as step3
from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS, TRAINED_LEVELS
from seqpt_lib.reports import levels_figure, needs_figure
from seqpt_lib.reports.colours import LEVEL_COLOURS
from seqpt_lib.reports.figures import Figure

NAMES = {1: "Systems Thinking", 4: "Lifecycle Consideration", 18: "Agile Methods"}
COMPETENCIES = tuple(NAMES)
trained_levels = st.sampled_from(TRAINED_LEVELS)
Answers = list[tuple[int, int, int, int]]


def competencies() -> pd.DataFrame:
    return pd.DataFrame({"competency_id": list(NAMES), "competency_name": list(NAMES.values())})


def needs(people: dict[tuple[int, int], int]) -> pd.DataFrame:
    rows = [(*pair, count) for pair, count in people.items()]
    columns = ["competency_id", "level", "people_count"]
    return pd.DataFrame(rows, columns=columns, dtype="int64")


def statistics(answers: Answers, people: int, ids: tuple[int, ...] = ()) -> pd.DataFrame:
    """Describe answers: person, competency, current level, target; everything is shown."""
    columns = ["user_id", "competency_id", "current_level", "target_level"]
    standings = pd.DataFrame(answers, columns=columns, dtype="int64").assign(people_count=1)
    return step3.competency_statistics(standings, people, ids)


def shown(figure: Figure) -> ET.Element:
    """Read the markup that a notebook shows."""
    return ET.fromstring(figure._repr_html_())  # our own


def bars(figure: Figure) -> list[str]:
    """The names beside the bars, from the top of the figure down."""
    return [name.text or "" for name in shown(figure).iter("th")]


def widths(figure: Figure) -> dict[tuple[str, str], float]:
    """Per cent of the longest bar, by the bar's name and the piece's title."""
    return {
        (row.findtext("th", ""), piece.get("title", "")): float(found[1])
        for row in shown(figure).iter("tr")
        for piece in row.iter("span")
        if (found := re.search(r"width:([\d.]+)%", piece.get("style", "")))
    }


def parts(figure: Figure) -> dict[tuple[str, str], int]:
    """The people of every piece by the bar's name and the piece's label."""
    return {(name, title.split(":")[0]): int(title.split(":")[1]) for name, title in widths(figure)}


def numbers(figure: Figure) -> list[str]:
    """What stands in the pieces."""
    return [
        piece.text for row in shown(figure).iter("tr") for piece in row.iter("span") if piece.text
    ]


def texts(figure: Figure) -> list[str]:
    """What stands beside the bars."""
    return [row.findall("td")[1].text or "" for row in shown(figure).iter("tr")]


def legend(figure: Figure) -> list[str]:
    head = shown(figure).find("p")
    assert head is not None
    return ["".join(entry.itertext()) for entry in head.findall("span")]


# Colours


def test_every_level_has_a_colour_of_its_own() -> None:
    assert tuple(LEVEL_COLOURS) == LEVELS
    assert len(set(LEVEL_COLOURS.values())) == len(LEVELS)


def test_colours_get_darker_along_the_trained_levels() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light = [lightness(LEVEL_COLOURS[level]) for level in TRAINED_LEVELS]
    assert light == sorted(light, reverse=True)


def test_a_level_has_its_colour_in_both_figures() -> None:
    everyone = [(level, 1, level, 6) for level in LEVELS]
    needed = needs({(1, level): 1 for level in TRAINED_LEVELS})
    for figure, levels, before in (
        (levels_figure(statistics(everyone, 5), competencies()), LEVELS, ""),
        (needs_figure(needed, competencies()), TRAINED_LEVELS, "to "),
    ):
        assert legend(figure) == [f"{before}{level} {LEVEL_WORDS[level]}" for level in levels]
        drawn = [piece.get("style", "") for piece in shown(figure).findall("table//span")]
        for level, style in zip(levels, drawn, strict=True):
            assert f"background-color:{LEVEL_COLOURS[level]};" in style


def test_only_what_is_drawn_is_explained() -> None:
    described = statistics([(11, 1, 6, 6), (12, 1, 0, 6)], 2)
    assert legend(levels_figure(described, competencies())) == ["0 unaware", "6 master"]
    assert legend(levels_figure(hidden(described, "know_count"), competencies())) == [
        "below target",
        "at or above target",
    ]


def test_names_are_escaped_and_a_figure_says_what_it_is() -> None:
    named = competencies().replace("Systems Thinking", "<script>&")
    figure = levels_figure(statistics([(11, 1, 0, 4)], 1), named)
    assert bars(figure) == ["<script>&"]
    assert "<script>" not in figure._repr_html_()
    assert repr(figure) == "<figure: People assessed, by level or by target, 1 bars>"


# What is needed


NEEDED = {(1, 1): 2, (1, 2): 3, (4, 2): 7, (4, 4): 1, (18, 6): 1}


def test_the_figure_of_needs_shows_the_numbers_of_the_frame() -> None:
    figure = needs_figure(needs(NEEDED), competencies())
    assert parts(figure) == {
        (NAMES[competency_id], f"to {level} {LEVEL_WORDS[level]}"): people
        for (competency_id, level), people in NEEDED.items()
    }
    assert sorted(numbers(figure)) == ["1", "1", "2", "3", "7"]
    assert texts(figure) == ["", "", ""]


def test_one_bar_per_competency_most_steps_first() -> None:
    figure = needs_figure(needs(NEEDED), competencies())
    assert bars(figure) == ["Lifecycle Consideration", "Systems Thinking", "Agile Methods"]


@settings(max_examples=6)
@given(
    people=st.dictionaries(
        st.tuples(st.sampled_from(COMPETENCIES), trained_levels), st.integers(1, 5000), min_size=1
    )
)
def test_no_number_gets_lost(people: dict[tuple[int, int], int]) -> None:
    figure = needs_figure(needs(people), competencies())
    assert sorted(parts(figure).values()) == sorted(people.values())
    assert sorted(bars(figure)) == sorted({NAMES[competency_id] for competency_id, _ in people})


def test_the_longest_bar_takes_the_whole_width() -> None:
    figure = needs_figure(needs({(1, 1): 2, (1, 2): 3, (1, 6): 5, (4, 1): 1}), competencies())
    assert list(widths(figure).values()) == [20, 30, 50, 10]


def test_a_narrow_piece_has_its_number_only_in_its_title() -> None:
    figure = needs_figure(needs({(1, 1): 990, (1, 2): 10}), competencies())
    assert numbers(figure) == ["990"]
    assert parts(figure)[("Systems Thinking", "to 2 understand")] == 10


def test_needs_that_are_hidden_stand_beside_the_bar() -> None:
    told = needs({(1, 1): 2, (1, 2): 3, (1, 4): 1}).astype({"people_count": "Int64"})
    told.loc[1:, "people_count"] = pd.NA
    figure = needs_figure(told, competencies())
    assert parts(figure) == {("Systems Thinking", "to 1 know"): 2}
    assert texts(figure) == ["to 2, 4: hidden"]


# Where people stand


def test_the_figure_of_levels_shows_the_numbers_of_the_frame() -> None:
    people = [(11, 1, 0, 4), (12, 1, 4, 4), (13, 1, 4, 6), (11, 4, 2, 2)]
    figure = levels_figure(statistics(people, 3), competencies())
    assert parts(figure) == {
        ("Systems Thinking", "0 unaware"): 1,
        ("Systems Thinking", "4 apply"): 2,
        ("Lifecycle Consideration", "2 understand"): 1,
    }
    assert bars(figure) == ["Systems Thinking", "Lifecycle Consideration"]
    assert texts(figure) == ["2 of 3 below target", "0 of 1 below target"]


def test_most_below_the_target_stand_first() -> None:
    people = [(11, 1, 4, 4), (11, 4, 0, 4), (11, 18, 4, 4), (12, 18, 0, 4)]
    figure = levels_figure(statistics(people, 2), competencies())
    assert bars(figure) == ["Lifecycle Consideration", "Agile Methods", "Systems Thinking"]


def test_a_competency_that_nobody_answered_has_an_empty_bar_at_the_end() -> None:
    people = [(11, 4, 0, 4), (11, 18, 4, 4)]
    described = statistics(people, 2, COMPETENCIES)
    assert described.set_index("competency_id").loc[1, "at_target_share":].isna().all()
    figure = levels_figure(described, competencies())
    assert bars(figure) == ["Lifecycle Consideration", "Agile Methods", "Systems Thinking"]
    assert "Systems Thinking" not in {name for name, _ in parts(figure)}
    assert texts(figure)[-1] == "0 of 0 below target"


def hidden(described: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return described.assign(**{column: pd.array([pd.NA], dtype="Int64") for column in columns})


def test_where_a_level_is_hidden_the_bar_shows_who_is_below_the_target() -> None:
    described = statistics([(n, 1, 0 if n < 7 else 4, 4) for n in range(10)], 10)
    figure = levels_figure(hidden(described, "know_count", "apply_count"), competencies())
    assert parts(figure) == {
        ("Systems Thinking", "below target"): 7,
        ("Systems Thinking", "at or above target"): 3,
    }


def test_levels_that_are_hidden_stand_together_at_the_end_of_the_bar() -> None:
    described = statistics([(n, 1, 0 if n < 7 else 4, 4) for n in range(10)], 10)
    columns = ("know_count", "apply_count", "below_target_count")
    figure = levels_figure(hidden(described, *columns), competencies())
    assert widths(figure) == {
        ("Systems Thinking", "0 unaware: 7"): 70,
        ("Systems Thinking", "hidden"): 30,
    }
    assert numbers(figure) == ["7", "hidden"]


def test_the_number_below_the_target_is_hidden_beside_the_bar() -> None:
    described = statistics([(11, 1, 0, 4)], 1)
    figure = levels_figure(hidden(described, "below_target_count"), competencies())
    assert texts(figure) == ["below target: hidden"]


# Little or nothing to show


def test_a_figure_of_a_single_row() -> None:
    for figure in (
        levels_figure(statistics([(11, 1, 0, 4)], 1), competencies()),
        needs_figure(needs({(1, 6): 1}), competencies()),
    ):
        assert bars(figure) == ["Systems Thinking"]
        assert list(parts(figure).values()) == [1]


def test_a_figure_where_nobody_answered_anything() -> None:
    figure = levels_figure(statistics([], 7, COMPETENCIES), competencies())
    assert len(bars(figure)) == len(COMPETENCIES)
    assert parts(figure) == {}


def test_a_figure_of_nothing_is_empty() -> None:
    no_statistics = statistics([(11, 1, 0, 4)], 1).iloc[:0]
    for figure in (
        levels_figure(no_statistics, competencies()),
        needs_figure(needs({}), competencies()),
    ):
        assert (bars(figure), parts(figure), legend(figure)) == ([], {}, [])


def test_a_figure_changes_no_frame() -> None:
    used, described = needs(NEEDED), statistics([(11, 1, 0, 4)], 1)
    before = described.copy()
    needs_figure(used, competencies())
    levels_figure(described, competencies())
    pd.testing.assert_frame_equal(used, needs(NEEDED))
    pd.testing.assert_frame_equal(described, before)
