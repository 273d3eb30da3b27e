"""The reference data are complete, as their sources say, and each text is its own."""

import re
from collections.abc import Hashable, Iterator
from itertools import combinations

import pytest
from rapidfuzz import fuzz

from seqpt_lib import reference
from seqpt_lib.model.levels import LEVEL_WORDS, ROLE_MARKERS, TRAINED_LEVELS
from seqpt_lib.model.names import fold_name

COMPETENCIES = [1, *range(4, 19)]
TRAINED_WORDS = [LEVEL_WORDS[level] for level in TRAINED_LEVELS]
LANGUAGES = reference.LANGUAGES
FIELDS = ("timeframe", "statement", "demonstration", "benefit")
TEXTS = reference.competency_texts()
TEMPLATES = reference.objective_templates()
VERBS = reference.level_verbs()

MOST_ALIKE = 80
"""Two texts may share this much (0..100, words in any order, a part counting as the whole).

The words that all texts share ("participants ... of a ...") bring two unrelated texts to about 50
and the most alike pair to 75. Taking a text and swapping its longest word gives 92 and more.
"""

per_language = pytest.mark.parametrize("language", LANGUAGES)
per_competency = pytest.mark.parametrize("competency_id", COMPETENCIES)
per_template = pytest.mark.parametrize(
    ("competency_id", "level"), [(c, level) for c in COMPETENCIES for level in TRAINED_LEVELS]
)


def full_text(template: dict[str, str]) -> str:
    return " ".join(template[field] for field in FIELDS)


def texts(field: str, language: str) -> dict[Hashable, str]:
    """All texts of a field, or whole templates, or indicators, by competency and level."""
    if field == "indicator":
        return {
            (c, word): TEXTS[c]["indicators"][word][language]
            for c in COMPETENCIES
            for word in TRAINED_WORDS
        }
    whole = field == "template"
    return {
        key: full_text(template[language]) if whole else template[language][field]
        for key, template in TEMPLATES.items()
    }


def likeness(one: str, other: str) -> float:
    return fuzz.token_set_ratio(one.lower(), other.lower())


def names(language: str) -> dict[int, str]:
    return {c: TEXTS[c]["name"][language] for c in COMPETENCIES}


def names_in(text: str, language: str) -> Iterator[int]:
    """The competencies whose full name stands in a text."""
    for competency_id, name in names(language).items():
        if re.search(rf"\b{re.escape(fold_name(name))}\b", fold_name(text)):
            yield competency_id


# Complete


def test_the_texts_are_those_of_the_competencies() -> None:
    stored = reference.table("competency").set_index("competency_id")["competency_name"]
    assert stored.index.tolist() == sorted(TEXTS) == COMPETENCIES
    assert stored.to_dict() == names("en")


@per_language
@per_competency
@pytest.mark.parametrize("field", ["name", "description", "why_it_matters"])
def test_every_competency_has(field: str, competency_id: int, language: str) -> None:
    assert TEXTS[competency_id][field][language].strip()


@per_competency
def test_every_competency_has_an_indicator_per_trained_level(competency_id: int) -> None:
    indicators = TEXTS[competency_id]["indicators"]
    assert list(indicators) == TRAINED_WORDS
    assert all(indicators[word][language].strip() for word in indicators for language in LANGUAGES)


@per_template
def test_every_competency_and_level_has_a_template(competency_id: int, level: int) -> None:
    template = TEMPLATES[competency_id, level]
    assert set(template) == set(LANGUAGES)
    for language in LANGUAGES:
        assert tuple(template[language]) == FIELDS
        assert all(text == text.strip() and text for text in template[language].values())


def test_there_are_64_indicators_and_64_templates() -> None:
    assert len(texts("indicator", "en")) == len(TEMPLATES) == 64


@pytest.mark.parametrize(
    ("name", "id_column", "ids"),
    [
        pytest.param("processes", "iso_process_id", list(range(1, 31)), id="30 processes"),
        pytest.param(
            "roles", "role_cluster_id", [*range(1, 15), *ROLE_MARKERS], id="14 roles, 2 markers"
        ),
    ],
)
def test_everything_is_described(name: str, id_column: str, ids: list[int]) -> None:
    described = reference.described(name, id_column)
    assert list(described) == ids
    for entry in described.values():
        for language in LANGUAGES:
            assert entry["name"][language].strip()
            assert entry["description"][language].strip()
        assert entry["description"]["en"] != entry["description"]["de"]


