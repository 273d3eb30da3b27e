"""The sentences of the report: each says what was drawn, counted or decided, and nothing else."""

import re
from typing import Any

import pandas as pd
import pytest

from seqpt_lib import reports
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.reports.html.hyphens import SOFT_HYPHEN, hyphenated
from seqpt_lib.reports.html.method import rules
from seqpt_lib.reports.html.words import TEXTS, Words
from seqpt_lib.reports.plans import WEEKS
from tests.support.findings import findings, modules, statistics

ENGLISH, GERMAN = Words("en"), Words("de")


def text_of(part: reports.html.Part) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", part.html))


# Nothing to show


NOBODY: dict[str, Any] = {
    "survey": {"people": 20, "assessed_people": 0, "answers": 0},
    "statistics": statistics({"assessed_count": 0, "below_target_count": 0}),
    "people_below": Guarded(0, is_shown=True, lowest=0, highest=0),
}
MET: dict[str, Any] = {
    "statistics": statistics({"at_target_share": 1.0, "below_target_count": 0, "priority": 2.0}),
    "people_below": Guarded(0, is_shown=True, lowest=0, highest=0),
}


@pytest.mark.parametrize("name", ["priorities", "objectives", "calendar"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(NOBODY, "Nobody answered.", id="nobody answered"),
        pytest.param(MET, "Nothing: whoever answered is at or above", id="nothing to learn"),
        pytest.param({}, "may not be shown|may be shown", id="hidden"),
    ],
)
def test_a_part_says_why_there_is_nothing_in_it(
    name: str, given: dict[str, Any], said: str
) -> None:
    text = text_of(getattr(reports.html, name)(findings(**given)))
    assert re.search(said, text)
    assert ("be shown" in text) == (not given)


def test_where_nobody_answered_there_are_no_numbers() -> None:
    found = findings(**NOBODY)
    assert text_of(reports.html.overview(found)).count("\N{EN DASH}") == 4
    for name in ("heat_map", "levels"):
        assert text_of(getattr(reports.html, name)(found)).endswith("Nobody answered. ")


# What the parts say


def test_of_weeks_that_are_not_known_the_least_are_said() -> None:
    rows = [("hours of learning in all", 1559, 1800), (WEEKS, 19.4, 22.5)]
    learning = pd.DataFrame(rows, columns=["measure", "at_least", "at_most"]).astype(object)
    assert "at least 19.4" in text_of(reports.html.overview(findings(learning=learning)))


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        pytest.param([], "The share of people below their target is largest in Systems (5%)."),
        pytest.param(
            [{"competency_id": 4}],
            "As far as it may be shown, the share of people below their target is largest in",
        ),
    ],
    ids=["all shown", "some hidden"],
)
def test_the_largest_shares_are_named_as_such(hidden: list[dict[str, int]], said: str) -> None:
    rows = statistics({"at_target_share": 0.95, "below_target_count": 1}, *hidden)
    below = Guarded(1, is_shown=False, lowest=1, highest=20)
    found = findings(statistics=rows, people_below=below)
    assert said in text_of(reports.html.overview(found))


@pytest.mark.parametrize(
    ("people", "assessed", "german"),
    [
        (1, 1, "1 von 1 Person hat geantwortet."),
        (20, 1, "1 von 20 Personen hat geantwortet."),
        (20, 3, "3 von 20 Personen haben geantwortet."),
    ],
)
def test_one_person_is_no_people(people: int, assessed: int, german: str) -> None:
    survey = {"people": people, "assessed_people": assessed, "answers": 16}
    assert german in text_of(reports.html.overview(findings("de", survey=survey)))


def test_levels_and_their_people_stand_under_each_bar_and_unused_colours_nowhere() -> None:
    shown = {"apply_count": 19, "master_count": 1, "unaware_count": 0, "know_count": 0}
    rows = statistics(shown | {"understand_count": 0, "below_target_count": 0})
    text = text_of(reports.html.levels(findings(statistics=rows)))
    assert "4 apply: 19 6 master: 1 " in text
    assert "2 understand " not in text
    assert "It is divided by the level" in text
    assert "may not be shown" not in text


