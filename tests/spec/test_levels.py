"""docs/explanation/levels.md."""

import pytest

from seqpt_lib import reference
from seqpt_lib.model.levels import LEVEL_WORDS, LEVELS, TRAINED_LEVELS, Level
from seqpt_lib.model.names import fold_name, resolve_archetype
from tests.spec.examples import examples, is_yes

SCALE = examples("levels", "scale")


def test_the_scale_has_these_levels_and_words() -> None:
    assert {int(row["level"]): row["word"] for row in SCALE} == LEVEL_WORDS
    assert tuple(int(row["level"]) for row in SCALE) == LEVELS


def test_the_reference_data_hold_the_same_scale() -> None:
    stored = reference.table("competency_level")
    assert stored["level"].tolist() == [int(row["level"]) for row in SCALE]
    assert stored["name_en"].str.lower().tolist() == [row["word"] for row in SCALE]
    assert stored["name_de"].tolist() == [row["German"] for row in SCALE]


def test_every_level_but_the_lowest_can_be_trained() -> None:
    assert [int(row["level"]) for row in SCALE[1:]] == list(TRAINED_LEVELS)


@pytest.mark.parametrize("row", examples("levels", "no-level"), ids=lambda row: row["value"])
def test_what_is_not_on_the_scale_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=row["value"]):
        Level(float(row["value"]))


@pytest.mark.parametrize("row", examples("levels", "names"), ids=lambda row: row["other name"])
def test_names_are_the_same_when_folded(row: dict[str, str]) -> None:
    same = fold_name(row["one name"]) == fold_name(row["other name"])
    assert same is is_yes(row["same"])


@pytest.mark.parametrize("row", examples("levels", "archetype-names"), ids=lambda row: row["typed"])
def test_typed_names_of_archetypes_resolve(row: dict[str, str]) -> None:
    archetypes = reference.table("archetype").set_index("archetype_id")["archetype_name"]
    found = resolve_archetype(row["typed"], reference.archetype_aliases())
    assert (archetypes[found] if found else "") == row["archetype"]
