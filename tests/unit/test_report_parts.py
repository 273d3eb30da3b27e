"""The parts of the report: what they say, what they hide, and that names stay names."""

import string
from dataclasses import replace

import pandas as pd
import pytest

from seqpt_lib import reports, store
from seqpt_lib.errors import UsageError
from seqpt_lib.model.guarded import Guarded
from seqpt_lib.reports.html import html_parts, numbers
from seqpt_lib.reports.html.bars import bar, segments
from seqpt_lib.reports.html.calendar import schedule
from seqpt_lib.reports.html.changes import summary
from seqpt_lib.reports.html.heat_map import cell, shade
from seqpt_lib.reports.html.markup import Html, element, foreign
from seqpt_lib.reports.html.method import INPUTS, input_digest
from seqpt_lib.reports.html.overview import half_below
from seqpt_lib.reports.html.priorities import ranking
from seqpt_lib.reports.html.words import TEXTS, Words
from tests.support.findings import findings, modules, statistics

ENGLISH, GERMAN = Words("en"), Words("de")
HOSTILE = "<script>alert('x')</script> & \"quoted\""


# Words


def test_both_languages_have_the_same_texts_with_the_same_gaps() -> None:
    gaps = {
        language: {
            key: {field for _, field, _, _ in string.Formatter().parse(text) if field}
            for key, text in texts.items()
        }
        for language, texts in TEXTS.items()
    }
    assert gaps["en"] == gaps["de"]


def test_another_language_is_refused() -> None:
    with pytest.raises(UsageError, match="language 'fr' is unknown"):
        Words("fr")


@pytest.mark.parametrize(
    ("said", "english", "german"),
    [
        pytest.param(lambda w: numbers.number(1234.5, w, 1), "1,234.5", "1.234,5", id="number"),
        pytest.param(lambda w: numbers.share(0.58, w), "58%", "58\N{NO-BREAK SPACE}%", id="share"),
        pytest.param(lambda w: numbers.number(None, w), "hidden", "verborgen", id="hidden"),
        pytest.param(lambda w: numbers.limits(29, 41, w), "29 to 41", "29 bis 41", id="limits"),
        pytest.param(
            lambda w: numbers.day(pd.Timestamp("2026-03-02"), w),
            "2 March 2026",
            "2. März 2026",
            id="date",
        ),
        pytest.param(lambda w: w.listed(["a", "b", "c"]), "a, b and c", "a, b und c", id="list"),
    ],
)
def test_each_language_writes_its_own_way(said: object, english: str, german: str) -> None:
    assert callable(said)
    assert [said(ENGLISH), said(GERMAN)] == [english, german]


@pytest.mark.parametrize(("share", "shown"), [(0, 0), (0.001, 1), (0.5, 50), (0.999, 99), (1, 100)])
def test_nobody_and_everybody_alone_are_0_and_100_per_cent(share: float, shown: int) -> None:
    assert numbers.percent(share) == shown


# Markup


def test_a_name_is_never_markup() -> None:
    assert element("td", HOSTILE) == (
        "<td>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;quoted&quot;</td>"
    )
    assert '"&quot;' not in foreign("a", title=HOSTILE).replace('title="', "")
    assert element("p", Html("<b>x</b>")) == "<p><b>x</b></p>"


def test_names_are_escaped_in_every_part() -> None:
    hostile = {1: HOSTILE, 4: HOSTILE}
    found = findings(
        organization=store.Organization(1, "acme", HOSTILE, "Pilot"),
        competencies=hostile,
        roles={4: HOSTILE},
        all_roles={4: HOSTILE, 5: HOSTILE},
        archetypes={3: HOSTILE},
        modules=modules((1, 1), (4, 2)),
        statistics=statistics(
            {"competency_id": 1, "at_target_share": 0.25, "below_target_count": 15},
            {"competency_id": 4},
        ),
    )
    for part in html_parts(found):
        assert "<script" not in part.html
    assert sum("&lt;script&gt;" in part.html for part in html_parts(found)) > 5


# Numbers that may not be shown


@pytest.mark.parametrize("language", ["en", "de"])
def test_where_nothing_may_be_shown_every_part_still_stands(language: str) -> None:
    found = findings(language)
    parts = html_parts(found)
    assert len(parts) == len(reports.html.PARTS) + 1
    hidden = found.words("hidden")
    for name, part in zip(("head", *reports.html.PARTS), parts, strict=True):
        assert "nan" not in part.html.replace("nance", "")
        if name in ("overview", "heat_map", "levels"):
            assert hidden in part.html


def test_a_bar_tells_levels_only_where_all_are_shown() -> None:
    counts = {
        "unaware_count": 5,
        "know_count": 5,
        "understand_count": 0,
        "apply_count": 10,
        "master_count": 0,
    }
    (row,) = statistics(counts | {"below_target_count": 10}).to_dict("records")
    assert [piece.people for piece in segments(row, ENGLISH)] == [5, 5, 0, 10, 0]
    (row,) = statistics({"apply_count": 10, "below_target_count": 8}).to_dict("records")
    assert [(p.label, p.people) for p in segments(row, ENGLISH)] == [
        ("below the target", 8),
        ("at or above the target", 12),
    ]
    (row,) = statistics({"apply_count": 10}).to_dict("records")
    assert [(p.label, p.people) for p in segments(row, ENGLISH)] == [
        ("4 apply", 10),
        ("hidden", 10),
    ]


