"""Tables for people: names beside ids, "hidden" where a number may not be shown."""

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib import gaps, reports
from seqpt_lib.model.levels import LEVELS
from seqpt_lib.plans import PlanDifference
from seqpt_lib.reports.what_if import Comparison
from seqpt_lib.store import Organization

COMPETENCIES = pd.DataFrame({"competency_id": [1, 4], "competency_name": ["Systems", "Lifecycle"]})
ROLES = pd.DataFrame({"role_cluster_id": [4], "role_name": ["System Engineer"]})
TARGETS = pd.DataFrame(
    {
        "archetype_id": [1, 1, 2, 2],
        "archetype_name": ["Basic", "Basic", "Pilot", "Pilot"],
        "competency_id": [1, 4, 1, 4],
        "target_level": [1, 2, 4, 4],
    }
)


def needs(*rows: tuple[int, int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["competency_id", "level", "people_count", "shown_columns"])


def statistics(first: str, second: str, below: tuple[int, int] = (12, 3)) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "competency_id": [1, 4],
            "assessed_count": [20, 20],
            "below_target_count": below,
            "shown_columns": [first, second],
        }
    )


SHOWN = "{assessed_count,below_target_count}"
HIDDEN = "{assessed_count}"


def test_a_hidden_number_is_called_hidden_and_a_missing_one_is_empty() -> None:
    rows = statistics(SHOWN, HIDDEN).assign(at_target_share=[None, 0.5])
    table = reports.shown_table(rows, COMPETENCIES)
    assert table["below_target_count"].tolist() == [12, "hidden"]
    assert table["at_target_share"].tolist()[1] == "hidden"


@given(median=st.none() | st.sampled_from(LEVELS), method=st.none() | st.just("blended"))
def test_no_cell_depends_on_a_number_that_is_hidden(median: int | None, method: str | None) -> None:
    values = {"median_level": pd.array([median] * 2, dtype="Int64"), "training_method": method}
    rows = statistics(HIDDEN, HIDDEN).assign(**values)
    table = reports.shown_table(rows, COMPETENCIES)
    assert table["median_level"].tolist() == ["hidden", "hidden"]
    assert table["training_method"].tolist() == ["hidden", "hidden"]


def test_a_row_of_which_nothing_may_be_shown_is_left_out() -> None:
    table = reports.shown_table(needs((1, 2, 3, "{}"), (4, 2, 9, "{people_count}")), COMPETENCIES)
    assert table[["competency", "people_count"]].to_numpy().tolist() == [["Lifecycle", 9]]


def test_fractions_are_rounded() -> None:
    rows = pd.DataFrame({"competency_id": [1], "fit": [1 / 3], "shown_columns": ["{fit}"]})
    assert reports.shown_table(rows, COMPETENCIES)["fit"].tolist() == [0.33]


def test_the_fit_of_archetypes_stands_side_by_side() -> None:
    fits = TARGETS[["archetype_id", "competency_id"]].assign(
        fit=[1.0, 0.5, -2.0, 0.0], shown_columns=["{fit}", "{fit}", "{fit}", "{people_count}"]
    )
    table = reports.fit_table(fits, TARGETS, COMPETENCIES)
    assert table.to_dict("index") == {
        "Systems": {"Basic": 1.0, "Pilot": -2.0},
        "Lifecycle": {"Basic": 0.5, "Pilot": "hidden"},
    }


def test_coverage_names_roles_and_archetypes() -> None:
    findings = pd.DataFrame(
        {
            "role_cluster_id": [4, 4],
            "competency_id": [1, 4],
            "required_level": [4, 4],
            "target_level": [2, 2],
            "covering_archetype_ids": ["{2}", "{}"],
        }
    )
    table = reports.coverage_table(findings, TARGETS, COMPETENCIES, ROLES)
    assert table[["role", "competencies", "covered_by"]].to_numpy().tolist() == [
        ["System Engineer", "Systems", "Pilot"],
        ["System Engineer", "Lifecycle", "none"],
    ]


def test_who_could_train_others_is_hidden_where_they_are_few() -> None:
    rows = statistics("{assessed_count,master_count}", HIDDEN).assign(master_count=[6, 2])
    assert reports.trainer_table(rows, COMPETENCIES)["master_count"].tolist() == [6, "hidden"]


