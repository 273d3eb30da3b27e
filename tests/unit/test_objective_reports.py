"""Objectives for people: where the words come from, and nothing about needs that are hidden."""

import json

import pandas as pd
import pytest

from seqpt_lib import reports
from seqpt_lib.model.chats import Outcome, Question, Reply
from seqpt_lib.model.knowledge import ContextEntry, Passage
from seqpt_lib.objectives import FALLBACK, MODEL, TEMPLATE, Material, WordedObjectives

NAMES = {1: "Systems Thinking", 4: "Lifecycle Consideration", 18: "Agile Methods"}
COMPETENCIES = pd.DataFrame({"competency_id": NAMES.keys(), "competency_name": NAMES.values()})
MOST = 4 * len(NAMES)
SHOWN, HIDDEN = "{level,people_count}", "{}"
PASSAGES = json.dumps([{"chunk_id": 3, "source": "document a.md", "position": 2}])
FINDINGS = json.dumps([{"check": "verb", "detail": "take another"}])

BY_MODEL = (
    f"1 to {MOST} objectives: 1 to {MOST} by a model, "
    f"0 to {MOST - 1} from templates, 0 template (fallback)"
)

Row = tuple[str, int, int, str]


def needs(*rows: tuple[int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["competency_id", "level", "shown_columns"])


def objectives(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["track", "competency_id", "level", "source"])
    is_model = frame["source"] == MODEL
    return frame.assign(
        full_text="Words.",
        call_id=pd.Series(range(7, 7 + len(frame)), dtype="Int64").where(is_model),
        passages=[PASSAGES if each else "[]" for each in is_model],
        findings=[FINDINGS if source == FALLBACK else "[]" for source in frame["source"]],
    )


def reply(competency: int, *, tokens: int = 0, round_: int = 1, is_stored: bool = False) -> Reply:
    question = Question(f"competency {competency}", round_, "v", "s", "u", WordedObjectives, True)
    answered = Outcome.ANSWERED
    return Reply(question, "hash", answered, call_id=9, is_stored=is_stored, tokens=tokens, tries=1)


NEEDS = needs((1, 1, SHOWN), (1, 2, HIDDEN), (4, 4, SHOWN), (18, 6, HIDDEN))
ROWS = objectives(
    ("people", 1, 1, MODEL),
    ("people", 1, 2, FALLBACK),
    ("people", 4, 4, TEMPLATE),
    ("people", 18, 6, MODEL),
)


def counts(*sources: str, hidden: str = TEMPLATE) -> dict[str, str]:
    """Counts where competency 1 has shown needs with these sources, and competency 4 a hidden."""
    levels = (1, 2, 4, 6)[: len(sources)]
    rows: list[Row] = [("people", 1, level, s) for level, s in zip(levels, sources, strict=True)]
    shown = [(1, level, SHOWN) for level in levels]
    found = reports.source_counts(
        objectives(*rows, ("people", 4, 1, hidden)), needs(*shown, (4, 1, HIDDEN)), COMPETENCIES
    )
    return {name: str(number) for name, number in found.items()}


def test_a_hidden_objective_may_be_there_or_not() -> None:
    assert counts(MODEL, MODEL) == {
        "objectives": f"2 to {MOST}",
        "by_model": f"2 to {MOST}",
        "from_templates": f"0 to {MOST - 2}",
        "fallbacks": "0",
    }


@pytest.mark.parametrize(
    ("sources", "hidden", "expected"),
    [
        pytest.param((MODEL,), MODEL, "0", id="no fallback is said"),
        pytest.param((FALLBACK, MODEL), MODEL, f"1 to {MOST - 1}", id="a shown one"),
        pytest.param((MODEL,), FALLBACK, f"1 to {MOST - 1}", id="a hidden one is not silent"),
    ],
)
def test_a_fallback_is_never_silent(sources: tuple[str, ...], hidden: str, expected: str) -> None:
    assert counts(*sources, hidden=hidden)["fallbacks"] == expected


def test_the_exact_numbers_are_kept_for_the_ledger() -> None:
    found = reports.source_counts(ROWS, NEEDS, COMPETENCIES)
    values = {name: number.value for name, number in found.items()}
    assert values == {"objectives": 4, "by_model": 2, "from_templates": 1, "fallbacks": 1}


def test_objectives_for_future_trainers_are_no_secret() -> None:
    trainers = objectives(*[("trainer", competency, 6, TEMPLATE) for competency in NAMES])
    found = reports.source_counts(trainers, needs(), COMPETENCIES)
    assert str(found["objectives"]) == f"3 to {3 + MOST}"
    assert len(reports.objectives_table(trainers, needs(), COMPETENCIES)) == len(NAMES)


def test_an_objective_of_a_hidden_need_is_not_shown() -> None:
    found = reports.objectives_table(ROWS, NEEDS, COMPETENCIES)
    assert found[["competency", "level"]].to_numpy().tolist() == [
        ["Systems Thinking", 1],
        ["Lifecycle Consideration", 4],
    ]


def test_an_objective_shows_its_passages_and_checks() -> None:
    rows = objectives(("people", 1, 1, MODEL), ("people", 4, 4, FALLBACK))
    found = reports.objectives_table(rows, NEEDS, COMPETENCIES)
    assert found[["source", "passages", "checks"]].to_numpy().tolist() == [
        [MODEL, "document a.md (2)", "all passed"],
        [FALLBACK, "", "verb: take another"],
    ]


def test_a_fallback_is_shown_with_its_reason_unless_its_need_is_hidden() -> None:
    rows = objectives(("people", 1, 2, FALLBACK), ("people", 4, 4, FALLBACK))
    found = reports.fallbacks_table(rows, NEEDS, COMPETENCIES)
    assert found.to_numpy().tolist() == [
        ["Lifecycle Consideration", "people", 4, "verb", "take another"]
    ]


def test_a_call_does_not_tell_how_many_levels_it_was_about() -> None:
    replies = [reply(1, tokens=1), reply(4, tokens=1001), reply(18, tokens=5)]
    found = reports.calls_table(replies, ROWS, NEEDS, COMPETENCIES)
    assert found.columns.tolist() == ["competency", "round", "outcome", "tries", "problem"]
    assert found["competency"].tolist() == ["Systems Thinking", "Lifecycle Consideration"]


def test_a_call_tells_its_cost_to_who_asks_for_it() -> None:
    found = reports.calls_table([reply(4, tokens=1001)], ROWS, NEEDS, COMPETENCIES, show_cost=True)
    assert found[["tokens", "seconds", "call_id"]].to_numpy().tolist() == [[1001, 0.0, 9]]


def test_an_answer_of_before_is_told_as_such() -> None:
    found = reports.calls_table([reply(1, is_stored=True)], ROWS, NEEDS, COMPETENCIES)
    assert found["outcome"].tolist() == ["answered before"]


def test_materials_show_levels_of_shown_needs_only() -> None:
    entries = (ContextEntry("tool", "DOORS", (1,)),)
    passages = (Passage(3, "document a.md", 2, "Text.", True),)
    materials = [Material(1, (1, 2), "", entries, passages), Material(18, (6,))]
    found = reports.materials_table(materials, ROWS, NEEDS, COMPETENCIES)
    assert found.to_numpy().tolist() == [
        ["Systems Thinking", "1", "DOORS", "document a.md (2)", True]
    ]


def test_changes_are_shown_word_by_word_but_not_what_stays_or_is_hidden() -> None:
    changes = pd.DataFrame(
        [
            ("people", 1, 1, "Old.", "New.", "changed"),
            ("people", 4, 4, "Same.", "Same.", "unchanged"),
            ("people", 18, 6, None, "Secret.", "new"),
        ],
        columns=["track", "competency_id", "level", "before", "after", "change"],
    )
    found = reports.objective_changes(changes, NEEDS, COMPETENCIES)
    assert found.to_numpy().tolist() == [
        ["Systems Thinking", "people", 1, "changed", "Old.", "New."]
    ]


def test_what_a_model_wrote_is_text_and_no_markup() -> None:
    frame = pd.DataFrame({"detail": ["<script>alert(1)</script>"], "seconds": [0.25]})
    page = reports.captioned(frame, "by <b>words</b>").to_html()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "by &lt;b&gt;words" in page
    assert ">0.2<" in page


@pytest.mark.parametrize(
    ("tokens", "line"),
    [
        pytest.param([700, 800], "openai:m: up to 10000 tokens counted", id="rounded up together"),
        pytest.param([10_001], "openai:m: up to 20000 tokens counted", id="by tens of thousands"),
        pytest.param([], "openai:m: nothing was asked", id="nothing"),
    ],
)
def test_the_cost_of_all_is_told_roughly(tokens: list[int], line: str) -> None:
    assert reports.cost_line([reply(1, tokens=each) for each in tokens], "openai:m") == line


def test_without_a_model_it_is_said_that_none_is_set() -> None:
    assert "SEQPT_MODEL" in reports.cost_line([], None)


@pytest.mark.parametrize(
    ("is_asked", "summary"),
    [
        (False, f"1 to {MOST} objectives, all from templates"),
        (
            True,
            BY_MODEL,
        ),
    ],
    ids=["templates", "a model"],
)
def test_a_line_says_where_the_words_come_from(is_asked: bool, summary: str) -> None:
    rows = objectives(("people", 1, 1, MODEL))
    found = reports.source_counts(rows, needs((1, 1, SHOWN)), COMPETENCIES)
    assert reports.objectives_summary(found, is_asked=is_asked) == summary


@pytest.mark.parametrize(
    ("how", "ending"),
    [
        ("by words and meaning", "0 template (fallback)"),
        ("by words: it is down", "0 template (fallback); passages found by words: it is down"),
    ],
    ids=["as set", "not as set"],
)
def test_a_line_says_why_passages_are_not_found_as_set(how: str, ending: str) -> None:
    found = reports.source_counts(ROWS.head(1), NEEDS, COMPETENCIES)
    assert reports.objectives_summary(found, is_asked=True, found=how).endswith(ending)