def test_a_hidden_piece_of_a_bar_has_no_number() -> None:
    (row,) = statistics({"apply_count": 10}).to_dict("records")
    drawn = bar(row, 4, "Systems", ENGLISH)
    assert "4 apply: 10; other levels: hidden" in drawn
    assert 'class="mark"' not in drawn


def test_a_hidden_cell_of_the_heat_map_says_so() -> None:
    assert cell(None, GERMAN) == '<td class="hidden">verborgen</td>'
    assert "25%" in cell((5, 20, 0.25), ENGLISH)


@pytest.mark.parametrize(
    ("share", "expected"), [(0, 0), (0.01, 1), (0.25, 1), (0.26, 2), (0.75, 3), (1, 4)]
)
def test_a_cell_is_the_darker_the_more_people_are_below(share: float, expected: int) -> None:
    assert shade(share) == expected


def test_hidden_competencies_may_have_half_of_their_people_below() -> None:
    rows = statistics({"at_target_share": 0.5}, {"at_target_share": 0.6}, {"competency_id": 4})
    assert half_below(rows) == Guarded(1, is_shown=False, lowest=1, highest=2)


# What to do first


def test_competencies_are_ranked_by_priority_where_all_are_shown() -> None:
    rows = statistics(
        {"competency_id": 1, "priority": 3.0, "at_target_share": 0.1, "below_target_count": 18},
        {"competency_id": 4, "priority": 7.0, "at_target_share": 0.9, "below_target_count": 2},
    )
    assert ranking(rows)["competency_id"].tolist() == [4, 1]


def test_one_hidden_priority_makes_the_share_rank() -> None:
    rows = statistics(
        {"competency_id": 1, "at_target_share": 0.1, "below_target_count": 18},
        {"competency_id": 4, "priority": 7.0, "at_target_share": 0.9, "below_target_count": 2},
        {"competency_id": 5, "priority": 9.0},
    )
    assert ranking(rows)["competency_id"].tolist() == [1, 4]


def test_where_everybody_is_at_the_target_there_is_nothing_to_do_first() -> None:
    rows = statistics({"priority": 3.0, "at_target_share": 1.0, "below_target_count": 0})
    assert ranking(rows).empty


# The calendar


def test_a_learning_format_has_its_name_in_the_language() -> None:
    rows = modules((1, 1)).assign(format_name="Conference", group_count=2, is_counted=True)
    found = findings(modules=rows, words=Words("de"))
    assert "Konferenz, in 2 Gruppen" in reports.html.calendar(found).html


def test_modules_follow_each_other_by_rank_then_level() -> None:
    rows = statistics(
        {"competency_id": 1, "priority": 3.0, "below_target_count": 9},
        {"competency_id": 4, "priority": 7.0, "below_target_count": 9},
    )
    entries = schedule(modules((1, 1), (1, 2), (4, 1)), rows, 4.0)
    assert [(e.competency_id, e.level, e.first_week, e.last_week) for e in entries] == [
        (4, 1, 1, 2),
        (1, 1, 3, 4),
        (1, 2, 5, 8),
    ]


def test_a_week_that_is_not_full_is_shared() -> None:
    entries = schedule(modules((1, 1), (4, 1)), statistics({}), 5.0)
    assert [(e.first_week, e.last_week) for e in entries] == [(1, 2), (2, 4)]


def test_a_week_without_hours_is_refused() -> None:
    with pytest.raises(UsageError, match="hours_per_week"):
        schedule(modules((1, 1)), statistics({}), 0)


def test_a_format_chosen_by_a_hidden_number_is_hidden() -> None:
    rows = modules((1, 1)).assign(
        is_counted=False, format_name=None, group_count=None, people_count=float("nan")
    )
    text = reports.html.calendar(findings(modules=rows)).html
    assert "Seminar" not in text
    assert "no format" not in text
    assert text.count(">hidden<") == 2


# Changes and method


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(None, "What changed was not recorded.", id="never recorded"),
        pytest.param(
            store.GapChanges("r2", ("first time",), "", {}),
            "The gaps were computed for the first time.",
            id="first time",
        ),
        pytest.param(
            store.GapChanges("r2", (), "2026-03-02T10-00-00Z-aaaa", {}),
            "Nothing since 2 March 2026 (run 2026-03-02T10-00-00Z-aaaa).",
            id="nothing",
        ),
        pytest.param(
            store.GapChanges("r2", ("answers", "roles"), "2026-03-02T10-00-00Z-aaaa", {}),
            "Since 2 March 2026 (run 2026-03-02T10-00-00Z-aaaa): answers and roles.",
            id="reasons",
        ),
    ],
)
def test_the_report_says_what_changed(changes: store.GapChanges | None, said: str) -> None:
    assert summary(replace(findings(), changes=changes)) == said


def test_the_digest_of_the_input_tells_nothing_of_the_answers() -> None:
    basis: dict[str, object] = dict.fromkeys((*INPUTS, "answers_hash"), "a")
    assert input_digest(basis | {"answers_hash": "b"}) == input_digest(basis)
    for name in INPUTS:
        assert input_digest(basis | {name: "b"}) != input_digest(basis)
