"""People's names do not leave the house."""

import pytest

from seqpt_lib.objectives import without_people

NAMES = ["Ilse Vogelsang", "ilse.vogelsang", "Mark Will", "Jan-Ole O'Hara", "Test", "Li Wu"]
NAMES += ["Anna Zorn-Quastenfluss", "bertold wunderlich", "Uta Mörzüll"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ask Ilse Vogelsang first.", "Ask a colleague first.", id="full name"),
        pytest.param("Vogelsang, Ilse signs.", "a colleague signs.", id="last name first"),
        pytest.param("VOGELSANG ILSE signs.", "a colleague signs.", id="capitals"),
        pytest.param("Ilse\nVogelsang signs.", "a colleague signs.", id="over two lines"),
        pytest.param("Ilse signs.", "a colleague signs.", id="first name"),
        pytest.param("Frau Vogelsang signs.", "Frau a colleague signs.", id="last name"),
        pytest.param("See ilse.vogelsang.", "See a colleague.", id="user name"),
        pytest.param("Mail x.y@firm.example now.", "Mail a colleague now.", id="address"),
        pytest.param("Jan-Ole O'Hara signs.", "a colleague signs.", id="hyphen and apostrophe"),
        pytest.param("Li Wu signs.", "a colleague signs.", id="short names together"),
        pytest.param("Vogelsangs list, Ilse's", "a colleague list, a colleague", id="genitive"),
        pytest.param("The Vogelsanger Weg", "The Vogelsanger Weg", id="part of another word stays"),
        pytest.param("Every mark counts.", "Every mark counts.", id="a word in lower case stays"),
        pytest.param("Test the unit.", "a colleague the unit.", id="a whole name always goes"),
        pytest.param("Mrs Quastenfluss", "Mrs a colleague", id="half of a double name"),
        pytest.param("Anna Zorn Quastenfluss", "a colleague", id="a double name without hyphen"),
        pytest.param("Mr Wunderlich", "Mr a colleague", id="written small in the database"),
        pytest.param("Frau Moerzuell", "Frau a colleague", id="umlauts as two letters"),
        pytest.param("MÖRZÜLL, Uta", "a colleague", id="umlauts in capitals"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_person_is_not_named(text: str, expected: str) -> None:
    assert without_people(NAMES, "en")(text) == expected


def test_in_german_somebody_is_a_person() -> None:
    assert without_people(NAMES, "de")("Ilse Vogelsang prüft.") == "eine Person prüft."


def test_where_nobody_is_known_addresses_go_all_the_same() -> None:
    assert without_people([], "en")("Ilse: i.v@firm.example") == "Ilse: a colleague"


def test_a_name_with_signs_of_patterns_is_taken_as_it_is() -> None:
    assert without_people(["A. (Bo) +C"], "en")("For A. (Bo) +C only") == "For a colleague only"
