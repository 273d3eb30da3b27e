"""Where people stand, and how sure that is."""

from math import sqrt
from statistics import NormalDist, median_low

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib.gaps import (
    competency_statistics,
    lower_median,
    role_people,
    role_statistics,
    wilson_interval,
)
from seqpt_lib.gaps.statistics import STATISTIC_COLUMNS, Z_95
from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS
from tests.unit.organization_frames import computed, computed_tables, seeds
from tests.unit.organizations import COMPETENCIES, levels

shares = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def standings(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    columns = ["competency_id", "current_level", "target_level", "people_count"]
    return pd.DataFrame(rows, columns=columns, dtype="int64")


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
        standings((6, 1, 2, 3), (6, 4, 4, 1), (6, 4, 2, 2), (6, 0, 0, 4), (10, 6, 6, 1)), 12
    )
    described = found.drop(columns=["at_target_share_low", "at_target_share_high"])
    described["training_method"] = described["training_method"].fillna("none")
    assert described.to_dict("records") == [
        {
            "competency_id": 6,
            "assessed_count": 10,
            "not_assessed_count": 2,
            "unaware_count": 4,
            "know_count": 3,
            "understand_count": 0,
            "apply_count": 3,
            "master_count": 0,
            "median_level": 1,
            "below_target_count": 3,
            "at_target_share": 0.7,
            "training_method": "small group or mentoring",
        },
        {
            "competency_id": 10,
            "assessed_count": 1,
            "not_assessed_count": 11,
            "unaware_count": 0,
            "know_count": 0,
            "understand_count": 0,
            "apply_count": 0,
            "master_count": 1,
            "median_level": 6,
            "below_target_count": 0,
            "at_target_share": 1.0,
            "training_method": "none",
        },
    ]


def test_the_interval_beside_a_share_is_its_own() -> None:
    [row] = competency_statistics(standings((6, 1, 2, 1), (6, 4, 4, 1)), 2).to_dict("records")
    assert (row["at_target_share_low"], row["at_target_share_high"]) == wilson_interval(1, 2)


@pytest.mark.parametrize("people", [0, 1, 40])
def test_a_competency_that_nobody_answered_for_is_not_assessed_and_nothing_else(
    people: int,
) -> None:
    [row] = competency_statistics(standings(), people, [6]).to_dict("records")
    counts = {name: row[name] for name in row if name.endswith("_count")}
    assert counts == dict.fromkeys(counts, 0) | {"not_assessed_count": people}
    unknown = {name: row[name] for name in row if name not in {"competency_id", *counts}}
    assert all(pd.isna(value) for value in unknown.values())


def test_competencies_are_in_order_whoever_answered() -> None:
    found = competency_statistics(standings((6, 1, 2, 1)), 1, [10, 4, 6])
    assert found["competency_id"].tolist() == [4, 6, 10]


def test_no_role_is_described_where_nobody_has_one() -> None:
    nothing = standings().assign(role_cluster_id=pd.Series(dtype="int64"))
    found = role_statistics(nothing, pd.Series(dtype="int64"))
    assert found.empty
    assert found.columns.tolist() == ["role_cluster_id", "competency_id", *STATISTIC_COLUMNS]


@given(seed=seeds)
def test_the_numbers_of_a_competency_add_up(seed: int) -> None:
    organization, step = computed(seed)
    table = computed_tables(seed)["competency_statistic"]
    assert table["competency_id"].tolist() == list(COMPETENCIES)
    assessed = step.levels.current.notna().sum()
    below = (step.levels.current < step.target).sum()
    for row in table.to_dict("records"):
        assert row["assessed_count"] == assessed[row["competency_id"]]
        assert row["assessed_count"] + row["not_assessed_count"] == len(organization.people)
        per_level = [row[f"{word}_count"] for word in LEVEL_WORDS.values()]
        assert sum(per_level) == row["assessed_count"]
        assert row["below_target_count"] == below[row["competency_id"]]
        if row["assessed_count"]:
            below_share = row["below_target_count"] / row["assessed_count"]
            assert below_share + row["at_target_share"] == pytest.approx(1)
            low, high = row["at_target_share_low"], row["at_target_share_high"]
            assert 0 <= low <= row["at_target_share"] <= high <= 1


@given(seed=seeds)
def test_a_median_is_a_level_that_somebody_chose(seed: int) -> None:
    _organization, step = computed(seed)
    for row in (
        computed_tables(seed)["competency_statistic"].dropna(subset="median_level").itertuples()
    ):
        chosen = step.levels.current[row.competency_id].dropna().astype(int).tolist()
        assert row.median_level == median_low(chosen)


@given(seed=seeds)
def test_no_role_has_more_people_than_the_organization(seed: int) -> None:
    organization, step = computed(seed)
    tables = computed_tables(seed)
    both = tables["role_statistic"].merge(
        tables["competency_statistic"],
        on="competency_id",
        validate="many_to_one",
        suffixes=("", "_in_all"),
    )
    for name in [f"{word}_count" for word in LEVEL_WORDS.values()] + ["below_target_count"]:
        assert (both[name] <= both[f"{name}_in_all"]).all()
    people = both["role_cluster_id"].map(role_people(step.levels.sets))
    assert (both["assessed_count"] + both["not_assessed_count"]).eq(people).all()
    assert people.le(len(organization.people)).all()
    assert both["assessed_count"].ge(1).all()


@given(seed=seeds)
def test_a_method_is_missing_exactly_where_nobody_is_below(seed: int) -> None:
    for name in ("competency_statistic", "role_statistic"):
        table = computed_tables(seed)[name]
        assert table["training_method"].isna().equals(table["below_target_count"].eq(0))
