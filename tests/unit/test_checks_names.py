"""Only names that the organization uses stand in an objective."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.objective_texts import KEYS, TEMPLATES, found

INVENTED = st.from_regex(r"[A-Z][a-z]{3,6}[A-Z][a-z]{3,6}", fullmatch=True)


@pytest.mark.parametrize(
    ("language", "demonstration", "check"),
    [
        pytest.param("en", "by filing the needs of a team in jira", "known_names", id="lower case"),
        pytest.param("en", "by filing the needs in the Insight Board", "known_names", id="words"),
        pytest.param("en", "by filing the needs in ABX for a team", "known_names", id="acronym"),
        pytest.param(
            "en", "by filing needs with 'quick map' in a team", "known_names", id="quoted"
        ),
        pytest.param("de", "indem sie die Bedürfnisse in Systora ablegen", "known_names", id="in"),
        pytest.param("de", "indem sie das Werkzeug Planwerk nutzen", "known_names", id="Werkzeug"),
        pytest.param("de", "indem sie die Zorander-Methode nutzen", "known_names", id="hyphen"),
        pytest.param("en", "by sorting needs with the quickmap tool", "known_names", id="lower"),
        pytest.param(
            "en", "by filing all needs in needhub", "known_names", id="bare in lower case"
        ),
        pytest.param("en", "by using the five-lens method", "known_names", id="counted"),
        pytest.param("de", "indem sie Bedarfe in reqstern ablegen", "known_names", id="klein"),
        pytest.param("de", "indem sie Bedarfe in Klarwerk ablegen", "known_names", id="no article"),
        pytest.param(
            "de", "indem sie mit dem Verfahren Sieben Wege üben", "known_names", id="Sieben Wege"
        ),
        pytest.param(
            "de", "indem sie die Fünf-Linsen-Methode anwenden", "known_names", id="chained"
        ),
        pytest.param("de", "indem sie das Systora für alle füllen", "known_names", id="foreign"),
        pytest.param("en", "by planning a sprint with their team", "own_competency", id="key term"),
        pytest.param("en", "by showing Leadership to their team", "own_competency", id="name"),
        pytest.param("de", "indem sie ihre Führung im Team zeigen", "own_competency", id="Name"),
        pytest.param("en", "by taking the role of a Dream Keeper", "names_known", id="role"),
        pytest.param("en", "by playing the role of a needs whisperer", "names_known", id="small"),
        pytest.param(
            "de", "indem sie in der Rolle der Bedarfslotsin fragen", "names_known", id="Rolle der"
        ),
        pytest.param("de", "indem sie die Kompetenz „Weitblick“ zeigen", "names_known", id="quote"),
        pytest.param(
            "en", "by acting in the role 'Customer of Luck'", "names_known", id="more than a name"
        ),
        pytest.param("en", "by taking the role of a System-Engineer", "names_known", id="hyphened"),
    ],
)
def test_what_nobody_named_is_refused(language: str, demonstration: str, check: str) -> None:
    assert check in found(language, demonstration=demonstration)


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_plainly_about_another_competency_is_refused(language: str) -> None:
    about_projects = {**TEMPLATES[10, 4][language], "timeframe": "After a week of practice"}
    assert "own_competency" in found(language, (6, 4), **about_projects)


@pytest.mark.parametrize(
    ("language", "demonstration", "names", "passages"),
    [
        pytest.param("en", "by filing the needs in Jira", ["Jira"], [], id="named"),
        pytest.param("en", "by filing needs in Jama for a team", ["Jama Connect"], [], id="part"),
        pytest.param("en", "by filing needs in TraceLog", [], ["We use TraceLog."], id="passage"),
        pytest.param(
            "de", "indem sie Bedarfe in Jira-Tickets ablegen", ["Jira"], [], id="compound"
        ),
        pytest.param(
            "en", "by planning a sprint for needs", ["sprint planning"], [], id="own term"
        ),
        pytest.param("en", "by using the drawing tool and a whiteboard app", [], [], id="tools"),
        pytest.param("en", "by using the method taught in the course", [], [], id="taught"),
        pytest.param("de", "indem sie ohne Anstoß im Team arbeiten", [], [], id="verbal noun"),
        pytest.param("de", "indem sie in kurz gehaltenen Texten üben", [], [], id="adverb"),
        pytest.param("de", "indem sie das Vier-Augen-Prinzip im Team üben", [], [], id="Vier"),
        pytest.param("en", "by asking about upkeep on a daily round", [], [], id="plain words"),
        pytest.param("de", "indem sie klären, welche Rolle Händler spielen", [], [], id="a part"),
        pytest.param(
            "de", "indem sie in der Rolle des Kunden fragen", [], [], id="Rolle des Kunden"
        ),
        pytest.param("en", "by asking a System Engineer for needs", [], [], id="known role"),
        pytest.param("de", "indem sie in der Rolle Kunde fragen", [], [], id="German role"),
        pytest.param("en", "by acting in the role 'Customer' here", [], [], id="quoted role"),
    ],
)
def test_what_the_organization_names_may_stand(
    language: str, demonstration: str, names: list[str], passages: list[str]
) -> None:
    assert not found(language, names=names, passages=passages, demonstration=demonstration)


@given(key=st.sampled_from(KEYS), name=INVENTED, data=st.data())
def test_an_invented_name_is_found_wherever_it_stands(
    key: tuple[tuple[int, int], str], name: str, data: st.DataObject
) -> None:
    competency_and_level, language = key
    words = TEMPLATES[competency_and_level][language]["demonstration"].split()
    at = data.draw(st.integers(1, len(words)))
    text = " ".join([*words[:at], name, *words[at:]])
    assert "known_names" in found(language, competency_and_level, demonstration=text)
