"""How the texts about competencies and processes are cut into shared passages."""

import pandas as pd
import pytest

from seqpt_lib import reference
from seqpt_lib.schema.knowledge import shared_chunks

COMPETENCIES = reference.competency_texts()
PROCESSES = reference.described("processes", "iso_process_id")
LEVEL_NAMES = reference.table("competency_level").set_index("level")["name_de"]
NOTHING = {
    "competency": pd.DataFrame(columns=["competency_id", "description", "why_it_matters"]),
    "competency_indicators": pd.DataFrame(columns=["competency_id", "level", "en", "de"]),
    "iso_processes": pd.DataFrame(columns=["iso_process_id", "description"]),
}


def chunks(**own: pd.DataFrame) -> pd.DataFrame:
    return shared_chunks(COMPETENCIES, PROCESSES, NOTHING | own, LEVEL_NAMES)


def content(found: pd.DataFrame, source: str, position: int, language: str) -> list[str]:
    is_it = (found[["source", "position", "language"]] == [source, position, language]).all(axis=1)
    return found.loc[is_it, "content"].tolist()


def test_there_are_six_of_each_competency_and_one_of_each_process_in_each_language() -> None:
    counts = chunks().groupby("language").size().to_dict()

    assert counts == dict.fromkeys(("en", "de"), 16 * 6 + 30)


def test_a_place_holds_one_passage() -> None:
    assert not chunks().duplicated(["source", "position", "language"]).any()


def test_those_of_processes_belong_to_no_competency() -> None:
    found = chunks()
    is_process = found["source"].str.startswith("process ")

    assert found["competency_id"].isna().equals(is_process)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_description_is_headed_by_the_name(language: str) -> None:
    texts = COMPETENCIES[14]

    assert content(chunks(), "competency 14", 1, language) == [
        f"{texts['name'][language]}: {texts['description'][language]}"
    ]


class TestTheDatabasesOwnTexts:
    def test_its_description_takes_the_place_of_the_english_one_alone(self) -> None:
        own = pd.DataFrame([[14, " Ours. ", None]], columns=NOTHING["competency"].columns)

        found = chunks(competency=own)

        assert content(found, "competency 14", 1, "en") == ["Requirements Definition: Ours."]
        assert content(found, "competency 14", 1, "de") == content(
            chunks(), "competency 14", 1, "de"
        )

    def test_its_indicators_take_the_place_in_both_languages(self) -> None:
        own = pd.DataFrame(
            [[14, "anwenden", "Ours.", "Unsere."]], columns=NOTHING["competency_indicators"].columns
        )

        found = chunks(competency_indicators=own)

        assert content(found, "indicators 14", 3, "en") == ["Ours."]
        assert content(found, "indicators 14", 3, "de") == ["Unsere."]

    def test_its_process_takes_the_place(self) -> None:
        own = pd.DataFrame([[9, "Ours."]], columns=NOTHING["iso_processes"].columns)

        found = chunks(iso_processes=own)

        assert content(found, "process 9", 1, "en") == ["Project Planning: Ours."]

    @pytest.mark.parametrize("empty", [None, "", "  ", float("nan")])
    def test_an_empty_text_leaves_the_projects_own(self, empty: object) -> None:
        own = pd.DataFrame([[14, empty, empty]], columns=NOTHING["competency"].columns)

        assert chunks(competency=own).equals(chunks())