def test_modules_are_those_of_the_needs_that_may_be_shown() -> None:
    modules = pd.DataFrame(
        {
            "competency_id": [1, 4],
            "level": [2, 2],
            "format_key": ["a", "b"],
            "format_name": ["Seminar", "Coaching"],
            "learning_hours": [16, 16],
            "group_count": [1, 1],
            "people_count": [9, 2],
        }
    )
    table = reports.modules_table(
        modules, needs((1, 2, 9, "{people_count,assessed_count}"), (4, 2, 2, "{}")), COMPETENCIES
    )
    assert table[["competency", "format_name", "people_count"]].to_numpy().tolist() == [
        ["Systems", "Seminar", 9]
    ]


def test_learning_time_counts_a_hidden_need_as_nobodys_or_everybodys() -> None:
    aims = pd.DataFrame({"competency_id": [1, 4], "target_level": [2, 1]})
    rows = needs((1, 1, 10, "{people_count}"), (1, 2, 3, "{}"))
    table = reports.weeks_table(rows, statistics(SHOWN, HIDDEN), aims, 20, 4.0)
    assert table.to_numpy().tolist() == [
        ["hours of learning in all", 80, 80 + 20 * 16 + 20 * 8],
        ["weeks per person who answered", 1.0, 7.0],
    ]


def test_weeks_between_which_the_learning_time_lies_are_never_too_narrow() -> None:
    aims = pd.DataFrame({"competency_id": [1, 4], "target_level": [2, 1]})
    rows = needs((1, 1, 10, "{people_count}"), (1, 2, 3, "{}"))
    weeks = reports.weeks_table(rows, statistics(SHOWN, HIDDEN), aims, 20, 3.0).iloc[1]
    assert (weeks["at_least"], weeks["at_most"]) == (1.3, 9.4)  # 1.33... and 9.33...


def test_what_stands_twice_is_refused_where_it_would_count_twice() -> None:
    aims = pd.DataFrame({"competency_id": [1, 4], "target_level": [2, 1]})
    once, twice = needs((1, 1, 10, "{}")), needs((1, 1, 10, "{}"), (1, 1, 10, "{}"))
    stored = statistics(SHOWN, HIDDEN)
    for frames in (
        (twice, stored, aims),
        (once, pd.concat([stored, stored]), aims),
        (once, stored, pd.concat([aims, aims])),
    ):
        with pytest.raises(ValueError, match="not unique"):
            reports.weeks_table(*frames, 20, 3.0)


# Plans


def difference(
    new: int = 0, changed: int = 0, ended: int = 0, unchanged: int = 0
) -> PlanDifference:
    frames = [pd.DataFrame({"user_id": range(n)}) for n in (new, changed, ended)]
    return PlanDifference(*frames, unchanged_count=unchanged)


def test_the_number_of_plans_lies_between_what_the_competencies_tell() -> None:
    counts = reports.plan_counts(difference(new=14), statistics(SHOWN, HIDDEN), 20, 21)
    assert {name: str(count) for name, count in counts.items()} == {
        "new": "12 to 20",
        "changed": "0",
        "ended": "0",
        "unchanged": "0",
        "current": "12 to 20",
    }
    assert reports.plan_summary(counts) == ("plans: 12 to 20 new, 0 changed, 0 ended, 0 unchanged")


def test_a_few_changed_plans_are_not_counted() -> None:
    rows = statistics(SHOWN, HIDDEN)
    counts = reports.plan_counts(difference(changed=2, unchanged=12), rows, 20, 21)
    table = reports.plan_counts_table(counts).set_index("plans")["people"]
    assert table[["changed", "unchanged"]].tolist() == ["1 to 20", "1 to 20"]


@pytest.mark.parametrize("new", [0, 1], ids=["nobody", "somebody"])
def test_whether_there_is_a_plan_at_all_is_not_told_where_nothing_is(new: int) -> None:
    counts = reports.plan_counts(difference(new=new), statistics(HIDDEN, HIDDEN), 4, 6)
    assert {str(count) for name, count in counts.items() if name != "ended"} == {"0 to 4"}
    assert str(counts["ended"]) == "0 to 6"


def test_a_plan_that_ends_may_be_of_somebody_who_has_no_answer() -> None:
    counts = reports.plan_counts(
        difference(unchanged=13, ended=5), statistics(SHOWN, HIDDEN), 13, 18
    )
    assert str(counts["ended"]) == "1 to 18"
    assert str(counts["current"]) == "12 to 13"


