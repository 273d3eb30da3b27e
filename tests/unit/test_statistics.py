"""Where people stand, and how sure that is."""

from math import inf, sqrt
from statistics import NormalDist, median_low

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib.gaps import (
    competency_statistics,
    level_counts,
    lower_median,
    wilson_interval,
)
from seqpt_lib.gaps.statistics import Z_95
from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS
from tests.unit.organizations import PEOPLE, Organization, gaps_of, levels, organizations

shares = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def gaps(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["user_id", "competency_id", "current_level", "target_level"])


def counted(chosen: list[int]) -> pd.Series:
    return pd.Series({level: chosen.count(level) for level in LEVELS})


@given(chosen=st.lists(levels, min_size=1, max_size=30))
def test_the_lower_median_is_a_level_that_somebody_chose(chosen: list[int]) -> None:
    found = lower_median(counted(chosen))
    assert found in chosen
    assert found == median_low(chosen)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        pytest.param(0, 10, 0.0, 0.2775, id="nobody of ten"),
        pytest.param(10, 10, 0.7225, 1.0, id="everybody of ten"),
        pytest.param(81, 263, 0.2553, 0.3662, id="Newcombe 1998, 81 of 263"),
        pytest.param(15, 148, 0.0624, 0.1605, id="Newcombe 1998, 15 of 148"),
        pytest.param(0, 20, 0.0, 0.1611, id="Newcombe 1998, 0 of 20"),
        pytest.param(1, 29, 0.0061, 0.1718, id="Newcombe 1998, 1 of 29"),
    ],
)
def test_the_interval_has_published_values(
    successes: int, trials: int, low: float, high: float
) -> None:
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=0.00005)


def test_the_quantile_is_that_of_95_percent() -> None:
    assert pytest.approx(NormalDist().inv_cdf(0.975)) == Z_95


@given(share=shares)
def test_the_interval_contains_the_share_and_stays_a_share(share: tuple[int, int]) -> None:
    low, high = wilson_interval(*share)
    assert 0 <= low <= share[0] / share[1] <= high <= 1
    assert low < high


@given(share=shares)
def test_both_ends_are_as_far_from_the_share_as_the_score_test_allows(
    share: tuple[int, int],
) -> None:
    successes, trials = share
    for end in wilson_interval(successes, trials):
        if 0 < end < 1:
            score = abs(successes / trials - end) / sqrt(end * (1 - end) / trials)
            assert score == pytest.approx(Z_95, rel=1e-6)


@given(share=shares)
def test_people_below_the_target_have_the_mirrored_interval(share: tuple[int, int]) -> None:
    successes, trials = share
    low, high = wilson_interval(successes, trials)
    assert wilson_interval(trials - successes, trials) == pytest.approx((1 - high, 1 - low))


def test_more_people_make_it_surer() -> None:
    widths = [high - low for low, high in (wilson_interval(n, 2 * n) for n in (1, 5, 50, 500))]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (1, 0), (-1, 5), (6, 5), (0, -1)])
def test_what_is_no_share_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match=f"{successes} of {trials} is no share"):
        wilson_interval(successes, trials)


def test_a_competency_is_described() -> None:
    found = competency_statistics(
        gaps((11, 6, 1, 2), (12, 6, 4, 4), (13, 6, 4, 2), (14, 6, 0, 0), (11, 10, 6, 6)), 5
    )
    described = found.drop(columns=["at_target_share_low", "at_target_share_high"])
    assert described.to_dict("records") == [
        {
            "competency_id": 6,
            "assessed_count": 4,
            "not_assessed_count": 1,
            "unaware_count": 1,
            "know_count": 1,
            "understand_count": 0,
            "apply_count": 2,
            "master_count": 0,
            "median_level": 1,
            "below_target_count": 1,
            "at_target_share": 0.75,
        },
        {
            "competency_id": 10,
            "assessed_count": 1,
            "not_assessed_count": 4,
            "unaware_count": 0,
            "know_count": 0,
            "understand_count": 0,
            "apply_count": 0,
            "master_count": 1,
            "median_level": 6,
            "below_target_count": 0,
            "at_target_share": 1.0,
        },
    ]


def test_the_interval_beside_a_share_is_its_own() -> None:
    [row] = competency_statistics(gaps((11, 6, 1, 2), (12, 6, 4, 4)), 2).to_dict("records")
    assert (row["at_target_share_low"], row["at_target_share_high"]) == wilson_interval(1, 2)


@settings(max_examples=12)
@given(organization=organizations())
def test_the_numbers_of_a_competency_add_up(organization: Organization) -> None:
    found = gaps_of(organization)
    for row in competency_statistics(found, len(PEOPLE)).to_dict("records"):
        of_competency = found[found["competency_id"] == row["competency_id"]]
        assert row["assessed_count"] == of_competency["user_id"].nunique()
        assert row["assessed_count"] + row["not_assessed_count"] == len(PEOPLE)
        per_level = [row[f"{word}_count"] for word in LEVEL_WORDS.values()]
        assert sum(per_level) == row["assessed_count"]
        assert row["below_target_count"] == of_competency["gap_size"].gt(0).sum()
        below_share = row["below_target_count"] / row["assessed_count"]
        assert below_share + row["at_target_share"] == pytest.approx(1)
        assert -inf < row["at_target_share_low"] <= row["at_target_share"]
        assert row["at_target_share"] <= row["at_target_share_high"] < inf


def test_levels_that_nobody_chose_are_counted_as_zero() -> None:
    counted = level_counts(gaps((11, 6, 1, 2), (12, 6, 4, 4), (13, 6, 4, 2)))
    assert list(counted.itertuples(index=False, name=None)) == [
        (6, 0, 0, 0.0),
        (6, 1, 1, 1 / 3),
        (6, 2, 0, 0.0),
        (6, 4, 2, 2 / 3),
        (6, 6, 0, 0.0),
    ]


def test_nobody_assessed_is_no_row() -> None:
    counted = level_counts(gaps())
    assert counted.empty
    assert [*counted.columns] == ["competency_id", "level", "people_count", "people_share"]


@settings(max_examples=25)
@given(organization=organizations())
def test_the_levels_of_a_competency_make_one_whole_of_the_assessed(
    organization: Organization,
) -> None:
    found = gaps_of(organization)
    assessed = found.groupby("competency_id")["user_id"].nunique()
    whole = level_counts(found).groupby("competency_id")
    assert whole["level"].agg(tuple).to_dict() == dict.fromkeys(assessed.index, LEVELS)
    assert whole["people_count"].sum().to_dict() == assessed.to_dict()
    assert whole["people_share"].sum().to_dict() == pytest.approx(
        dict.fromkeys(assessed.index, 1.0), abs=1e-9
    )


@settings(max_examples=25)
@given(organization=organizations())
def test_each_share_is_its_people_of_the_assessed(organization: Organization) -> None:
    found = gaps_of(organization)
    for row in level_counts(found).itertuples():
        levels_of = found.loc[found["competency_id"] == row.competency_id, "current_level"]
        assert row.people_count == levels_of.eq(row.level).sum()
        assert row.people_share == row.people_count / len(levels_of)


@settings(max_examples=12)
@given(organization=organizations())
def test_no_argument_is_changed(organization: Organization) -> None:
    found = gaps_of(organization)
    before = found.copy(deep=True)
    level_counts(found)
    pd.testing.assert_frame_equal(found, before)