@pytest.mark.parametrize(
    ("name", "id_column", "table", "name_column"),
    [
        ("processes", "iso_process_id", "iso_process", "process_name"),
        ("roles", "role_cluster_id", "role_cluster", "role_name"),
    ],
)
def test_names_are_those_of_the_tables(
    name: str, id_column: str, table: str, name_column: str
) -> None:
    stored = reference.table(table).set_index(id_column)[name_column].to_dict()
    described = reference.described(name, id_column)
    assert {key: entry["name"]["en"] for key, entry in described.items()} == stored


def test_archetypes_have_a_trained_level_as_target_for_each_competency() -> None:
    targets = reference.long_table("archetype_target", ("archetype", "competency", "level"))
    assert len(targets) == 7 * 16
    assert targets["level"].isin(TRAINED_LEVELS).all()


# A verb of the level


@per_language
def test_no_verb_stands_at_two_levels(language: str) -> None:
    verbs = [verb for level in TRAINED_LEVELS for verb in VERBS[level][language]]
    assert len(verbs) == len(set(verbs))


@per_template
def test_a_statement_begins_with_a_verb_of_its_level(competency_id: int, level: int) -> None:
    template = TEMPLATES[competency_id, level]
    participants, verb, *_content = template["en"]["statement"].split()
    assert participants == "participants"
    assert verb in VERBS[level]["en"]
    verb, *content = template["de"]["statement"].split(maxsplit=1)
    assert verb in VERBS[level]["de"]
    assert re.match(r"die Teilnehmenden\b", content[0])


@pytest.mark.parametrize(
    ("language", "field", "start"),
    [
        ("en", "demonstration", "by "),
        ("en", "benefit", "so that "),
        ("de", "demonstration", "indem "),
        ("de", "benefit", "damit "),
    ],
)
def test_the_parts_begin_so_that_they_make_one_sentence(
    language: str, field: str, start: str
) -> None:
    parts = texts(field, language)
    assert not {key: text for key, text in parts.items() if not text.startswith(start)}
    assert not {key: text for key, text in parts.items() if text[-1] in ".,;:"}


@per_language
def test_a_sentence_is_neither_a_stub_nor_a_page(language: str) -> None:
    lengths = {key: len(text.split()) for key, text in texts("template", language).items()}
    assert not {key: words for key, words in lengths.items() if not 15 <= words <= 70}


# Each its own


@per_language
@pytest.mark.parametrize(
    "field", ["template", "statement", "demonstration", "benefit", "indicator"]
)
def test_no_two_texts_are_nearly_the_same(field: str, language: str) -> None:
    pairs = combinations(texts(field, language).items(), 2)
    alike = [
        (round(likeness(one, other)), one_key, other_key, one, other)
        for (one_key, one), (other_key, other) in pairs
        if likeness(one, other) >= MOST_ALIKE
    ]
    assert not alike


@per_language
def test_a_swapped_term_would_be_found(language: str) -> None:
    for statement in texts("statement", language).values():
        own_words = re.sub("participants|die Teilnehmenden", "", str(statement)).split()
        copy = statement.replace(max(own_words, key=len), "zebra")
        assert likeness(statement, copy) >= MOST_ALIKE


@per_language
def test_a_template_names_no_other_competency(language: str) -> None:
    named = {
        key: set(names_in(full_text(template[language]), language)) - {key[0]}
        for key, template in TEMPLATES.items()
    }
    assert not {key: others for key, others in named.items() if others}


@per_language
@pytest.mark.parametrize("field", ["template", "statement", "indicator"])
def test_texts_differ_by_more_than_the_names_of_competencies(field: str, language: str) -> None:
    without_names = []
    for text in texts(field, language).values():
        folded = fold_name(text)
        for name in names(language).values():
            folded = folded.replace(fold_name(name), "")
        without_names.append(" ".join(folded.split()))
    assert len(set(without_names)) == len(without_names)


def test_the_languages_say_it_in_their_own_words() -> None:
    for field in ("template", "indicator"):
        english, german = texts(field, "en"), texts(field, "de")
        assert not [
            key for key, text in english.items() if likeness(text, german[key]) > MOST_ALIKE
        ]
