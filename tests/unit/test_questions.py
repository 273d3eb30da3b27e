"""What is searched for to support a competency's objectives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib import reference
from seqpt_lib.model.levels import LEVEL_WORDS, TRAINED_LEVELS
from seqpt_lib.model.questions import competency_question

TEXTS = reference.competency_texts()[14]


@pytest.mark.parametrize(
    ("language", "name"),
    [pytest.param("en", "Requirements Definition", id="en"), pytest.param("de", None, id="de")],
)
def test_it_begins_with_name_and_description(language: str, name: str | None) -> None:
    first, second, *rest = competency_question(TEXTS, [], language).split("\n")

    assert first == (name or TEXTS["name"][language])
    assert (second, rest) == (TEXTS["description"][language], [])


@given(
    levels=st.lists(st.sampled_from(TRAINED_LEVELS), max_size=6),
    language=st.sampled_from(["en", "de"]),
)
def test_each_needed_level_adds_its_indicator_once_from_the_lowest_up(
    levels: list[int], language: str
) -> None:
    indicators = competency_question(TEXTS, levels, language).split("\n")[2:]

    assert indicators == [
        TEXTS["indicators"][LEVEL_WORDS[level]][language]
        for level in TRAINED_LEVELS
        if level in levels
    ]
