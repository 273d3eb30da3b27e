"""docs/explanation/objectives.md."""

from typing import Any

import pandas as pd
import pytest

from seqpt_lib import reference
from seqpt_lib.errors import SeqptError
from seqpt_lib.objectives import compare_objectives, full_text, template_objectives
from tests.spec.examples import examples

PARTS = ("timeframe", "statement", "demonstration", "benefit")
SENTENCES = examples("objectives", "one-sentence")
NEEDED = examples("objectives", "needed")
CHANGES = examples("objectives", "changes")
WORDS = {part: f"the {part}" for part in PARTS}


def needs(*rows: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["competency_id", "level"])


def from_words(
    words: dict[str, str],
    *,
    competency_id: int = 14,
    level: int = 1,
    language: str = "en",
    people_count: int = 3,
) -> dict[Any, Any]:
    templates = {(competency_id, level): {language: words}}
    needed = needs((competency_id, level)).assign(people_count=people_count)
    [objective] = template_objectives(needed, templates, language).to_dict("records")
    return objective


CHANGED = {
    "nothing": from_words(dict(WORDS)),
    "how many people need it": from_words(WORDS, people_count=4),
    **{f"a word of the {part}": from_words({**WORDS, part: "another"}) for part in PARTS},
    "the competency, with the same words": from_words(WORDS, competency_id=15),
    "the level, with the same words": from_words(WORDS, level=2),
    "the language, with the same words": from_words(WORDS, language="de"),
}


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["language"])
def test_the_parts_make_this_sentence(row: dict[str, str]) -> None:
    assert full_text({part: row[part] for part in PARTS}, row["language"]) == row["full text"]


def test_the_english_parts_on_the_page_are_those_of_a_template() -> None:
    template = reference.objective_templates()[14, 1]["en"]
    [english] = [row for row in SENTENCES if row["language"] == "en"]
    assert {part: english[part] for part in PARTS} == {part: template[part] for part in PARTS}


def test_these_needs_have_these_objectives() -> None:
    needed = needs(*[(int(row["competency"]), int(row["level"])) for row in NEEDED])
    people = [int(row["people"]) for row in NEEDED]
    objectives = template_objectives(
        needed.assign(people_count=people), reference.objective_templates()
    )
    found = objectives[["competency_id", "level", "statement"]]
    expected = [(int(row["competency"]), int(row["level"]), row["statement"]) for row in NEEDED]
    assert list(found.itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize(
    "row", examples("objectives", "no-template"), ids=lambda row: row["why it stops"]
)
def test_without_a_template_the_step_stops(row: dict[str, str]) -> None:
    needed = needs((int(row["competency"]), int(row["level"])))
    with pytest.raises(SeqptError) as stop:
        template_objectives(needed, reference.objective_templates(), row["language"])
    assert stop.value.exit_code == int(row["exit code"])


@pytest.mark.parametrize(
    "row", examples("objectives", "hashes"), ids=lambda row: row["what changes"]
)
def test_the_hashes_show_what_changed(row: dict[str, str]) -> None:
    before, after = from_words(WORDS), CHANGED[row["what changes"]]
    for column in ("template_hash", "input_hash"):
        assert {True: "same", False: "other"}[after[column] == before[column]] == row[column]


def test_every_change_of_a_hash_is_on_the_page() -> None:
    rows = examples("objectives", "hashes")
    assert [row["what changes"] for row in rows] == list(CHANGED)


def objectives_of(rows: list[dict[str, str]], column: str) -> pd.DataFrame:
    return pd.DataFrame(
        [(int(row["competency"]), int(row["level"]), row[column]) for row in rows if row[column]],
        columns=["competency_id", "level", "full_text"],
    )


@pytest.mark.parametrize("row", CHANGES, ids=lambda row: f"{row['competency']}/{row['level']}")
def test_an_objective_is_this_case(row: dict[str, str]) -> None:
    found = compare_objectives(objectives_of([row], "generated"), objectives_of([row], "stored"))
    assert found["change"].tolist() == [row["case"]]
    texts = found[["before", "after"]].fillna("").to_numpy().tolist()
    assert texts == [[row["stored"], row["generated"]]]
