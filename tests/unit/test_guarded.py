"""What holds of guarded numbers, parts and changes, whatever they are made of."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from seqpt_lib.gaps import Cells, Disclosure, Guarded, changes, guarded_people, guarded_sum
from seqpt_lib.model.levels import LEVELS

GROUPS, SMALLEST = 3, 5
counts = st.lists(st.integers(0, 12), min_size=GROUPS * len(LEVELS), max_size=GROUPS * len(LEVELS))
sets = st.lists(
    st.lists(st.booleans(), min_size=GROUPS * len(LEVELS), max_size=GROUPS * len(LEVELS)),
    min_size=1,
    max_size=8,
)
numbers = st.integers(0, 40)
guarded = (
    st.tuples(numbers, numbers, numbers)
    .map(sorted)
    .map(lambda n: Guarded(n[1], n[0] == n[2], n[0], n[2]))
)


@given(terms=st.lists(guarded, max_size=6))
def test_a_sum_lies_within_its_limits_and_is_shown_only_if_all_terms_are(
    terms: list[Guarded],
) -> None:
    total = guarded_sum(terms)
    assert total.lowest <= total.value <= total.highest
    assert total.is_shown == all(term.is_shown for term in terms)


@given(value=numbers, rest=numbers)
def test_people_are_shown_only_if_they_and_the_rest_are_none_or_enough(
    value: int, rest: int
) -> None:
    shown = guarded_people(value, value + rest, SMALLEST)
    assert shown.lowest <= value <= shown.highest
    if shown.is_shown:
        assert all(n == 0 or n >= SMALLEST for n in (value, rest))


@settings(max_examples=60)
@given(people=counts, wanted=sets)
def test_no_part_ever_holds_a_few_people(people: list[int], wanted: list[list[bool]]) -> None:
    group = np.repeat(np.arange(GROUPS), len(LEVELS))
    current = np.tile(np.array(LEVELS), GROUPS)
    disclosure = Disclosure(Cells(group, current, np.array(people)), SMALLEST)
    before = [disclosure.guarded(np.array(chosen)) for chosen in wanted]
    shown = [disclosure.show(np.array(chosen)) for chosen in wanted]
    if any(shown) and len(disclosure.sizes()) > 1:
        assert (disclosure.sizes() >= SMALLEST).all()
    for chosen, was_shown, at_first in zip(wanted, shown, before, strict=True):
        now = disclosure.guarded(np.array(chosen))
        assert now.lowest <= now.value <= now.highest
        assert at_first.lowest <= now.lowest <= now.highest <= at_first.highest
        assert now.is_shown or not was_shown


@given(pairs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5))
def test_before_and_now_the_other_way_round_is_the_opposite_change(
    pairs: list[tuple[int, int]],
) -> None:
    def frame(position: int) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "competency_id": range(len(pairs)),
                "assessed_count": 50,
                "below_target_count": [pair[position] for pair in pairs],
            }
        )

    there, back = changes(frame(0), frame(1)), changes(frame(1), frame(0))
    assert (there["below_target_change"] + back["below_target_change"]).eq(0).all()
