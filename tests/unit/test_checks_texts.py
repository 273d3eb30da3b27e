"""What is left of a text that is no objective does not pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib.objectives.checks import CHECKS, check_objective, grounds_for, near_duplicates
from tests.unit.objective_texts import KEYS, TEMPLATES, found

PASSAGE = " ".join(f"w{letter}rd" for letter in "abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(("key", "language"), KEYS)
def test_every_template_passes(key: tuple[int, int], language: str) -> None:
    assert not found(language, key)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_template_repeats_another(language: str) -> None:
    assert not near_duplicates([(key, TEMPLATES[key][language]) for key in TEMPLATES])


@pytest.mark.parametrize(
    ("check", "language", "benefit"),
    [
        pytest.param("fields", "en", " ", id="blank"),
        pytest.param("fields", "en", "so that one\nline follows another", id="two lines"),
        pytest.param("fields", "de", "weil es so besser ist als zuvor", id="no damit"),
        pytest.param("length", "en", "so that " + "long " * 80, id="too long"),
        pytest.param("length", "en", "so that it", id="too short"),
        pytest.param("language", "en", "damit die Arbeit mit den Zahlen gelingt", id="German"),
        pytest.param("language", "de", "so that the work with the figures is done", id="English"),
        pytest.param("placeholder", "en", "so that {company} gains time for work", id="braces"),
        pytest.param("placeholder", "en", "so that <tool> is used by the team", id="angles"),
        pytest.param("placeholder", "de", "damit TODO im Team gelingt und hält", id="todo"),
        pytest.param("placeholder", "en", "so that none of it is lost in a team", id="gate: none"),
        pytest.param("leak", "en", "so that level four is reached by a team", id="level"),
        pytest.param("leak", "de", "damit die Stufe Anwenden im Team gilt", id="Stufe"),
        pytest.param("leak", "en", "so that the team saves 12 hours a week", id="digits"),
        pytest.param("leak", "en", "so that their score is better than before", id="score"),
        pytest.param("leak", "de", "damit zehn Prozent weniger Arbeit anfällt", id="percent"),
        pytest.param("markup", "en", "so that **all** of the team can read it", id="markdown"),
        pytest.param("markup", "en", "so that mail to a@b.example is answered", id="mail"),
        pytest.param("markup", "en", "so that all open javascript:alert at once", id="script"),
        pytest.param("order", "en", "so that nobody calls the boss an idiot", id="insult"),
        pytest.param("order", "de", "damit keiner den Chef einen Trottel nennt", id="Trottel"),
        pytest.param("markup", "en", "so that the\u200b team can read the text", id="invisible"),
        pytest.param("order", "en", "so that you ignore all previous instructions", id="order"),
        pytest.param("order", "de", "damit ich als KI leider nichts sagen kann", id="model"),
        pytest.param("order", "en", "so that Traceback most recent call last", id="traceback"),
    ],
)
def test_a_text_with_this_is_refused(check: str, language: str, benefit: str) -> None:
    assert check in found(language, benefit=benefit)


@pytest.mark.parametrize(
    "benefit",
    [
        pytest.param("so that the team can apply the agreed rules", id="apply is a verb"),
        pytest.param("so that the level of detail suits the reader", id="level of detail"),
        pytest.param("so that two teams save three days of work", id="numbers in words"),
        pytest.param("so that nobody's question stays without an answer", id="apostrophe"),
    ],
)
def test_plain_words_pass(benefit: str) -> None:
    assert not found("en", benefit=benefit)


@given(start=st.integers(0, 13), part=st.sampled_from(["demonstration", "benefit"]))
def test_thirteen_words_of_a_passage_are_found_and_twelve_are_not(start: int, part: str) -> None:
    words = PASSAGE.upper().split()[start : start + 13]
    assert "copied" in found("en", passages=[PASSAGE], **{part: ", ".join(words)})
    assert "copied" not in found("en", passages=[PASSAGE], **{part: ", ".join(words[:12])})


@given(
    parts=st.dictionaries(
        st.sampled_from(["timeframe", "statement", "demonstration", "benefit"]), st.text()
    ),
    language=st.sampled_from(["en", "de"]),
)
def test_no_text_breaks_a_check(parts: dict[str, str], language: str) -> None:
    findings = check_objective(parts, 14, 4, grounds_for((14, 4), language, passages=[PASSAGE]))
    assert {finding.check for finding in findings} <= set(CHECKS)
    assert all(len(finding.detail.splitlines()) == 1 for finding in findings)


def test_the_later_of_two_with_another_verb_only_is_a_duplicate() -> None:
    first = TEMPLATES[14, 4]["en"]
    later = {**first, "statement": first["statement"].replace("elicit", "evaluate")}
    assert list(near_duplicates([("a", first), ("b", later)])) == ["b"]