def test_what_is_hidden_of_every_competency_is_said_once() -> None:
    rows = statistics({"at_target_share": 0.5, "below_target_count": 10})
    text = text_of(reports.html.priorities(findings(statistics=rows)))
    assert "hidden" not in text
    assert "The ten" not in text
    assert text.count("How to train is said only where it may be shown.") == 1


def test_shares_that_are_hidden_may_be_larger_than_those_that_rank() -> None:
    shown = {"at_target_share": 0.5, "below_target_count": 10}
    said = "A share that may not be shown could be larger."
    for rows, expected in (([shown], 0), ([shown, {"competency_id": 4}], 1)):
        text = text_of(reports.html.priorities(findings(statistics=statistics(*rows))))
        assert text.count(said) == expected


@pytest.mark.parametrize(
    ("highest", "of_role", "expected"),
    [
        pytest.param(6, None, 1, id="of nobody's role"),
        pytest.param(6, 6, 0, id="of a role too"),
        pytest.param(4, None, 0, id="not more than the target"),
        pytest.param(float("nan"), None, 0, id="not known"),
    ],
)
def test_where_a_person_needs_more_than_any_role_is_said(
    highest: float, of_role: int | None, expected: int
) -> None:
    row = {
        "role_cluster_id": 4,
        "competency_id": 1,
        "required_level": of_role,
        "target_level": 4,
        "covering_archetype_ids": "{}",
    }
    found = findings(
        statistics=statistics({"highest_requirement": highest}),
        targets={1: 4},
        coverage=pd.DataFrame([row] if of_role else [], columns=list(row)),
    )
    text = text_of(reports.html.coverage(found))
    assert text.count("whose role is not known needs more, in Systems.") == expected
    assert ("No role needs more" in text) == (of_role is None)


def test_what_is_not_computed_is_not_said_to_be_well() -> None:
    found = findings(basis=None, statistics=statistics()[:0])
    assert found.state == "not_computed"
    assert "The gaps have not been computed yet." in text_of(reports.html.coverage(found))
    assert "Whoever answered did so" not in text_of(reports.html.quality(found))


def test_the_calendar_has_no_total_of_weeks() -> None:
    text = text_of(reports.html.calendar(findings(modules=modules((1, 1), (1, 2)))))
    assert "2 modules with 24 hours together, each counted once." in text
    assert "Weeks 1 to 13; modules that begin here: 24 hours" in text


def test_long_german_names_may_break_where_their_words_join() -> None:
    assert hyphenated("Systemarchitektur", GERMAN) == f"System{SOFT_HYPHEN}architektur"
    assert hyphenated("Systemarchitektur", ENGLISH) == "Systemarchitektur"


@pytest.mark.parametrize(
    ("rule", "archetypes", "told"),
    [
        ("role_capped", [3], ["rule_person_role_capped"]),
        ("archetype", [3], ["rule_person_archetype"]),
        ("role_capped", [3, 6], ["rule_track", "rule_person_role_capped"]),
        ("role_capped", [6], ["rule_person_trainer"]),
    ],
)
def test_the_rules_are_those_of_the_run(rule: str, archetypes: list[int], told: list[str]) -> None:
    found = findings(basis={"target_rule": rule}, archetype_ids=archetypes)
    chosen = [key for key in rules(found) if key.startswith(("rule_person", "rule_track"))]
    assert chosen == told
    assert set(rules(found)) <= set(TEXTS["en"])


def test_a_failed_check_is_a_rule_that_is_not_kept() -> None:
    row = ("sources", "warning", False, "answers", "every person answered", 1)
    names = "gate severity success table_name rule unexpected_count"
    checks = pd.DataFrame([row], columns=names.split())
    text = text_of(reports.html.quality(findings(checks=checks)))
    assert "Rule not kept: every person answered (answers, 1 row)" in text
