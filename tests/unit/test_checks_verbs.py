"""The verb decides the level, in whatever form it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib import reference
from seqpt_lib.model.levels import TRAINED_LEVELS
from seqpt_lib.objectives.checks import check_objective, grounds_for, level_of
from tests.unit.objective_texts import TEMPLATES, VERBS, found

BY_LANGUAGE = {
    language: {level: VERBS[level][language] for level in TRAINED_LEVELS}
    for language in reference.LANGUAGES
}
FORMS = {
    "en": [
        "participants {v} the needs of users",
        "Participants can {v} the needs of users",
        "participants are able to {v} the needs of users",
        "participants will be able to clearly {v} the needs of users",
    ],
    "de": [
        "können die Teilnehmenden die Bedürfnisse der Nutzenden {v}",
        "Die Teilnehmenden können die Bedürfnisse der Nutzenden {v}",
        "{v} die Teilnehmenden die Bedürfnisse der Nutzenden",
    ],
}


@pytest.mark.parametrize(
    ("language", "statement", "level"),
    [
        pytest.param("en", "each participant explains the loops", 2, id="third person"),
        pytest.param("en", "participants are capable of evaluating a plan", 6, id="gerund"),
        pytest.param("en", "participants summarise the notes", 2, id="British spelling"),
        pytest.param("en", "explain the loops of a plan", 2, id="no subject"),
        pytest.param("en", "participants are skilled at modelling a pump", 4, id="skilled at"),
        pytest.param("en", "participants have drawn a plan", 4, id="irregular past"),
        pytest.param("en", "participants are trained to explain a plan", 2, id="trained to"),
        pytest.param("en", "participants, working in pairs, describe a plan", 2, id="aside"),
        pytest.param("en", "plans are described by the participants", 2, id="passive"),
        pytest.param("en", "participants know what can break", None, id="can of something else"),
        pytest.param("en", "participants know the phases", None, id="cannot be seen"),
        pytest.param("en", "", None, id="nothing"),
        pytest.param("de", "erklaeren die Teilnehmenden die Phasen", 2, id="umlaut as two letters"),
        pytest.param("de", "wenden die Teilnehmenden die Regeln an", 4, id="split verb"),
        pytest.param("de", "leiten die Teilnehmenden Ziele ab", 4, id="not leading but deriving"),
        pytest.param("de", "leiten die Teilnehmenden ein Gremium", 6, id="leading"),
        pytest.param("de", "stellen die Teilnehmenden Bezüge dar", 2, id="showing"),
        pytest.param("de", "stellen die Teilnehmenden Regeln auf", 4, id="setting up"),
        pytest.param(
            "de",
            "sind die Teilnehmenden in der Lage, Ziele abzuleiten",
            4,
            id="in der Lage, with zu inside",
        ),
        pytest.param("de", "gibt jede Person drei Gründe an", 1, id="strong third person"),
        pytest.param("de", "haben die Teilnehmenden einen Plan entworfen", 6, id="participle"),
        pytest.param(
            "de", "werden die Teilnehmenden Kosten berechnen können", 4, id="two infinitives"
        ),
        pytest.param(
            "de", "können die Teilnehmenden Pläne, die andere erstellen, bewerten", 6, id="aside"
        ),
        pytest.param("de", "werden Pläne durch die Teilnehmenden beschrieben", 2, id="passive"),
        pytest.param("de", "führen die Teilnehmenden zwei Listen zusammen", None, id="zusammen"),
        pytest.param("de", "kennen die Teilnehmenden die Phasen", None, id="kennen"),
    ],
)
def test_the_level_of_a_statement_is_that_of_its_verb(
    language: str, statement: str, level: int | None
) -> None:
    assert level_of(statement, language, BY_LANGUAGE[language]) == level


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        pytest.param("en", "participants are able to elicit needs of users", id="modal"),
        pytest.param("en", "participants  elicit needs of users", id="two blanks"),
        pytest.param("en", "participants elicit and evaluate needs of users", id="higher verb too"),
        pytest.param("de", "leiten die Teilnehmenden Anforderungen ab", id="gate knows no prefix"),
        pytest.param("de", "Ermitteln die Teilnehmenden den Bedarf", id="capital"),
        pytest.param("de", "ermitteln manche Personen den Bedarf", id="other subject"),
    ],
)
def test_a_verb_that_the_gate_would_not_find_is_refused(language: str, statement: str) -> None:
    assert "verb" in found(language, statement=statement)


@given(data=st.data(), language=st.sampled_from(reference.LANGUAGES))
def test_a_verb_of_another_level_is_refused_in_any_form(data: st.DataObject, language: str) -> None:
    verb_level, level = data.draw(st.permutations(TRAINED_LEVELS))[:2]
    verb = data.draw(st.sampled_from(BY_LANGUAGE[language][verb_level]))
    statement = data.draw(st.sampled_from(FORMS[language])).format(v=verb)
    assert "verb" in found(language, (14, level), statement=statement)


def test_the_finding_names_the_level_that_the_verb_belongs_to() -> None:
    parts = {**TEMPLATES[14, 4]["en"], "statement": "participants explain the needs of users"}
    [finding] = check_objective(parts, 14, 4, grounds_for((14, 4), "en"))
    assert "belongs to level 2" in finding.detail


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("en", "participants elicit the needs, then evaluate and certify the designs"),
        ("en", "participants elicit the needs and evaluate the designs"),
        ("de", "ermitteln die Teilnehmenden die Bedürfnisse und bewerten die Entwürfe"),
        ("de", "ermitteln die Teilnehmenden die Bedürfnisse und dann bewerten sie die Entwürfe"),
    ],
)
def test_a_later_verb_of_a_higher_level_is_refused(language: str, statement: str) -> None:
    assert "verb" in found(language, (14, 4), statement=statement)


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("en", "participants elicit needs and design constraints of three groups of users"),
        ("en", "participants elicit the needs and record the source of each of them"),
        ("de", "ermitteln die Teilnehmenden die Bedürfnisse und Bewertungen von drei Gruppen"),
        (
            "de",
            "ermitteln die Teilnehmenden die Bedürfnisse und dokumentieren ihre Quelle im Projekt",
        ),
    ],
)
def test_a_noun_or_a_verb_of_the_same_level_may_follow(language: str, statement: str) -> None:
    assert "verb" not in found(language, (14, 4), statement=statement)
