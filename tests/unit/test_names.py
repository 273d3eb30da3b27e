"""Comparing names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib import reference
from seqpt_lib.model.names import fold_archetype, fold_name, resolve_archetype

ARCHETYPES = reference.table("archetype")
ALIASES = reference.archetype_aliases()
words = st.lists(st.text("abcdXYZ", min_size=1, max_size=6), min_size=1, max_size=4)
white_space = st.sampled_from([" ", "  ", "\t", "\n", " \u00a0"])


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        pytest.param("Agile Methods", "agile methods", id="case"),
        pytest.param("  Agile \t Methods\n", "agile methods", id="white space"),
        pytest.param("Integration,  Verification", "integration, verification", id="double space"),
        pytest.param("Systems MODELLING", "systems modeling", id="British spelling"),
        pytest.param("Systems Modeling", "systems modeling", id="American spelling"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_folds_a_name(name: str, folded: str) -> None:
    assert fold_name(name) == folded


@given(words=words, gap=white_space)
def test_white_space_and_case_make_no_difference(words: list[str], gap: str) -> None:
    assert fold_name(gap.join(words).upper()) == fold_name(" ".join(words))


@given(name=st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
    assert fold_archetype(fold_archetype(name)) == fold_archetype(name)


def test_a_comma_matters_in_a_name_but_not_in_an_archetype() -> None:
    assert fold_name("Needs-based, training") != fold_name("Needs based training")
    assert fold_archetype("Needs-based, training") == fold_archetype("Needs based training")


@pytest.mark.parametrize("archetype", ARCHETYPES["archetype_name"])
def test_every_archetype_is_found_by_its_own_name(archetype: str) -> None:
    found = resolve_archetype(archetype, ALIASES)
    assert ARCHETYPES.set_index("archetype_id").at[found, "archetype_name"] == archetype


@pytest.mark.parametrize("alias", reference.table("archetype_alias")["alias"])
def test_every_alias_is_found_in_capitals_and_without_commas(alias: str) -> None:
    assert (
        resolve_archetype(alias.upper().replace(",", ""), ALIASES) == ALIASES[fold_archetype(alias)]
    )


def test_no_alias_means_two_archetypes() -> None:
    stored = reference.table("archetype_alias")
    folded = stored.assign(alias=stored["alias"].map(fold_archetype)).drop_duplicates()
    assert not folded["alias"].duplicated().any()


@pytest.mark.parametrize("name", ["", "Coaching", "Train", "Certificate of something"])
def test_an_unknown_archetype_is_none(name: str) -> None:
    assert resolve_archetype(name, ALIASES) is None