def test_the_number_of_plans_is_shown_where_it_follows() -> None:
    rows = statistics(SHOWN, SHOWN, below=(20, 0))
    assert str(reports.plan_counts(difference(new=20), rows, 20, 25)["current"]) == "20"


# Changes


def changes(stored: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    compared = reports.compare_statistics(stored, now, 5)
    return reports.changes_table(None, [], compared, COMPETENCIES).data


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        pytest.param((12, 12), (12, 7), [12, 7, -5], id="a change of five is shown"),
        pytest.param((12, 12), (12, 12), [12, 12, 0], id="no change is shown"),
        pytest.param((12, 12), (12, 9), ["hidden", 9, "hidden"], id="a change of three is not"),
    ],
)
def test_a_change_by_a_few_people_is_hidden(
    before: tuple[int, int], now: tuple[int, int], shown: list[object]
) -> None:
    table = changes(statistics(SHOWN, SHOWN, before), statistics(SHOWN, SHOWN, now))
    columns = ["below_target_before_count", "below_target_count", "below_target_change"]
    assert table.loc[1, columns].tolist() == shown


def test_one_more_person_at_the_target_is_hidden_too() -> None:
    now = statistics(SHOWN, SHOWN).assign(assessed_count=[21, 20])
    table = changes(statistics(SHOWN, SHOWN), now)
    assert table.loc[0, "below_target_change"] == "hidden"
    assert table.loc[1, "below_target_change"] == 0


def test_the_caption_says_why_the_gaps_may_differ() -> None:
    before = {"run_id": "r1", "computed_at": datetime(2026, 3, 2, tzinfo=UTC)}
    rows = statistics(SHOWN, SHOWN)
    for reasons, caption in (
        (["answers", "roles"], "Changed since run r1 (2026-03-02): answers, roles."),
        ([], "Changed since run r1 (2026-03-02): nothing."),
    ):
        compared = reports.compare_statistics(rows, rows, 5)
        table = reports.changes_table(before, reasons, compared, COMPETENCIES)
        assert table.caption == caption
    compared = reports.compare_statistics(rows[:0], rows, 5)
    first = reports.changes_table(None, ["first time"], compared, COMPETENCIES)
    assert first.caption == "The gaps are computed for the first time."


# Choices of archetypes


def test_a_comparison_is_written_as_lines() -> None:
    comparison = Comparison(
        {"now": "Basic", "1": "Pilot"},
        pd.DataFrame(
            {"measure": ["people with gaps"], "now": ["12 to 20 of 20"], "1": ["20 of 20"]}
        ),
        pd.DataFrame(columns=["competency"]),
    )
    organization = Organization(1, "acme", "Acme", "Basic")
    lines = reports.comparison_lines(comparison, organization)
    assert lines[:3] == [
        "what if: Acme (acme). Nothing is written.",
        "  now  Basic",
        "  1    Pilot",
    ]
    assert lines[-1] == "The answer is the same in every competency."


# Reasons and fingerprints


def test_a_fingerprint_changes_with_values_names_and_index() -> None:
    frame = pd.DataFrame({"a": [1, 2]})
    others = [frame + 1, frame.rename(columns={"a": "b"}), frame.set_axis([5, 6]), frame[::-1]]
    prints = {gaps.fingerprint(each) for each in (frame, *others)}
    assert len(prints) == 5
    assert gaps.fingerprint(frame.copy()) == gaps.fingerprint(frame)


def test_the_reasons_are_what_differs() -> None:
    frames = {
        name: [pd.DataFrame({"a": [1]})]
        for name in ("answers_hash", "roles_hash", "matrices_hash", "targets_hash")
    }
    values = {
        "archetype_ids": [3],
        "target_rule": "role_capped",
        "code_version": "1",
        "smallest_group": 5,
    }
    now = gaps.basis(frames, values)
    assert gaps.reasons(None, now) == ["first time"]
    assert gaps.reasons(now, now) == []
    other = gaps.basis(
        frames | {"answers_hash": [pd.DataFrame({"a": [2]})]}, values | {"smallest_group": 7}
    )
    assert gaps.reasons(now, other) == ["answers", "smallest group that is shown"]
