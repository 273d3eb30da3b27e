"""Objectives from templates."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.errors import MergeError

from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.objectives import TEMPLATE, compare_objectives, full_text, template_objectives
from tests.unit.organizations import COMPETENCIES, trained_levels

CASES = ("new", "changed", "no longer needed", "unchanged")
PARTS = ("timeframe", "statement", "demonstration", "benefit")
WORDS = {
    "timeframe": "After a day",
    "statement": "participants do ä",
    "demonstration": "by showing it",
    "benefit": "so that it is good",
}
# Of the words as JSON with sorted keys, by sha256sum: they must never change by themselves.
TEMPLATE_HASH = "9831e1d371be9f8cf52752ea820fb559650d1f38c3b6f4d531017a9037cf6ff4"
INPUT_HASH = "1369ed349bb727bad31acc91edc325576f7d701323b5af57069bb68f74362c8f"

LEVELS_TRAINED = (1, 2, 4, 6)
TEMPLATES = {
    (competency_id, level): {
        language: {part: f"{part} {competency_id}/{level} {language}" for part in PARTS}
        for language in ("en", "de")
    }
    for competency_id in COMPETENCIES
    for level in LEVELS_TRAINED
}
pairs = st.lists(st.tuples(st.sampled_from(COMPETENCIES), trained_levels), unique=True)
words = st.fixed_dictionaries(dict.fromkeys(PARTS, st.text(min_size=1, max_size=9)))


def needs(*rows: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["competency_id", "level"], dtype="int64")


def objective(parts: dict[str, str], language: str = "en") -> dict[str, object]:
    generated = template_objectives(needs((14, 1)), {(14, 1): {language: parts}}, language)
    [row] = generated.to_dict("records")
    return {str(column): value for column, value in row.items()}


def stored(*rows: tuple[int, int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["competency_id", "level", "full_text"])
    return frame.astype({"competency_id": "int64", "level": "int64"})


def counts(generated: pd.DataFrame, before: pd.DataFrame) -> tuple[int, ...]:
    changes = compare_objectives(generated, before)["change"].tolist()
    assert set(changes) <= set(CASES)
    return tuple(changes.count(case) for case in CASES)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "After a day, participants do ä by showing it, so that it is good."),
        ("de", "After a day participants do ä, by showing it, so that it is good."),
    ],
    ids=["English", "German"],
)
def test_each_language_has_its_own_commas(language: str, sentence: str) -> None:
    assert full_text(WORDS, language) == sentence


def test_braces_in_the_words_are_words() -> None:
    assert full_text(WORDS | {"benefit": "so that {timeframe}"}, "en").endswith("{timeframe}.")


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"language 'fr' is unknown\. Use one of en, de\."):
        full_text(WORDS, "fr")


@pytest.mark.parametrize("rows", [[(1, 1)], []], ids=["a need", "no need"])
def test_an_unknown_language_is_no_missing_template(rows: list[tuple[int, int]]) -> None:
    with pytest.raises(UsageError, match="language 'fr' is unknown"):
        template_objectives(needs(*rows), TEMPLATES, "fr")


@pytest.mark.parametrize(
    ("rows", "language", "message"),
    [
        pytest.param([(2, 1)], "en", "competency 2 .* level 1 in 'en'", id="no such competency"),
        pytest.param([(1, 3)], "en", "competency 1 .* level 3 in 'en'", id="no such level"),
        pytest.param([(1, 1), (9, 6)], "de", "competency 9 .* level 6 in 'de'", id="the second"),
    ],
)
def test_a_missing_template_is_named(
    rows: list[tuple[int, int]], language: str, message: str
) -> None:
    with pytest.raises(DataError, match=rf"{message}\. Add it to data/reference/objective_templ"):
        template_objectives(needs(*rows), TEMPLATES, language)


def test_a_template_in_another_language_does_not_stand_in() -> None:
    only_english = {(1, 1): {"en": WORDS}}
    with pytest.raises(DataError, match="in 'de'"):
        template_objectives(needs((1, 1)), only_english, "de")


def test_an_objective_has_all_its_fields() -> None:
    assert objective(WORDS) == {
        "competency_id": 14,
        "level": 1,
        "language": "en",
        **WORDS,
        "full_text": "After a day, participants do ä by showing it, so that it is good.",
        "source": TEMPLATE,
        "template_hash": TEMPLATE_HASH,
        "input_hash": INPUT_HASH,
    }


@settings(max_examples=15)
@given(rows=pairs, language=st.sampled_from(["en", "de"]))
def test_one_objective_per_need_in_the_order_of_the_needs(
    rows: list[tuple[int, int]], language: str
) -> None:
    found = template_objectives(needs(*rows), TEMPLATES, language)
    keys = list(found[["competency_id", "level"]].itertuples(index=False, name=None))
    assert keys == rows
    assert found["statement"].tolist() == [f"statement {c}/{level} {language}" for c, level in rows]
    assert found["input_hash"].is_unique


def test_no_needs_have_no_objectives() -> None:
    found = template_objectives(needs(), TEMPLATES)
    assert found.empty
    assert found.columns.tolist() == list(objective(WORDS))


@settings(max_examples=20)
@given(parts=words, seed=st.integers(0, 1000))
def test_the_order_of_the_parts_changes_no_hash(parts: dict[str, str], seed: int) -> None:
    shuffled = dict(random.Random(seed).sample(list(parts.items()), len(parts)))
    assert objective(shuffled) == objective(parts)


@settings(max_examples=30)
@given(parts=words, changed=st.sampled_from(PARTS), word=st.text(min_size=1, max_size=9))
def test_another_word_is_another_hash(parts: dict[str, str], changed: str, word: str) -> None:
    before, after = objective(parts), objective(parts | {changed: word})
    is_same = parts[changed] == word
    assert (before["template_hash"] == after["template_hash"]) is is_same
    assert (before["input_hash"] == after["input_hash"]) is is_same


def test_a_word_that_moves_to_another_part_is_another_hash() -> None:
    one = objective(WORDS | {"timeframe": "After a day or two", "statement": "they do it"})
    other = objective(WORDS | {"timeframe": "After a day", "statement": "or two they do it"})
    assert one["template_hash"] != other["template_hash"]


@pytest.mark.parametrize(
    ("generated", "before", "expected"),
    [
        pytest.param(stored((1, 1, "a")), stored(), (1, 0, 0, 0), id="new"),
        pytest.param(stored((1, 1, "a")), stored((1, 1, "b")), (0, 1, 0, 0), id="changed"),
        pytest.param(stored(), stored((1, 1, "a")), (0, 0, 1, 0), id="no longer needed"),
        pytest.param(stored((1, 1, "a")), stored((1, 1, "a")), (0, 0, 0, 1), id="unchanged"),
        pytest.param(stored(), stored(), (0, 0, 0, 0), id="nothing on either side"),
        pytest.param(
            stored((1, 1, "a")), stored((1, 2, "a")), (1, 0, 1, 0), id="the words at another level"
        ),
    ],
)
def test_objectives_are_compared(
    generated: pd.DataFrame, before: pd.DataFrame, expected: tuple[int, ...]
) -> None:
    assert counts(generated, before) == expected


@settings(max_examples=15)
@given(
    generated=st.dictionaries(st.tuples(st.sampled_from(COMPETENCIES), trained_levels), words),
    before=st.dictionaries(st.tuples(st.sampled_from(COMPETENCIES), trained_levels), words),
)
def test_every_objective_is_exactly_one_case(
    generated: dict[tuple[int, int], dict[str, str]], before: dict[tuple[int, int], dict[str, str]]
) -> None:
    after, past = ({k: full_text(v, "en") for k, v in d.items()} for d in (generated, before))
    both = after.keys() & past.keys()
    same = sum(after[key] == past[key] for key in both)
    expected = (len(after) - len(both), len(both) - same, len(past) - len(both), same)
    frames = [stored(*[(*key, text) for key, text in d.items()]) for d in (after, past)]
    assert counts(*frames) == expected


def test_an_objective_that_stands_twice_is_refused() -> None:
    twice = stored((1, 1, "a"), (1, 1, "b"))
    with pytest.raises(MergeError, match="not unique"):
        compare_objectives(twice, stored())


def test_the_frames_given_are_not_changed() -> None:
    def frames() -> list[pd.DataFrame]:
        return [needs((4, 2), (1, 1)), stored((4, 2, "a"), (18, 6, "b"))]

    used = frames()
    compare_objectives(template_objectives(used[0], TEMPLATES), used[1])
    for after, before in zip(used, frames(), strict=True):
        pd.testing.assert_frame_equal(after, before)
